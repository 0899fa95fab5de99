"""The kinds of values that a plan holds, field by field, and a walk over all of them.

A field that no table here names is treated as a description, which no profile but `full` shows by default: what is
forgotten is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from netaddr import EUI, IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.special import is_private, special
from cidrbook.plan.entry import Entry
from cidrbook.plan.network import Vlan
from cidrbook.text.source import Place

Kind = Literal[
    "private_addresses",
    "public_addresses",
    "macs",
    "names",
    "asns",
    "vlans",
    "versions",
    "descriptions",
    "paths",
    "reasons",
    "links",
    "",
]
"""What a profile decides about, by its keys; nothing for what tells nothing: counts, severities, words of the model."""

_FIELDS: tuple[tuple[Kind, str], ...] = (
    ("names", "name id hostname aliases ssids site sites vrf tags namespace sharing_key sharing_namespaces provider"),
    ("names", "parent networks network on leads_to router dns ntp tftp by dhcp_servers runs_on local peer announces"),
    ("names", "peer_announces pools pods services node_networks from_ to between endpoint address for_ role clusters"),
    ("names", "labels values"),
    ("asns", "asn local_asn peer_asn own_asns"),
    ("vlans", "vlan subnet_id"),
    ("versions", "version plugins sysctl options feature_gates"),
    ("paths", "path include exclude"),
    ("reasons", "reason"),
    ("links", "url repository sources external"),
    ("", "product distribution through backend encapsulation mode families roles listen ports runs status assigned"),
    ("", "type via kube_proxy external_traffic_policy action severity confidence checked rule rules nuances publish"),
)
_KINDS: Mapping[str, Kind] = MappingProxyType({name: kind for kind, names in _FIELDS for name in names.split()})
_OTHERS: Mapping[tuple[str, str], Kind] = MappingProxyType(
    {
        ("LoadBalancer", "announces"): "descriptions",
        ("Link", "url"): "",
        ("Link", "label"): "",
        ("Nuance", "sources"): "",
    }
)
"""Fields that hold something else than those of the same name: labels in words of the owner, links to documentation."""

_NUMBERS = frozenset({"asns", "vlans"})
"""The kinds that whole numbers may be of: any other number only counts something."""

_EVERYBODY = frozenset({"loopback", "multicast", "reserved"})
"""Addresses that everybody has, and that so tell nothing: 127.0.0.1, 224.0.0.1, 255.255.255.255."""


class Leaf(NamedTuple):
    """One value of an object, with the field that it stands in and its kind."""

    entry: Entry
    field: str
    value: Any
    kind: Kind

    @property
    def place(self) -> Place:
        """Where the object was written."""
        return self.entry.at()


def own_leaves(entry: Entry) -> Iterator[Leaf]:
    """Every value of an object, without those of the objects in it."""
    for field in type(entry).model_fields:
        if field != "origin":
            for value in _leaf_values(getattr(entry, field)):
                if not isinstance(value, Entry):
                    yield Leaf(entry, field, value, kind(entry, field, value))


def parts(entry: Entry) -> Iterator[Entry]:
    """The objects in an object."""
    for field in type(entry).model_fields:
        yield from (value for value in _leaf_values(getattr(entry, field)) if isinstance(value, Entry))


def _leaf_values(value: Any) -> Iterator[Any]:
    match value:
        case AddressRange():
            yield value
        case tuple():
            yield from (inner for item in value for inner in _leaf_values(item))
        case Mapping():
            yield from (inner for item in value.values() for inner in _leaf_values(item))
        case None | "":
            pass
        case _:
            yield value


def kind(entry: Entry, field: str, value: Any) -> Kind:
    """The kind of a value that stands in a field of an object."""
    match value:
        case IPAddress() | IPNetwork() | AddressRange():
            return address_kind(value)
        case EUI():
            return "macs"
        case str():
            return _OTHERS.get((type(entry).__name__, field), _KINDS.get(field, "descriptions"))
        case bool():
            return ""
        case int():
            found: Kind = "vlans" if field == "id" and isinstance(entry, Vlan) else _KINDS.get(field, "")
            return found if found in _NUMBERS else ""
        case _:
            return ""


def address_kind(value: IPAddress | IPNetwork | AddressRange) -> Kind:
    """Whether an address, prefix or range is private or public; neither, where everybody has it."""
    prefix = _prefix_itself(value)
    if not prefix.prefixlen:
        return ""
    known = special(prefix)
    if is_private(prefix) or (known and known.kind in ("shared", "link-local", "deprecated")):
        return "private_addresses"
    return "" if known and known.kind in _EVERYBODY else "public_addresses"


def _prefix_itself(value: IPAddress | IPNetwork | AddressRange) -> IPNetwork:
    if isinstance(value, IPNetwork):
        return value
    return IPNetwork(value.first if isinstance(value, AddressRange) else value)
