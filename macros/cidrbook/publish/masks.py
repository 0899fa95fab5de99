"""Values to what is shown in their place, the same everywhere: tables, drawings, anchors, sentences, exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netaddr import EUI, IPAddress, IPNetwork, mac_unix_expanded

from cidrbook.net.address_text import to_int
from cidrbook.net.ip import AddressRange, parse_range, parse_route
from cidrbook.publish.address_masks import AddressMasks
from cidrbook.publish.hidden_values import HiddenValues, Hit
from cidrbook.publish.kinds import address_kind
from cidrbook.publish.name_masks import NameMasks
from cidrbook.publish.profile import Choice
from cidrbook.text.regex import regex

_PORT = regex(r"(?P<host>.+?)(?P<port>:[0-9]{1,5})\Z")
_OCTETS = regex(r"[0-9]{1,3}(?:[._-][0-9]{1,3}){2,3}\Z")
LEFT_OUT = "…"
"""What stands in a sentence where a value is left out."""


@dataclass(frozen=True, slots=True)
class Masks:
    """The masks of all values of a plan, by one profile and one key."""

    choice: Choice
    addresses: AddressMasks
    names: NameMasks
    macs: Mapping[int, int]
    asns: Mapping[int, int]
    vlans: Mapping[int, int]
    hidden: HiddenValues

    def of(self, value: Any, kind: str, *, identity: bool) -> Any:
        """The mask of a value of this kind; `identity` says that it is a name for people, and no reference."""
        match value:
            case IPAddress() | IPNetwork() | AddressRange():
                return self.addresses.of(value)
            case EUI():
                return EUI(self.macs[int(value)], version=48, dialect=mac_unix_expanded)
            case int():
                return (self.asns if kind == "asns" else self.vlans).get(value, value)
            case str():
                names = self.names.name if identity else self.reference
                return (names if kind == "names" else self.text)(value)
            case _:
                return value

    def reference(self, text: str) -> str:
        """The mask of what names an object: an address, a prefix, a range, a name, with a port or without."""
        address = self._address(text)
        if address is not None:
            return address
        with_port = _PORT.match(text)
        if with_port and (":" not in with_port["host"] or with_port["host"].endswith("]")):
            return self.reference(with_port["host"].strip("[]")) + with_port["port"]
        return self.names.id(text)

    def _address(self, text: str) -> str | None:
        """The mask of an address, prefix or range that a text is; None, where it is none."""
        address, slash, length = text.partition("/")
        number = to_int(address, 6 if ":" in address else 4)
        if number is not None and not slash:
            return self._shown(IPAddress(number, 6 if ":" in address else 4))
        try:
            return self._shown(parse_route(text) if number is not None and length else parse_range(text))
        except ValueError:
            return None

    def _shown(self, value: IPAddress | IPNetwork | AddressRange) -> str:
        treatment = self.choice.of(address_kind(value))
        if treatment == "dropped":
            return LEFT_OUT
        return str(value if treatment == "shown" else self.addresses.of(value))

    def text(self, text: str) -> str:
        """A text of people, with the mask of each hidden value in its place."""
        return "".join(self._parts(text))

    def argument(self, text: str) -> str:
        """What a page writes to name something: its mask, where it is the name of something, or else as a text."""
        known = self.names.id(text) if self.choice.of("names") != "shown" else text
        return self.text(text) if known in (text, "name") or known.startswith("name.") else known

    def _parts(self, text: str) -> Iterator[str]:
        done = 0
        for hit in sorted(self.hidden.hits(text), key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= done:
                yield text[done : hit.start]
                yield self._in_place(text[hit.start : hit.end], hit)
                done = hit.end
        yield text[done:]

    def _in_place(self, found: str, hit: Hit) -> str:
        """What stands in the place of a hidden value as it was found."""
        leaf = hit.value.leaf
        if self.choice.of(leaf.kind) == "dropped":
            return LEFT_OUT
        match leaf.value:
            case IPAddress() | IPNetwork() | AddressRange():
                return self._octets(found)
            case int():
                return re.sub(r"[0-9.]+\Z", str(self.of(leaf.value, leaf.kind, identity=False)), found)
            case str() if leaf.kind == "names":
                return self.names.name(leaf.value) if self._address(leaf.value) is None else self.reference(leaf.value)
            case EUI():
                return str(self.of(leaf.value, leaf.kind, identity=False))
            case _:
                return LEFT_OUT

    def _octets(self, found: str) -> str:
        """The mask of an address that was found, or of the first three octets of one."""
        dotted = re.sub("[_-]", ".", found) if _OCTETS.match(found) else found
        octets = f"{dotted}.0" if dotted.count(".") == 2 else dotted
        number = to_int(octets, 6 if ":" in octets else 4)
        if number is None:
            return LEFT_OUT
        mask = str(self.addresses.address(IPAddress(number, 6 if ":" in octets else 4)))
        return mask.rpartition(".")[0] if octets != dotted else mask
