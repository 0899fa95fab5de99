"""`cidrbook nuances`, of a plan and of a repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cidrbook.commands import main
from cidrbook.nuances.match import catalogue

PLAN = """
routers: [{name: edge, product: opnsense, version: "21.7", asn: 64512, addresses: 10.3.42.1}]
clusters:
  - name: home
    version: 1.30.2
    feature_gates: {MixedProtocolLBService: true}
    nodes: [{name: k8s-0, address: 10.3.42.10}, {name: k8s-1, address: 10.3.42.11}]
    load_balancers: [{product: metallb, mode: l2}]
"""
POOL = """
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [10.3.42.100-10.3.42.120]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: pool, namespace: metallb-system}
"""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["nuances", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def data(tmp_path: Path) -> str:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(PLAN, encoding="utf-8")
    return str(tmp_path / "data")


def test_the_gravest_that_apply_come_first_with_what_they_are_about(data: str) -> None:
    status, output = run(data)
    assert status == 0
    first, because, instead, *_, last = output.splitlines()
    assert first.startswith("error mixed-protocol-gate-removed: ")
    assert because.startswith("   because of cluster home (1.30.2) (")
    assert because.endswith("plan.yaml:4)")
    assert instead == "   instead: Delete the gate before the upgrade to 1.28."
    assert last.endswith(f" of {len(catalogue())}")


def test_the_undecided_name_the_facts_that_decide_them(data: str) -> None:
    plain, more = run(data)[1], run(data, "--undecided")[1]
    assert "cannot tell " not in plain
    assert "cannot tell " in more
    assert "   depends on " in more


def test_json_has_the_same(data: str) -> None:
    found = json.loads(run(data, "--format", "json")[1])
    assert found[0]["id"] == "mixed-protocol-gate-removed"
    assert {item["verdict"] for item in found} == {"applies"}
    assert all(item["because"] and item["sources"] and item["checked"] for item in found)


def test_a_repository_is_asked_too(tmp_path: Path) -> None:
    (tmp_path / "metallb.yaml").write_text(POOL, encoding="utf-8")
    status, output = run(str(tmp_path))
    assert status == 0
    assert "info l2-one-node-per-address: " in output
    assert "metallb.yaml:" in output


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    status, output = run(str(tmp_path / "nowhere"))
    assert status == 2
    assert output.startswith("cidrbook: there is no folder `")
    assert output.count("\n") == 1


def test_a_plan_that_no_nuance_is_about_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("networks: [{name: a, cidr: 10.0.0.0/24}]\n", encoding="utf-8")
    said = "no nuance is about this: it has no router, no cluster and no BGP session\n"
    assert run(str(tmp_path)) == (0, said)
