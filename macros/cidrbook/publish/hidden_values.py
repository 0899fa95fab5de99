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

_WIDTH = {4: 32, 6: 128}
_SHORTEST = {4: 16, 6: 40}
"""Prefixes as long as this are a lab's own, so that any address in them is one of the lab's; 10.0.0.0/8 is not."""

_FEWEST, _MOST = 3, 40
"""Words of a description that is looked for: fewer are said by chance, and of more the first ones are enough."""

_IDENTIFYING = ("private_addresses", "public_addresses", "macs")
"""The kinds that are known by their form, too."""

_SOUGHT = frozenset({"name", "id", "hostname", "aliases", "ssids", "site", "vrf", "endpoint", "provider", "address"})
"""Fields with names that say which lab this is; tags and namespaces are words of everybody."""

_PATTERN = re.compile(
    r"(?P<v4>(?<![\w.])[0-9]{1,3}(?:[.][0-9]{1,3}){3}(?![\w]|[.][0-9]))"
    r"|(?P<part>(?<![\w.])[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}(?=[.](?:[^0-9\s]|$)|[.]?\]))"
    r"|(?P<dashed>(?<![0-9])[0-9]{1,3}(?:-[0-9]{1,3}){3}(?![0-9])|(?<![0-9])[0-9]{1,3}(?:_[0-9]{1,3}){3}(?![0-9]))"
    r"|(?P<mac>(?<![\w:.-])(?:[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\5){4}[0-9a-fA-F]{2}"
    r"|(?:[0-9a-fA-F]{4}[.]){2}[0-9a-fA-F]{4}|[0-9a-fA-F]{12})(?![\w:]|[.-][0-9a-fA-F]{2}))"
    r"|(?P<v6>(?<![\w:.])(?=[0-9a-fA-F]{0,4}:)[0-9a-fA-F:]{2,39}(?:[0-9.]{7,15})?(?![\w:]))"
    r"|(?P<asn>\bAS(?:N|[ -]?number)?[ #:=_-]{0,3}(?P<number>[0-9]{1,10}(?:[.][0-9]{1,5})?)(?![\w.]))"
    r"|(?P<vlan>\bVLAN(?:[ _-]?(?:id|tag))?[ #:=_-]{0,3}(?P<tag>[0-9]{1,4})(?![\w.]))"
    r"|(?P<int>(?<![\w.])(?:0x)?[0-9a-fA-F]{5,39}(?![\w.]))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s._/:@+,'()-]{1,4}\Z")
"""What may stand between two words of one name; a sentence that ends parts names."""

_ENDS = re.compile(r"[.:]\s")


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
        return bool(self.shown) and _plain(text) in self.shown

    def hits(self, text: str, *, plain: bool = True) -> Iterator[Hit]:
        """The hidden values in a text, those of a pattern first; without names of one plain word where not `plain`."""
        for found in _PATTERN.finditer(text):
            value = self._matched(found)
            if value:
                yield Hit(value, *found.span())
        yield from self._named(text, plain=plain)

    def _matched(self, found: re.Match[str]) -> HiddenValue | None:
        lookup = _LOOKUPS.get(found.lastgroup or "")
        return lookup(self, found) if lookup else self._number(found[0].lower())

    def address(self, text: str, version: int, *, exact: bool = True) -> HiddenValue | None:
        """What is hidden of an address; of the first one of a prefix, where it is not the `exact` one that is meant."""
        number = to_int(text, version)
        if number is None and version == 6 and text.endswith(":") and not text.endswith("::"):
            number = to_int(text[:-1], 6)
        if number is None:
            return None
        found = self.numbers.get((version, number)) if exact else None
        return found or self._around(version, number) or self._backwards(number, version)

    def _around(self, version: int, number: int) -> HiddenValue | None:
        """The longest hidden prefix that holds an address."""
        lengths = sorted((length for known, length in self.prefixes if known == version), reverse=True)
        found = (self.prefixes[version, length].get(number >> (_WIDTH[version] - length)) for length in lengths)
        return next(filter(None, found), None)

    def _backwards(self, number: int, version: int) -> HiddenValue | None:
        """The address whose octets these are from the last to the first, as names of `in-addr.arpa` have them."""
        if version == 6:
            return None
        return self.numbers.get((4, int.from_bytes(number.to_bytes(4, "big")[::-1], "big")))

    def _number(self, text: str) -> HiddenValue | None:
        """An address as one number, decimal or hexadecimal, or an AS number without a word before it."""
        digits = text.removeprefix("0x")
        if text.isdigit():
            number = int(text)
            long = number >= 1 << 20
            return self.asns.get(number) or (self.numbers.get((4 if number < 1 << 32 else 6, number)) if long else None)
        version = {8: 4, 32: 6}.get(len(digits))
        return self.numbers.get((version, int(digits, 16))) if version else None

    def _named(self, text: str, *, plain: bool) -> Iterator[Hit]:
        """The hidden names and descriptions in a text, the longest at each word."""
        if not self.phrases:
            return
        text = lowered(text)
        found = [(word[0], word.start(), word.end()) for word in _WORD.finditer(text)]
        at = 0
        while at < len(found):
            value, count = self._longest(text, found, at)
            if value and (plain or not is_plain(value.text)):
                yield Hit(value, found[at][1], found[at + count - 1][2])
            at += count

    def _longest(self, text: str, found: list[tuple[str, int, int]], at: int) -> tuple[HiddenValue | None, int]:
        """The longest phrase that begins at a word, and how many words it has; none has one."""
        node, best, count = self.phrases, None, 1
        for index in range(at, len(found)):
            step = node.get(found[index][0])
            if not isinstance(step, dict) or (index > at and not _joined(text, found[index - 1][2], found[index][1])):
                break
            node = step
            end = node.get(_END)
            if isinstance(end, HiddenValue):
                best, count = end, index - at + 1
        return best, count


_LOOKUPS: Mapping[str, Callable[[HiddenValues, re.Match[str]], HiddenValue | None]] = MappingProxyType(
    {
        "v4": lambda values, found: values.address(found[0], 4),
        "part": lambda values, found: values.address(f"{found[0]}.0", 4, exact=False),
        "dashed": lambda values, found: values.address(re.sub("[-_]", ".", found[0]), 4),
        "v6": lambda values, found: values.address(found[0], 6),
        "mac": lambda values, found: values.macs.get(int(re.sub("[:.-]", "", found[0]), 16)),
        "asn": lambda values, found: values.asns.get(_asn(found["number"])),
        "vlan": lambda values, found: values.vlans.get(int(found["tag"])),
    }
)
"""What is asked of each part of the pattern; its rest is a number."""


def _joined(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return bool(_BETWEEN.match(between)) and not _ENDS.match(between)


def _asn(text: str) -> int:
    high, dot, low = text.partition(".")
    return int(high) * 65536 + int(low) if dot else int(high)


def _plain(text: str) -> str:
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
