"""Routers and switches of Cisco's kind: networks, DHCP pools, gateways, the device itself."""

from __future__ import annotations

import pytest
from lab import hosts, network, short, tree

SWITCH = """\
    hostname shed
    !
    ip dhcp excluded-address 10.72.10.1 10.72.10.99
    ip dhcp excluded-address 10.72.10.200
    !
    ip dhcp pool SERVERS
     network 10.72.10.0 255.255.255.0
     default-router 10.72.10.1
    ip dhcp pool oak
     host 10.72.10.50 /24
     client-identifier 0152.5400.1234.56
    !
    vlan 10
     name servers
    !
    interface Vlan10
     ip address 10.72.10.1 255.255.255.0
    interface Vlan20
     description things
     ip address 10.72.20.2/24
     standby 1 ip 10.72.20.254
    interface GigabitEthernet0/1.30
     encapsulation dot1Q 30
     ip address 10.72.30.1 255.255.255.0
    interface Vlan40
     ip address 10.72.40.1 255.255.255.0
     shutdown
    """
ACCESS = """\
    hostname shed
    interface Vlan10
     ip address 10.72.10.2 255.255.255.0
    !
    ip default-gateway 10.72.10.1
    """
DOCUMENT = "| Network | VLAN | Gateway |\n| --- | --- | --- |\n| %s |\n"


def test_networks_of_a_switch() -> None:
    seen = tree({"shed.cfg": SWITCH})
    found = [(one.name, str(one.cidr), one.vlan, [*map(str, one.gateways)]) for one in seen.networks if one.cidr]
    assert found == [
        ("servers", "10.72.10.0/24", 10, ["10.72.10.1"]),
        ("things", "10.72.20.0/24", 20, ["10.72.20.254"]),
        ("GigabitEthernet0/1.30", "10.72.30.0/24", 30, ["10.72.30.1"]),
    ]
    assert [[*map(str, router.addresses)] for router in seen.routers] == [["10.72.10.1", "10.72.20.2", "10.72.30.1"]]
    assert [router.name for router in seen.routers] == ["shed"]
    assert [(str(host.mac), host.assigned) for host in seen.hosts] == [("52:54:00:12:34:56", "reservation")]


@pytest.mark.parametrize(
    ("excluded", "expected"),
    [
        ((), []),
        (("10.9.0.1",), []),
        (("10.72.10.1 10.72.10.99",), ["10.72.10.100-10.72.10.254"]),
        (("10.72.10.100 10.72.10.254",), ["10.72.10.2-10.72.10.99"]),
        (
            ("10.72.10.1", "10.72.10.5 10.72.10.9", "10.72.10.7 10.72.10.20"),
            ["10.72.10.2-10.72.10.4", "10.72.10.21-10.72.10.254"],
        ),
        (("10.72.0.0 10.72.255.255",), []),
        (("10.72.10.9 10.72.10.5",), ["10.72.10.2-10.72.10.4", "10.72.10.10-10.72.10.254"]),
    ],
    ids=["nothing", "elsewhere", "below", "above", "two that overlap", "everything", "backwards"],
)
def test_what_a_pool_hands_out(excluded: tuple[str, ...], expected: list[str]) -> None:
    lines = "".join(f"ip dhcp excluded-address {ends}\n" for ends in excluded)
    pool = "ip dhcp pool A\n network 10.72.10.0 /24\ninterface Vlan10\n ip address 10.72.10.1 255.255.255.0\n"
    assert [*map(str, network(tree({"a.cfg": lines + pool}), "10.72.10.0/24").dhcp)] == expected


@pytest.mark.parametrize(
    ("text", "gateway"),
    [
        (ACCESS, "10.72.10.1"),
        (ACCESS.replace("ip default-gateway", "ip route 0.0.0.0 0.0.0.0"), "10.72.10.1"),
        (ACCESS.replace("ip default-gateway", "ip route 0.0.0.0/0"), "10.72.10.1"),
        (ACCESS.replace("ip default-gateway", "ip route 10.9.0.0 255.255.0.0"), "10.72.10.2"),
    ],
    ids=["default-gateway", "route", "route with a length", "another route"],
)
def test_a_switch_is_not_the_gateway_that_it_names(text: str, gateway: str) -> None:
    assert network(tree({"a.cfg": text}), "10.72.10.0/24").gateway == gateway


def test_a_switch_that_does_not_route_is_a_host() -> None:
    seen = tree({"a.cfg": ACCESS})
    assert (hosts(seen), seen.routers) == ({"shed": ["10.72.10.2"]}, ())


@pytest.mark.parametrize(
    ("old", "new", "others", "expected"),
    [
        ("", "", {}, []),
        ("default-router 10.72.10.1", "default-router 10.72.11.1", {}, ["A204 shed.cfg:8"]),
        ("10.72.10.0 255.255.255.0", "10.72.10.0 255.255.254.0", {}, ["H306 shed.cfg:17"]),
        ("", "", {"README.md": DOCUMENT % "10.72.10.0/24 | 11 | 10.72.10.1"}, ["R901 README.md:3"]),
        ("", "", {"README.md": DOCUMENT % "10.72.20.0/24 | 20 | 10.72.20.1"}, ["R904 README.md:3"]),
        ("", "", {"README.md": DOCUMENT % "10.72.20.0/24 | 20 | 10.72.20.254"}, []),
    ],
    ids=["right", "gateway", "mask", "documented VLAN", "documented gateway", "document that is right"],
)
def test_what_contradicts_a_switch(old: str, new: str, others: dict[str, str], expected: list[str]) -> None:
    assert short({"shed.cfg": SWITCH.replace(old, new), **others}) == expected


def test_a_document_has_another_address_of_a_switch() -> None:
    page = "| Switch | IP |\n| --- | --- |\n| shed | 10.72.10.9 |\n"
    assert short({"shed.cfg": ACCESS, "README.md": page}) == ["R904 README.md:3"]
