"""Findings with one cause, and findings that each have their own."""

from __future__ import annotations

import pytest
from lab import found, places

from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

_POOL = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: POOL}\nspec: {addresses: [SPAN]}\n"
_SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: NAME, annotations: {metallb.io/loadBalancerIPs: 10.60.8.AT}}\n"
    "spec: {type: LoadBalancer, ports: [{port: 443}]}\n"
)


def _services(count: int, allowed: str = "") -> dict[str, str]:
    names = ["ant", "bee", "cat", "dog", "elk", "fox", "gnu"][:count]
    made = {
        f"{name}.yaml": _SERVICE.replace("NAME", name).replace("AT", str(number))
        for number, name in enumerate(names, 1)
    }
    if allowed:
        made[allowed] = made[allowed].replace("}}\n", "}}  # cidrbook: allow K821 (another router has it)\n", 1)
    return {"pool.yaml": _POOL.replace("POOL", "lan").replace("SPAN", "10.60.9.0/24"), **made}


@pytest.mark.parametrize(
    ("count", "expected"), [(3, 3), (4, 1), (7, 1)], ids=["a few are findings of their own", "four", "seven"]
)
def test_many_findings_of_one_cause_are_one(count: int, expected: int) -> None:
    findings = found(_services(count), ("K821",))
    assert len(findings) == expected
    assert {f"{place.file}:{place.line}" for one in findings for place in _places(one)} >= {
        f"{file}:3" for file in _services(count) if file != "pool.yaml"
    }


def _places(finding: Finding) -> list[Place]:
    return [finding.problem.at, *(related.at for related in finding.problem.related)]


def test_one_that_is_allowed_is_not_hidden_among_others() -> None:
    findings = found(_services(5, allowed="cat.yaml"), ("K821",))
    assert [(finding.problem.at.file, bool(finding.waived)) for finding in findings] == [
        ("ant.yaml", False),
        ("cat.yaml", True),
    ]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("lan/staging", []), ("lan", ["K820 kubernetes/prod/apps/pool.yaml:4"])],
    ids=["another environment", "perhaps the same"],
)
def test_two_environments_do_not_contradict_each_other(folder: str, expected: list[str]) -> None:
    pool = _POOL.replace("POOL", "lan").replace("SPAN", "10.60.9.100-10.60.9.120")
    dhcp = "subnet 10.60.9.0 netmask 255.255.255.0 {\n  range 10.60.9.110 10.60.9.200;\n}\n"
    assert places({"kubernetes/prod/apps/pool.yaml": pool, f"{folder}/dhcpd.conf": dhcp}, ("K820",)) == expected
