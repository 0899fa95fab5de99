"""Values of documents that can never be so: five octets, `.300`, `/166`, a range that runs backwards.

So are host bits, an address in brackets behind a prefix that does not hold it, a mask of another length than the prefix
of its row, a DHCP range that meets a pool of its own table, and one MAC address with two addresses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, Property
from cidrbook.drift.documents.known_ranges import agrees_with, is_impossible_range, role_ranges
from cidrbook.net.address_text import to_int
from cidrbook.net.spans import has_address, overlap
from cidrbook.repository.documents.context import row_of
from cidrbook.repository.documents.credibility import believed, line_doubt, row_doubt
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import MAC, Literal, is_version, literals
from cidrbook.repository.documents.mentions import clause_of
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import words_of
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_WRITTEN = regex(
    r"(?<![\w./:@-])((?:192\.168|172\.(?:1[6-9]|2[0-9]|3[01])|10)(?:\.[0-9]{1,3}){2,4})(?:/([0-9]{1,3}))?(?![\w./]|-[a-z])"
)
"""Private addresses and prefixes, and those with an octet or a digit too many."""
_OCTETS, _OCTET, _LONGEST = 4, 255, 32
_BACKWARDS = regex(
    r"(?<![\w.])((?:[0-9]{1,3}\.){3})([0-9]{1,3})"
    r"(?:[`*]{0,3}\s?[-\u2013\u2014]\s?[`*]{0,3}(?:\1|\.)|[-\u2013\u2014])([0-9]{1,3})(?![\w./:-])"
)
_BRACKET = regex(r"[`*_]{0,3}\s?\(([^()\n]{3,80})\)")
_ELSEWHERE = regex(
    r"\b(?:via|from|through|behind|router|gateway|gw|dns|nat|peer|reach\w*|server|next|hop|to|not|was|old|formerly|and|or|vs)\b"
    r"|[<>\u2192]",
    re.IGNORECASE,
)
"""Words for addresses that are not in the prefix before them."""
_MASK = regex(r"(?<![\w.])255\.255\.[0-9]{1,3}\.[0-9]{1,3}(?![\w.])")
_APART = regex(r"\b(?:exclud\w*|outside|except|without|not|apart)\b", re.IGNORECASE)
_COMMAND = regex(r"`[^`]*[A-Za-z][^`]*$")
"""A command before a value, in one code span."""
_LONGEST_LABEL = 60
_NEAR = 8
"""The host bits of a /24, in which a machine has one address."""


class _Part(NamedTuple):
    """A line, or a cell of a row, of a document."""

    source: Source
    passage: Passage
    cell: Cell

    def at(self, start: int, end: int) -> Place:
        """The place of a part of the text."""
        return self.source.at(self.cell.start + start, end - start)


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What documents say that cannot be so."""
    for source in not_vendored(observation.sources):
        leases: dict[tuple[str, int], list[_MacRow]] = defaultdict(list)
        for passage in believed(source):
            if passage.kind == "row":
                yield from _row_conclusions(source, passage, leases)
            for cell in passage.cells:
                yield from _part_conclusions(_Part(source, passage, cell))
        yield from _second_leases(leases)
    yield from _pools_in_dhcp_ranges(observation)
    yield from _host_bits(observation)


def _part_conclusions(part: _Part) -> Iterator[Conclusion]:
    text = part.cell.text
    if part.passage.kind == "code" or text.count(".") < _OCTETS - 1:
        return
    yield from _malformed(part)
    yield from _backward_ranges(part)
    yield from _outside_of_prefix(part)


def _doubt(text: str, at: int) -> str:
    return line_doubt(clause_of(text, at, at + 1))


def _label_of_part(part: _Part, start: int) -> str:
    """What stands before a value, else the first cell of its row, or the heading above it."""
    cells = [cell for cell in part.passage.cells if cell is not part.cell] if part.passage.kind == "row" else []
    names = (part.cell.text[:start], *(cell.text for cell in cells), *reversed(part.passage.headings))
    return next((f"`{name[-_LONGEST_LABEL:]}`" for name in map(clean, names) if name), "a value")


