"""Documents that say something else than the plan declares, with or without anything else in the repository."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import CLUSTER, TODAY, table

from cidrbook import rules
from cidrbook.commands import main
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.load import parse
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

PLAN = """networks:
  - name: Servers
    cidr: 10.31.40.0/23
    vlan: 40
    gateway: 10.31.40.1
    dhcp: 10.31.40.100-10.31.40.199
    hosts: [{name: oak, address: 10.31.40.20}, {name: elm, address: 10.31.40.21}]
  - {name: Cameras, cidr: 10.31.60.0/24, gateway: 10.31.60.1}
  - {name: Guests, cidr: [10.31.70.0/24, "fd31:70::/64"]}
  - {name: Guests, id: guests-2, cidr: 10.31.80.0/24}
routers:
  - {name: gate, addresses: [10.31.40.1], asn: 64710}
  - {name: weir, addresses: [10.31.40.2, 10.31.60.2]}
clusters:
  - {name: home, nodes: [{name: birch, address: 10.31.40.11}], api: 10.31.40.11}
"""

NETWORK = "Name | CIDR | Gateway"
HOST = "Host | IP"


def codes(readme: str, files: dict[str, str] | None = None) -> list[str]:
    """The codes of what is found in a README beside the plan, with a letter for warnings."""
    plan = parse({"data/plan.yaml": PLAN})
    tree = observe_files([Source(name, text) for name, text in {"README.md": readme, **(files or {})}.items()])
    findings = rules.check(Comparison(plan, (replace(tree, plan=plan),)), TODAY)
    return [
        finding.code + ("w" if finding.severity == "warning" else "")
        for finding in findings
        if finding.problem.at.file == "README.md"
    ]


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        pytest.param(table(NETWORK, "Servers | 10.31.40.0/23 | 10.31.40.1"), [], id="right"),
        pytest.param(table(NETWORK, "Servers | 10.31.50.0/23 | 10.31.50.1"), ["R901"], id="prefix"),
        pytest.param(table(NETWORK, "Servers | 10.31.40.0/24 | 10.31.40.1"), ["R901"], id="prefix length"),
        pytest.param(table(NETWORK, "Servers | 10.31.40.0/23 | 10.31.40.254"), ["R901"], id="gateway"),
        pytest.param(table("Name | Gateway", "Servers | 10.31.9.1"), ["R901"], id="gateway elsewhere"),
        pytest.param(table(HOST, "oak | 10.31.40.20"), [], id="right host"),
        pytest.param(table("Router | IP", "weir | 10.31.60.2"), [], id="right router"),
        pytest.param(table("Router | IP", "weir | 10.31.60.3"), ["R901"], id="router with several addresses"),
        pytest.param(table("Router | IP", "weir | 10.31.90.3"), [], id="router elsewhere"),
        pytest.param(table(HOST, "oak | 10.31.40.29"), ["R901"], id="host"),
        pytest.param(table(HOST, "oak | 10.31.90.20"), ["R901"], id="host in another network"),
        pytest.param(table(HOST, "oak | 10.31.40.21", "elm | 10.31.40.20"), ["R901", "R901"], id="swapped"),
        pytest.param(table(HOST, "birch | 10.31.40.12"), ["R901"], id="node"),
        pytest.param("- oak: 10.31.40.29\n", ["R901"], id="item"),
        pytest.param("The backup goes to oak (10.31.40.29).\n", ["R904w"], id="sentence"),
        pytest.param(table("Name | VLAN", "Servers | 41"), ["R901"], id="VLAN"),
        pytest.param(table("Name | VLAN", "Servers | 40"), [], id="right VLAN"),
        pytest.param(table("Name | DHCP", "Servers | 10.31.40.100-10.31.40.150"), ["R901"], id="DHCP range"),
        pytest.param(table("Name | DHCP", "Servers | 10.31.40.100-10.31.40.199"), [], id="right DHCP range"),
        pytest.param("- Router: AS 64711\n", ["R901"], id="AS number"),
        pytest.param("- Router: AS 64710\n", [], id="right AS number"),
    ],
)
def test_a_document_is_compared_with_the_plan(readme: str, expected: list[str]) -> None:
    assert codes(readme) == expected


@pytest.mark.parametrize(
    "readme",
    [
        pytest.param(table("From | To", "Servers | 10.31.60.0/24"), id="who reaches whom"),
        pytest.param(table("Network | Destination", "Servers | 10.9.0.0/16"), id="route"),
        pytest.param(table(NETWORK, "Lab | 10.31.90.0/24 | 10.31.90.1"), id="network of no plan"),
        pytest.param(table(HOST, "ash | 10.31.40.77"), id="host of no plan"),
        pytest.param(table("Name | CIDR | Range", "Servers | 10.31.40.0/23 | 10.31.41.0/25"), id="part beside whole"),
        pytest.param(table(NETWORK, "Guests | 10.31.80.0/24 |"), id="two networks of one name"),
        pytest.param(table("Guest | IP | Runs on", "elms | 10.31.40.21 | oak"), id="the host is its place"),
        pytest.param(table("Name | CIDR", "The pool of load balancers | 10.9.9.0/24"), id="a role"),
        pytest.param("# Old\n\n" + table(HOST, "oak | 10.31.40.29"), id="another time"),
        pytest.param("- oak: 10.31.40.29 <!-- cidrbook: ignore -->\n", id="ignored"),
    ],
)
def test_what_a_plan_does_not_contradict_is_left_alone(readme: str) -> None:
    assert codes(readme) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [pytest.param("10.31.40.21", [], id="declared"), pytest.param("10.31.40.22", ["R904w"], id="nowhere")],
)
def test_nothing_is_there_only_where_the_plan_has_nothing_either(address: str, expected: list[str]) -> None:
    assert codes(f"```sh\ntalosctl -n {address} version\n```\n", CLUSTER) == expected


def test_a_document_that_agrees_with_the_repository_is_not_certainly_wrong() -> None:
    inventory = {"ansible/hosts.yml": "storage:\n  hosts:\n    oak: {ansible_host: 10.31.40.29}\n"}
    assert codes(table(HOST, "oak | 10.31.40.29"), inventory) == ["R904w"]
    assert codes(table(HOST, "oak | 10.31.40.39"), inventory) == ["R901"]


def test_the_wording_says_that_the_plan_is_meant() -> None:
    plan = parse({"data/plan.yaml": PLAN})
    tree = observe_files([Source("README.md", table(NETWORK, "Servers | 10.31.50.0/23 | 10.31.50.1"))])
    [finding] = rules.check_observation(replace(tree, plan=plan))
    problem = finding.problem
    assert problem.message == (
        "`Servers` is documented as 10.31.50.0/23; the network of that name is 10.31.40.0/23 in the plan"
    )
    assert problem.label == "differs from the plan"
    assert [(related.at.file, related.at.line) for related in problem.related] == [("data/plan.yaml", 3)]


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        pytest.param(PLAN, (), 1, id="a plan"),
        pytest.param(PLAN, ("--exclude", "data/*"), 0, id="left out"),
        pytest.param("weather: [{city: Bern}]\n", (), 0, id="other data"),
        pytest.param("networks: {a: [}\n", (), 0, id="no YAML"),
    ],
)
def test_drift_reads_the_plan_in_the_folder_data(
    tmp_path: Path, data: str, options: tuple[str, ...], expected: int
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan.yaml").write_text(data)
    (tmp_path / "README.md").write_text(table(HOST, "oak | 10.31.40.29"))
    result = CliRunner().invoke(main, ["drift", str(tmp_path), *options])
    assert (result.exit_code, result.output.count("R901")) == (expected, expected)
