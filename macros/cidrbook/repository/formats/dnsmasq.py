"""dnsmasq, in a file, in a text of a YAML document, as arguments of a command; so also Pi-hole's leases of old.

Read ([dnsmasq](https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html)): `dhcp-range=[tag,]a,b[,netmask][,lease]`,
`dhcp-option=3,A` (the router) of the same tag, `dhcp-host=` with its fields in any order, `host-record=N,A`,
`address=/N/A`. Ranges for `proxy` and `static`, and such that are made of an interface's address, give no addresses.
Of variables of Ansible's roles for it: `dnsmasq_dhcp_range(s)`, `dnsmasq_option_router`, and hosts by names such as
`dnsmasq_dhcp_hosts`, `dnsmasq_additional_dhcp_hosts` and `dnsmasq_additional_dns_hosts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.parts.dnsmasq_fields import FIELD, option_fields, reserve_host
from cidrbook.repository.parts.router_networks import Lan, Lans, masked, network_of, span
from cidrbook.repository.reader import reads_blocks, reads_documents
from cidrbook.repository.sighting import Seen, Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, items, text

_OPTION = regex(
    r"^[ \t]*(?:-[ \t]+)?['\"]?(?:--)?(dhcp-range|dhcp-host|dhcp-option|host-record|address)=([^\s'\"#]+)", re.MULTILINE
)
_WORDS = ("dhcp-range=", "dhcp-host=", "dhcp-option=", "host-record=", "address=")
_ROUTER = ("3", "option:router")
_VARIABLES = {
    "ranges": regex(r"dnsmasq_dhcp_ranges?"),
    "leases": regex(r"dnsmasq_(?:[a-z]+_)?(?:dhcp|static)_(?:hosts?|leases|reservations)"),
    "names": regex(r"dnsmasq_(?:[a-z]+_)?dns_(?:hosts|records)|dnsmasq_hosts"),
}
"""The variables of roles, by what they hold."""

_ROUTERS = ("dnsmasq_option_router", "dnsmasq_router", "dnsmasq_dhcp_gateway")
_ENTRY = regex(r"[^\n]+")


@reads_blocks(words=_WORDS, looks=_OPTION, in_documents=False, examples=True)
def read(block: Block) -> Iterator[Seen]:
    """The ranges, reservations and names of a file."""
    if not block.example:
        lans = Lans()
        matches = ((line, _OPTION.match(line.text)) for line in block.lines)
        found = [(match[1], line.part(*match.span(2))) for line, match in matches if match]
        ranged = {
            _option_tag(value): lan for kind, value in found if kind == "dhcp-range" for lan in _dhcp_range(lans, value)
        }
        yield from _read_options(lans, ranged, found)
        yield from lans.sightings()


@reads_documents(kinds=("",), words=("dnsmasq_",))
def read_variables(document: Document) -> Iterator[Seen]:
    """The ranges, leases and names in a role's variables."""
    for _, mapping in document.mappings:
        found = {name: _variable_entries(mapping, name) for name in _VARIABLES}
        if any(found.values()):
            lans = Lans()
            _ranges_of_variables(lans, mapping, found["ranges"])
            _leases_of_variables(lans, found["leases"])
            yield from lans.sightings()
            yield from _names_of_variables(found["names"])


def _variable_entries(mapping: dict[str, Value], name: str) -> list[tuple[str, Value]]:
    """The entries of a kind of variables, with their keys if they have any."""
    found: list[tuple[str, Value]] = []
    for key, value in mapping.items():
        if _VARIABLES[name].fullmatch(key):
            found += value.items() if isinstance(value, dict) else (("", entry) for entry in items(value))
    return found


_Entries = list[tuple[str, Value]]


def _ranges_of_variables(lans: Lans, mapping: dict[str, Value], ranges: _Entries) -> None:
    """The ranges, each with its router. A single range has the router beside it."""
    beside = (text(mapping, key) for key in _ROUTERS)
    routers = [router for router in beside if router is not None and as_address(router)]
    for _, entry in ranges:
        router = text(entry, "routers") or (routers[0] if len(ranges) == 1 and routers else None)
        for lan in _lans_of_entry(lans, entry):
            lan.gateways += [router] if router is not None and as_address(router) else []


