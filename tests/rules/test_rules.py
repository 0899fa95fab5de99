"""Every rule finds what its own page says it finds, where it says so, and nothing else."""

from __future__ import annotations

import importlib
import re
from datetime import date
from pathlib import Path

import pytest
from examples import Example, examples, positions
from fake_engine import FakeEngine, site
from lab import found

from cidrbook import engine, rules
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.load import parse
from cidrbook.repository.observe import observe_files
from cidrbook.rulebook import family_title
from cidrbook.text.finding import Finding, Severity
from cidrbook.text.source import Source

TODAY = date(2026, 11, 23)
RULES = rules.rules()
EXAMPLES = [(rule, example) for rule in RULES for example in examples(rule.doc)]
IDS = [f"{rule.code}-{index}" for index, (rule, _) in enumerate(EXAMPLES)]

ONLY_BYTES_SHOW_IT = ("unreadable-file", "byte-order-mark")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=IDS)
def test_an_example_gives_the_findings_written_on_its_lines(
    rule: rules.Rule, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if example.language == "jinja":
        assert page_findings(example, tmp_path, monkeypatch) == example.expected
    elif example.files:
        assert positions(tree_findings(example)) == example.expected
    else:
        assert positions(found(example.text)) == example.expected, rule.code


def tree_findings(example: Example) -> tuple[Finding, ...]:
    """What is found in the files of a repository, and between them and a plan that is among them."""
    data = {name: text for name, text in example.files if name.startswith("data/")}
    tree = observe_files([Source(name, text) for name, text in example.files if name not in data])
    return rules.check(Comparison(parse(data), (tree,)), TODAY) if data else rules.check_observation(tree)


def page_findings(example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    seen: list[Finding] = []
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    monkeypatch.setenv("CIDRBOOK_KEY", "k" * 40)

    def listen(finding: Finding) -> str:
        seen.append(finding)
        return ""

    monkeypatch.setattr(engine, "one_as_text", listen)
    fake = FakeEngine(site(folder, example.plan, example.text))
    engine.attach(fake)
    html = fake.render(folder / "docs/index.md")
    for event in fake.conf.plugins.events["page_content"]:
        event(html)
    return positions(seen)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_shows_a_bad_and_a_good_example(rule: rules.Rule) -> None:
    shown = [example for example in examples(rule.doc) if example.language != "jinja" or rule.check is None]
    if rule.slug not in ONLY_BYTES_SHOW_IT:
        assert any(code == rule.code for example in shown for _, code, _ in example.expected)
    assert any(not example.expected for example in shown)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_finds_in_one_line_and_names_its_source(rule: rules.Rule) -> None:
    assert re.fullmatch(r"[A-Z].{10,100}\.", rule.title)
    assert re.search(r"^Source: ", rule.doc, re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_file_of_a_rule_says_the_same_when_it_is_run(rule: rules.Rule) -> None:
    module = importlib.import_module(rule.module)
    assert rule.doc == (module.__doc__ or "").strip()
    assert rule.severity is getattr(module, "SEVERITY", Severity.ERROR)
    assert rule.observed_severity is getattr(module, "OBSERVED", Severity.ERROR)
    kinds = {"check", "observed", "registered", "compared", "review", "dated"}
    assert rule.functions & kinds == {name for name in kinds if hasattr(module, name)}


def test_codes_and_names_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) == len({rule.slug for rule in RULES})
    assert all(re.fullmatch(r"[A-Z]\d{3}", rule.code) for rule in RULES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug) for rule in RULES)


def test_a_folder_holds_one_family_and_its_codes_begin_alike() -> None:
    families: dict[str, set[str]] = {}
    for rule in RULES:
        families.setdefault(rule.family, set()).add(rule.code[:2])
    assert all(len(codes) == 1 for codes in families.values()), families
    assert all(family_title(family) for family in families)


OVERLAP = """
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24}
"""


def waived(between: str, extra: str = "reason: on purpose", rule: str = "overlapping-networks") -> str | None:
    plan = f"{OVERLAP}waivers:\n  - {{rule: {rule}, between: {between}, {extra}}}\n"
    return next(finding.waived for finding in found(plan) if finding.code == "A201")


@pytest.mark.parametrize(
    ("between", "extra", "rule", "reason"),
    [
        ("[lan, iot]", "reason: on purpose", "overlapping-networks", "on purpose"),
        ("[iot, lan]", "reason: on purpose", "A201", "on purpose"),
        ("[iot]", "reason: on purpose", "a201", "on purpose"),
        ("[lan, iot]", "reason: on purpose, until: 2026-11-23", "A201", "on purpose"),
        ("[lan, iot]", "reason: on purpose, until: 2026-11-22", "A201", None),
        ("[lan, guest]", "reason: on purpose", "A201", None),
        ("[lan, iot]", "reason: on purpose", "A202", None),
        ("[]", "reason: on purpose", "A201", None),
        ("[lan, iot]", "reason: ''", "A201", None),
    ],
    ids=str,
)
def test_a_waiver_needs_the_rule_its_parties_a_reason_and_a_day_that_has_not_passed(
    between: str, extra: str, rule: str, reason: str | None
) -> None:
    assert waived(between, extra, rule) == reason


@pytest.mark.parametrize(
    ("setting", "severities"),
    [
        ("overlapping-networks: warning", ["warning"]),
        ("A201: info", ["info"]),
        ("a201: info", ["info"]),
        ("A201: off", []),
        ("A202: off", ["error"]),
    ],
)
def test_the_plan_sets_a_rules_severity(setting: str, severities: list[str]) -> None:
    assert [finding.severity for finding in found(f"{OVERLAP}settings:\n  rules: {{{setting}}}\n")] == severities


def test_findings_stand_in_the_order_of_files_lines_and_codes() -> None:
    first = "networks:\n  - {name: a, cidr: 10.0.0.1/24, gateway: 10.0.9.1}\n  - {name: a, cidr: 10.0.0.0}\n"
    texts = {"data/b.yaml": first, "data/a.yaml": "networks: [{name: z, cidr: 10.0.0.5/24}]\n"}
    results = rules.check(parse(texts), TODAY)
    places = [
        (finding.problem.at.file, finding.problem.at.line, finding.problem.at.column, finding.code)
        for finding in results
    ]
    assert places == sorted(places)
    assert len(places) > 4
    assert rules.check(parse(dict(reversed(texts.items()))), TODAY) != ()


@pytest.mark.parametrize(
    ("services", "codes"),
    [
        ("{name: a, address: 10.0.0.5, ports: 53/tcp}, {name: b, address: 10.0.0.5, ports: 53/udp}", ["H302"]),
        (
            "{name: a, address: 10.0.0.5, ports: 53/tcp}, {name: b, address: 10.0.0.5, ports: [53/tcp, 80/tcp]}",
            ["H302"],
        ),
        ("{name: a, address: 10.0.0.5, ports: 53/tcp}, {name: b, address: 10.0.0.5}", ["H302"]),
        ("{name: a, namespace: x, address: 10.0.0.5}, {name: a, namespace: y, address: 10.0.0.6}", []),
        ("{name: a, namespace: x, address: 10.0.0.5}, {name: a, namespace: y, address: 10.0.0.5}", ["H302"]),
        ("{name: a, namespace: x, address: 10.0.0.5}, {name: a, namespace: x, address: 10.0.0.6}", ["F107"]),
    ],
)
def test_services_may_share_an_address_by_port_and_a_name_by_namespace(services: str, codes: list[str]) -> None:
    assert [finding.code for finding in found(f"clusters: [{{name: k, pinned_services: [{services}]}}]\n")] == codes


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        ("[{name: a, cidr: [10.0.0.0/24, 10.0.0.0/25]}]", ["A201"]),
        ("[{name: a, cidr: [10.0.0.0/24, 10.0.0.0/24]}]", ["A202"]),
        (
            (
                "[{name: a, cidr: 10.0.0.0/8}, {name: c, cidr: 10.0.0.0/26, parent: b},"
                " {name: b, cidr: 10.0.0.0/25, parent: a}]"
            ),
            [],
        ),
        (
            (
                "[{name: a, cidr: 10.0.0.0/8, role: container}, {name: b, cidr: 10.0.0.0/24},"
                " {name: p, cidr: 10.1.0.0/16, role: pods}]"
            ),
            [],
        ),
        ("[{name: a, cidr: 10.0.0.0/24, site: x}, {name: b, cidr: 10.0.0.0/24, vrf: x}]", []),
        ("[{name: a, cidr: 10.0.0.0/31, gateway: 10.0.0.0}, {name: b, cidr: 10.0.1.0/32, gateway: 10.0.1.0}]", []),
        (
            (
                '[{name: a, cidr: "fd5b:7c1e:93a2::/64", gateway: "fd5b:7c1e:93a2::"},'
                ' {name: b, cidr: "fd5b:7c1e:93a2:1::/127", gateway: "fd5b:7c1e:93a2:1::"}]'
            ),
            [],
        ),
        ("[{name: a, cidr: 10.0.0.0/24, vlan: 2, dhcp: 10.0.0.9-10.0.0.9, hosts: [{name: h, address: 10.0.0.8}]}]", []),
    ],
)
def test_what_is_meant_is_no_overlap_and_what_is_doubled_is_one(plan: str, codes: list[str]) -> None:
    assert [finding.code for finding in found(f"networks: {plan}\n")] == codes


