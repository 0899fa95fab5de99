"""The names and addresses as zone files, for BIND, Knot, NSD or CoreDNS: forward, and reverse for each /24 or /64."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from posixpath import commonpath

from netaddr import IPAddress

from cidrbook.exports.domain_names import qualified
from cidrbook.exports.extract import Extract
from cidrbook.exports.host_names import HostName, by_address, host_names

_USUAL = "home.arpa"
"""The domain of homes (RFC 8375)."""
_TIMES = "3600 600 604800 300"
"""Refresh, retry, expire and the time that a name is known to be missing, in seconds."""

Record = tuple[str, str, str]
"""The owner, the type and the data of a record."""


def as_zones(extract: Extract) -> Mapping[str, str]:
    """The zones, by the names of their files: `db.home.arpa`, `db.42.168.192.in-addr.arpa`.

    Names of one label are in the domain that is asked for; by default in that of the host names that have one. A name
    of another domain is only in the reverse zones.
    """
    hosts = list(host_names(extract))
    domain = extract.domain or _common_domain(hosts)
    zones: dict[str, dict[Record, None]] = {domain: {}}
    reverse: dict[str, dict[Record, None]] = defaultdict(dict)
    pairs = ((address, host) for host in hosts for address in host.addresses)
    for address, named in sorted(pairs, key=_pair_order):
        zone, name = _reverse_name(address)
        reverse[zone][name, "PTR", f"{qualified(named.name, domain)}."] = None
        kind = "A" if address.version == 4 else "AAAA"
        zones[domain] |= {
            (inside, kind, str(IPAddress(address))): None for inside in _names_in_zone(named.names, domain)
        }
    zones |= dict(sorted(reverse.items()))
    return {f"db.{zone}": _zone_text(zone, records) for zone, records in zones.items()}


def _pair_order(pair: tuple[IPAddress, HostName]) -> tuple[int, int]:
    return by_address(pair[0])


def _common_domain(hosts: Iterable[HostName]) -> str:
    """The domain that all names end with that have one of at least two labels; else that of homes."""
    domains = ["/".join(host.name.split(".")[:0:-1]) for host in hosts if "." in host.name]
    common = commonpath(domains).split("/") if domains else []
    return ".".join(reversed(common)) if len(common) > 1 else _USUAL


def _names_in_zone(names: Iterable[str], domain: str) -> Iterable[str]:
    """The names that the domain's zone has, as they are written in it."""
    whole = (qualified(name, domain) for name in names)
    inside = (name for name in whole if f".{name}".endswith(f".{domain}"))
    return ["@" if name == domain else name.removesuffix(f".{domain}") for name in inside]


def _reverse_name(address: IPAddress) -> tuple[str, str]:
    """The zone of an address's /24 or /64, and its name in it."""
    labels = str(IPAddress(address).reverse_dns).rstrip(".").split(".")
    own = 1 if address.version == 4 else 16
    return ".".join(labels[own:]), ".".join(labels[:own])


def _zone_text(zone: str, records: Iterable[Record]) -> str:
    """A zone file. Its serial follows from its records: it changes when they do, and only then."""
    lines = [f"{name} IN {kind} {data}" for name, kind, data in records]
    serial = int.from_bytes(sha256("\n".join(lines).encode()).digest()[:4], "big") or 1
    head = (
        "; written by `cidrbook export zone`",
        f"$ORIGIN {zone}.",
        "$TTL 3600",
        f"@ IN SOA localhost. hostmaster.{zone}. {serial} {_TIMES}",
        "@ IN NS localhost.",
    )
    return "\n".join((*head, *lines))
