"""Rows of machines that name the network of their address, `nas | Servers (20) | 10.0.20.5`, and are not in it.

Documents and files say where a network is, by its VLAN id or its name. Another row of the table must be right, so that
the column is about where machines are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue
from cidrbook.drift.documents.known_networks import prefixes_beside
from cidrbook.net.spans import AddressRun, PlainRun, contains
from cidrbook.repository.documents.context import TableRow, row_of
from cidrbook.repository.documents.credibility import believed, row_doubt
from cidrbook.repository.documents.literals import Literal
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.observation import Observation
from cidrbook.repository.vocabulary import ASIDE, OF_NETWORKS, WORD
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_NETWORKS = regex(
    r"\W*(?:(?:primary|home|native|untagged) )?(?:vlan|network|subnet|segment|zone)s?(?: ?(?:id|name))?\W*",
    re.IGNORECASE,
)
"""Columns that say in which network a machine is."""
_NUMBER = regex(r"(?<![\w.])[0-9]{1,4}(?![\w.])")

_Name: TypeAlias = "int | frozenset[str]"
"""The VLAN id of a network, or the words of its name."""


class _StatedPrefix(NamedTuple):
    """A prefix of a network, as written, and where."""

    run: AddressRun
    text: str
    place: Place


class _HousedRow(NamedTuple):
    """A row of a machine, with its address and the network that it names."""

    row: TableRow
    which: int
    address: Literal
    network: str
    names: tuple[_Name, ...]


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each address outside of the network that its row names."""
    known: Mapping[_Name, list[_StatedPrefix]] | None = None
    for source in not_vendored(observation.sources):
        rows = list(_housed_rows(source))
        if rows and known is None:
            known = _prefixes_by_network(observation)
        for _, table in groupby(rows, key=lambda one: (one.row.passage.headings, one.row.passage.title)):
            yield from _conclusions_of_table(list(table), known or {})


def _conclusions_of_table(table: list[_HousedRow], known: Mapping[_Name, list[_StatedPrefix]]) -> Iterator[Conclusion]:
    asked = [(one, [at for name in one.names for at in known.get(name, ())]) for one in table]
    judged = [(one, found, any(contains(at.run, one.address) for at in found)) for one, found in asked if found]
    if any(right for _, _, right in judged):
        yield from (_disagreement(one, found[0]) for one, found, right in judged if not right)


def _disagreement(one: _HousedRow, network: _StatedPrefix) -> Disagreement:
    cell = one.row.passage.cells[one.which]
    text = cell.text[one.address.start : one.address.end]
    label = next((rest for at, rest in enumerate(one.row.rests) if rest and at != one.which), one.network)
    return Disagreement(
        at=one.row.source.at(cell.start + one.address.start, len(text)),
        said=text,
        subject=f"`{label}`",
        about="address",
        truth=f"its network, `{one.network}`, is {network.text}",
        known=(KnownValue(network.text, network.place),),
        reasons=("the row says in which network it is, and its address is in no prefix of that",),
    )


def _housed_rows(source: Source) -> Iterator[_HousedRow]:
    """The rows of machines with one address, and a cell that only names a network."""
    for passage in believed(source):
        columns = [at for at, title in enumerate(passage.title) if at and _NETWORKS.fullmatch(title)]
        if passage.kind != "row" or not columns:
            continue
        row = row_of(source, passage)
        found = [(at, literal) for at, several in enumerate(row.found) for literal in several]
        if len(found) != 1 or not _is_own_address(row, *found[0]) or row_doubt(row.rests):
            continue
        texts = [row.rests[at] for at in columns if at < len(row.rests) and at != found[0][0] and row.rests[at]]
        names = tuple(name for text in texts for name in _network_names(text))
        if names:
            yield _HousedRow(row, *found[0], texts[0], names)


def _is_own_address(row: TableRow, which: int, literal: Literal) -> bool:
    """Whether it is the address of the machine that the row is about, and of no gateway or server that it asks."""
    is_one = literal.address is not None and literal.first == literal.last
    return is_one and which > 0 and not ASIDE.search(words(row.title(which)))


def _network_names(text: str) -> Iterator[_Name]:
    """The VLAN id in a name of a network, else its words; nothing where it names several."""
    numbers = _NUMBER.findall(text)
    named = _own_words(text)
    if len(numbers) == 1 and int(numbers[0]) > 1:
        yield int(numbers[0])
    elif named and not numbers and not set("/,+&") & set(text):
        yield named


def _prefixes_by_network(observation: Observation) -> dict[_Name, list[_StatedPrefix]]:
    """The prefixes of networks by VLAN id and by name, of files and of the rows of documents."""
    found: dict[_Name, list[_StatedPrefix]] = defaultdict(list)
    for network in observation.networks:
        named = _own_words(network.name)
        for which, cidr in enumerate(network.cidrs):
            one = _StatedPrefix(cidr, str(cidr), network.at("cidr", which))
            for name in (network.vlan, named):
                if name:
                    found[name].append(one)
    for detail in observation.details:
        for prefix in prefixes_beside(detail) if detail.topic == "vlan" else ():
            one = _StatedPrefix(PlainRun(prefix.version, prefix.first, prefix.last), prefix.text, prefix.place)
            found[detail.first].append(one)
            found[_own_words(next(iter(detail.labels), ""))].append(one)
    found.pop(frozenset(), None)
    return found


def _own_words(name: str) -> frozenset[str]:
    """The words of a network's name that tell it from others."""
    return frozenset(word for word in WORD.findall(name.lower()) if not word.isdecimal()) - OF_NETWORKS