def _malformed(part: _Part) -> Iterator[Disagreement]:
    """What would be an address or a prefix, but for an octet or a digit too many."""
    for found in _WRITTEN.finditer(part.cell.text):
        truth = _why_malformed([int(octet) for octet in found[1].split(".")], found[2])
        if truth and not is_version(part.cell.text, found.start()) and not _doubt(part.cell.text, found.start()):
            at = part.at(found.start(), found.end())
            yield _impossible(at, found[0], _label_of_part(part, found.start()), "address", truth)


def _why_malformed(octets: list[int], length: str | None) -> str:
    """Why these octets and this length are no address or prefix; empty where they are, or may be a version."""
    above = any(octet > _OCTET for octet in octets)
    if len(octets) != _OCTETS:
        return "" if len(octets) < _OCTETS or above else f"that has {len(octets)} numbers, where an address has four"
    if above:
        is_last = octets[-1] > _OCTET  # `10.0.648.4` is a version
        return f"no number of an address is above {_OCTET}" if is_last else ""
    is_too_long = length is not None and int(length) > _LONGEST and octets[-1] == 0  # `10.0.0.5/50` may be two hosts
    return f"no prefix is longer than /{_LONGEST}" if is_too_long else ""


def _backward_ranges(part: _Part) -> Iterator[Disagreement]:
    for found in _BACKWARDS.finditer(part.cell.text):
        if int(found[3]) < int(found[2]) <= _OCTET and not _doubt(part.cell.text, found.start()):
            truth = f"that would end before it begins, at {found[1]}{found[3]}"
            at = part.at(found.start(), found.end())
            yield _impossible(at, found[0], _label_of_part(part, found.start()), "range", truth)


def _outside_of_prefix(part: _Part) -> Iterator[Disagreement]:
    """The prefixes with an address in the brackets behind them, which they do not hold."""
    text = part.cell.text
    for prefix in literals(text):
        bracket = _BRACKET.match(text, prefix.end) if _is_written_prefix(prefix, text) else None
        if not bracket or _ELSEWHERE.search(bracket[1]) or _doubt(text, prefix.start):
            continue
        inside = [one for one in literals(bracket[1]) if one.address is not None]
        alone = inside[0] if len(inside) == 1 and inside[0].version == prefix.version == _OCTETS else None
        if alone and alone.address and not has_address(prefix, alone.address):
            truth = f"{bracket[1][alone.start : alone.end]}, in the brackets behind it, lies outside of it"
            at = part.at(prefix.start, prefix.end)
            yield _impossible(at, text[prefix.start : prefix.end], _label_of_part(part, prefix.start), "prefix", truth)


def _is_written_prefix(literal: Literal, text: str) -> bool:
    return literal.version == _OCTETS and literal.address is None and "/" in text[literal.start : literal.end]


class _MacRow(NamedTuple):
    """A row with a MAC address and one address."""

    place: Place
    text: str
    name: str
    number: int


def _row_conclusions(
    source: Source, passage: Passage, leases: dict[tuple[str, int], list[_MacRow]]
) -> Iterator[Disagreement]:
    """The prefix of a row with a mask of another length. Rows with a MAC address are added to the leases."""
    row = row_of(source, passage)
    if row_doubt(row.rests):
        return
    found = [(cell, one) for cell, several in zip(passage.cells, row.found, strict=True) for one in several]
    macs = {mac[0].lower() for cell in passage.cells for mac in MAC.finditer(cell.text)}
    addresses = [(cell, one) for cell, one in found if one.version == _OCTETS and one.address is not None]
    if len(macs) == len(addresses) == 1:
        cell, one = addresses[0]
        text = cell.text[one.start : one.end]
        name = next((rest for rest in row.rests if rest and not MAC.fullmatch(rest)), "a machine")
        lease = _MacRow(source.at(cell.start + one.start, len(text)), text, name, int(one.address or 0))
        leases[min(macs), lease.number >> _NEAR].append(lease)
    prefixes = [(cell, one) for cell, one in found if _is_written_prefix(one, cell.text)]
    masks = [mask[0] for cell in passage.cells for mask in _MASK.finditer(cell.text)]
    if len(prefixes) == len(masks) == 1:
        yield from _other_mask(_Part(source, passage, prefixes[0][0]), prefixes[0][1], masks[0])


