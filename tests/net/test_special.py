"""The table of special prefixes, against what Python knows of it and against a slow way to ask it."""

from __future__ import annotations

import ipaddress
import random
import re
from ipaddress import IPv4Network, IPv6Network

import pytest
from lab import some
from netaddr import IPNetwork

from cidrbook.net.special import SPECIAL, Special, is_private, misread, special
from cidrbook.plan.load import parse
from cidrbook.plan.views.special_purpose import classified, inhabited

Net = IPv4Network | IPv6Network

NETS = {ipaddress.ip_network(str(entry.prefix)): entry for entry in SPECIAL}
PRIVATE = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]


def inside(net: Net, around: Net) -> bool:
    return net.version == around.version and net.subnet_of(around)  # type: ignore[arg-type]


def slowly(net: Net) -> Special | None:
    around = [known for known in NETS if inside(net, known)]
    if around:
        return NETS[max(around, key=lambda known: known.prefixlen)]
    within = [known for known in NETS if inside(known, net)]
    return NETS[min(within, key=lambda known: (known.prefixlen, int(known.network_address)))] if within else None


def asked() -> list[Net]:
    """Each entry, its neighbours, its halves and what is around it, and networks anywhere."""
    nets: set[Net] = set()
    for net in NETS:
        width = net.max_prefixlen
        for length in {*range(max(net.prefixlen - 4, 1), min(net.prefixlen + 3, width) + 1), width}:
            step = 1 << (width - length)
            for number in (int(net.network_address), int(net.broadcast_address)):
                low = number - number % step
                nets.update(
                    type(net)((start, length)) for start in (low - step, low, low + step) if 0 <= start < 1 << width
                )
    dice = random.Random(7)  # noqa: S311 - chance, not a secret
    for _ in range(400):
        length = dice.randint(1, 32)
        nets.add(IPv4Network((dice.getrandbits(32) >> (32 - length) << (32 - length), length)))
        length = dice.randint(1, 128)
        nets.add(IPv6Network((dice.getrandbits(128) >> (128 - length) << (128 - length), length)))
    mapped = ipaddress.ip_network("::ffff:0:0/96")
    nets = {net for net in nets if not inside(net, mapped)}  # no plan holds these
    return sorted(nets, key=lambda net: (net.version, int(net.network_address), net.prefixlen))


ASKED = asked()


def test_the_entry_for_a_prefix_is_what_a_look_at_every_entry_gives() -> None:
    for net in some(ASKED):
        assert special(IPNetwork(str(net))) is slowly(net), net


def test_private_is_what_lies_in_private_space() -> None:
    for net in some(ASKED):
        assert is_private(IPNetwork(str(net))) is any(inside(net, private) for private in PRIVATE), net


@pytest.mark.parametrize("public", [False, True])
def test_what_is_worth_a_look_is_what_a_look_at_every_entry_leaves(*, public: bool) -> None:
    said = ", public: true" if public else ""
    lines = "".join(f'  - {{name: n{index}, cidr: "{net}"{said}}}\n' for index, net in enumerate(ASKED))
    found = classified(parse({"data/plan.yaml": f"networks:\n{lines}"}))
    entries = {str(found_prefix.block.prefix): found_prefix.entry for found_prefix in found}
    for net in some(ASKED):
        written = str(IPNetwork(str(net)))
        assert (written in entries) is worth_a_look(net, public=public), net
        assert written not in entries or entries[written] is slowly(net), net


NEAR = {
    octet
    for ipv4_network in NETS
    if isinstance(ipv4_network, IPv4Network)
    for octet in range(int(ipv4_network.network_address) >> 24, (int(ipv4_network.broadcast_address) >> 24) + 1)
}
"""The first octets of IPv4 addresses that an entry has."""


def worth_a_look(net: Net, *, public: bool) -> bool:
    if any(inside(net, private) for private in PRIVATE):
        return False
    if net.version == 6:
        return not (inside(net, ipaddress.ip_network("2000::/3")) and slowly(net) is None)
    first = int(net.network_address) >> 24
    return not public or net.prefixlen < 8 or first in NEAR


def test_the_table_is_in_order_and_without_repetition() -> None:
    keys = [
        (other_special.prefix.version, other_special.prefix.first, other_special.prefix.prefixlen)
        for other_special in SPECIAL
    ]
    assert keys == sorted(set(keys))
    assert all(special.prefix.value == special.prefix.first for special in SPECIAL)
    assert all(re.fullmatch(r"RFC \d{3,4}", own_special.rfc) and own_special.name for own_special in SPECIAL)


