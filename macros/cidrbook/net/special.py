"""Address space with a purpose of its own: IANA's special-purpose registries, multicast and site-local addresses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import Literal, NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import contains

Kind = Literal[
    "private",
    "shared",
    "link-local",
    "loopback",
    "multicast",
    "documentation",
    "benchmarking",
    "reserved",
    "deprecated",
    "translation",
    "service",
]
"""What a prefix is for: `translation` between IPv4 and IPv6 and into segment routes, `service` on the open internet."""


class Special(NamedTuple):
    """An entry of a registry: a prefix, what it is called, the RFC that says so, and what it is for."""

    prefix: IPNetwork
    name: str
    rfc: str
    kind: Kind


_ROWS: tuple[tuple[str, str, str, Kind], ...] = (
    ("0.0.0.0/8", "this network", "RFC 791", "reserved"),
    ("0.0.0.0/32", "this host on this network", "RFC 1122", "reserved"),
    ("10.0.0.0/8", "private use", "RFC 1918", "private"),
    ("100.64.0.0/10", "shared address space", "RFC 6598", "shared"),
    ("127.0.0.0/8", "loopback", "RFC 1122", "loopback"),
    ("169.254.0.0/16", "link-local", "RFC 3927", "link-local"),
    ("172.16.0.0/12", "private use", "RFC 1918", "private"),
    ("192.0.0.0/24", "IETF protocol assignments", "RFC 6890", "reserved"),
    ("192.0.0.0/29", "IPv4 service continuity", "RFC 7335", "translation"),
    ("192.0.0.8/32", "IPv4 dummy address", "RFC 7600", "reserved"),
    ("192.0.0.9/32", "Port Control Protocol anycast", "RFC 7723", "reserved"),
    ("192.0.0.10/32", "TURN anycast", "RFC 8155", "reserved"),
    ("192.0.0.170/32", "NAT64 discovery", "RFC 8880", "reserved"),
    ("192.0.0.171/32", "NAT64 discovery", "RFC 8880", "reserved"),
    ("192.0.2.0/24", "documentation, TEST-NET-1", "RFC 5737", "documentation"),
    ("192.31.196.0/24", "AS112", "RFC 7535", "service"),
    ("192.52.193.0/24", "AMT", "RFC 7450", "service"),
    ("192.88.99.0/24", "6to4 relay anycast", "RFC 7526", "deprecated"),
    ("192.88.99.2/32", "6a44 relay anycast", "RFC 6751", "deprecated"),
    ("192.168.0.0/16", "private use", "RFC 1918", "private"),
    ("192.175.48.0/24", "direct delegation AS112", "RFC 7534", "service"),
    ("198.18.0.0/15", "benchmarking", "RFC 2544", "benchmarking"),
    ("198.51.100.0/24", "documentation, TEST-NET-2", "RFC 5737", "documentation"),
    ("203.0.113.0/24", "documentation, TEST-NET-3", "RFC 5737", "documentation"),
    ("224.0.0.0/4", "multicast", "RFC 5771", "multicast"),
    ("240.0.0.0/4", "reserved", "RFC 1112", "reserved"),
    ("255.255.255.255/32", "limited broadcast", "RFC 919", "reserved"),
    ("::/128", "unspecified address", "RFC 4291", "reserved"),
    ("::1/128", "loopback", "RFC 4291", "loopback"),
    ("::ffff:0:0/96", "IPv4-mapped addresses", "RFC 4291", "reserved"),
    ("64:ff9b::/96", "IPv4-IPv6 translation", "RFC 6052", "translation"),
    ("64:ff9b:1::/48", "local IPv4-IPv6 translation", "RFC 8215", "translation"),
    ("100::/64", "discard-only", "RFC 6666", "reserved"),
    ("100:0:0:1::/64", "dummy prefix", "RFC 9780", "reserved"),
    ("2001::/23", "IETF protocol assignments", "RFC 2928", "reserved"),
    ("2001::/32", "Teredo", "RFC 4380", "deprecated"),
    ("2001:1::1/128", "Port Control Protocol anycast", "RFC 7723", "reserved"),
    ("2001:1::2/128", "TURN anycast", "RFC 8155", "reserved"),
    ("2001:1::3/128", "DNS-SD service registration anycast", "RFC 9665", "reserved"),
    ("2001:2::/48", "benchmarking", "RFC 5180", "benchmarking"),
    ("2001:3::/32", "AMT", "RFC 7450", "service"),
    ("2001:4:112::/48", "AS112", "RFC 7535", "service"),
    ("2001:10::/28", "ORCHID", "RFC 4843", "deprecated"),
    ("2001:20::/28", "ORCHIDv2", "RFC 7343", "reserved"),
    ("2001:30::/28", "drone remote identification", "RFC 9374", "reserved"),
    ("2001:db8::/32", "documentation", "RFC 3849", "documentation"),
    ("2002::/16", "6to4", "RFC 3056", "deprecated"),
    ("2620:4f:8000::/48", "direct delegation AS112", "RFC 7534", "service"),
    ("3fff::/20", "documentation", "RFC 9637", "documentation"),
    ("5f00::/16", "segment identifiers of SRv6", "RFC 9602", "translation"),
    ("fc00::/7", "unique local", "RFC 4193", "private"),
    ("fe80::/10", "link-local", "RFC 4291", "link-local"),
    ("fec0::/10", "site-local", "RFC 3879", "deprecated"),
    ("ff00::/8", "multicast", "RFC 4291", "multicast"),
)

SPECIAL: tuple[Special, ...] = tuple(Special(IPNetwork(prefix), name, rfc, kind) for prefix, name, rfc, kind in _ROWS)
"""All entries: of IPv4, then of IPv6, each in the order of their addresses."""


_SLIPS = frozenset({(192, 167), (192, 169), (192, 186), (191, 168), (193, 168), (129, 168)})
"""First octets that are written where 192.168 is meant."""


class _Table(NamedTuple):
    """The entries of one family in the order of their addresses, and the index of the nearest around each, or -1."""

    entries: list[Special]
    firsts: list[int]
    around: list[int]


def special(cidr: IPNetwork) -> Special | None:
    """The longest entry that the prefix lies in; else the widest that lies in it; None where they do not meet."""
    table = _special_table(cidr.version)
    first, last = cidr.first, cidr.last
    index = bisect_right(table.firsts, first) - 1
    while index >= 0 and not contains(table.entries[index].prefix, cidr):
        index = table.around[index]
    if index >= 0:
        return table.entries[index]
    inside = table.entries[bisect_left(table.firsts, first) : bisect_right(table.firsts, last)]
    return min(inside, key=lambda entry: int(entry.prefix.prefixlen), default=None)


def is_private(cidr: IPNetwork) -> bool:
    """Whether the whole prefix is private (RFC 1918) or unique local (RFC 4193)."""
    value, length = cidr.value, cidr.prefixlen
    if cidr.version == 6:
        return bool(value >> 121 == 0xFC >> 1 and length >= 7)
    return bool(
        (value >> 24 == 10 and length >= 8)
        or (value >> 16 == 0xC0A8 and length >= 16)
        or (value >> 20 == 0xAC1 and length >= 12)
    )


def misread(cidr: IPNetwork) -> IPNetwork | None:
    """The private prefix that was meant by a public one, where that is plain to see."""
    first, second = cidr.first >> 24, cidr.first >> 16 & 255
    if cidr.version == 6 or cidr.prefixlen < (12 if first == 172 else 16):
        return None
    if first == 172 and second >> 4 != 1:
        return IPNetwork((cidr.first & 0xFF0F_FFFF | 1 << 20, cidr.prefixlen), version=4)
    if (first, second) in _SLIPS:
        return IPNetwork((cidr.first & 0xFFFF | 0xC0A8 << 16, cidr.prefixlen), version=4)
    return None


@cache
def _special_table(version: int) -> _Table:
    entries = [entry for entry in SPECIAL if entry.prefix.version == version]
    around: list[int] = []
    for index, entry in enumerate(entries):
        before = index - 1
        while before >= 0 and not contains(entries[before].prefix, entry.prefix):
            before = around[before]
        around.append(before)
    return _Table(entries, [entry.prefix.first for entry in entries], around)
