"""What the documentation shows is what the product does."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from command import run
from lab import some

from cidrbook import __version__, rules
from cidrbook.changes import difference
from cidrbook.commands import main
from cidrbook.exports import FORMATS as EXPORTS
from cidrbook.pages import MACROS
from cidrbook.pages.choices import CHOICES
from cidrbook.pages.pools import POOLS
from cidrbook.pages.readme import README_MACROS
from cidrbook.pages.table import Table
from cidrbook.pages.tables import TABLES
from cidrbook.plan.load import parse
from cidrbook.plan.model import Tree
from cidrbook.report import FORMATS
from cidrbook.report.changes import changes_as_json, changes_as_text
from cidrbook.report.schema import as_schema
from cidrbook.report.text import as_text
from cidrbook.repository.draft.site import CONFIGURATION, WORKFLOW
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]*)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def fences(page: Path) -> list[tuple[str, str, str]]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


def report(plan: str) -> str:
    return as_text(rules.check(parse({"data/networks.yaml": plan}), date(2026, 11, 23))) + "\n"


def test_the_home_page_shows_what_its_plan_gives_when_two_digits_change_places() -> None:
    shown = {title: text for _, title, text in reversed(fences(ROOT / "docs/index.md"))}
    plan = shown["data/networks.yaml"]
    assert report(plan.replace("42.60", "24.60")) == shown["mkdocs build"]
    assert report(plan) == "no problems\n"
    assert plan == (ROOT / "docs/home/networks.yaml").read_text(encoding="utf-8")
    wrong, right = re.findall(
        r"^[-+](.*)", next(text for kind, _, text in fences(ROOT / "docs/index.md") if kind == "diff"), re.MULTILINE
    )
    assert (wrong, right in plan) == (right.replace("42.60", "24.60"), True)


def test_the_readme_shows_what_its_plan_gives_when_two_digits_change_places() -> None:
    plan = next(text for kind, _, text in fences(ROOT / "README.md") if kind == "yaml" and "networks:" in text)
    shown = next(text for kind, _, text in fences(ROOT / "README.md") if kind == "text")
    assert report(plan.replace("42.60", "24.60")) == shown
    assert report(plan) == "no problems\n"


def test_the_page_about_formats_shows_what_its_plan_gives_in_every_format() -> None:
    shown = {title: text for _, title, text in reversed(fences(ROOT / "docs/formats.md"))}
    plan = shown["data/networks.yaml"]
    findings = rules.check(parse({"data/networks.yaml": plan}), date(2026, 11, 23))
    assert shown["cidrbook check"] == report(plan)
    for form in ("json", "github"):
        assert shown[f"cidrbook check --format {form}"] == FORMATS[form](findings, rules.rules()) + "\n"
    [result] = json.loads(FORMATS["sarif"](findings, rules.rules()))["runs"][0]["results"]
    part = json.loads(shown["cidrbook check --format sarif"])
    assert part == {name: result[name] for name in part}


def test_the_page_about_exports_shows_what_is_printed(tmp_path: Path) -> None:
    shown = {title: text for _, title, text in fences(ROOT / "docs/exports.md") if title}
    (tmp_path / "data").mkdir()
    (tmp_path / "data/networks.yaml").write_text(shown.pop("data/networks.yaml"), encoding="utf-8")
    del shown["cidrbook export mermaid"]  # of a plan with BGP
    for command, text in some(shown.items()):
        assert run(*command.split()[1:], folder=tmp_path).output == text, command
    told = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    assert [form for form in EXPORTS if f"[`{form}`](#" not in told] == []
    assert [name for name in CHOICES if f"`--{name}`" not in told] == []


def test_the_page_about_repositories_shows_what_is_found_in_its_files() -> None:
    page = ROOT / "docs/explanation/drift.md"
    files = {
        title: text for _, title, text in fences(page) if title.endswith((".yaml", ".md")) and "data/" not in title
    }
    found = rules.check_observation(observe_files([Source(*pair) for pair in files.items()]))
    [shown] = [text for _, title, text in fences(page) if title == "cidrbook drift"]
    assert as_text(found, rules.rules()) + "\n" == shown


def test_the_page_about_ipams_shows_what_is_found_in_its_files(tmp_path: Path) -> None:
    shown = {title: text for _, title, text in fences(ROOT / "docs/how-to/lint-an-ipam.md")}
    output = shown.pop("cidrbook drift export")
    (tmp_path / "export").mkdir()
    for name, text in shown.items():
        (tmp_path / "export" / name).write_text(text, encoding="utf-8")
    assert run("drift", "export", folder=tmp_path).output == output


def test_the_page_about_readmes_shows_what_is_written_and_what_is_behind(tmp_path: Path) -> None:
    text = (ROOT / "docs/how-to/readme.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^(?:`{3,4})\w+ title=\"([^\"]*)\"\n(.*?)^`{3,4}$", text, re.MULTILINE | re.DOTALL))
    (tmp_path / "data").mkdir()
    for name in ("data/networks.yaml", "README.md"):
        (tmp_path / name).write_text(shown[name], encoding="utf-8")
    assert run("readme", "README.md", folder=tmp_path).exit_code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == shown["README.md, written"]
    (tmp_path / "data/networks.yaml").write_text(shown["data/networks.yaml"].replace("20", "25"), encoding="utf-8")
    result = run("readme", "README.md", "--check", folder=tmp_path)
    assert (result.exit_code, result.stdout) == (1, shown["cidrbook readme README.md --check"])
    assert [name for name in README_MACROS if f"`{name}(" not in text] == []


def test_the_page_about_changes_shows_what_its_two_plans_give() -> None:
    shown = {title: text for _, title, text in fences(ROOT / "docs/how-to/changes.md")}
    before, after = (parse({"data/networks.yaml": shown[f"data/networks.yaml{how}"]}) for how in ("", ", changed"))
    found = difference(before, after, date(2026, 11, 23))
    assert changes_as_text(found) + "\n" == shown["cidrbook diff"]
    part = json.loads(shown["cidrbook diff --format json"])
    whole = json.loads(changes_as_json(found, "HEAD", "working tree"))
    assert part == {**whole, "changes": whole["changes"][:1]}


def test_every_key_of_sources_is_described() -> None:
    text = (ROOT / "docs/how-to/compare-with-a-plan.md").read_text(encoding="utf-8")
    assert [name for name in Tree.model_fields if f"`{name}`" not in text] == ["origin"]


def test_every_command_option_and_input_is_described_and_this_version() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    context = click.Context(main)
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert [name for name in commands if f"cidrbook {name}" not in text] == []
    told = ("check", "drift", "init")
    options = {name for told_name in told for one in commands[told_name].params for name in one.opts if name[0] == "-"}  # type: ignore[union-attr]
    assert [name for name in options if f"`{name}`" not in text] == []
    ci = (ROOT / "docs/how-to/ci.md").read_text(encoding="utf-8")
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert [name for name in inputs if f"`{name}`" not in ci] == []
    formats = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if name not in formats.lower()] == []
    assert set(re.findall(r"cidrbook@v([\d.]+)|rev: v([\d.]+)", ci)) == {(__version__, ""), ("", __version__)}
    workflows = "".join((ROOT / f"docs/how-to/{name}.md").read_text(encoding="utf-8") for name in ("publish", "redact"))
    pins = re.findall(r"run: pip install 'cidrbook\[[\w,]+\](?:==([\d.]+))?'", workflows)
    assert pins == [__version__, __version__]


def test_the_help_of_every_command_has_an_example() -> None:
    context = click.Context(main)
    helps = {name: (main.get_command(context, name) or main).help or "" for name in main.list_commands(context)}
    assert len(helps) > 10
    assert [name for name, text in helps.items() if not re.search(rf"Examples?:\s+`cidrbook {name}\b", text)] == []


def test_the_help_of_the_command_is_not_cut() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert "..." not in result.output.partition("Commands:")[2]


def test_the_list_of_commands_says_of_each_what_its_own_help_does() -> None:
    context = click.Context(main)
    listed = CliRunner().invoke(main, ["--help"]).output.partition("Commands:")[2]
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    helps = {name: command.short_help for name, command in commands.items() if command}
    assert dict(re.findall(r"^  (\w+) +(.*)$", listed, re.MULTILINE)) == helps


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_plan_on_a_page_has_only_keys_that_mean_something(page: Path) -> None:
    plans = [
        text
        for kind, title, text in fences(page)
        if kind == "yaml" and (title.startswith("data/") or re.match(r"(#.*\n)*(networks|settings):", text))
    ]
    assert [problem for text in plans for problem in parse({"data/plan.yaml": text}).problems] == []


def test_every_macro_and_column_is_described() -> None:
    text = (ROOT / "docs/macros.md").read_text(encoding="utf-8")
    assert [name for name in MACROS if f"{name}(" not in text] == []
    words = {word for table in (*TABLES, POOLS) for word in (*table.columns, *table.choices, *table.sorts)}
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []


def test_the_gallery_has_every_macro() -> None:
    text = (ROOT / "docs/gallery.md").read_text(encoding="utf-8")
    assert [name for name in MACROS if f"{{{{ {name}(" not in text] == []


@pytest.mark.parametrize("table", [*TABLES, POOLS], ids=lambda table: str(table.macro))
def test_the_columns_of_each_table_are_described_as_they_are(table: Table[Any]) -> None:
    text = (ROOT / "docs/macros.md").read_text(encoding="utf-8")
    usual = re.search(rf"^\| `{{{{ {table.macro}\(\) }}}}` \| .* \| (.*) \|$", text, re.MULTILINE)
    every = re.search(rf"^\| `{table.macro}` \| (.*?) \|", text, re.MULTILINE)
    assert usual
    assert every
    assert usual[1] == ", ".join(table.columns[key].heading for key in table.usual)
    assert set(re.findall(r"`(\w+)`", every[1])) == set(table.columns)


def test_the_readmes_two_commands_and_the_others_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("site", "test", "serve", "bench"):
        assert f"`make {target}`" in (text := (ROOT / "README.md").read_text("utf-8")) or f"make {target} " in text
        assert f"\n{target}:" in makefile


def test_the_workflows_hold_no_rights_but_those_they_need() -> None:
    for file in some(sorted((ROOT / ".github/workflows").glob("*.yml"))):
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}
        granted = {name: job["permissions"] for name, job in workflow["jobs"].items()}
        assert granted.pop("deploy", {"pages": "write", "id-token": "write"}) == {"pages": "write", "id-token": "write"}
        assert granted.pop("publish", {"id-token": "write"}) == {"id-token": "write"}
        assert all(rights == {"contents": "read"} for rights in granted.values())


ACTION = re.compile(r"uses: ([\w.-]+/[\w./-]+)@(\S+)")


def test_documented_workflows_use_the_versions_that_the_bot_keeps_current() -> None:
    own = {
        name: version
        for file in (ROOT / ".github/workflows").glob("*.yml")
        for name, version in ACTION.findall(file.read_text(encoding="utf-8"))
    }
    shown = [pair for page in PAGES for pair in ACTION.findall(page.read_text(encoding="utf-8"))]
    shown += ACTION.findall(WORKFLOW)
    assert [pair for pair in shown if own.get(pair[0], pair[1]) != pair[1]] == []
    assert {name for name, _ in ACTION.findall(WORKFLOW)} <= set(own)
    bot = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert [update["package-ecosystem"] for update in bot["updates"]] == ["github-actions"]


def test_the_page_about_publishing_shows_the_workflow_that_init_writes() -> None:
    shown = {title: text for _, title, text in fences(ROOT / "docs/how-to/publish.md")}
    assert shown[".github/workflows/pages.yml"] == f"{{% raw %}}{WORKFLOW}{{% endraw %}}" or WORKFLOW in re.sub(
        r"{% (?:end)?raw %}", "", shown[".github/workflows/pages.yml"]
    )


def test_a_preview_follows_data_that_is_there_and_a_build_in_ci_fails() -> None:
    text = CONFIGURATION
    assert "on_undefined: strict" in text
    assert "on_error_fail: !ENV" in text


def test_the_picture_of_the_readme_is_there_and_has_two_facts_in_words() -> None:
    [(words, name)] = re.findall(r"\[!\[([^]]+)\]\(([^)]+)\)\]", (ROOT / "README.md").read_text(encoding="utf-8"))[:1]
    assert (ROOT / name).is_file()
    assert "error" in words.lower()
    assert "grid" in words


_LINES = 6
_LINE = 105
"""Characters of a line of text in the theme at its full width."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_paragraph_is_longer_than_six_lines(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    long = [
        part for part in text.split("\n\n") if len(part) > _LINES * _LINE and not re.match(r"\s*(\||- |\d\. )", part)
    ]
    assert [part[:60] for part in long if "|" not in part and "\n- " not in part] == []


def test_which_keys_you_need_names_every_list_of_a_plan_and_the_keys_of_its_objects() -> None:
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    section = text.partition("## Which keys you need")[2].partition("\n## ")[0]
    schema = json.loads(as_schema())
    objects = {"networks": "Network", "routers": "Router", "vlans": "Vlan", "clusters": "Cluster", "bgp": "Bgp"}
    said = re.findall(r"`(\w+)`: ((?:`\w+`(?:, )?)+)", section)
    assert {name for name, _ in said} == {*objects}
    for name, keys in said:
        assert set(re.findall(r"\w+", keys)) <= {*schema["$defs"][objects[name]]["properties"]}
    host = set(re.findall(r"\w+", section.partition("of a host: ")[2].partition("|")[0]))
    assert host <= {*schema["$defs"]["Host"]["properties"]}
    assert {*schema["properties"]} <= set(re.findall(r"`(\w+)`", section))
