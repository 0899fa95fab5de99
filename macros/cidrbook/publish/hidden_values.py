"""The values of a plan that a profile does not show, ready to be found in a text in one pass over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from netaddr import EUI, IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.ip import AddressRange
from cidrbook.publish.kinds import Leaf
from cidrbook.publish.vocabulary import is_common, is_plain, lowered, words
from cidrbook.text.regex import regex

_WIDTH = {4: 32, 6: 128}
_SHORTEST = {4: 16, 6: 40}
"""Prefixes as long as this are a lab's own, so that any address in them is one of the lab's; 10.0.0.0/8 is not."""

_FEWEST, _MOST = 3, 40
"""Words of a description that is looked for: fewer are said by chance, and of more the first ones are enough."""

_IDENTIFYING = ("private_addresses", "public_addresses", "macs")
"""The kinds that are known by their form, too."""

_WRITTEN_AS_ONE = 6
"""Characters of a name of several words that is looked for as one word, too: `NasAnna`."""

_SOUGHT = frozenset({"name", "id", "hostname", "aliases", "ssids", "site", "vrf", "endpoint", "provider", "address"})
"""Fields with names that say which lab this is; tags and namespaces are words of everybody."""

_TOKEN = regex(r"[\w:.-]+")
_NUMERIC = regex(r"[0-9]|:[0-9a-fA-F]*:")
"""What is in a token that may be an address; the pattern below is only tried there, which is several times faster."""

_PATTERN = regex(
    r"(?P<v4>(?<![\w.])[0-9]{1,3}(?:[.][0-9]{1,3}){3}(?![\w]|[.][0-9]))"
    r"|(?P<part>(?<![\w.])[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}(?=[.](?:[^0-9\s]|$)|[.]?\]))"
    r"|(?P<dashed>(?<![0-9])[0-9]{1,3}(?:-[0-9]{1,3}){3}(?![0-9])|(?<![0-9])[0-9]{1,3}(?:_[0-9]{1,3}){3}(?![0-9]))"
    r"|(?P<mac>(?<![\w:.-])(?:[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\5){4}[0-9a-fA-F]{2}"
    r"|(?:[0-9a-fA-F]{4}[.]){2}[0-9a-fA-F]{4}|[0-9a-fA-F]{12})(?![\w:]|[.-][0-9a-fA-F]{2}))"
    r"|(?P<v6>(?<![\w:.])(?=[0-9a-fA-F]{0,4}:)[0-9a-fA-F:]{2,39}(?:[0-9.]{7,15})?(?![\w:]))"
    r"|(?P<int>(?<![\w.])(?:0x)?[0-9a-fA-F]{5,39}(?![\w.]))"
)
_NUMBERED = regex(
    r"\b(?:(?P<asn>AS(?:N|[ -]?number)?)|(?P<vlan>VLAN(?:[ _-]?(?:id|tag))?))[ #:=_-]{0,3}"
    r"(?P<number>[0-9]{1,10}(?:[.][0-9]{1,5})?)(?![\w.])",
    re.IGNORECASE,
)
_WORD = regex(r"[^\W_]+")
_BETWEEN = regex(r"[\s._/:@+,'()-]{1,4}\Z")
"""What may stand between two words of one name; a sentence that ends parts names."""

_LONGEST = 100
"""Characters behind a word in which the next one of a name is; a longer word is none."""

_LONG = 1 << 20
"""Numbers below it are no address: 0.15.255.255 is the last one."""

_HOLDERS = frozenset({0xFFFF, 0x64FF9B << 64})
"""The first 96 bits of IPv6 addresses that hold one of IPv4: ::ffff:0:0/96 and 64:ff9b::/96."""

_ENDS = regex(r"[.:]\s")


class HiddenValue(NamedTuple):
    """A value that is not shown: as the plan writes it, and where that is."""

    text: str
    leaf: Leaf


class Hit(NamedTuple):
    """A hidden value that a text holds, and where it begins and ends."""

    value: HiddenValue
    start: int
    end: int


Trie = dict[str, "Trie | HiddenValue"]
_END = ""
"""The key at which a path through the words of a name ends."""


@dataclass(frozen=True, slots=True)
class HiddenValues:
    """All of them, by their forms."""

    numbers: dict[tuple[int, int], HiddenValue] = field(default_factory=dict)
    """By version and number: addresses, and the ends of ranges."""
    prefixes: dict[tuple[int, int], dict[int, HiddenValue]] = field(default_factory=dict)
    """By version and length, by the bits of the prefix."""
    macs: dict[int, HiddenValue] = field(default_factory=dict)
    asns: dict[int, HiddenValue] = field(default_factory=dict)
    vlans: dict[int, HiddenValue] = field(default_factory=dict)
    phrases: Trie = field(default_factory=dict)
    """By one word after the other."""
    shown: frozenset[str] = frozenset()
    """Addresses, prefixes and MAC addresses of the plan that are shown, as texts."""

    def shows(self, text: str) -> bool:
        """Whether the plan has this address, and shows it."""
        return bool(self.shown) and _one_form(text) in self.shown

    def hits(self, text: str, *, plain: bool = True) -> Iterator[Hit]:
        """The hidden values in a text, those of a pattern first; without numbers and plain words where not `plain`."""
        for token in _TOKEN.finditer(text):
            if _NUMERIC.search(token[0]):
                for found in _PATTERN.finditer(text, *token.span()):
                    value = self._matched(found, plain=plain)
                    if value:
                        yield Hit(value, *found.span())
        yield from self._numbered(text)
        yield from self._named(text, plain=plain)

    def _numbered(self, text: str) -> Iterator[Hit]:
        """The AS numbers and VLAN ids that are called so."""
        for found in _NUMBERED.finditer(text) if self.asns or self.vlans else ():
            of_kind = self.asns if found["asn"] else self.vlans
            value = of_kind.get(_asn(found["number"]))
            if value:
                yield Hit(value, *found.span())

    def _matched(self, found: re.Match[str], *, plain: bool) -> HiddenValue | None:
        lookup = _LOOKUPS.get(found.lastgroup or "")
        return lookup(self, found) if lookup else self._number(found[0].lower(), plain=plain)

    def address(self, text: str, version: int, *, exact: bool = True) -> HiddenValue | None:
        """What is hidden of an address; of the first one of a prefix, where it is not the `exact` one that is meant."""
        number = to_int(text, version)
        if number is None and version == 6 and text.endswith(":") and not text.endswith("::"):
            number = to_int(text[:-1], 6)
        if number is None:
            return None
        found = self.numbers.get((version, number)) if exact else None
        other = self._within if version == 6 else self._backwards
        return found or self._around(version, number) or other(number)

    def _around(self, version: int, number: int) -> HiddenValue | None:
        """The longest hidden prefix that holds an address."""
        lengths = sorted((length for known, length in self.prefixes if known == version), reverse=True)
        found = (self.prefixes[version, length].get(number >> (_WIDTH[version] - length)) for length in lengths)
        return next(filter(None, found), None)

    def _backwards(self, number: int) -> HiddenValue | None:
        """The address whose octets these are from the last to the first, as names of `in-addr.arpa` have them."""
        return self.numbers.get((4, int.from_bytes(number.to_bytes(4, "big")[::-1], "big")))

    def _within(self, number: int) -> HiddenValue | None:
        """What an IPv6 address is made of: an IPv4 address (mapped, or translated), or a MAC address (EUI-64)."""
        if number >> 32 in _HOLDERS:
            return self.address(str(IPAddress(number & 0xFFFF_FFFF, 4)), 4)
        if number >> 24 & 0xFFFF == 0xFFFE:
            return self.macs.get((number >> 16 & 0xFFFF_FF00_0000 | number & 0xFF_FFFF) ^ 1 << 41)
        return None

    def _number(self, text: str, *, plain: bool) -> HiddenValue | None:
        """An address as one number, decimal or hexadecimal, or an AS number without a word before it."""
        digits = text.removeprefix("0x")
        if text.isdigit():
            number = int(text)
            as_address = self.numbers.get((4 if number < 1 << 32 else 6, number)) if number >= _LONG else None
            return as_address or (self.asns.get(number) if plain else None)
        version = {8: 4, 32: 6}.get(len(digits))
        return self.numbers.get((version, int(digits, 16))) if version else None

    def _named(self, text: str, *, plain: bool) -> Iterator[Hit]:
        """The hidden names and descriptions in a text, the longest at each word."""
        text, done = lowered(text), 0
        for word in _WORD.finditer(text) if self.phrases else ():
            if word.start() >= done and word[0] in self.phrases:
                value, done = self._longest(text, word)
                if value and (plain or not is_plain(value.text)):
                    yield Hit(value, word.start(), done)

    def _longest(self, text: str, word: re.Match[str]) -> tuple[HiddenValue | None, int]:
        """The longest phrase that begins with a word, and where it ends; where the word does, if there is none."""
        node, found, best, end = self.phrases, word, None, word.end()
        while isinstance(step := node.get(found[0]), dict):
            node = step
            value = node.get(_END)
            if isinstance(value, HiddenValue):
                best, end = value, found.end()
            after = _WORD.search(text, found.end(), found.end() + _LONGEST)
            if after is None or not _joined(text, found.end(), after.start()):
                break
            found = after
        return best, end


_LOOKUPS: Mapping[str, Callable[[HiddenValues, re.Match[str]], HiddenValue | None]] = MappingProxyType(
    {
        "v4": lambda values, found: values.address(found[0], 4),
        "part": lambda values, found: values.address(f"{found[0]}.0", 4, exact=False),
        "dashed": lambda values, found: values.address(re.sub("[-_]", ".", found[0]), 4),
        "v6": lambda values, found: values.address(found[0], 6),
        "mac": lambda values, found: values.macs.get(int(re.sub("[:.-]", "", found[0]), 16)),
    }
)
"""What is asked of each part of the pattern; its rest is a number."""


def _joined(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return bool(_BETWEEN.match(between)) and not _ENDS.match(between)


def _asn(text: str) -> int:
    high, dot, low = text.partition(".")
    return int(high) * 65536 + int(low) if dot else int(high)


def _one_form(text: str) -> str:
    """An address in the one form that it has in `shown`."""
    number = to_int(text, 6) if ":" in text else None
    return str(IPAddress(number, 6)) if number is not None else text.lower().replace("-", ":")


def hidden_values(leaves: Iterable[Leaf], shown: Iterable[Leaf]) -> HiddenValues:
    """The values of these leaves, which a profile does not show, beside those that it does."""
    addresses = (str(leaf.value).lower() for leaf in shown if leaf.kind in _IDENTIFYING)
    values = HiddenValues(shown=frozenset(addresses))
    for leaf in leaves:
        _add(values, leaf)
    return values


def _add(values: HiddenValues, leaf: Leaf) -> None:
    value = leaf.value
    hidden = HiddenValue(str(value), leaf)
    match value:
        case IPAddress():
            values.numbers.setdefault((value.version, int(value)), hidden)
        case IPNetwork():
            _add_prefix(values, value, hidden)
        case AddressRange():
            for end in (value.first, value.last):
                values.numbers.setdefault((end.version, int(end)), hidden)
        case EUI():
            values.macs.setdefault(int(value), hidden)
        case int():
            (values.asns if leaf.kind == "asns" else values.vlans).setdefault(value, hidden)
        case str():
            _add_text(values, value, hidden)


def _add_prefix(values: HiddenValues, prefix: IPNetwork, hidden: HiddenValue) -> None:
    version, length = prefix.version, int(prefix.prefixlen)
    if length >= _SHORTEST[version]:
        bits = _WIDTH[version] - length
        values.prefixes.setdefault((version, length), {}).setdefault(prefix.first >> bits, hidden)


def _add_text(values: HiddenValues, text: str, hidden: HiddenValue) -> None:
    host = text.rpartition(":")[0] if re.search(r":[0-9]{1,5}\Z", text) else text
    version = 6 if ":" in host else 4
    number = to_int(host, version)
    if number is not None:
        values.numbers.setdefault((version, number), hidden)
        return
    for phrase in _phrases(host, hidden.leaf):
        node = values.phrases
        for word in phrase:
            step = node.setdefault(word, {})
            if not isinstance(step, dict):
                return
            node = step
        node.setdefault(_END, hidden)


def _phrases(text: str, leaf: Leaf) -> Iterator[tuple[str, ...]]:
    """The words by which a text is found; none, where it is of a kind or a length that is said by chance."""
    found = words(text)
    if leaf.kind == "names":
        if leaf.field in _SOUGHT and found and not is_common(text):
            yield found
            yield from (("".join(found),),) if len(found) > 1 and sum(map(len, found)) >= _WRITTEN_AS_ONE else ()
        yield from _domains(text) if leaf.field in ("hostname", "aliases", "endpoint", "name") else ()
    elif leaf.kind == "links":
        yield from ((words(text.partition("://")[2])),) if "://" in text and len(found) > _FEWEST else ()
    elif leaf.kind == "versions":
        return
    elif len(found) >= _FEWEST and not is_common(text):
        yield found[:_MOST]


_SHARED = frozenset(
    {"cluster.local", "home.arpa", "svc.cluster.local", "in-addr.arpa", "ip6.arpa", "ts.net", "duckdns.org"}
)
"""Domains that thousands of labs have."""


def _domains(name: str) -> Iterator[tuple[str, ...]]:
    """The domains that a host's name is in, down to the one that somebody owns."""
    labels = name.lower().strip(".").removeprefix("*.").split(".")
    for start in range(1, len(labels) - 1):
        domain = ".".join(labels[start:])
        if domain in _SHARED or _is_suffix(labels[start:]) or is_common(domain):
            return
        yield words(domain)


def _is_suffix(labels: list[str]) -> bool:
    """Whether a domain is one that registries sell names in: `co.uk`."""
    return len(labels) == 2 and len(labels[0]) <= 3 and len(labels[1]) == 2
