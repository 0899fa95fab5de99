"""Which services may share an address, by what hands it out."""

from __future__ import annotations

import pytest
from lab import codes, found, planned

KEY = "sharing_key: k"
CASES = {
    "metallb: one key": ("metallb", f"ports: 53/udp, {KEY}", f"ports: 80/tcp, {KEY}", True),
    "metallb: no key": ("metallb", "ports: 53/udp", "ports: 80/tcp", False),
    "metallb: one key alone": ("metallb", f"ports: 53/udp, {KEY}", "ports: 80/tcp", False),
    "metallb: another key": ("metallb", f"ports: 53/udp, {KEY}", "ports: 80/tcp, sharing_key: l", False),
    "metallb: one port": ("metallb", f"ports: 53/udp, {KEY}", f"ports: [53/UDP, 80], {KEY}", False),
    "metallb: tcp unless said": ("metallb", f"ports: 80, {KEY}", f"ports: 80/tcp, {KEY}", False),
    "metallb: two namespaces": ("metallb", f"namespace: a, ports: 1, {KEY}", f"namespace: b, ports: 2, {KEY}", True),
    "metallb: two policies": (
        "metallb",
        f"ports: 1, {KEY}, external_traffic_policy: Local",
        f"ports: 2, {KEY}, external_traffic_policy: Cluster",
        False,
    ),
    "metallb: local, other pods": (
        "metallb",
        f"ports: 1, {KEY}, external_traffic_policy: Local, selector: {{app: a}}",
        f"ports: 2, {KEY}, external_traffic_policy: Local, selector: {{app: b}}",
        False,
    ),
    "metallb: local, the same pods": (
        "metallb",
        f"ports: 1, {KEY}, external_traffic_policy: Local, selector: {{app: a}}",
        f"ports: 2, {KEY}, external_traffic_policy: Local, selector: {{app: a}}",
        True,
    ),
    "cilium: two namespaces": ("cilium", f"namespace: a, ports: 1, {KEY}", f"namespace: b, ports: 2, {KEY}", False),
    "cilium: one allows it": (
        "cilium",
        f"namespace: a, ports: 1, {KEY}, sharing_namespace: b",
        f"namespace: b, ports: 2, {KEY}",
        False,
    ),
    "cilium: both allow it": (
        "cilium",
        f"namespace: a, ports: 1, {KEY}, sharing_namespace: [c, b]",
        f'namespace: b, ports: 2, {KEY}, sharing_namespace: "*"',
        True,
    ),
    "kube-vip: ports alone": ("kube-vip", "ports: 53/udp", "ports: 53/tcp", True),
    "kube-vip: one port": ("kube-vip", "ports: 53/udp", "ports: 53/udp", False),
    "kube-vip: ports unknown": ("kube-vip", "ports: 53/udp", "via: annotation", False),
    "external addresses: ports alone": (
        "metallb",
        "ports: 53/udp, via: external-ips",
        "ports: 53/tcp, via: external-ips",
        True,
    ),
    "cluster addresses": ("metallb", f"ports: 1, via: cluster-ip, {KEY}", f"ports: 2, via: cluster-ip, {KEY}", False),
}


@pytest.mark.parametrize(("product", "one", "other", "allowed"), CASES.values(), ids=CASES)
def test_services_share_by_the_conditions_of_the_balancer(product: str, one: str, other: str, allowed: bool) -> None:  # noqa: FBT001
    text = f"""
networks: [{{name: lb, cidr: 10.0.10.0/24, role: load-balancer}}]
clusters:
  - name: home
    load_balancers: [{{product: {product}, pools: lb}}]
    pinned_services: [{{name: a, address: 10.0.10.5, {one}}}, {{name: b, address: 10.0.10.5, {other}}}]
"""
    assert ("H302" in codes(planned(text))) is not allowed


def test_the_pool_says_which_balancer_hands_out_the_address() -> None:
    """Of two balancers of a cluster, the one whose pool holds the address counts."""
    text = """
clusters:
  - name: home
    load_balancers: [{product: kube-vip, pools: 10.0.1.0/24}, {product: metallb, pools: 10.0.2.0/24}]
    pinned_services:
      - {name: a, address: 10.0.1.5, ports: 1}
      - {name: b, address: 10.0.1.5, ports: 2}
      - {name: c, address: 10.0.2.5, ports: 1}
      - {name: d, address: 10.0.2.5, ports: 2}
"""
    results = found(planned(text))
    assert [finding.problem.parties for finding in results if finding.code == "H302"] == [("d", "c")]
