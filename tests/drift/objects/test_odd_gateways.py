"""The one node of a network, and the one network of a router, whose gateway differs."""

from __future__ import annotations

import pytest
from lab import places

NODE = """  - hostname: n{last}
    ipAddress: 10.30.7.{last}
    networkInterfaces:
      - interface: e0
        addresses: [10.30.7.{last}/24]
        routes: [{{network: 0.0.0.0/0, gateway: {gateway}}}]
"""


def _talconfig(*gateways: str) -> str:
    nodes = (NODE.format(last=10 + index, gateway=gateway) for index, gateway in enumerate(gateways))
    return "clusterName: home\nnodes:\n" + "".join(nodes)


CASES = {
    "one of three": (("10.30.7.1", "10.30.7.7", "10.30.7.1"), ["H325 talconfig.yaml:14"]),
    "one of two may be either": (("10.30.7.3", "10.30.7.7"), []),
    "one of two is that of most routers": (("10.30.7.1", "10.30.7.7"), ["H325 talconfig.yaml:14"]),
    "two of four are meant": (("10.30.7.1", "10.30.7.7", "10.30.7.1", "10.30.7.7"), []),
    "three ways": (("10.30.7.1", "10.30.7.7", "10.30.7.8", "10.30.7.1"), []),
    "something has the address": (("10.30.7.1", "10.30.7.10", "10.30.7.1"), []),
}


@pytest.mark.parametrize(("gateways", "expected"), CASES.values(), ids=CASES)
def test_the_one_gateway_that_differs_is_found(gateways: tuple[str, ...], expected: list[str]) -> None:
    found = places({"talconfig.yaml": _talconfig(*gateways)})
    assert [place for place in found if place.startswith("H325")] == expected


def _vyos(*lans: tuple[str, str, str]) -> str:
    """Networks of a router: the name, the address of the interface, and the gateway that DHCP gives."""
    lines = []
    for number, (name, own, gateway) in enumerate(lans, 10):
        cidr = f"{gateway.rpartition('.')[0]}.0/24"
        dhcp = f"set service dhcp-server shared-network-name {name} subnet {cidr}"
        lines += [
            f"set interfaces ethernet eth1 vif {number} description '{name}'",
            f"set interfaces ethernet eth1 vif {number} address '{own}/24'",
            f"{dhcp} option default-router '{gateway}'",
            f"{dhcp} range 0 start {gateway.rpartition('.')[0]}.100",
            f"{dhcp} range 0 stop {gateway.rpartition('.')[0]}.199",
        ]
    return "set system host-name edge\n" + "".join(f"{line}\n" for line in lines)


HOME, IOT, DMZ = (
    ("HOME", "10.30.1.1", "10.30.1.1"),
    ("IOT", "10.30.2.1", "10.30.2.1"),
    ("DMZ", "10.30.3.1", "10.30.3.1"),
)
RESERVED = (
    "set service dhcp-server shared-network-name DMZ subnet 10.30.3.0/24 static-mapping gw ip-address 10.30.3.9\n"
)
ROUTER_CASES = {
    "the router in all": (_vyos(HOME, IOT, DMZ), []),
    "another address in one": (_vyos(HOME, IOT, ("DMZ", "10.30.3.1", "10.30.3.9")), ["H325 router.conf:14"]),
    "another one in two": (_vyos(HOME, ("IOT", "10.30.2.1", "10.30.2.9"), ("DMZ", "10.30.3.1", "10.30.3.9")), []),
    "the interface is in another network": (
        _vyos(HOME, IOT, ("DMZ", "10.30.4.1", "10.30.3.1")),
        ["H325 router.conf:14"],
    ),
    "a machine has it": (_vyos(HOME, IOT, ("DMZ", "10.30.3.1", "10.30.3.9")) + RESERVED, []),
}


@pytest.mark.parametrize(("text", "expected"), ROUTER_CASES.values(), ids=ROUTER_CASES)
def test_the_one_gateway_that_is_not_the_router_is_found(text: str, expected: list[str]) -> None:
    assert places({"router.conf": text}, ["H325"]) == expected


VM = """resource "proxmox_vm_qemu" "{0}" {{
  name      = "{0}-${{count.index}}"
  ipconfig0 = "ip=10.30.4.{1}${{count.index + 1}}/24,gw={2}"
}}
"""


@pytest.mark.parametrize(
    ("gateways", "expected"),
    [
        (("10.30.4.1", "10.30.4.1"), []),
        (("10.30.4.1", "10.30.4.206"), ["H325 main.tf:7"]),
        (("10.30.4.206", "10.30.4.1"), ["H325 main.tf:3"]),
        (("10.30.4.2", "10.30.4.206"), []),
        (("10.30.4.1", "10.30.4.254"), []),
        (("10.30.4.7", "10.30.4.7", "10.30.4.8"), ["H325 main.tf:11"]),
    ],
    ids=["one", "the second", "the first", "neither is usual", "both are usual", "two against one"],
)
def test_the_gateway_of_machines_whose_addresses_are_computed(gateways: tuple[str, ...], expected: list[str]) -> None:
    text = "".join(VM.format(f"vm{number}", number, gateway) for number, gateway in enumerate(gateways, 1))
    assert places({"main.tf": text}, ["H325"]) == expected


NETPLAN = "network:\n  version: 2\n  ethernets:\n    e: {{addresses: [10.30.9.{last}/24], gateway4: {way}}}\n"
NETWORKD = "[Match]\nName=e\n[Network]\nAddress=10.30.9.{last}/24\nGateway={way}\n"
INTERFACES = "iface e inet static\n  address 10.30.9.{last}/24\n  gateway {way}\n"


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("netplan/01.yaml", NETPLAN, 4),
        ("lan.network", NETWORKD, 5),
        ("etc/network/interfaces", INTERFACES, 3),
    ],
    ids=["Netplan", "networkd", "interfaces"],
)
@pytest.mark.parametrize(
    ("odd", "others", "found"),
    [
        ("10.30.9.4", {}, True),
        ("10.30.9.1", {}, False),
        ("10.30.9.254", {}, False),
        ("10.30.9.4", {"README.md": "The tunnel's router is 10.30.9.4.\n"}, False),
        ("10.30.9.4", {"hosts.ini": "[all]\nedge ansible_host=10.30.9.4\n"}, False),
    ],
    ids=["unknown", "as the others", "that of many routers", "in a document", "a machine"],
)
def test_machines_without_a_cluster(  # noqa: PLR0913 (a format, and a case)
    *, file: str, text: str, line: int, odd: str, others: dict[str, str], found: bool
) -> None:
    ways = {"oak": "10.30.9.1", "elm": "10.30.9.1", "fir": odd}
    files = {
        f"{name}/{file}": text.format(last=10 + number, way=way) for number, (name, way) in enumerate(ways.items())
    }
    expected = [f"H325 fir/{file}:{line}"] if found else []
    assert [place for place in places(files | others) if place.startswith("H325")] == expected
