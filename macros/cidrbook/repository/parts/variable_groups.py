"""Variables about one network: their names share all words but those that say what each variable is.

`iot_cidr`, `iot_gateway` and `iot_dhcp_range` belong together; so do `network_cidr` and `dhcp_router`, which have no
other word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from netaddr import IPNetwork

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_networks import masked, network_of
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Value, text

Stem = tuple[str, ...]

_WORD = regex(r"[a-z0-9]+")
_KINDS = frozenset(
    _WORD.findall(
        "dhcp network networks net subnet cidr range ranges pool pools start end stop begin first last from to ip ipv4"
        " v4 address addr router gateway gw default server prefix prefixlen length netmask mask option options static"
        " vip virtual keepalived pihole dnsmasq kea isc dhcpd unifi interface iface block"
    )
)
"""Words that say what a variable is, and not which network it is of."""

_GATEWAYS = frozenset({"gateway", "gw", "router"})
_NO_GATEWAY = frozenset({"id", "mac", "name", "api", "class", "port", "metric", "vip", "lb", "asn", "svc", "service"})
_LENGTHS = ("prefix", "prefixlen", "prefix_length", "netmask", "mask", "cidr_suffix", "cidr")
_NOT_ONE = regex(
    r"route|peer|wireguard|vpn|tailscale|allowed|firewall|acl|nat|forward|ipam|pods?$|services?$|cni|calico"
)
_ROUTES = ("metric", "via", "destination", "next_hop", "nexthop", "distance", "to")
_SHORTEST = 8
"""A shorter prefix is no network of a lab, but a block to choose from."""

_ALIKE = 16
"""Bits at the end that may differ: addresses of one lab usually share the first 16."""


def stem(key: str) -> Stem:
    """The words of a name that do not say what it is."""
    return tuple(word for word in _WORD.findall(key.lower()) if word not in _KINDS)


def networks(path: tuple[str, ...], mapping: Mapping[str, Value]) -> dict[Stem, Located]:
    """The network of each stem for which a mapping names just one: a prefix, or an address with its mask."""
    if any(map(_NOT_ONE.search, path)) or not mapping.keys().isdisjoint(_ROUTES):
        return {}
    found: dict[Stem, dict[str, Located]] = defaultdict(dict)
    for key in mapping:
        cidr = None if _NOT_ONE.search(key.lower()) else _network_in_variable(mapping, key)
        if cidr is not None:
            found[stem(key)].setdefault(str(cidr), cidr)
    return {name: next(iter(some.values())) for name, some in found.items() if len(some) == 1}


def _network_in_variable(mapping: Mapping[str, Value], key: str) -> Located | None:
    """The network in a variable, or in one whose mask stands beside it."""
    value = text(dict(mapping), key)
    if value is None or value.open or is_placeholder(value):
        return None
    if "/" not in value:
        base = re.sub(r"_?(?:address|addr|ip)$", "", key)
        lengths = (text(dict(mapping), f"{base}_{written}" if base else written) for written in _LENGTHS)
        value = masked(value, next((length for length in lengths if length is not None and not length.open), None))
    cidr = network_of(value)
    return cidr if cidr is not None and IPNetwork(cidr).prefixlen >= _SHORTEST else None


def gateways(mapping: Mapping[str, Value]) -> Iterator[tuple[Stem, Located]]:
    """The addresses of routers, by their stems."""
    for key in mapping:
        words = set(_WORD.findall(key.lower()))
        value = text(dict(mapping), key) if words & _GATEWAYS and not words & _NO_GATEWAY else None
        if value is not None and not value.open and not is_placeholder(value) and as_address(value):
            yield stem(key), value


def is_near(address: str, cidr: str) -> bool:
    """Whether an address may be meant to be in a network: both begin alike."""
    number, prefix = as_address(address), IPNetwork(cidr)
    if number is None or number.version != prefix.version:
        return False
    return number.version == 6 or int(number) >> _ALIKE == int(prefix.first) >> _ALIKE
