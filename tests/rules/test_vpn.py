"""VPNs: the edges of the rules that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import hosts, network, nodes, router, virtual

codes = partial(lab.codes, only="HIT")
found = partial(lab.found, only="HIT")


A, B = "fd5b:7c1e:93a2", "fd5b:7c1e:93a3"


WG = "networks: [{name: wg, cidr: 10.8.0.0/24%s}]\n"


def vpn(*ends: str, more: str = "") -> str:
    return f"vpns: [{{name: v{more}, ends: [{', '.join(ends)}]}}]\n"


def end(name: str, *peers: str, address: str = "") -> str:
    address = f", address: {address}" if address else ""
    return f"{{name: {name}{address}, peers: [{', '.join(peers)}]}}"


def peer(name: str, *allowed: str) -> str:
    return f"{{name: {name}, allowed_ips: [{', '.join(map(repr, allowed))}]}}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (WG % "" + vpn(end("a", address="10.8.0.1"), more=", network: wg"), []),
        (WG % "" + vpn(end("a", address="10.8.1.0"), more=", network: wg"), ["T701"]),
        (WG % "" + vpn(end("a", address="10.7.255.255"), more=", network: wg"), ["T701"]),
        (WG % "" + vpn(end("a", address="[10.8.0.1, 10.9.0.1, 10.9.0.2]"), more=", network: wg"), ["T701", "T701"]),
        (WG % "" + vpn(end("a", address="[10.8.0.1, 'fe80::1']"), more=", network: wg"), []),
        (WG % "" + vpn(end("a", address="[10.8.0.1, '2001:db8::1']"), more=", network: wg"), ["T701"]),
        (
            WG % ", delegated: {by: isp, subnet_id: 1}"
            + vpn(end("a", address="[10.8.0.1, '2001:db8::1']"), more=", network: wg"),
            [],
        ),
        (WG % "" + vpn(end("a", address="10.9.0.1")), []),
        (WG.replace("name: wg, ", "") % "" + vpn(end("a", address="10.9.0.1")), []),
        (WG % "" + vpn(end("a", address="10.9.0.1"), more=", network: other"), []),
        ("networks: [{name: wg, cidr: 10.8.0.0/33}]\n" + vpn(end("a", address="10.9.0.1"), more=", network: wg"), []),
        (
            "networks: [{name: wg, cidr: [10.8.0.0/24, 10.9.0.0/33]}]\n"
            + vpn(end("a", address="10.9.0.1"), more=", network: wg"),
            [],
        ),
        ("networks: [{name: wg, cidr: []}]\n" + vpn(end("a", address="10.9.0.1"), more=", network: wg"), []),
    ],
)
def test_a_tunnel_address_is_in_the_network_of_the_vpn(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_tunnel_address_outside_is_told_a_free_one() -> None:
    plan = WG % "" + vpn(end("a", address="10.8.0.1"), end("b", address="10.9.0.1"), more=", network: wg")
    assert found(plan)[0].problem.hint == "write an address inside it, such as 10.8.0.2"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24"))), ["T702"]),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.7/24"))), ["T702"]),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "0.0.0.0/0"))), ["T702"]),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "::/0"))), []),
        (vpn(end("a", peer("b", "::/128"), peer("c", "0.0.0.0/32"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("b", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24")), end("d", peer("c", "10.9.0.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24")), more=", product: Tailscale"), []),
        (vpn(end("a", peer("b", "10.9.0.0/24"), peer("c", "10.9.0.0/24")), more=", product: openvpn"), ["T702"]),
        (vpn(end("a", *(peer(text, "10.9.0.0/24") for text in "bcd"))), ["T702", "T702"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.1.0/24"))), ["T703"]),
        (vpn(end("a", peer("c", "10.9.1.0/24"), peer("b", "10.9.0.0/16"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.0.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.9.255.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16", "10.9.1.0/24"))), []),
        (vpn(end("a", peer("b", "10.9.0.0/16"), peer("c", "10.10.0.0/24"))), []),
        (vpn(end("a", peer("b", "0.0.0.0/0"), peer("c", "10.10.0.0/24"))), []),
        (vpn(end("a", peer("b", "0.0.0.0/1"), peer("c", "10.10.0.0/24"))), ["T703"]),
        (vpn(end("a", peer("b", "::/0"), peer("c", "fd5b::/24"))), []),
        (vpn(end("a", peer("b", "fd5b::/16"), peer("c", "fd5b::/24"))), ["T703"]),
        (vpn(end("a", peer("b", "10.9.0.0/16")), end("d", peer("c", "10.9.1.0/24"))), []),
    ],
)
def test_a_prefix_goes_to_one_peer(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


HOME = hosts("{name: a, address: 10.3.1.9}")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(HOME + vpn(end("a", peer("b", "10.3.1.0/24"))), ["T704"], id="the LAN"),
        pytest.param(HOME + vpn(end("a", peer("b", "10.3.1.128/25"))), ["T704"], id="half of it"),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.0/25", "10.3.1.128/25"))), ["T704", "T704"], id="both halves"
        ),
        pytest.param(HOME + vpn(end("a", peer("b", "10.3.0.0/23"))), [], id="a wider prefix"),
        pytest.param(HOME + vpn(end("a", peer("b", "0.0.0.0/0"))), [], id="everything"),
        pytest.param(HOME + vpn(end("a", peer("b", "10.3.2.0/24"))), [], id="another network"),
        pytest.param(HOME + vpn(end("c", peer("b", "10.3.1.0/24"))), [], id="an end that is not in the LAN"),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.50/32")), "{name: b, address: 10.3.1.50}"),
            [],
            id="the peer's own address",
        ),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.51/32")), "{name: b, address: 10.3.1.50}"),
            ["T704", "T705"],
            id="the address beside the peer's",
        ),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.50/32")), "{name: c, address: 10.3.1.50}"),
            ["T704"],
            id="the address of another host",
        ),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.50/31")), "{name: b, address: 10.3.1.50}"),
            ["T704"],
            id="two addresses",
        ),
        pytest.param(
            HOME + vpn(end("a", peer("b", "10.3.1.0/24")), more=", network: lan"), [], id="the VPN is in the LAN"
        ),
        pytest.param(
            network("10.3.1.0/24") + router("10.3.1.1") + vpn(end("edge", peer("b", "10.3.1.0/24"))),
            ["T704"],
            id="a router",
        ),
        pytest.param(
            network("10.3.1.0/24") + nodes("{name: n, address: 10.3.1.1}") + vpn(end("n", peer("b", "10.3.1.0/24"))),
            ["T704"],
            id="a node",
        ),
        pytest.param(
            network("10.3.1.0/24") + virtual("") + vpn(end("v", peer("b", "10.3.1.0/24"))), [], id="a virtual address"
        ),
        pytest.param(
            network("10.3.1.0/24") + router("192.0.2.1") + vpn(end("edge", peer("b", "10.3.1.0/24"))),
            [],
            id="a router that is elsewhere",
        ),
        pytest.param(
            network("10.3.1.0/24", ", role: container")
            + router("10.3.1.1")
            + vpn(end("edge", peer("b", "10.3.1.0/24"))),
            [],
            id="a network that only holds others",
        ),
        pytest.param(
            "networks: [{name: x, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.3.1.2}]},"
            " {name: y, cidr: 10.3.2.0/24, site: s, hosts: [{name: a, address: 10.3.2.2}]}]\n"
            + vpn(end("a", peer("b", "10.3.1.0/24"))),
            [],
            id="a host of that name at another site",
        ),
        pytest.param(
            "networks: [{name: x, cidr: 10.3.1.0/24, hosts: [{name: a, address: 10.3.1.2}]},"
            " {name: y, cidr: 10.3.2.0/24, hosts: [{name: a, address: 10.3.2.2}]}]\n"
            + vpn(end("a", peer("b", "10.3.2.0/24"), peer("c", "10.3.1.0/24"))),
            ["T704", "T704"],
            id="a host in two networks",
        ),
        pytest.param(
            network(f"[10.3.1.0/24, '{A}:1::/64']")
            + router("10.3.1.1")
            + vpn(end("edge", peer("b", f"{A}:1::/64", f"{A}::/48"))),
            ["T704"],
            id="IPv6",
        ),
    ],
)
def test_a_tunnel_does_not_take_the_lan(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


ROUTERS = "routers: [{name: a}, {name: b}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(vpn(end("a", peer("b")), end("b", peer("a"))), [], id="both name each other"),
        pytest.param(
            vpn(end("a", peer("b")), end("b", peer("c")), end("c", peer("b"))),
            ["T705"],
            id="the other end names a third",
        ),
        pytest.param(vpn(end("a", peer("b")), end("b")), [], id="the other end names nobody"),
        pytest.param(vpn(end("a", peer("b")), end("c")), [], id="the other end is not listed"),
        pytest.param(vpn(end("a", peer("b")), end("b", "{allowed_ips: 10.0.0.0/24}")), [], id="a peer without a name"),
        pytest.param(vpn(end("a", peer("b")), end("b", peer("c"), "x")), [], id="a peer that cannot be read"),
        pytest.param(
            vpn(end("a", peer("b", "10.8.0.2/32")), end("b", address="10.8.0.2")), [], id="the peer's address"
        ),
        pytest.param(
            vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="10.8.0.2")), ["T705"], id="another address"
        ),
        pytest.param(
            vpn(end("a", peer("b", "10.9.0.0/24", "10.8.0.0/24")), end("b", address="10.8.0.2")),
            [],
            id="the address in the second prefix",
        ),
        pytest.param(
            vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="[10.8.0.2, 10.9.0.2]")),
            [],
            id="one of its addresses",
        ),
        pytest.param(vpn(end("a", peer("b")), end("b", address="10.8.0.2")), [], id="nothing allowed"),
        pytest.param(vpn(end("a", peer("b", "10.8.0.3/32")), end("b")), [], id="no address"),
        pytest.param(
            vpn(end("a", peer("b", "::/0")), end("b", address="10.8.0.2")), ["T705"], id="the other IP version"
        ),
        pytest.param(
            vpn(end("a", peer("b", "10.8.0.3/32")), end("b", peer("c"), address="10.8.0.2"), end("c", peer("b"))),
            ["T705"],
            id="the other end names a third, and another address",
        ),
        pytest.param(
            ROUTERS + vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="10.8.0.2")), [], id="peers of the peer"
        ),
        pytest.param(
            ROUTERS
            + WG % ""
            + vpn(end("a", peer("b", "10.9.0.0/24")), end("b", address="10.8.0.2"), more=", network: wg"),
            [],
            id="the peers are in the VPN's network",
        ),
        pytest.param(
            ROUTERS
            + WG % ""
            + vpn(
                end("a", peer("b", "10.9.0.0/24", "10.8.0.3/32")), end("b", address="10.8.0.2"), more=", network: wg"
            ),
            ["T705"],
            id="another address in the VPN's network",
        ),
        pytest.param(
            ROUTERS
            + WG.replace("name: wg, ", "") % ""
            + vpn(end("a", peer("b", "10.9.0.0/24", "10.8.0.3/32")), end("b", address="10.8.0.2")),
            [],
            id="a VPN whose network has no name",
        ),
    ],
)
def test_both_ends_of_a_tunnel_agree(plan: str, expected: list[str]) -> None:
    assert [code for code in codes(plan) if code == "T705"] == expected


def test_what_is_to_be_allowed_is_named() -> None:
    (finding,) = found(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="[10.8.0.2, 10.8.0.4]")))
    assert finding.problem.hint == "write `10.8.0.2/32` too"
    assert finding.problem.related[0].at.column > finding.problem.at.column
    (finding,) = found(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address="10.8.0.2")))
    assert finding.problem.hint == "write `10.8.0.2/32` too"
    (finding,) = found(vpn(end("a", peer("b", "10.8.0.3/32")), end("b", address=f"'{A}::2'")))
    assert finding.problem.hint == f"write `{A}::2/128` too"


REMOTE = ", network: wg, remote_access: true"


@pytest.mark.parametrize(
    ("cidr", "more", "vpn_more", "expected"),
    [
        ("192.168.178.0/24", "", REMOTE, 1),
        ("192.168.178.9/24", "", REMOTE, 1),
        ("192.168.178.0/25", "", REMOTE, 0),
        ("192.168.4.0/24", "", REMOTE, 0),
        ("192.168.4.0/22", "", REMOTE, 1),
        ("[192.168.1.0/24, 192.168.0.0/24]", "", REMOTE, 2),
        ("10.0.0.0/24", ", role: pods", REMOTE, 0),
        ("10.0.0.0/24", "", ", remote_access: false", 0),
        ("10.0.0.0/24", "", "", 0),
        ("10.0.0.0/24", "", ", network: lan, remote_access: true", 0),
        ("10.0.0.0/24", ", site: s", REMOTE, 1),
    ],
)
def test_a_lab_that_is_joined_from_elsewhere_is_not_numbered_as_routers_come(
    cidr: str, more: str, vpn_more: str, expected: int
) -> None:
    assert codes(network(cidr, more) + vpn(more=vpn_more)) == ["T706"] * expected


def test_the_vpn_that_is_joined_from_elsewhere_is_the_one_that_is_named() -> None:
    plan = "vpns: [{name: sites}, {name: phones, remote_access: true}]\n" + network("10.0.0.0/24")
    assert found(plan)[0].problem.parties == ("lan", "phones")
