"""What a row is about: by the heading it stands under, its table as a whole, and names that are the thing's own."""

from __future__ import annotations

import pytest
from documents import CLUSTER, ROUTER, SERVICE, TWO, codes, table

from cidrbook import rules
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source

TALOS = "clusterName: home\nendpoint: https://10.31.40.5:6443\nnodes:\n"
NODES = {
    "talos/talconfig.yaml": TALOS
    + "".join(
        f"  - {{hostname: {name}, controlPlane: true, ipAddress: 10.31.40.{octet}}}\n"
        for name, octet in (("elm", 11), ("fir", 12), ("yew", 13))
    )
}
"""Nodes with one address."""
TWO_CARDS = {
    "talos/talconfig.yaml": TALOS
    + "".join(
        f"  - hostname: {name}\n    controlPlane: true\n    ipAddress: 10.31.40.{octet}\n"
        f"    networkInterfaces: [{{interface: eth1, addresses: [10.31.60.{octet}/24]}}]\n"
        for name, octet in (("elm", 11), ("fir", 12))
    )
}
"""Nodes with an address in each of two networks."""
HOSTS = {
    "ansible/hosts.yml": (
        "servers:\n  hosts:\n    anvil: {ansible_host: 10.31.10.20}\n    bellows: {ansible_host: 10.31.20.21}\n"
        "    crucible: {ansible_host: 10.31.30.22}\n"
    )
}


def _sections(*rows: str) -> str:
    return "# Lab\n\n## Nodes\n\n" + "".join(
        f"### {name}\n\nA node.\n\n- IP: {address}\n- CPU: 4\n\n" for name, address in (row.split() for row in rows)
    )


@pytest.mark.parametrize(
    ("files", "readme", "expected"),
    [
        (NODES, _sections("elm 10.31.7.11", "fir 10.31.7.12", "yew 10.31.7.13"), "R904w R904w R904w"),
        (NODES, _sections("elm 10.31.40.11", "fir 10.31.40.12", "yew 10.31.40.13"), ""),
        (NODES, _sections("elm 10.31.7.11", "fir 10.31.8.12", "yew 10.31.9.13"), ""),
        (
            NODES,
            "# Lab\n\n## Storage network of nodes\n\n### elm\n\n- IP: 10.31.7.11\n\n### fir\n\n- IP: 10.31.7.12\n",
            "",
        ),
        (TWO_CARDS, table("Host | IP", "elm | 10.31.7.11", "fir | 10.31.7.12"), "R904w R904w"),
        (TWO_CARDS, table("Host | IP", "elm | 10.31.40.11", "fir | 10.31.60.12"), ""),
        (TWO_CARDS, table("Host | IP", "elm | 10.31.60.21", "fir | 10.31.60.22"), ""),
        (TWO_CARDS, table("Host | Tailscale IP", "elm | 10.31.7.11", "fir | 10.31.7.12"), ""),
        (
            TWO_CARDS,
            table("Host | IP", "elm | 10.31.7.11", "fir | 10.31.7.12")
            + "\n```sh\ntalosctl health --nodes 10.31.7.11\n```\n",
            "R904w R904w R904w",
        ),
        (TWO_CARDS, "```sh\ntalosctl health --nodes 10.31.7.11\n```\n", ""),
    ],
)
def test_nodes_that_moved_as_a_whole_are_found(files: dict[str, str], readme: str, expected: str) -> None:
    assert codes(files, readme) == expected.split()


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (table("Host | Address", "anvil | 10.31.10.20", "bellows | 10.31.70.21"), "R904w"),
        (table("Host | IP", "anvil | 10.31.70.20", "bellows | 10.31.70.21", "crucible | 10.31.30.22"), "R904w R904w"),
        (table("Host | Address", "anvil | 10.31.10.20", "bellows | 10.31.20.21"), ""),
        (table("Host | Address", "anvil | 10.31.80.20", "bellows | 10.31.70.21"), ""),
        (table("Host | iDRAC IP", "anvil | 10.31.10.20", "bellows | 10.31.70.21"), ""),
        ("- anvil: 10.31.10.20\n- bellows: 10.31.70.21\n", "R904w"),
        (table("Host | Address", "anvil | 10.31.10.20") + "\n## VPN\n\n- bellows: 10.31.70.21\n", ""),
    ],
)
def test_a_host_in_another_network_is_wrong_in_a_table_that_holds(readme: str, expected: str) -> None:
    assert codes(HOSTS, readme) == expected.split()


API = {"ansible/group_vars/k3s.yml": "api_endpoint: 10.31.40.5\n", **NODES}


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("# Lab\n\n## Kubernetes API server endpoint\n10.31.40.6\n\n## Kubernetes nodes\n10.31.40.11-13\n", "R904w"),
        ("# Lab\n\n## Kubernetes API server endpoint\n10.31.40.5\n\n## Kubernetes nodes\n10.31.40.21-23\n", "R904w"),
        ("# Lab\n\n## Kubernetes API server endpoint\n10.31.40.5\n\n## Kubernetes nodes\n10.31.40.11-13\n", ""),
        ("# Lab\n\n## Kubernetes API server endpoint\n10.31.40.5\n\n## Proxmox nodes\n10.31.40.21-23\n", ""),
        ("# Lab\n\n## Mail server endpoint\n10.31.40.6\n", ""),
    ],
)
def test_an_address_alone_below_a_heading_is_what_the_heading_says(readme: str, expected: str) -> None:
    assert codes(API, readme) == expected.split()


