"""Take the README's picture from the built site and from what a check prints, so that it stays true.

usage: pictures.py SITE PICTURE

The left half is a finding beside the line of a change that causes it, the right half the address grid of the home page,
in the dark. It needs Chromium.
"""

from __future__ import annotations

import base64
import shutil
import sys
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.text.finding import Finding

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "docs/home/networks.yaml"
RIGHT, WRONG = "192.168.42.60", "192.168.24.60"
"""The address as the plan has it, and as somebody types it in a hurry."""

_BEFORE = 6
"""Lines shown above the change."""

SIZE: ViewportSize = {"width": 1200, "height": 480}
FRAME = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 8px; display: grid; grid-template-columns: 586px 586px; gap: 12px; background: #8b949e;
  font: 16px "DejaVu Sans", sans-serif; height: 464px; box-sizing: content-box }
section { border-radius: 6px; overflow: hidden; background: #fff; color: #1f2328 }
h2 { margin: 0; padding: 10px 16px; font-size: 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0 }
pre { margin: 0; font: 16.5px/1.55 "DejaVu Sans Mono", monospace; padding: 6px 0 }
pre span { display: block; padding: 0 16px; white-space: pre }
pre .minus { background: #ffebe9 } pre .plus { background: #dafbe1 }
.note { margin: 4px 16px 0; padding: 12px 14px; border: 1px solid #d6403a; border-left-width: 5px; border-radius: 6px }
.note p { margin: 0 0 6px; line-height: 1.45 } .note p:last-child { margin: 0; opacity: .85 }
.dark { background: #1e2129; color: #e2e4e9 } .dark h2 { background: #2b2f3a; border-color: #3a3f4d }
.dark img { display: block; max-width: 554px; max-height: 404px; margin: 10px auto }
</style>
<section><h2>Pull request: data/networks.yaml</h2><pre>%s</pre>
<div class="note"><p><b>%s</b></p><p>%s</p><p>Hint: %s</p></div></section>
<section class="dark"><h2>The finished site: Servers, 192.168.42.0/24</h2>
<img src="data:image/png;base64,%s"></section>"""


def finding() -> Finding:
    """What a check says when two digits have changed places."""
    text = PLAN.read_text(encoding="utf-8").replace(RIGHT, WRONG)
    [found] = rules.check(parse({"data/networks.yaml": text}), datetime.now(UTC).date())
    return found


def change(found: Finding) -> str:
    """The lines around the finding, as a pull request shows them."""
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    row = found.problem.at.line - 1
    before = [f"<span>  {escape(line)}</span>" for line in lines[max(row - _BEFORE, 0) : row]]
    minus = f'<span class="minus">- {escape(lines[row])}</span>'
    plus = f'<span class="plus">+ {escape(lines[row].replace(RIGHT, WRONG))}</span>'
    return "".join([*before, minus, plus])


def grid(browser: Browser, site: Path) -> bytes:
    """The address grid of the home page, in the dark."""
    page = browser.new_page(color_scheme="dark", device_scale_factor=2, viewport={"width": 1280, "height": 900})
    page.goto((site / "index.html").as_uri())
    return page.locator(".cidrbook-cells").first.screenshot()


def main(site: Path, picture: Path) -> None:
    """Build the picture of both halves."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found = finding()
        drawn = base64.b64encode(grid(browser, site)).decode()
        title, message = f"Error: {found.code} {found.rule}", escape(found.problem.message)
        page = browser.new_page(device_scale_factor=2, viewport=SIZE)
        page.set_content(FRAME % (change(found), title, message, escape(found.problem.hint), drawn))
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]))
