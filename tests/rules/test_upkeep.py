"""Upkeep: the edges of the rules that their pages do not show."""

from __future__ import annotations

from datetime import date
from functools import partial

import lab
import pytest

from cidrbook import rules
from cidrbook.plan.load import parse

codes = partial(lab.codes, only=("C", "U101"))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\n", []),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\nclusters: [{name: k}]\n", ["U101"]),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: services}]\nclusters: [{name: k}]\n", ["U101"]),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer}]\nclusters: [{name: k}]\n", ["U101"]),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: lan}]\nclusters: [{name: k}]\n", []),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: services}]\nclusters: [{name: k, services: p}]\n", []),
        ("networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\nclusters: [{name: k, node_network: p}]\n", []),
        (
            (
                "networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer}]\n"
                "clusters: [{name: k}]\nbgp: {sessions: [{local: k, peer: 10.0.0.1, announces: p}]}\n"
            ),
            [],
        ),
        (
            (
                "networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer},"
                " {name: q, cidr: 10.1.2.0/24, role: load-balancer, parent: p}]\n"
                "clusters: [{name: k, load_balancers: [{product: cilium, pools: p}]}]\n"
            ),
            [],
        ),
        ("sites: [{name: a}]\nvlans: [{id: 5, site: a}]\n", []),
        ("sites: [{name: a}]\nrouters: [{name: r, site: a}]\n", []),
        ("sites: [{name: a}]\nclusters: [{name: k, site: a}]\n", []),
        ("sites: [{name: a}, {name: b}]\nclusters: [{name: k, site: a}]\n", ["U101"]),
        # Nothing is unused while a part of the plan is missing.
        ("sites: [{name: a}]\nvlans: [{id: 5000, site: a}]\n", []),
    ],
)
def test_an_object_is_unused_when_nothing_names_it(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_nothing_is_unused_while_a_file_cannot_be_read() -> None:
    texts = {"a.yaml": "networks: [", "b.yaml": "sites: [{name: a}]\n"}
    assert [finding.code for finding in rules.check(parse(texts), date(2026, 11, 23))] == ["F101"]