def test_a_reference_is_not_missed_while_the_file_that_may_hold_it_cannot_be_read() -> None:
    texts = {"data/a.yaml": "networks: [", "data/b.yaml": "clusters: [{name: k, pods: pods}]\n"}
    assert [finding.code for finding in rules.check(parse(texts), TODAY)] == ["F101"]


def test_a_vlan_of_another_site_is_another_vlan() -> None:
    plan = "vlans: [{id: 20, site: cabin}, {id: 30}]\nnetworks:\n"
    plan += "  - {name: a, cidr: 10.0.0.0/24, vlan: 20, site: cabin}\n"
    plan += "  - {name: b, cidr: 10.0.1.0/24, vlan: 30, site: home}\n"
    assert found(plan) == []
    assert [finding.code for finding in found(f"{plan}  - {{name: c, cidr: 10.0.2.0/24, vlan: 20, site: home}}\n")] == [
        "F106"
    ]


@pytest.mark.parametrize("broken", ["between: [lan, iot, [x]]", "between: [lan, iot], until: 2026-13-01"])
def test_a_waiver_that_cannot_be_read_whole_waives_nothing(broken: str) -> None:
    plan = f"{OVERLAP}waivers:\n  - {{rule: A201, {broken}, reason: on purpose}}\n"
    assert [(finding.code, finding.waived) for finding in found(plan)] == [("A201", None), ("F104", None)]