def _other_mask(part: _Part, prefix: Literal, mask: str) -> Iterator[Disagreement]:
    size = (1 << 32) - 1 - (to_int(mask, _OCTETS) or 0)
    if prefix.last - prefix.first != size and not size & (size + 1):
        at, text = part.at(prefix.start, prefix.end), part.cell.text[prefix.start : prefix.end]
        truth = f"the mask of its row, {mask}, is of another length"
        yield _impossible(at, text, _label_of_part(part, prefix.start), "prefix", truth)


def _second_leases(leases: dict[tuple[str, int], list[_MacRow]]) -> Iterator[Disagreement]:
    """The second address of a MAC address in one network."""
    for (mac, _), rows in leases.items():
        if len({row.number for row in rows}) == len(rows) > 1:
            for first, second in pairwise(rows):
                truth = f"another row has {first.text} for the same MAC address, {mac}"
                yield _impossible(second.place, second.text, f"`{second.name}`", "address", truth, first)


def _pools_in_dhcp_ranges(observation: Observation) -> Iterator[Disagreement]:
    """The pools of load balancers that meet a DHCP range of their section."""
    sections: dict[tuple[str, tuple[str, ...]], list[Statement]] = defaultdict(list)
    for statement in observation.statements:
        if statement.address is None and statement.version == _OCTETS and "/" not in statement.text:
            sections[statement.place.file, statement.headings].append(statement)
    for ranges in sections.values():
        leased = [one for one in ranges if "dhcp" in words_of(*one.labels[:1])]
        pools = [one for one in ranges if one.role == "load-balancers" and not _APART.search(" ".join(one.labels))]
        for pool, one in product(pools, leased):
            if overlap(one, pool):
                truth = f"the DHCP range, {one.text}, meets it"
                yield _impossible(pool.place, pool.text, f"`{pool.label}`", "range", truth, one)


def _host_bits(observation: Observation) -> Iterator[Disagreement]:
    """The prefixes with host bits: those of a cluster, and those that end with zero as networks do, `10.0.16.0/16`.

    Where the repository has another range of the cluster, another check compares them. A pool may be written by its
    first address and the mask of its network.
    """
    for statement in observation.statements:
        known = role_ranges(observation).of(statement.role, statement.version) if statement.role else ()
        is_plain = is_impossible_range(statement) and statement.certainty == "exact"
        is_right = statement.role != "load-balancers" and any(agrees_with(statement, value) for value in known)
        is_range = is_plain and (not known or is_right)
        if is_range or (_ends_as_a_network(statement) and not _is_in_command(statement)):
            network = f"{IPAddress(statement.first, statement.version)}/{statement.text.rpartition('/')[2]}"
            truth = f"that has host bits: the network is {network}"
            yield _impossible(statement.place, statement.text, f"`{statement.label}`", "prefix", truth)


def _ends_as_a_network(statement: Statement) -> bool:
    ends_with_zero = int(statement.address or 0) & _OCTET == 0
    return statement.version == _OCTETS and statement.has_host_bits and not statement.role and ends_with_zero


def _is_in_command(statement: Statement) -> bool:
    at = statement.place
    return bool(_COMMAND.search(at.source.lines[at.line - 1], 0, at.column - 1))


def _impossible(  # noqa: PLR0913, PLR0917 (what makes one)
    at: Place, said: str, subject: str, about: Property, truth: str, other: _MacRow | Statement | None = None
) -> Disagreement:
    known = KnownValue(other.text, other.place) if other else KnownValue(said, at)
    return Disagreement(
        at=at,
        said=said.replace("`", ""),
        subject=subject,
        about=about,
        truth=truth,
        known=(known,),
        itself=True,
        reasons=("the document contradicts itself",),
    )
