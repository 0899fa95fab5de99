"""Addresses, prefixes and ranges in running text, in every spelling that people use.

Read: `10.0.0.5`, `10.0.0.0/24`, `fd42::/64`; ranges `a-b`, `a - b`, with an en dash, `a <-> b`, `a to b`, also in two
code spans; the last octet alone, `10.0.0.100-150`, `10.0.0.100 - .150`, `10.0.0.20/21/22`; `10.0.0.x`. Only private
addresses are read: public ones, those of examples and resolvers, and versions say nothing of a lab's own networks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.spans import contains, has_address
from cidrbook.text.regex import regex

MAC = regex(r"(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])")
"""A MAC address, with either sign between its octets."""
_FOUR = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}"
_SIX = r"[fF][cCdD][0-9a-fA-F]{2}:[0-9a-fA-F:]{1,40}"
_QUOTES = r"[`\"'*\s]{0,4}"
_END = r"(?![0-9A-Za-z_]|\.[0-9])"
_DASH = "-\u2013\u2014"
_TO = rf"(?:<-+>|[{_DASH}]|\.{{2,3}}|\b(?:to|through|until)\b)"
_LITERAL = regex(
    rf"(?<![\w.])(?P<first>{_FOUR}|{_SIX})(?P<length>/[0-9]{{1,3}})?{_END}"
    rf"(?:{_QUOTES}(?P<to>{_TO}){_QUOTES}(?P<last>{_FOUR}|{_SIX}|\.[0-9]{{1,3}}){_END}(?!/)"
    rf"|[{_DASH}](?P<octet>[0-9]{{1,3}}){_END}(?![-/])|(?P<more>(?:/[0-9]{{1,3}})+)(?![\w/.-]))?(?!-[A-Za-z])"
    r"|(?<![\w.])(?P<stem>(?:[0-9]{1,3}\.){2,3})(?:[xX*]|[xX*]\.[xX*])(?![\w.])"
)
_FOUR_BEGUN = regex(r"[0-9]\.[0-9]")
_SIX_BEGUN = regex(r"[fF][cCdD][0-9a-fA-F]{2}:")
"""What stands in every literal: of most lines, it is told much faster that there is none."""
_LENGTH = regex(r"/([0-9]{1,2})(?![0-9])")
_VERSION = regex(r"(?:\bversion|\btag|\brelease)[`\"':=\s]*$|[\w/]:$|@$", re.IGNORECASE)
_QUERY = regex(r"[?&][\w.-]{1,60}=[^\s&|`]*$")
"""A parameter in a URL: what somebody asks for is no statement of what is there."""
_PRIVATE = tuple(map(IPNetwork, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_OCTETS, _OCTET = 4, 255
"""The octets of an IPv4 address, and the largest octet."""
_LARGEST_RANGE = 1 << 17
"""Addresses in a range. A larger range is an address space, not a part of a network."""


class Literal(NamedTuple):
    """A run of addresses from `start` to `end` of a text. `address` is set if it is one address."""

    start: int
    end: int
    version: int
    first: int
    last: int
    address: IPAddress | None


@lru_cache(maxsize=1 << 8)
def literals(text: str, *, spaces: bool = False) -> tuple[Literal, ...]:
    """The private addresses, prefixes and ranges in a text, in order. All private space is a claim with `spaces`.

    Each reader of a line asks, one after another.
    """
    if not (_FOUR_BEGUN.search(text) or (":" in text and _SIX_BEGUN.search(text))):
        return ()
    return tuple(
        literal
        for found in _LITERAL.finditer(text)
        if not is_version(text, found.start()) and not _QUERY.search(text, max(0, found.start() - 120), found.start())
        for literal in _literals_of_match(found)
        if _is_a_claim(literal, spaces=spaces)
    )


def is_version(text: str, start: int) -> bool:
    """Whether what begins there is the version of something, by the word before it."""
    return bool(_VERSION.search(text, max(0, start - 20), start))


def _literals_of_match(found: re.Match[str]) -> Iterator[Literal]:
    if found["stem"]:
        octets = found["stem"].count(".")
        if octets + found[0].lower().replace("*", "x").count("x") == _OCTETS:
            length = _LENGTH.match(found.string, found.end())
            if length is None or int(length[1]) <= octets * 8:  # `10.0.0.x/30` is one of many
                base = f"{found['stem']}{'0.0'[: (4 - octets) * 2 - 1]}"
                yield from _prefix_literal(found.start(), found.end(), base, str(octets * 8))
        return
    if found["more"]:
        yield from _addresses_by_octet(found)
        return
    last = found["last"] or found["octet"]
    whole = _range_literal(found, last) if last and not found["length"] else None
    if whole:
        yield whole
        return
    end = found.end("length") if found["length"] else found.end("first")
    yield from _prefix_literal(found.start(), end, found["first"], (found["length"] or "").removeprefix("/"))
    if found["last"] and "." in found["last"][1:]:
        yield from _prefix_literal(found.start("last"), found.end("last"), found["last"], "")


def _addresses_by_octet(found: re.Match[str]) -> Iterator[Literal]:
    """Consecutive addresses by their last octets, `10.0.0.20/21/22`; else only the first."""
    first, numbers = to_int(found["first"], 4), [*map(int, f"{found['length']}{found['more']}".split("/")[1:])]
    if first is None or ":" in found["first"]:
        return
    run = numbers == list(range((first & 0xFF) + 1, (first & 0xFF) + 1 + len(numbers))) and numbers[-1] <= _OCTET
    last = first + len(numbers)
    alone = Literal(found.start("first"), found.end("first"), 4, first, first, IPAddress(first, 4))
    yield Literal(found.start(), found.end("more"), 4, first, last, None) if run else alone


def _prefix_literal(start: int, end: int, address: str, length: str) -> Iterator[Literal]:
    version = 6 if ":" in address else 4
    number, width = to_int(address, version), 32 if version == 4 else 128
    if number is None or int(length or width) > width:
        return
    prefix = IPNetwork((number, int(length or width)), version=version)
    alone = prefix.prefixlen == width or number != prefix.first
    yield Literal(start, end, version, prefix.first, prefix.last, IPAddress(number, version) if alone else None)


def _range_literal(found: re.Match[str], last: str) -> Literal | None:
    first = found["first"]
    version = 6 if ":" in first else 4
    if version == 4 and "." not in last.removeprefix("."):
        last = f"{first.rpartition('.')[0]}.{last.removeprefix('.')}"
    start, end = to_int(first, version), to_int(last, version)
    if start is None or end is None or not 0 < end - start < _LARGEST_RANGE:
        return None
    far = found["to"] in ("to", "through", "until") and start >> 8 != end >> 8
    return None if far else Literal(found.start(), found.end(), version, start, end, None)


def _is_a_claim(literal: Literal, *, spaces: bool) -> bool:
    """Whether it lies in private space, but is not all of it. Of an address with a mask, the address counts."""
    address = literal.address
    return any(
        contains(space, literal) if address is None else has_address(space, address)
        for space in _PRIVATE
        if spaces or (literal.first, literal.last) != (space.first, space.last)
    )
