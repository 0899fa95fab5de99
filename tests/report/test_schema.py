"""What editors are told of the data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from examples import examples
from jsonschema import Draft202012Validator

from cidrbook import SITE, rules
from cidrbook.commands import main
from cidrbook.plan.model import PlanFile
from cidrbook.report.schema import SCHEMA_URL, as_schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(as_schema())
PLANS = sorted(
    file
    for folder in ("data", "docs", "examples", "macros")
    for file in (ROOT / folder).rglob("*.yaml")
    if file.is_file()
)
FIRST_PLAN = ROOT / "docs/home/networks.yaml"
"""What a newcomer reads first shows networks, and nothing for editors; how-to/editor.md adds the line."""

MODELINE = f"# yaml-language-server: $schema={SCHEMA_URL}\n"
EXAMPLES = [
    pytest.param(example.text, id=f"{rule.code}-{index}")
    for rule in rules.rules()
    for index, example in enumerate(examples(rule.doc))
    if example.language == "yaml" and not any(code.startswith("F1") for _, code, _ in example.expected)
]


class Editor(yaml.SafeLoader):
    """YAML as editors read it: its version 1.2, in which `no` is a word and `52:54` a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own name, made anew for this class)


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), list(first))


def refusals(text: str) -> list[str]:
    """What an editor underlines, from the schema alone."""
    found = Draft202012Validator(SCHEMA).iter_errors(yaml.load(text, Editor))  # noqa: S506 (a safe loader)
    return [error.message for error in found]


def test_the_schema_is_one_and_says_where_it_is_published() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(SCHEMA)[:3] == ["$schema", "$id", "title"]
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == SCHEMA_URL == f"{SITE}schema/plan.json"
    assert SCHEMA["description"]
    assert set(SCHEMA["properties"]) == set(PlanFile.model_fields) - {"origin"}


def test_the_published_schema_is_the_products() -> None:
    printed = CliRunner().invoke(main, ["schema"]).output
    published = (ROOT / "docs/schema/plan.json").read_text(encoding="utf-8")
    assert printed == published == f"{as_schema()}\n", "the model has changed: renew the schema with `make schema`"


def test_the_site_is_published_where_the_schema_and_the_rules_say() -> None:
    site = next(line for line in (ROOT / "mkdocs.yml").read_text("utf-8").splitlines() if line.startswith("site_url:"))
    assert site == f"site_url: {SITE}"
    assert f'Documentation = "{SITE}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_files_that_we_publish_fit_and_name_their_schema(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith(MODELINE) is (file != FIRST_PLAN)
    assert refusals(text) == []


@pytest.mark.parametrize("page", ["README.md", "docs/index.md", "docs/getting-started.md"])
def test_the_first_plan_that_a_reader_copies_shows_networks_and_fits_the_schema(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    plan = next(plan for plan in re.findall(r"^```yaml.*\n((?:.*\n)*?)```$", text, re.MULTILINE) if "cidr:" in plan)
    assert plan.startswith("networks:\n")
    assert refusals(plan) == []


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_that_is_well_formed_fits(text: str) -> None:
    assert refusals(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "netwroks: []",
        "networks: [{name: lan, cidr: 10.0.0.0/24, gatway: 10.0.0.1}]",
        "networks: [{cidr: 10.0.0.0/24}]",
        "networks: [{name: lan, cidr: 10.0.0.0}]",
        "networks: [{name: lan, cidr: 10.0.0.0/24, vlan: 5000}]",
        "networks: [{name: lan, cidr: 10.0.0.0/24, vlan: 0}]",
        "networks: [{name: lan, cidr: 10.0.0.0/24, vlan: twenty}]",
        "settings: {capacity: 200}",
        "settings: {capacity: 0}",
        "settings: {rules: {A201: fatal}}",
        "nuances: [{name: x, statement: y, severity: fatal}]",
        "nuances: [{name: x, statement: y, when: {router.produkt: x}}]",
        "nuances: [{name: x, statement: y, when: {router.version: newer}}]",
        "nuances: [{name: x, statement: y, when: {lb.mode: bpg}}]",
        "nuances: [{name: x, statement: y, when: {any: [{lb.mode: bpg}]}}]",
        "bgp: {sessions: [{local: a, peer: b, password: hunter2}]}",
        "- networks",
    ],
)
def test_what_is_wrong_whatever_else_the_plan_holds_is_underlined(text: str) -> None:
    assert refusals(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "networks: {name: lan, cidr: 10.0.0.0/24}",
        "networks: [{name: 42, cidr: [10.0.0.0/24, 'fd00::/64'], vlan: 4094, site: no}]",
        "settings: {capacity: 100, rules: {A201: off, H302: info}}",
        "clusters: [{name: k8s, version: 1.30, nodes: {name: a, address: 10.0.0.1, mac: 52:54:00:12:34:56}}]",
        "nuances: [{name: x, statement: y, when: {router.sysctl.a.b: 0, lb.mode: [L2, bgp], any: [{cni.bgp: true}]}}]",
        "bgp: {sessions: [{local: a, peer: b, password: true, multihop: 2, peer_asn: 65000.1}]}",
        "waivers: [{rule: A201, between: a, reason: r, until: 2027-06-30}]",
    ],
)
def test_what_the_product_reads_is_not_underlined(text: str) -> None:
    assert refusals(text) == []
