"""Variables with the range of a pool."""

from __future__ import annotations

import pytest
from lab import short, tree

from cidrbook.repository.documents.comments import remarks
from cidrbook.text.source import Source

# Pools, DNS


POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec:
  blocks:
    - {start: 10.31.5.100, stop: 10.31.5.150}
"""


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("k3s_lb_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_external_ip_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_lb_range", "10.31.5.100-10.31.5.150", []),
        ("k3s_lb_range", "10.31.5.90-10.31.5.160", []),
        ("k3s_lb_range", "10.99.7.200-10.99.7.220", []),
        ("k3s_dhcp_range", "10.31.5.200-10.31.5.220", []),
    ],
)
def test_a_variable_for_the_pool(name: str, value: str, expected: list[str]) -> None:
    files = {"apps/pool.yaml": POOL, "ansible/group_vars/all.yml": f'{name}: "{value}"\n'}
    assert short(files) == expected


@pytest.mark.parametrize(
    ("more", "products"),
    [
        ("cilium_bgp: true\ncilium_iface: eth0\n", ["cilium", "metallb"]),
        ("", ["cilium", "metallb"]),
        ("cilium_bgp: false\n", ["metallb"]),
        ("# cilium_iface: eth0\n", ["metallb"]),
        ("# cilium_iface: eth0\ncilium_iface: eth1\n", ["cilium", "metallb"]),
        ("cilium_enabled: false\n", ["metallb"]),
        ("# metal_lb_iface: eth0\n", ["cilium", "metallb"]),
        ("metal_lb_enabled: false\n", ["cilium"]),
    ],
)
def test_a_pool_of_a_product_that_is_not_in_use(more: str, products: list[str]) -> None:
    pools = 'cilium_bgp_lb_cidr: "10.31.6.0/24"\nmetal_lb_ip_range: "10.31.5.80-10.31.5.90"\n'
    seen = tree({"group_vars/all.yml": pools + more})
    balancers = (balancer for cluster in seen.clusters for balancer in cluster.load_balancers)
    assert sorted(balancer.product for balancer in balancers) == products


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", ["10.31.6.0/24"]), ("# cilium_iface: eth0\n", [])],
    ids=["in use", "not in use"],
)
def test_a_comment_on_a_variable_that_is_not_in_use_says_nothing(more: str, expected: list[str]) -> None:
    variable = "cilium_bgp_lb_cidr: 10.31.6.0/24   # pool of the load balancers\n"
    said = remarks(Source("group_vars/all.yml", variable + more))
    assert [statement.text for statement in said] == expected
