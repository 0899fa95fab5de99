"""Networks of Multus, and pods attached to them."""

from __future__ import annotations

import pytest
from lab import places
from manifests import CONTROL_PLANE


def network(gateway: str, kind: str = "static") -> str:
    """A network of Multus whose addresses are those that pods bring."""
    return f"""\
        apiVersion: k8s.cni.cncf.io/v1
        kind: NetworkAttachmentDefinition
        metadata: {{name: things}}
        spec:
          config: |-
            {{"type": "macvlan", "ipam": {{"type": "{kind}", "routes": [{{"dst": "0.0.0.0/0", "gw": "{gateway}"}}]}}}}
        """


def pod(name: str, address: str) -> str:
    """A release whose pod is attached to the network."""
    return f"""\
        kind: HelmRelease
        metadata: {{name: {name}}}
        spec:
          values:
            pod:
              annotations:
                k8s.v1.cni.cncf.io/networks: '[{{"name": "things", "ips": ["{address}"]}}]'
        """


@pytest.mark.parametrize(
    ("gateway", "first", "second", "expected"),
    [
        ("10.60.7.1", "10.60.7.20/24", "10.60.7.21/24", []),
        ("10.60.8.1", "10.60.7.20/24", "10.60.7.21/24", ["A204 net.yaml:6"]),
        ("10.60.7.1", "10.60.7.20/24", "10.60.9.21/24", ["A204 b.yaml:7"]),
        ("10.60.8.1", "10.60.7.20", "10.60.7.21", []),
        ("fd5e::1", "10.60.7.20/24", "10.60.7.21/24", []),
    ],
)
def test_a_gateway_of_multus_is_in_the_network_of_who_is_attached(
    gateway: str, first: str, second: str, expected: list[str]
) -> None:
    files = {"net.yaml": network(gateway), "a.yaml": pod("one", first), "b.yaml": pod("two", second)}
    assert places(CONTROL_PLANE | files, ["A204"]) == expected


@pytest.mark.parametrize(("address", "expected"), [("10.60.7.1/24", ["H305 a.yaml:7"]), ("10.60.7.2/24", [])])
def test_a_pod_does_not_have_the_address_of_its_gateway(address: str, expected: list[str]) -> None:
    files = {"net.yaml": network("10.60.7.1"), "a.yaml": pod("one", address), "b.yaml": pod("two", "10.60.7.21/24")}
    assert places(CONTROL_PLANE | files, ["H305"]) == expected


def test_of_two_networks_of_one_name_nothing_is_said() -> None:
    files = {
        "net.yaml": network("10.60.8.1"),
        "again.yaml": network("10.60.7.1"),
        "a.yaml": pod("one", "10.60.7.20/24"),
    }
    assert places(CONTROL_PLANE | files) == []


LAN = """\
kind: NetworkAttachmentDefinition
metadata: {name: lan}
spec:
  config: |-
    {"type": "macvlan", "ipam": {"type": "static", "routes": [{"dst": "0.0.0.0/0", "gw": "10.79.7.1"}]}}
"""
POD = """\
kind: Deployment
metadata: {name: home}
spec:
  template: {metadata: {annotations: {k8s.v1.cni.cncf.io/networks: '[{"name": "lan", "ips": ["10.79.7.30/24"]}]'}}}
"""


@pytest.mark.parametrize(("gateway", "expected"), [("10.79.7.1", []), ("10.79.7.10", ["R904 README.md:3"])])
def test_the_gateway_of_a_network_that_pods_are_attached_to(gateway: str, expected: list[str]) -> None:
    table = f"| Name | Subnet | Gateway |\n|---|---|---|\n| lan | 10.79.7.0/24 | {gateway} |\n"
    assert places({"net.yaml": LAN, "pod.yaml": POD, "README.md": table}) == expected
