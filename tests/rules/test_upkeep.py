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
        pytest.param("networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\n", [], id="no cluster"),
        pytest.param(
            "networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\nclusters: [{name: k}]\n", ["U101"], id="pods"
        ),
        pytest.param(
            "networks: [{name: p, cidr: 10.1.0.0/16, role: services}]\nclusters: [{name: k}]\n", ["U101"], id="services"
        ),
        pytest.param(
            "networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer}]\nclusters: [{name: k}]\n",
            ["U101"],
            id="load balancers",
        ),
        pytest.param("networks: [{name: p, cidr: 10.1.0.0/16, role: lan}]\nclusters: [{name: k}]\n", [], id="a LAN"),
        pytest.param(
            "networks: [{name: p, cidr: 10.1.0.0/16, role: services}]\nclusters: [{name: k, services: p}]\n",
            [],
            id="services of the cluster",
        ),
        pytest.param(
            "networks: [{name: p, cidr: 10.1.0.0/16, role: pods}]\nclusters: [{name: k, node_network: p}]\n",
            [],
            id="the nodes' network",
        ),
        pytest.param(
            (
                "networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer}]\n"
                "clusters: [{name: k}]\nbgp: {sessions: [{local: k, peer: 10.0.0.1, announces: p}]}\n"
            ),
            [],
            id="announced",
        ),
        pytest.param(
            (
                "networks: [{name: p, cidr: 10.1.0.0/16, role: load-balancer},"
                " {name: q, cidr: 10.1.2.0/24, role: load-balancer, parent: p}]\n"
                "clusters: [{name: k, load_balancers: [{product: cilium, pools: p}]}]\n"
            ),
            [],
            id="the parent of one",
        ),
        pytest.param("sites: [{name: a}]\nvlans: [{id: 5, site: a}]\n", [], id="a VLAN is at the site"),
        pytest.param("sites: [{name: a}]\nrouters: [{name: r, site: a}]\n", [], id="a router is at the site"),
        pytest.param("sites: [{name: a}]\nclusters: [{name: k, site: a}]\n", [], id="a cluster is at the site"),
        pytest.param(
            "sites: [{name: a}, {name: b}]\nclusters: [{name: k, site: a}]\n",
            ["U101"],
            id="nothing is at the second site",
        ),
        # Nothing is unused while a part of the plan is missing.
        pytest.param(
            "sites: [{name: a}]\nvlans: [{id: 5000, site: a}]\n", [], id="what cannot be read may be at the site"
        ),
    ],
)
def test_an_object_is_unused_when_nothing_names_it(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_nothing_is_unused_while_a_file_cannot_be_read() -> None:
    texts = {"a.yaml": "networks: [", "b.yaml": "sites: [{name: a}]\n"}
    assert [finding.code for finding in rules.check(parse(texts), date(2026, 11, 23))] == ["F101"]