GATEWAYS = {
    f"apps/{name}.yaml": (
        f"apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}}}\n"
        f"spec: {{gatewayClassName: cilium, addresses: [{{type: IPAddress, value: {address}}}]}}\n"
    )
    for name, address in (("lan-gate", "10.105.2.11"), ("wan-gate", "10.105.2.12"))
}
WIDE = {"group_vars/all.yml": 'pod_cidr_v4: "10.244.0.0/16"\nsvc_cidr_v4: "10.96.0.0/12"\n'}
POOLS = {
    "apps/pools.yaml": (
        "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: old}\n"
        "spec: {addresses: [10.31.51.0/24]}\n---\n"
        "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: new}\n"
        "spec: {addresses: [10.31.50.0/24]}\n"
    ),
    "apps/inner.yaml": SERVICE.format(name="inner", address="10.31.50.20"),
    "apps/mosquitto.yaml": SERVICE.format(name="mosquitto", address="10.31.50.21"),
}


@pytest.mark.parametrize(
    ("files", "readme", "expected"),
    [
        (GATEWAYS | WIDE, table("Gateway | IP", "`lan-gate` | 10.105.2.12", "`wan-gate` | 10.105.2.11"), "R904w R904w"),
        (GATEWAYS | WIDE, table("Gateway | IP", "`lan-gate` | 10.105.2.11", "`wan-gate` | 10.105.2.12"), ""),
        (GATEWAYS | WIDE, "- lan-gate: 10.105.2.99\n", "R904w"),
        (CLUSTER, "- jellyfin: 10.65.2.99\n", ""),
        (POOLS, "- Split DNS: clients resolve to the inner gateway (10.31.51.20)\n", "R904w"),
        (POOLS, "- Split DNS: clients resolve to the inner gateway (10.31.50.20)\n", ""),
        (POOLS, "- MQTT broker, `mosquitto`: 10.31.51.21\n", "R904w"),
        (POOLS, "- Mosquitto behind HAProxy: 10.31.51.21\n", ""),
    ],
)
def test_a_range_around_an_address_does_not_make_it_another_things(
    files: dict[str, str], readme: str, expected: str
) -> None:
    assert codes(files, readme) == expected.split()


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("plan.md", "# Address plan", "R904w"),
        ("docs/plans.md", "# Our IP plan", "R904w"),
        ("ip-plan.md", "# Lab", "R904w"),
        ("plan.md", "# Plan for the move", ""),
        ("migration/plan.md", "# Address plan", ""),
        ("plans/dns.md", "# DNS", ""),
    ],
)
def test_a_plan_of_addresses_tells_of_now(name: str, title: str, expected: str) -> None:
    assert codes(CLUSTER, f"{title}\n\n- jellyfin: 10.31.50.99\n", name) == expected.split()


VLANS = {"router.sh": ROUTER["vyos/config.sh"]}


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("```\n+-- VLAN 20 10.31.20.0/24 things\n```\n\n" + table("VLAN | Subnet", "20 | 10.33.20.0/24"), "R904w"),
        ("- VLAN 20: 10.31.20.0/24\n\n" + table("VLAN | Subnet", "20 | 10.31.20.0/24"), ""),
        ("- VLAN 20: 10.30.20.0/24\n\n" + table("VLAN | Subnet", "20 | 10.33.20.0/24"), ""),
    ],
)
def test_the_right_prefix_elsewhere_excuses_no_wrong_one(readme: str, expected: str) -> None:
    assert codes(VLANS, readme) == expected.split()


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (table("Cluster | Endpoint", "alpha | https://10.31.40.5:6443 (VIP)"), ""),
        (table("App | IP", "alpha | 10.31.50.77"), ""),
        (table("App | IP", "alpha | 10.31.50.78"), "R904w"),
    ],
)
def test_a_cluster_that_is_called_as_a_service_is_where_its_api_is(readme: str, expected: str) -> None:
    service = {"kubernetes/alpha/apps/alpha.yaml": SERVICE.format(name="alpha", address="10.31.50.77")}
    assert codes(TWO | service, readme) == expected.split()


def test_the_place_of_the_api_is_where_its_address_is_written() -> None:
    files = NODES | {"README.md": "# Lab\n\n- API server endpoint: 10.31.40.6\n"}
    [finding] = rules.check_observation(observe_files([Source(name, text) for name, text in files.items()]))
    assert [(place.at.file, place.at.line) for place in finding.problem.related] == [("talos/talconfig.yaml", 2)]
