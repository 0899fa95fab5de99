"""What has one address because it is one thing, or may have it, beside what is the same and no mistake of ours."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lab import found, places

Files = Mapping[str, str]

_GATEWAY = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: NAME, namespace: SPACE}\n"
    "spec: {gatewayClassName: CLASS, addresses: [{value: 10.60.8.5}]}\n"
)
_SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: door, namespace: net, annotations: {io.cilium/lb-ipam-ips: "
    "10.60.8.5}}\nspec: {type: LoadBalancer, ports: [{port: 443}]}\n"
)


def _gateway(name: str, kind: str = "door", space: str = "net") -> str:
    return _GATEWAY.replace("NAME", name).replace("CLASS", kind).replace("SPACE", space)


def _helper(interface: str) -> str:
    nodes = "".join(
        f"  - {{hostname: elm-{at}, ipAddress: 10.31.40.1{at}, networkInterfaces: [{interface}]}}\n" for at in (1, 2)
    )
    return f"clusterName: elm\nendpoint: https://10.31.40.5:6443\nnodes:\n{nodes}"


def _hosts(*macs: str) -> str:
    made = "".join(f"  h{at} = {{ ip = 10.60.9.7; {mac} }};\n" for at, mac in enumerate(macs)).replace(
        "10.60.9.7", '"10.60.9.7"'
    )
    return f'{{\n{made}  router = {{ ip = "10.60.9.1"; mac = "52:54:00:00:00:09"; }};\n}}\n'


_ONE, _TWO = 'mac = "52:54:00:00:00:01";', 'mac = "52:54:00:00:00:02";'

_BIRD = "router id 10.9.0.1;\ndefine OWN = [ NET ];\nprotocol bgp up { local as 211999; neighbor 10.9.0.2 as 64513; }\n"
_FRR = "interface lo\n ip address 127.0.0.179/32\nexit\nrouter bgp 64512\n neighbor 10.9.0.2 remote-as 64513\n"

_EDGE = (
    "interfaces {\n ethernet eth1 {\n  address 10.9.0.1/24\n }\n}\nservice {\n dhcp-server {\n"
    "  shared-network-name LAN {\n   subnet 10.9.0.0/24 {\n    static-mapping gate {\n     ip-address 10.9.0.1\n"
    "     mac-address 02:00:00:00:00:01\n    }\n   }\n  }\n }\n}\nsystem {\n host-name gate\n}\n"
)
_BALANCED = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: dns}\nspec: {type: LoadBalancer, loadBalancerIP: 10.9.0.20}\n"
)
_GUEST = (
    'resource "proxmox_virtual_environment_vm" "box" {{\n  name = "{name}"\n  initialization {{\n'
    '    ip_config {{\n      ipv4 {{\n        address = "10.9.0.20/24"\n        gateway = "10.9.0.1"\n      }}\n'
    "    }}\n  }}\n}}\n"
)
CASES: dict[str, tuple[Files, list[str]]] = {
    "a Gateway beside the Service of its controller": ({"a/g.yaml": _gateway("g"), "a/s.yaml": _SERVICE}, []),
    "a Gateway in the namespace of that Service": ({"a/g.yaml": _gateway("g"), "b/s.yaml": _SERVICE}, []),
    "a Gateway and a Service of somebody else": (
        {"a/g.yaml": _gateway("g", space="web"), "b/s.yaml": _SERVICE},
        ["H302 b/s.yaml:3"],
    ),
    "two Gateways of one class": ({"a/g.yaml": _gateway("g"), "b/h.yaml": _gateway("h", space="web")}, []),
    "two Gateways of two classes": (
        {"a/g.yaml": _gateway("g"), "b/h.yaml": _gateway("h", "gate", "web")},
        ["H302 b/h.yaml:4"],
    ),
    "an address of the loopbacks": ({"talconfig.yaml": _helper("{interface: lo, addresses: [10.9.9.9/32]}")}, []),
    "an address of a link": (
        {"talconfig.yaml": _helper("{interface: eth1, addresses: [10.9.9.9/24]}")},
        ["H302 talconfig.yaml:5"],
    ),
    "a machine, and a name of what runs on it": ({"hosts.nix": _hosts(_ONE, "")}, []),
    "two machines": ({"hosts.nix": _hosts(_ONE, _TWO)}, ["H302 hosts.nix:3"]),
    "a neighbour's number that another file defines": (
        {"bird.conf": "router id 10.9.0.1;\nprotocol bgp up { local as OWN; neighbor 10.9.0.2 as 64513; }\n"},
        [],
    ),
    "a public AS that announces public prefixes": (
        {"bird.conf": _BIRD.replace("NET", "2a01:4f8::/32")},
        [],
    ),
    "a public AS of a lab": (
        {"bird.conf": _BIRD.replace("NET", "10.0.0.0/8")},
        ["B604 bird.conf:3"],
    ),
    "a router, and a lease that it keeps for itself": ({"config.boot": _EDGE}, []),
    "a service at the address of its one node": (
        {"k8s/dns.yaml": _BALANCED, "main.tf": _GUEST.format(name="k3s")},
        [],
    ),
    "a service at the address of another machine": (
        {"k8s/dns.yaml": _BALANCED, "main.tf": _GUEST.format(name="lamp")},
        ["H302 k8s/dns.yaml:4"],
    ),
    "a loopback address of a router": (
        {"frr.conf": _FRR},
        [],
    ),
}


@pytest.mark.parametrize(("files", "said"), CASES.values(), ids=CASES)
def test_one_owner_is_no_contradiction(files: Files, said: list[str]) -> None:
    assert places(files, ("H", "B60")) == said


_LEASE = "host lamp {\n  hardware ethernet 52:54:00:00:00:01;\n  fixed-address 10.60.8.5;\n}\n"


@pytest.mark.parametrize(
    ("folder", "severity"),
    [("net", "warning"), ("k", "error"), ("ansible", "error")],
    ids=["another part of the repository", "the same", "called by a tool"],
)
def test_a_host_of_another_part_of_the_repository_may_be_of_another_network(folder: str, severity: str) -> None:
    files = {"k/s.yaml": _SERVICE, f"{folder}/dhcpd.conf": f"subnet 10.60.8.0 netmask 255.255.255.0 {{}}\n{_LEASE}"}
    assert [str(finding.severity) for finding in found(files, ("H302",))] == [severity]


_FEW_PODS = "clusterName: elm\nendpoint: https://10.31.40.5:6443\nclusterPodNets: [10.64.0.0/23]\nnodes:\n" + "".join(
    f"  - {{hostname: elm-{at}, ipAddress: 10.31.40.1{at}}}\n" for at in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("cluster: {apiServer: {extraArgs: {v: 2}}}\n", ["K811 talconfig.yaml:7"]),
        ("cluster: {controllerManager: {extraArgs: {node-cidr-mask-size-ipv4: 26}}}\n", []),
    ],
    ids=["nobody sets a share", "a patch sets one"],
)
def test_a_share_that_nobody_writes_is_the_products_unless_a_patch_sets_one(patch: str, expected: list[str]) -> None:
    assert places({"talconfig.yaml": _FEW_PODS, "patches/all.yaml": patch}, ("K811",)) == expected


@pytest.mark.parametrize(
    ("subnet", "expected"), [("fd42::/48", []), ("fd42:0:0:10::/64", ["K801 talos/machine.yaml:1"])]
)
def test_a_short_prefix_only_chooses_among_the_addresses_of_a_node(subnet: str, expected: list[str]) -> None:
    text = (
        f"machine: {{kubelet: {{nodeIP: {{validSubnets: ['{subnet}']}}}}}}\n"
        "cluster: {network: {podSubnets: ['fd42:0:0:10::/60']}}\n"
    )
    assert places({"talos/machine.yaml": text}, ("K801",)) == expected


_SUBNET = "subnet 10.60.8.0 netmask 255.255.255.0 { option routers 10.60.8.1; }\n"


def _reserved(name: str, mac: int, address: int) -> str:
    return f"host {name} {{ hardware ethernet 52:54:00:00:00:0{mac}; fixed-address 10.60.8.{address}; }}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.conf": _SUBNET + _reserved("a", 1, 5) + _reserved("b", 1, 6)}, ["H308 a.conf:3"]),
        ({"a.conf": _SUBNET + _reserved("a", 1, 5) + _reserved("b", 1, 5)}, []),
        ({"a.conf": _SUBNET + _reserved("a", 1, 5) + _reserved("b", 2, 5)}, ["H302 a.conf:3"]),
        ({"a.conf": _SUBNET + _reserved("a", 1, 5), "b.conf": _SUBNET + _reserved("b", 1, 5)}, []),
        ({"a.conf": _SUBNET + _reserved("a", 1, 5), "b.conf": _SUBNET + _reserved("b", 1, 6)}, ["H312 b.conf:2"]),
    ],
    ids=["one MAC, two machines", "two names", "two MACs", "two lists, two names", "two lists, two addresses"],
)
def test_one_mac_is_one_machine_unless_one_list_gives_it_two_addresses(files: Files, expected: list[str]) -> None:
    named = {f"{file[0]}/dhcpd.conf": text for file, text in files.items()}
    assert [one.replace("/dhcpd", "") for one in places(named, ("H3",))] == expected


_CONTAINERS = (
    "set container network inner prefix 172.16.9.0/24\nset container network inner prefix fd12:1104:9::/64\n"
    "set container name web network inner address 172.16.9.5\n"
    "set container name app network inner address fd12:1104:9::5\n"
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("", ""), []),
        (("172.16.9.5", "172.16.8.5"), ["H301 vyos/containers.sh:3"]),
        (("9::5", "8::5"), ["H301 vyos/containers.sh:4"]),
    ],
    ids=["both are inside", "one is outside", "the other one is"],
)
def test_a_network_of_containers_may_have_a_prefix_of_each_family(change: tuple[str, str], expected: list[str]) -> None:
    assert places({"vyos/containers.sh": _CONTAINERS.replace(*change)}, ("H",)) == expected
