"""What the documentation shows is what the product does."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import click
import pytest
import yaml

from cidrbook import __version__, rules
from cidrbook.commands import main
from cidrbook.pages import MACROS
from cidrbook.pages.pools import POOLS
from cidrbook.pages.tables import TABLES
from cidrbook.plan.load import parse
from cidrbook.plan.model import Tree
from cidrbook.report import FORMATS
from cidrbook.report.text import as_text
from cidrbook.repository.observe import observed
from cidrbook.text.source import Source

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]*)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def fences(page: Path) -> list[tuple[str, str, str]]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


def report(plan: str) -> str:
    return as_text(rules.check(parse({"data/networks.yaml": plan}), date(2026, 11, 23))) + "\n"


def test_the_home_page_shows_what_its_plan_gives() -> None:
    [(_, _, plan), (_, _, text)] = fences(ROOT / "docs/index.md")
    assert report(plan) == text


def test_the_readme_shows_what_its_plan_gives_when_two_digits_change_places() -> None:
    plan = next(text for kind, _, text in fences(ROOT / "README.md") if kind == "yaml" and "networks:" in text)
    shown = next(text for kind, _, text in fences(ROOT / "README.md") if kind == "text")
    assert report(plan.replace("42.60", "24.60")) == shown
    assert report(plan) == "no problems\n"


def test_the_page_about_checking_shows_what_its_plan_gives_in_every_format() -> None:
    shown = {title: text for _, title, text in reversed(fences(ROOT / "docs/checking.md"))}
    plan = shown["data/networks.yaml"]
    findings = rules.check(parse({"data/networks.yaml": plan}), date(2026, 11, 23))
    assert shown["cidrbook check"] == report(plan)
    for form in ("json", "github"):
        assert shown[f"cidrbook check --format {form}"] == FORMATS[form](findings, rules.rules()) + "\n"
    [result] = json.loads(FORMATS["sarif"](findings, rules.rules()))["runs"][0]["results"]
    part = json.loads(shown["cidrbook check --format sarif"])
    assert part == {name: result[name] for name in part}


def test_the_page_about_repositories_shows_what_is_found_in_its_files() -> None:
    page = ROOT / "docs/repository.md"
    files = {
        title: text for _, title, text in fences(page) if title.endswith((".yaml", ".md")) and "data/" not in title
    }
    found = rules.check_observation(observed([Source(*pair) for pair in files.items()]))
    [shown] = [text for _, title, text in fences(page) if title == "cidrbook drift"]
    assert as_text(found, rules.rules()) + "\n" == shown
    assert [name for name in Tree.model_fields if f"`{name}`" not in page.read_text("utf-8")] == ["origin"]


def test_the_page_about_checking_names_every_option_and_input_and_this_version() -> None:
    text = (ROOT / "docs/checking.md").read_text(encoding="utf-8")
    command = main.get_command(click.Context(main), "check")
    assert command
    options = {name for parameter in command.params for name in parameter.opts}
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert [name for name in (*options - {"data"}, *inputs, *FORMATS) if f"`{name}`" not in text] == []
    assert set(re.findall(r"cidrbook@v([\d.]+)|rev: v([\d.]+)", text)) == {(__version__, ""), ("", __version__)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_plan_on_a_page_has_only_keys_that_mean_something(page: Path) -> None:
    for kind, title, text in fences(page):
        if kind == "yaml" and (title.startswith("data/") or re.match(r"(#.*\n)*(networks|settings):", text)):
            found = parse({"data/plan.yaml": text}).problems
            assert not found, found


def test_every_macro_and_column_is_described() -> None:
    text = (ROOT / "docs/macros.md").read_text(encoding="utf-8")
    assert [name for name in MACROS if f"{name}(" not in text] == []
    words = {word for table in (*TABLES, POOLS) for word in (*table.columns, *table.choices, *table.sorts)}
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []


def test_the_readmes_two_commands_and_the_others_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("site", "test", "serve", "bench"):
        assert f"`make {target}`" in (text := (ROOT / "README.md").read_text("utf-8")) or f"make {target} " in text
        assert f"\n{target}:" in makefile


def test_the_workflows_hold_no_rights_but_those_they_need() -> None:
    for file in sorted((ROOT / ".github/workflows").glob("*.yml")):
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}
        granted = {name: job["permissions"] for name, job in workflow["jobs"].items()}
        assert granted.pop("deploy", {"pages": "write", "id-token": "write"}) == {"pages": "write", "id-token": "write"}
        assert all(rights == {"contents": "read"} for rights in granted.values())
