"""The built site, as a browser shows it: light, dark, on a phone, without scripts and from a file."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from engines import Element, article
from lab import some
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "tests/screenshots"
CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = (
    "",
    "getting-started/",
    "gallery/",
    "networking/",
    "networking/contradictions/",
    "data/",
    "macros/",
    "rules/",
    "how-to/migrate/",
)
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 800}
VIEWS: dict[str, tuple[ViewportSize, Literal["light", "dark"]]] = {
    "light": (DESK, "light"),
    "dark": (DESK, "dark"),
    "phone": (PHONE, "light"),
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=DESK)
    page.set_default_timeout(60_000)
    yield page
    page.close()


def seen(page: Page) -> Iterator[str]:
    """The views, with the page shown in each."""
    for view, (viewport, scheme) in VIEWS.items():
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        yield view


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_without_errors_and_without_scrolling_sideways(page: Page, address: str, path: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(address) else None)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    wide = [view for view in seen(page) if page.evaluate("document.documentElement.scrollWidth > window.innerWidth")]
    if wide:  # a picture tells why
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{path.strip('/').replace('/', '-') or 'home'}.png", full_page=True)
    assert (errors, outside, wide) == ([], [], [])


def test_the_table_is_readable_in_every_view(page: Page, address: str) -> None:
    page.goto(f"{address}networking/")
    table = page.get_by_role("region", name="Networks").first
    cells = table.locator("tbody tr").first.locator("th, td")
    assert cells.all_inner_texts() == ["Management", "192.168.1.0/24"]
    code = cells.nth(1).locator("code")
    for view in some(seen(page)):
        line = code.evaluate("element => parseFloat(getComputedStyle(element).lineHeight)")
        box = code.bounding_box()
        assert box is not None
        assert box["height"] < 1.5 * line, f"an address broke over two lines: {view}"


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches(page: Page, address: str) -> None:
    page.goto(f"{address}networking/contradictions/")
    region = page.get_by_role("region", name="Findings")
    assert region.get_attribute("tabindex") == "0"
    region.focus()
    assert region.evaluate("element => element === document.activeElement")
    inside = "element => element.getBoundingClientRect().right <= window.innerWidth"
    assert [view for view in seen(page) if region.evaluate(inside)] == [*VIEWS]


@pytest.mark.parametrize("path", ["", "gallery/", "networking/", "nuances/", "data/", "book/"])
def test_nothing_that_a_macro_makes_scrolls_sideways_on_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(address + path)
    every = "[...document.querySelectorAll('.cidrbook-table, .cidrbook-figure')]"
    wide = f"{every}.filter(one => one.scrollWidth > one.clientWidth + 1)"
    assert page.evaluate(f"{wide}.map(one => one.getAttribute('aria-label'))") == []
    page.close()


def test_a_rules_row_leads_to_its_section(site: Path) -> None:
    tables = shown(site, "rules/").all("table")
    targets = [link.attributes["href"].split("#") for table in tables for link in table.all("a")]
    assert len(targets) > 100
    for family in dict.fromkeys(family for family, _ in targets):
        headings = [heading.attributes["id"] for heading in shown(site, f"rules/{family}").all("h2")]
        assert headings == [anchor for other, anchor in targets if other == family]


def shown(site: Path, page: str) -> Element:
    return article((site / page / "index.html").read_text(encoding="utf-8"))


def test_a_link_of_the_registry_opens_in_a_new_tab(page: Page, address: str) -> None:
    page.goto(f"{address}networking/")
    link = page.locator("article a[target=_blank]").first
    assert (link.inner_text(), link.get_attribute("href")) == ("OPNsense", "https://opnsense.org")
    assert "noopener" in str(link.get_attribute("rel"))


def test_the_page_says_the_same_without_scripts_and_from_a_file(browser: Browser, site: Path, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    texts = []
    for place in (f"{address}networking/", (site / "networking/index.html").as_uri()):
        page.goto(place)
        texts.append(page.locator("article").inner_text())
    context.close()
    assert texts[0] == texts[1]
    assert "192.168.69.0/24" in texts[0]