def _leases_of_variables(lans: Lans, leases: _Entries) -> None:
    for key, entry in leases:
        for line in _known_lines(entry):
            reserve_host(lans, option_fields(line))
        name = text(entry, "name") or text(entry, "hostname") or key
        lans.reserve(str(name), _entry_address(entry), text(entry, "mac"))


def _names_of_variables(names: _Entries) -> Iterator[Sighting]:
    for key, entry in names:
        address, name = _entry_address(entry), text(entry, "hostname") or text(entry, "name")
        if address is not None and as_address(address) and (name or key):
            yield record(name or Located(key, address.place, ""), address)


def _entry_address(entry: Value) -> Located | None:
    return text(entry, "ip") or text(entry, "address")


def _lans_of_entry(lans: Lans, entry: Value) -> Iterator[Lan]:
    """The range of an entry: `a,b,mask,lease`, or named ends."""
    for line in _known_lines(text(entry, "range") if isinstance(entry, dict) else entry):
        yield from _dhcp_range(lans, line)
    first, last = (text(entry, f"{end}_addr") or text(entry, end) for end in ("start", "end"))
    pools = span(first, last)
    if pools and first is not None:
        cidr = network_of(masked(first, text(entry, "netmask")))
        lan = lans.of(cidr) if cidr else lans.without_prefix("DHCP", first.place)
        lan.dhcp += pools
        yield lan


def _known_lines(entry: Value) -> list[Located]:
    """The lines of a known text."""
    if not isinstance(entry, Located) or entry.open:
        return []
    return [entry.part(*match.span()) for match in _ENTRY.finditer(entry)]


def _read_options(lans: Lans, ranged: dict[str, Lan], found: list[tuple[str, Located]]) -> Iterator[Sighting]:
    for kind, value in found:
        fields = option_fields(value)
        if kind == "dhcp-host":
            reserve_host(lans, fields)
        elif kind == "dhcp-option" and len(fields) > 1 and fields[0] in _ROUTER and as_address(fields[1]):
            lan = ranged.get(_option_tag(value))
            if lan is not None:
                lan.gateways.append(fields[1])
        elif kind == "host-record":
            yield from (record(fields[0], field) for field in fields[1:] if as_address(field))
        elif kind == "address":
            yield from _domain(value)


def _option_tag(value: str) -> str:
    """The tag that a range sets, or that an option needs."""
    return next(
        (match[0].partition(":")[2] for match in FIELD.finditer(value) if match[0].startswith(("set:", "tag:"))), ""
    )


def _dhcp_range(lans: Lans, value: Located) -> Iterator[Lan]:
    fields = option_fields(value)
    if fields and as_address(fields[0]) is None:
        fields = fields[1:]  # the name of an interface
    pools = span(fields[0], fields[1]) if len(fields) > 1 else []
    if not pools:
        return
    mask = fields[2] if len(fields) > 2 and as_address(fields[2]) else None
    length = next((field for field in fields[2:] if field.isdecimal()), None) if ":" in fields[0] else None
    cidr = network_of(masked(fields[0], mask or length))
    lan = lans.of(cidr) if cidr else lans.without_prefix(f"DHCP {_option_tag(value)}".strip(), value.place)
    lan.name = lan.name or f"DHCP {_option_tag(value)}".strip()
    lan.dhcp += pools
    yield lan


def _domain(value: Located) -> Iterator[Sighting]:
    """`address=/name/A` as a host. A whole domain, such as a blocked one, is no host."""
    name, slash, address = value[1:].rpartition("/")
    if value.startswith("/") and slash and "/" not in name and as_address(address):
        yield record(value.part(1, 1 + len(name)), value.part(len(value) - len(address), len(value)))
