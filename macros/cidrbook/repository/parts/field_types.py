"""Values of fields whose type a product fixes: what does not parse is wrong, unless something has yet to be filled in.

A pool, a peer or a cluster's range is typed where the product reads it, so whatever it refuses is a fault. A text with
a variable or a placeholder in it says nothing yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from pydantic_core import PydanticCustomError

from cidrbook.net.ip import parse_address, parse_interface, parse_range, parse_route
from cidrbook.plan.values import parse_asn, parse_mac, parse_vlan_id
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

FieldType = Literal["address", "addresses", "interface", "peer", "prefix", "prefixes", "pool", "asn", "vlan", "mac"]
"""The types: `interface` has a length, `peer` a port, the plurals commas; a `pool` is a prefix or a range."""

_PLACEHOLDER = regex(r"[$<>{}%@*#!_]|(?<![0-9A-Fa-f:])[A-Z]{3,}|(?:^|\.)[xX]{1,3}(?:\.|/|$)|change|replace|your")
"""What stands for a value: a variable in one notation or another, `10.0.0.x`, `REDACTED`."""
_PORT = regex(r"\[([^\]]*)\](?::[0-9]{1,5})?|([^:]*):[0-9]{1,5}")
_ITEM = regex(r"[^,\s][^,]*")
_NAME = regex(r"[A-Za-z][^:]*\Z")
"""A name of a machine, which may stand for its address."""
_REFUSED = frozenset({"wrong-type", "missing-prefix-length", "invalid-asn"})
"""Other errors are of rules of their own: an IPv4-mapped address, every address there is."""

_LONGEST = 100
"""Characters of a value. Longer ones are texts."""


def refused(written: Located, of: FieldType, product: str) -> Iterator[Reported]:
    """A problem for a value that the product refuses; nothing where it is one of its type, or still open."""
    if written.open or len(written) > _LONGEST or _PLACEHOLDER.search(written):
        return
    for value in _field_values(written, of):
        try:
            _PARSERS[of](str(value))
        except PydanticCustomError as error:
            if error.type in _REFUSED:
                context = error.context or {}
                message = f"{product} refuses {value}: {context.get('text', '')}"
                yield Reported(
                    "wrong-type", Problem(at=value.place, message=message, hint=str(context.get("hint", "")))
                )


def _field_values(written: Located, of: FieldType) -> list[Located]:
    """The values in a text: several between commas, or an address without its port."""
    if of in ("prefixes", "addresses"):
        listed = [written.part(*found.span()) for found in _ITEM.finditer(written)]
        return [value for value in listed if of == "prefixes" or not _NAME.match(value)]
    port = _PORT.fullmatch(written) if of == "peer" else None
    return [written.part(*port.span(port.lastindex or 0))] if port else [written]


def _parse_block(text: str) -> object:
    """A prefix, or a range from one address to another. One address alone is neither."""
    return parse_range(text) if "-" in text else parse_route(text)


_PARSERS: Mapping[FieldType, Callable[[str], object]] = MappingProxyType(
    {
        "address": parse_address,
        "addresses": parse_address,
        "interface": parse_interface,
        "peer": parse_address,
        "prefix": parse_route,
        "prefixes": parse_route,
        "pool": _parse_block,
        "asn": parse_asn,
        "vlan": parse_vlan_id,
        "mac": parse_mac,
    }
)
