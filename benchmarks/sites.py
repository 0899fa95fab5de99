"""What the macros cost a site: rows of the table of `make bench`.

The twin of a site has typed in what the macros made of its pages, and has no plan.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml
from measures import ENVIRONMENT, Row, best
from plans import HOME, LAB

ROOT = Path(__file__).resolve().parents[1]
MKDOCS = [sys.executable, "-m", "mkdocs"]
KEEP = """\
from pathlib import Path

def on_page_markdown(markdown, page, **_):
    (Path("{docs}") / page.file.src_uri).write_text(markdown, encoding="utf-8")
"""
"""A hook of MkDocs that writes down what the macros made of each page."""

PAGE = """\
# The network

People are in {{ cidr("lan") }}.

{{ cidr_table() }}

## A section

A paragraph of the length that people write, with `code` and a [link](https://example.org/) in it, so that a page costs
what a page of documentation costs and not what an empty one does.

- one thing, and **another**
- a second one
"""
CONFIG: dict[str, Any] = {
    "site_name": "bench",
    "theme": {"name": "material"},
    "plugins": ["search", {"macros": {"modules": ["cidrbook"]}}],
    "markdown_extensions": ["tables", "attr_list", "md_in_html"],
}


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` as MkDocs does where no such variable is set."""


_Loader.add_constructor("!ENV", lambda *_: False)

TRIES = 4
PATIENCE = 30
"""Seconds in which a preview has to show an edit."""


def one_page(folder: Path) -> Iterator[Row]:
    """A site of one page with two macros, against one with the plugin for macros and a trivial one."""
    ours, twin = _page_and_twin(folder)
    (twin / "main.py").write_text("def define_env(env):\n    env.macro(str, 'text')\n", encoding="utf-8")
    _configure(twin, {**CONFIG, "plugins": ["search", "macros"]})
    built, typed = _built(ours, twin, runs=5)
    # 1.15 is less than importing pydantic and netaddr takes (1.2), which the plugin for macros does without
    yield Row("build a site of one page with two macros / typed in", built, typed, 1.6)


def documentation(folder: Path) -> Iterator[Row]:
    """The documentation of this repository, against the same without the plugin for macros."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)  # noqa: S506 (a safe loader)
    ours, twin = _site_and_twin(folder, ROOT / "docs", [ROOT / "data", ROOT / "examples"], {**config, "watch": []})
    built, typed = _built(ours, twin, runs=3)
    # 1.15 is aimed at: the plugin for macros takes a third of the difference, and four plans are read and checked
    yield Row("build this documentation / the same typed in", built, typed, 1.4)


def preview(folder: Path) -> Iterator[Row]:
    """From an edit of the plan to the page that shows it, against an edit of a page of the twin."""
    ours, twin = _page_and_twin(folder)
    edited, typed = _shown(ours, "data/home.yaml", 18123), _shown(twin, "docs/index.md", 18124)
    yield Row("preview: from an edit of the plan to the page / of a page, the engine's own", edited, typed, 1.2)


def _page_and_twin(folder: Path) -> tuple[Path, Path]:
    """A site of one page with two macros, and its twin."""
    docs, data = folder / "docs", folder / "data"
    docs.mkdir()
    data.mkdir()
    (docs / "index.md").write_text(PAGE, encoding="utf-8")
    (data / "home.yaml").write_text(HOME + LAB, encoding="utf-8")
    return _site_and_twin(folder, docs, [data], CONFIG)


def _site_and_twin(folder: Path, docs: Path, plans: Sequence[Path], config: dict[str, Any]) -> tuple[Path, Path]:
    ours, twin = folder / "ours", folder / "twin"
    for site in (ours, twin):
        shutil.copytree(docs, site / "docs")
    for plan in plans:
        shutil.copytree(plan, ours / plan.name)
    hook = folder / "keep.py"
    hook.write_text(KEEP.format(docs=twin / "docs"), encoding="utf-8")
    _configure(ours, {**config, "hooks": [str(hook)]})
    subprocess.run([*MKDOCS, "build", "--quiet"], cwd=ours, check=True, env=ENVIRONMENT, capture_output=True)
    _configure(ours, config)
    _configure(twin, {**config, "plugins": ["search"], "watch": []})
    return ours, twin


def _configure(site: Path, config: dict[str, Any]) -> None:
    (site / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def _built(ours: Path, twin: Path, runs: int) -> list[float]:
    commands = ([*MKDOCS, "build", "--quiet", "--config-file", f"{site}/mkdocs.yml"] for site in (ours, twin))
    return best(*commands, folder=ours, runs=runs)


def _shown(site: Path, edited: str, port: int) -> float:
    """The processor time of a preview from an edit to the page that shows it, at best."""
    command = [*MKDOCS, "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=site, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, "192.168.10.0/24")
            return min(_seconds_of_edit(server.pid, site / edited, address, number) for number in range(TRIES))
        finally:
            server.terminate()


def _seconds_of_edit(process: int, file: Path, address: str, number: int) -> float:
    """The processor time that one edit takes; before, the server comes to rest."""
    time.sleep(1)
    before = _processor_time(process)
    text = file.read_text(encoding="utf-8")
    old, new = f"192.168.{10 + number}.", f"192.168.{11 + number}."
    file.write_text(text.replace(old, new), encoding="utf-8")
    _wait_for(address, f"{new}0/24")
    return _processor_time(process) - before


def _wait_for(address: str, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=PATIENCE) as page:  # noqa: S310 (our own server)
                if text in page.read().decode():
                    return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.05)
    sys.exit(f"{address} does not show {text}")


def _processor_time(process: int) -> float:
    """What a process has taken so far, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