def test_the_table_agrees_with_python_where_python_knows() -> None:
    for net, entry in some(NETS.items()):
        assert net.is_multicast == (entry.kind == "multicast"), net
        assert net.is_loopback == (entry.kind == "loopback"), net
        assert net.is_link_local == (entry.kind == "link-local"), net
        assert net.is_unspecified <= (entry.kind == "reserved"), net
        if isinstance(net, IPv6Network):
            assert net.is_site_local == (entry.name == "site-local"), net
        if entry.kind in ("private", "documentation") and str(net) != "3fff::/20":
            assert net.is_private, net
        assert not (net.is_global and entry.kind in ("private", "documentation", "loopback")) or str(net) == "3fff::/20"


@pytest.mark.parametrize(
    ("prefix", "kind", "name"),
    [
        ("100.64.0.0/10", "shared", "shared address space"),
        ("100.127.255.255/32", "shared", "shared address space"),
        ("198.19.255.0/24", "benchmarking", "benchmarking"),
        ("192.0.0.0/24", "reserved", "IETF protocol assignments"),
        ("192.0.0.4/30", "translation", "IPv4 service continuity"),
        ("192.0.0.8/29", "reserved", "IETF protocol assignments"),
        ("192.0.0.8/32", "reserved", "IPv4 dummy address"),
        ("0.0.0.0/32", "reserved", "this host on this network"),
        ("255.255.255.255/32", "reserved", "limited broadcast"),
        ("2001::/23", "reserved", "IETF protocol assignments"),
        ("2001:0:5::/48", "deprecated", "Teredo"),
        ("2001:5::/32", "reserved", "IETF protocol assignments"),
        ("2001:2:0:7::/64", "benchmarking", "benchmarking"),
        ("2001:2:1::/48", "reserved", "IETF protocol assignments"),
        ("2001:1f::/32", "deprecated", "ORCHID"),
        ("2001:2f::/32", "reserved", "ORCHIDv2"),
        ("3fff:fff::/32", "documentation", "documentation"),
        ("febf::/16", "link-local", "link-local"),
        ("feff::/16", "deprecated", "site-local"),
        ("172.0.0.0/8", "private", "private use"),
    ],
)
def test_some_prefixes_and_what_they_are(prefix: str, kind: str, name: str) -> None:
    entry = special(IPNetwork(prefix))
    assert entry is not None
    assert (entry.kind, entry.name) == (kind, name)


@pytest.mark.parametrize(
    "prefix", ["100.63.255.0/24", "100.128.0.0/24", "1.1.1.0/24", "2001:200::/32", "3fff:1000::/32"]
)
def test_what_no_entry_has(prefix: str) -> None:
    assert special(IPNetwork(prefix)) is None


@pytest.mark.parametrize(
    ("prefix", "meant"),
    [
        ("172.15.255.0/24", "172.31.255.0/24"),
        ("172.32.0.0/24", "172.16.0.0/24"),
        ("172.255.7.0/24", "172.31.7.0/24"),
        ("172.0.0.0/12", "172.16.0.0/12"),
        ("172.0.0.0/11", None),
        ("172.16.0.0/24", None),
        ("172.31.255.0/24", None),
        ("171.32.0.0/24", None),
        ("192.169.7.0/24", "192.168.7.0/24"),
        ("192.169.0.0/16", "192.168.0.0/16"),
        ("192.168.0.0/15", None),
        ("192.169.5.9/15", None),
        ("192.170.0.0/24", None),
        ("193.168.1.128/25", "192.168.1.128/25"),
        ("192.167.0.0/24", "192.168.0.0/24"),
        ("192.186.0.0/24", "192.168.0.0/24"),
        ("191.168.0.0/24", "192.168.0.0/24"),
        ("129.168.0.0/24", "192.168.0.0/24"),
        ("191.167.0.0/24", None),
        ("::ac20:0/120", None),
        ("ac20::/16", None),
    ],
)
def test_what_was_meant_by_a_prefix_beside_private_space(prefix: str, meant: str | None) -> None:
    found = misread(IPNetwork(prefix))
    assert (str(found) if found else None) == meant


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("role: lan", False),
        ("slaac: false", False),
        ("slaac: true", True),
        ("vlan: 7", True),
        ("gateway: 10.0.0.1", True),
        ("dhcp: 10.0.0.7-10.0.0.9", True),
        ("hosts: [{name: h}]", True),
    ],
)
def test_machines_are_on_a_network_by_what_it_says(said: str, answer: bool) -> None:  # noqa: FBT001
    plan = parse({"data/plan.yaml": f"networks: [{{name: a, cidr: 10.0.0.0/24, {said}}}]\n"})
    assert inhabited(plan.networks[0]) is answer


@pytest.mark.parametrize("prefix", ["10.0.0.0/7", "172.16.0.0/11", "192.168.0.0/15", "fd00::/6"])
def test_host_bits_make_no_prefix_private(prefix: str) -> None:
    assert is_private(IPNetwork(prefix)) is False
