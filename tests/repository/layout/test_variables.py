"""Variables that are filled in, and those that nothing defines."""

from __future__ import annotations

import pytest
from lab import places, pools, tree

SETTINGS = """kind: ConfigMap
metadata: {name: cluster-settings}
data:
  NETWORK_LB_RANGE: 10.32.0.0/24
"""
OLD = """kind: ConfigMap
metadata: {name: bgp-config}
data:
  config.yaml: |
    peers:
      - peer-address: ${NETWORK_ROUTER}
        peer-asn: 64512
        my-asn: 64513
    address-pools:
      - name: default
        addresses:
          - ${NETWORK_LB}
"""


def test_a_variable_of_an_old_pool_that_nothing_defines_is_found() -> None:
    assert places({"settings.yaml": SETTINGS, "pool.yaml": OLD}) == ["R903 pool.yaml:6", "R903 pool.yaml:12"]
    known = SETTINGS + "  NETWORK_ROUTER: 10.30.7.1\n  NETWORK_LB: 10.32.1.0/24\n"
    assert places({"settings.yaml": known, "pool.yaml": OLD}) == []
    values = "kind: HelmRelease\nspec: {values: {configInline: {address-pools: [{addresses: ['${NETWORK_LB}']}]}}}\n"
    assert places({"settings.yaml": SETTINGS, "metallb.yaml": values}) == ["R903 metallb.yaml:2"]


DNS = """kind: HelmRelease
metadata: {name: coredns}
spec: {values: {service: {clusterIP: '${COREDNS_ADDR}'}}}
"""
OTHER = """kind: ConfigMap
metadata: {name: cluster-settings}
data: {%s}
"""


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("LAN_ADDR: 10.30.7.1", ["R903 dns.yaml:3"]),
        ("COREDNS_REPLICAS: '2', COREDNS_OTHER: 10.30.7.1", ["R903 dns.yaml:3"]),
        ("COREDNS_ADDR: 10.43.0.10", []),
        ("LAN_CIDR: 10.30.7.0/24", []),
        ("LAN_ADDR: something", []),
    ],
)
def test_a_variable_for_the_address_of_dns_that_nothing_defines_is_found(known: str, expected: list[str]) -> None:
    assert places({"settings.yaml": OTHER % known, "dns.yaml": DNS}) == expected


RANGES = "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata: {NET_POD_CIDR: 10.62.0.0/16}\n"
POLICY = 'kind: NetworkPolicy\nmetadata: {name: one}\nspec: {egress: [{to: [{ipBlock: {cidr: "${%s}"}}]}]}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POLICY % "NET_PODS_CIDR", ["R903 one.yaml:3"]),
        (POLICY % "NET_POD_CIDR", []),
        (POLICY % "NET_PODS_CIDR:=10.0.0.0/8", []),
        ("kind: HelmRelease\nspec:\n  values: {LANS: '${NET_POD_CIDR} ${NET_LAN_RANGE}'}\n", ["R903 one.yaml:3"]),
        ("kind: HelmRelease\nspec:\n  values: {LANS: '$${NET_LAN_RANGE}'}\n", []),
        ("kind: Job\nspec:\n  args: ['NET_LAN_CIDR=$1; echo ${NET_LAN_CIDR}']\n", []),
        ("kind: HelmRelease\nspec:\n  values: {name: '${NET_TITLE}'}\n", []),
    ],
)
def test_an_undefined_variable_of_a_range_is_found_wherever_it_stands(text: str, expected: list[str]) -> None:
    assert places({"ranges.yaml": RANGES, "one.yaml": text}) == expected


POOL = (
    "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: lan}\nspec: {addresses: ['${LB_RANGE}']}\n"
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("{DNS_IP: 10.9.0.1, PEER_IP: 10.9.0.1, NATIVE_CIDR: 10.9.0.1/32, LB_RANGE: 10.9.0.1}", ["unknown"]),
        ("{DNS_IP: 10.9.0.1, PEER_IP: 10.9.0.1, NTP_IP: 10.9.0.1, LB_RANGE: 10.9.0.0/24}", ["10.9.0.0/24"]),
        ("{DNS_IP: 10.9.0.1, LB_RANGE: 10.9.0.1-10.9.0.9}", ["10.9.0.1-10.9.0.9"]),
    ],
    ids=["one address for everything", "a router that does much", "a range"],
)
def test_one_address_for_everything_is_made_up(settings: str, expected: list[str]) -> None:
    known = f"kind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata: {settings}\n"
    seen = tree({"settings.yaml": known, "pool.yaml": POOL})
    assert pools(seen) == expected
    assert places(seen) == []


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        pytest.param({}, ["10.9.0.0/24"], id="none"),
        pytest.param({"local/den/k3d.yaml": "apiVersion: k3d.io/v1alpha5\nkind: Simple\n"}, ["unknown"], id="k3d"),
        pytest.param(
            {"local/kind.yaml": "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n"}, ["unknown"], id="above"
        ),
        pytest.param({"local/barn/k3d.yaml": "apiVersion: k3d.io/v1alpha5\n"}, ["10.9.0.0/24"], id="of another folder"),
        pytest.param({"k3d.yaml": "apiVersion: k3d.io/v1alpha5\n"}, ["10.9.0.0/24"], id="of the whole repository"),
    ],
)
def test_variables_of_a_cluster_in_containers_are_made_up(trial: dict[str, str], expected: list[str]) -> None:
    known = "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata: {LB_RANGE: 10.9.0.0/24}\n"
    seen = tree({"local/den/settings.yaml": known, "pool.yaml": POOL, **trial})
    assert pools(seen) == expected
    assert places(seen) == []
