"""What commands print for others holds nothing of a lab, with the profile `redacted`."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from lab import LABS, ROOT
from telling import files, held, telling

from cidrbook.exports import FORMATS

KEY = "3b1f" * 16
PLANS = {"home": ROOT / "examples/home", "seed": ROOT / "data", **LABS}


def copied(source: Path, folder: Path) -> set[str]:
    """Copy a plan into `data/`; what is telling in it."""
    (folder / "data").mkdir()
    for file in files(source):
        (folder / "data" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return telling(source)


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("plan", sorted(PLANS))
def test_an_export_holds_nothing_of_its_lab(plan: str, form: str, tmp_path: Path) -> None:
    values = copied(PLANS[plan], tmp_path)
    assert len(values) > 15
    options = ("--domain", "home.arpa", "--port", "9100", "--output", "out")
    result = run("export", form, "--profile", "redacted", *options, folder=tmp_path, CIDRBOOK_KEY=KEY)
    out = tmp_path / "out"
    written = sorted(out.rglob("*")) if out.is_dir() else [out] if out.exists() else []
    whole = "\n".join(f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in written if file.is_file())
    assert result.exit_code == 0 or "nothing" in result.output or "no " in result.output, result.output
    assert held(values, whole + result.output) == set()


def test_a_plan_that_is_not_redacted_is_exported_as_it_is(tmp_path: Path) -> None:
    values = copied(PLANS["home"], tmp_path)
    result = run("export", "json", folder=tmp_path, CIDRBOOK_KEY="", CIDRBOOK_PROFILE="")
    assert len(held(values, result.output)) > 0.8 * len(values)


README = "# Lab\n\n<!-- cidrbook: hosts_table() -->\n<!-- /cidrbook -->\n"


def test_a_readme_and_a_difference_hold_nothing_of_their_lab(tmp_path: Path) -> None:
    values = copied(PLANS["home"], tmp_path)
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    done = run("readme", "README.md", "--profile", "redacted", folder=tmp_path, CIDRBOOK_KEY=KEY)
    assert done.exit_code == 0
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "server 1" in text
    (tmp_path / "old").mkdir()
    (tmp_path / "old/plan.yaml").write_text("networks: [{name: lab, cidr: 10.0.0.0/24}]\n", encoding="utf-8")
    for form in ("text", "markdown", "json"):
        told = run("diff", "old", "data", "--format", form, "--profile", "redacted", folder=tmp_path, CIDRBOOK_KEY=KEY)
        assert "server" in told.output
        text += told.output
    assert held(values, text) == set()


@pytest.mark.parametrize("command", [("export", "hosts"), ("readme", "README.md"), ("diff", "data", "data")])
def test_a_command_shows_nothing_without_the_key(command: tuple[str, ...], tmp_path: Path) -> None:
    copied(PLANS["home"], tmp_path)
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    done = run(*command, "--profile", "redacted", folder=tmp_path, CIDRBOOK_KEY="")
    assert done.exit_code == 2
    assert "CIDRBOOK_KEY" in done.output
