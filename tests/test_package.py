"""What outsiders install."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cidrbook

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "macros/cidrbook"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("cidrbook-*.whl"))


def test_the_wheel_holds_the_package_whole_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if not name.split("/")[0].endswith(".dist-info")}
    expected = {f"cidrbook/{file.relative_to(SOURCE).as_posix()}" for file in SOURCE.rglob("*") if file.is_file()}
    assert held == {name for name in expected if "__pycache__" not in name}
    assert {"cidrbook/py.typed", "cidrbook/pages/templates/table.html.jinja"} <= held


def test_the_wheel_works_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text("networks: [{name: lan, cidr: 10.0.0.1/24}]\n", encoding="utf-8")
    code = (
        "import sys; sys.path.insert(0, 'installed'); import cidrbook.commands, cidrbook.pages.reference;"
        "assert 'installed' in cidrbook.__file__; sys.argv = ['cidrbook', 'check']; cidrbook.commands.run()"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "")
    assert "F108 host-bits-set" in result.stdout


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    text = archive.read(metadata).decode()
    assert f"Version: {cidrbook.__version__}\n" in text
    assert "Requires-Python: >=3.11\n" in text
    assert "Requires-Dist: mkdocs<2,>=1.6; extra == 'mkdocs'" in text
    assert "License-Expression: MIT\n" in text
    description = text.partition("\n\n")[2]
    assert "](https://raw.githubusercontent.com/cidrbook/cidrbook/main/docs/assets/readme.png)" in description
    assert re.findall(r"\]\((?!https://)[^)]*\)", description) == []


def test_the_pins_name_no_registry() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert all("==" in pin and "/" not in pin and "@" not in pin for pin in pins)
