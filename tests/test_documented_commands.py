"""What the README and the tutorial tell a reader to type, typed in an empty folder, with the wheel that is installed.

Nothing is downloaded: `pip install` installs the wheel that was just built, and finds everything else where these
tests find it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]*)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE = 120

PRELUDE = r"""
set -euo pipefail
python3() { "$TEST_PYTHON" "$@" --without-pip; }
pip() { python "$TEST_TOOLS/install.py" "$@"; }
mkdocs() { if [ "$1" = serve ]; then python "$TEST_TOOLS/serve.py" "$@"; else command mkdocs "$@"; fi; }
if [ -e .venv/bin/activate ]; then . .venv/bin/activate; fi
"""

INSTALL = r"""
import os, re, subprocess, sys, sysconfig
from pathlib import Path
verb, wanted = sys.argv[1:]
assert verb == "install" and re.fullmatch(r"cidrbook(\[\w+\])?", wanted), sys.argv
pip = [os.environ["TEST_PYTHON"], "-m", "pip", "--python", sys.executable]
command = [*pip, "install", "--quiet", "--no-deps", "--no-index", os.environ["TEST_WHEEL"]]
subprocess.run(command, check=True)
there = Path(os.environ["TEST_PYTHON"]).parent
Path(sysconfig.get_path("purelib"), "others.pth").write_text(os.environ["TEST_PACKAGES"])
for name in ("mkdocs", "properdocs", "zensical"):
    script = (there / name).read_text().partition("\n")[2]
    own = Path(sysconfig.get_path("scripts"), name)
    own.write_text(f"#!{sys.executable}\n{script}")
    own.chmod(0o755)
"""

SERVE = r"""
import socket, subprocess, sys, time
from urllib.request import urlopen
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = ["mkdocs", *sys.argv[1:], "-a", f"127.0.0.1:{port}"]
server = subprocess.Popen(command)
try:
    for _ in range(600):
        assert server.poll() is None
        try:
            assert "cidrbook" in urlopen(f"http://127.0.0.1:{port}/").read().decode()
            break
        except OSError:
            time.sleep(0.1)
    else:
        sys.exit("there is no page")
finally:
    server.kill()
"""


class Block(NamedTuple):
    """A fenced block: its language, the file it is, and its text."""

    kind: str
    title: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page that a reader types or saves, in order, without what only contributors run."""
    text = (ROOT / page).read_text(encoding="utf-8").partition("\n## Working on it\n")[0]
    for kind, title, inner in FENCE.findall(text):
        yield Block(kind, title, re.sub(r"{% (?:end)?raw %}", "", inner))


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which blocks are typed: the wheel, and what stands in for downloads and for a person."""
    folder = tmp_path_factory.mktemp("tools")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (folder / "install.py").write_text(INSTALL, encoding="utf-8")
    (folder / "serve.py").write_text(SERVE, encoding="utf-8")
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return inherited | {
        "NO_MKDOCS_2_WARNING": "1",
        "TEST_PACKAGES": packages,
        "TEST_PYTHON": sys.executable,
        "TEST_TOOLS": str(folder),
        "TEST_WHEEL": str(next(folder.glob("*.whl"))),
    }


@pytest.mark.parametrize("page", ["README.md", "docs/getting-started.md"])
def test_what_a_reader_types_does_what_the_page_shows(page: str, tools: dict[str, str], tmp_path: Path) -> None:
    typed = 0
    for block, following in pairwise([*blocks(page), Block("", "", "")]):
        if block.kind == "bash":
            typed += 1
            command = ["bash", "-c", PRELUDE + block.text]
            run = subprocess.run(
                command, cwd=tmp_path, env=tools, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
            expected = following.text if following.kind == "text" else None
            assert run.returncode == int(expected is not None and " error" in expected), run.stdout + run.stderr
            assert expected in (None, run.stdout)
        elif block.title:
            (tmp_path / block.title).parent.mkdir(exist_ok=True)
            (tmp_path / block.title).write_text(block.text, encoding="utf-8")
    assert typed >= 1
    last = subprocess.run(
        ["bash", "-c", PRELUDE + "cidrbook check && mkdocs build --strict"],
        cwd=tmp_path,
        env=tools,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert last.returncode == 0, last.stdout + last.stderr
    assert "192.168.42.60" in (tmp_path / "site/network/index.html").read_text(encoding="utf-8")


def test_the_wheel_that_was_typed_with_is_that_of_this_source(tools: dict[str, str]) -> None:
    with zipfile.ZipFile(tools["TEST_WHEEL"]) as wheel:
        source = ROOT / "macros/cidrbook/repository/draft/site.py"
        assert wheel.read("cidrbook/repository/draft/site.py") == source.read_bytes()


def test_every_extra_that_is_documented_is_one_of_the_project() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for page in pages for name in re.findall(r"cidrbook\[(\w+)\]", page.read_text(encoding="utf-8"))}
    assert named == declared.keys() - {"dev"}
