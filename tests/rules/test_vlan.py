"""VLANs: the edges of the rules that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import networks
from lab import BROKEN, planned

codes = partial(lab.codes, only="DV")
found = partial(lab.found, only="DV")
only = partial(lab.the, only="DV")


LAN = "name: lan, cidr: 10.3.1.0/24"
ULA = "fd5b:7c1e:93a2"


PAIR = "hosts: [{name: A, address: 10.3.1.8}, {name: b, address: 10.3.1.9}]"


def two(first: str, second: str, rest: str = "") -> str:
    return networks(
        f"{LAN}, dhcp: 10.3.1.100-10.3.1.199, {first}, {PAIR}",
        f"name: two, cidr: 10.3.2.0/24, dhcp: 10.3.2.100-10.3.2.199, {second}",
        rest=rest,
    )


# V501 and V502


def vlans(*entries: str) -> str:
    return "vlans:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


@pytest.mark.parametrize(
    ("listed", "messages"),
    [
        (["id: 20, name: a", "id: 20, name: b"], ["VLAN 20 is a and b"]),
        (["id: 20", "id: 20"], ["VLAN 20 is listed and listed again"]),
        (["id: 20, site: a", "id: 20, site: b", "id: 20, site: a"], ["VLAN 20 is listed and listed again"]),
        (["id: 20", "id: 21"], []),
        (["id: x", "id: y", "name: z"], []),
    ],
)
def test_an_id_is_written_twice(listed: list[str], messages: list[str]) -> None:
    assert [finding.problem.message for finding in found(vlans(*listed))] == messages


@pytest.mark.parametrize(
    ("entry", "listed", "expected"),
    [
        ("vlan: 20", ["id: 20, networks: lan"], []),
        ("vlan: 20", ["id: 20", "id: 30, networks: lan"], ["V502"]),
        ("vlan: 20", ["id: 20, networks: lan", "id: 30, networks: [lan, lan]"], ["V502", "V502"]),
        ("purpose: x", ["id: 20, networks: lan"], []),
        ("purpose: x", ["id: 20, networks: lan", "id: 30, networks: lan"], ["V502"]),
        ("purpose: x", ["id: 20, networks: [lan, lan]"], []),
        ("purpose: x", ["id: x, networks: lan", "id: 30, networks: lan"], []),
        ("vlan: 20", ["id: 20", "id: 30, networks: other"], []),
        ("vlan: 20, site: a", ["id: 20", "id: 30, site: a, networks: lan"], ["V502"]),
        ("vlan: 20, site: a", ["id: 20", "id: 30, site: b, networks: lan"], []),
        ("vlan: 20, site: a", ["id: 20", "id: 30, networks: lan"], ["V502"]),
        ("vlan: 20", ["id: 20", "id: 30, site: a, networks: lan"], []),
    ],
)
def test_a_network_is_on_two_vlans(entry: str, listed: list[str], expected: list[str]) -> None:
    assert codes(networks(f"{LAN}, {entry}", rest=vlans(*listed))) == expected


def test_the_second_vlan_is_reported_and_the_first_one_related() -> None:
    problem = only(networks(LAN, rest=vlans("id: 20, networks: lan", "id: 30, networks: [lan]"))).problem
    assert (problem.at.line, problem.related[0].at.line) == (5, 4)
    assert problem.message == "VLAN 30 lists lan (10.3.1.0/24), which is on VLAN 20"


# V503


@pytest.mark.parametrize(
    ("entry", "listed", "expected"),
    [
        ("vlan: 20", ["id: 20"], []),
        ("vlan: 20", ["id: 20", "id: 21"], ["V503"]),
        ("vlan: 20", ["id: 20", "id: 1"], []),
        ("vlan: 20", ["id: 20", "id: 2"], ["V503"]),
        ("vlan: 20", ["id: 20", "name: x"], []),
        ("vlan: 20", ["id: 20", "id: 21, networks: nowhere"], []),
        ("vlan: 20, site: a", ["id: 20"], []),
        ("vlan: 20, site: a", ["id: 20, site: a"], []),
        ("vlan: 20, site: a", ["id: 20, site: a", "id: 20, site: b"], ["V503"]),
        ("vlan: 20", ["id: 20", "id: 20, site: b"], ["V503"]),
        ("vlan: 20", ["id: 20", "id: 21", "id: x"], []),
        ("vlan: 200", ["id: 20"], []),
        ("vlan: 200, site: a", ["id: 20, site: a", "id: 20, site: b"], ["V503"]),
    ],
)
def test_no_network_is_on_a_vlan(entry: str, listed: list[str], expected: list[str]) -> None:
    assert codes(networks(f"{LAN}, {entry}", rest=vlans(*listed))) == expected


def test_vlans_are_not_missed_where_no_network_is_listed_or_a_file_is_not_read() -> None:
    assert codes(vlans("id: 20")) == []
    assert codes(networks(LAN, rest=vlans("id: 20"))) == ["V503"]
    assert codes(planned(networks(LAN, rest=vlans("id: 20")), BROKEN)) == []


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("id: 20", "no network is on VLAN 20"),
        ("id: 20, name: x", "no network is on VLAN 20 (x)"),
        ("id: 20, site: a", "no network of a is on VLAN 20"),
    ],
)
def test_a_vlan_is_named_with_its_site(listed: str, message: str) -> None:
    assert only(networks(LAN, rest=vlans(listed))).problem.message == message


# V504


@pytest.mark.parametrize(
    ("entry", "listed", "expected"),
    [
        *(
            (f"role: {role}", "id: 20", ["V504"])
            for role in ("lan", "servers", "guest", "iot", "management", "storage")
        ),
        *((f"role: {role}", "id: 20", []) for role in ("vpn", "pods", "link", "load-balancer", "container", "hobby")),
        ("purpose: x", "id: 20", []),
        ("role: [lan]", "id: 20", []),
        ("role: lan, vlan: 20", "id: 20", []),
        ("role: lan, vlan: x", "id: 20", []),
        ("role: lan", "id: 20, networks: lan", []),
        ("role: lan", "id: 20, site: a, networks: lan", []),
        ("role: lan", "id: 20, networks: other", ["V504"]),
        ("role: lan, site: a", "id: 20", ["V504"]),
        ("role: lan, site: a", "id: 20, site: a", ["V504"]),
        ("role: lan, site: a", "id: 20, site: b", []),
        ("role: lan", "id: 20, site: b", []),
        ("role: lan", "id: 20, networks: [[x]]", []),
    ],
)
def test_a_network_for_hosts_is_on_no_vlan(entry: str, listed: str, expected: list[str]) -> None:
    plan = networks(f"{LAN}, {entry}", rest=vlans(listed))
    assert [code for code in codes(plan) if code != "V503"] == expected


def test_a_plan_without_vlans_asks_for_none() -> None:
    assert codes(networks(f"{LAN}, role: lan", "name: b, cidr: 10.3.2.0/24, vlan: 20")) == []


def test_a_network_for_a_cluster_needs_no_vlan_and_what_is_not_read_may_name_one() -> None:
    plan = networks(f"{LAN}, role: lan", rest="clusters: [{name: k, services: lan}]\n" + vlans("id: 20"))
    assert "V504" not in codes(plan)
    assert "V504" in codes(plan.replace("services: lan", "services: x"))
    assert "V504" not in codes(planned(plan.replace("services: lan", "services: x"), BROKEN))


# V505


@pytest.mark.parametrize(
    ("entry", "rest", "expected"),
    [
        pytest.param("vlan: 20, hosts: [{name: h, address: 10.3.1.9, vlan: 20}]", "", [], id="on that of its network"),
        pytest.param("vlan: 20, hosts: [{name: h, address: 10.3.1.9, vlan: 30}]", "", ["V505"], id="on another"),
        pytest.param("vlan: 20, hosts: [{name: h, vlan: 30}]", "", ["V505"], id="without an address"),
        pytest.param("vlan: 20, hosts: [{name: h, address: 10.3.1.9}]", "", [], id="not said"),
        pytest.param("hosts: [{name: h, address: 10.3.1.9, vlan: 30}]", "", [], id="the network has none"),
        pytest.param(
            "vlan: x, hosts: [{name: h, address: 10.3.1.9, vlan: 30}]",
            vlans("id: 20, networks: lan"),
            [],
            id="the network's cannot be read, a VLAN lists it",
        ),
        pytest.param(
            "hosts: [{name: h, address: 10.3.1.9, vlan: 30}]",
            vlans("id: 20, networks: lan"),
            ["V505"],
            id="a VLAN lists the network",
        ),
        pytest.param(
            "hosts: [{name: h, address: 10.3.1.9, vlan: 30}]", vlans("id: 30, networks: lan"), [], id="that VLAN"
        ),
        pytest.param(
            "hosts: [{name: h, address: 10.3.1.9, vlan: 40}, {name: i, address: 10.3.1.10, vlan: 30}]",
            vlans("id: 30, networks: lan", "id: 40, networks: lan"),
            ["V502"],
            id="two VLANs list the network",
        ),
        pytest.param("vlan: 20", "routers: [{name: r, addresses: 10.3.1.1, vlan: 30}]\n", [], id="a router"),
    ],
)
def test_a_host_is_on_another_vlan(entry: str, rest: str, expected: list[str]) -> None:
    assert codes(networks(f"{LAN}, {entry}", rest=rest)) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("address: 10.3.1.9, vlan: 20", []),
        ("address: 10.3.1.9, vlan: 30", ["V505"]),
        ("address: 10.3.1.9", []),
        ("address: [10.3.1.9, 10.3.2.9], vlan: 30", []),
        ("address: [10.3.1.9, 10.3.2.9], vlan: 40", ["V505"]),
        ("address: [10.3.1.9, 10.3.3.9], vlan: 40", []),
        ("address: [10.3.1.9, 10.3.4.9], vlan: 40", ["V505"]),
        ("address: 10.3.4.9, vlan: 40", []),
        ("vlan: 40", []),
    ],
)
def test_a_node_is_on_another_vlan(node: str, expected: list[str]) -> None:
    plan = networks(f"{LAN}, vlan: 20", "name: b, cidr: 10.3.2.0/24, vlan: 30", "name: c, cidr: 10.3.3.0/24")
    assert codes(f"{plan}clusters: [{{name: k, nodes: [{{name: n, {node}}}]}}]\n") == expected


def test_the_vlan_of_the_first_network_is_named() -> None:
    plan = networks(f"{LAN}, vlan: 20", "name: b, cidr: 10.3.2.0/24, vlan: 30", rest="")
    plan += vlans("id: 20", "id: 30", "id: 31, networks: lan")
    plan += "clusters: [{name: k, nodes: [{name: n, address: [10.3.1.9, 10.3.2.9], vlan: 40}]}]\n"
    (problem,) = [finding.problem for finding in found(plan) if finding.code == "V505"]
    assert problem.message == "n is on VLAN 40, but its network lan (10.3.1.0/24) is on VLAN 20"
    assert problem.related[0].at.line == 2
    assert problem.related[0].message == "the VLAN of lan is written here"


def test_a_node_is_looked_for_in_the_scope_of_its_cluster() -> None:
    plan = networks(f"{LAN}, vlan: 20, site: a", "name: b, cidr: 10.3.1.0/24, vlan: 30, site: b")
    cluster = "clusters: [{name: k, site: b, nodes: [{name: n, address: 10.3.1.9, vlan: 20}]}]\n"
    assert codes(plan + cluster) == ["V505"]
    assert codes(plan + cluster.replace("site: b", "site: a")) == []


# V507


@pytest.mark.parametrize(
    ("entry", "rest", "expected"),
    [
        ("vlan: 1, hosts: [{name: h, address: 10.3.1.9}]", "", ["V507"]),
        ("vlan: 1, dhcp: 10.3.1.10-10.3.1.20", "", ["V507"]),
        ("vlan: 1", "", []),
        ("vlan: 2, dhcp: 10.3.1.10-10.3.1.20", "", []),
        ("dhcp: 10.3.1.10-10.3.1.20", "", []),
        ("dhcp: 10.3.1.10-10.3.1.20", vlans("id: 1, networks: lan"), ["V507"]),
        ("vlan: 1, dhcp: 10.3.1.10-10.3.1.20", vlans("id: 1, networks: lan"), ["V507"]),
    ],
)
def test_hosts_are_on_vlan_1(entry: str, rest: str, expected: list[str]) -> None:
    assert codes(networks(f"{LAN}, {entry}", rest=rest)) == expected


# V508


@pytest.mark.parametrize(
    ("vlan", "expected"), [(1001, []), (1002, ["V508"]), (1003, ["V508"]), (1005, ["V508"]), (1006, [])]
)
def test_ids_are_reserved(vlan: int, expected: list[str]) -> None:
    network = networks(f"{LAN}, vlan: {vlan}")
    assert codes(network) == expected
    (line,) = [finding.problem.at.line for finding in found(network + vlans(f"id: {vlan}"))] or [4]
    assert line == 4


def test_a_waiver_of_a_reserved_id_names_the_id_and_may_name_the_network() -> None:
    named = found(networks(f"{LAN}, vlan: 1002"))
    listed = found(vlans("id: 1002"))
    assert [finding.problem.parties for finding in (*named, *listed)] == [("1002", "lan"), ("1002",)]


def test_a_network_on_a_reserved_vlan_that_is_not_listed_is_reported() -> None:
    assert codes(networks(f"{LAN}, vlan: 1002", rest=vlans("id: 1003, networks: lan"))) == ["V502", "V508", "V508"]
