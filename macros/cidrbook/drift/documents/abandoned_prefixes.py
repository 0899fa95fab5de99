"""Documented prefixes that the repository no longer uses, with a replacement beside a word of their row.

Without such a word nothing is concluded: an unused prefix and an undocumented one are far more often two networks
than one that moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, dropped
from cidrbook.net.address_text import to_int
from cidrbook.repository.documents.credibility import is_for_people
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import COMMON, GENERIC, words_of
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_LITERAL = regex(r"[0-9](?<![0-9.][0-9])[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3}(?:/[0-9]{1,2})?(?![0-9/]|\.[0-9])")
"""An IPv4 address or prefix. A pattern that begins with a digit is searched for much faster."""
_LENGTHS = range(16, 30)
"""Prefix lengths of networks. Shorter ones are aggregates, longer ones links and hosts."""
_LINES_ABOVE = 3
"""Lines above a prefix that may name it: a comment, a name and a key."""
_SHORTEST_WORD = 3
"""Letters of a word that identifies a network. Shorter ones are in too many rows."""


class _Configured(NamedTuple):
    """The prefixes in a repository's configurations with their places, and all addresses, in order."""

    prefixes: dict[IPNetwork, list[tuple[Source, int]]]
    addresses: list[int]

    def is_in_use(self, statement: Statement) -> bool:
        """Whether the configurations have an address in a documented prefix, or a prefix around it."""
        at = bisect_left(self.addresses, statement.first)
        if at < len(self.addresses) and self.addresses[at] <= statement.last:
            return True
        return any(statement.lies_in(prefix) for prefix in self.prefixes)


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented prefix that the repository does not use."""
    documents: dict[str, list[Statement]] = defaultdict(list)
    documented = set()
    for statement in observation.statements:
        prefix = _network_prefix(statement)
        if prefix is not None:
            documents[statement.place.file].append(statement)
            documented.add(prefix)
    if all(statement.role for statements in documents.values() for statement in statements):
        return
    configured = _configured(observation.sources)
    undocumented = [prefix for prefix in configured.prefixes if prefix not in documented]
    for statements in documents.values():
        yield from _judged_document(statements, configured, undocumented)


def _network_prefix(statement: Statement) -> IPNetwork | None:
    """The IPv4 prefix of a statement; None if it is no prefix, or of a length that no network has."""
    if statement.version != 4 or statement.address is not None or "/" not in statement.text:
        return None
    length = 32 - (statement.last - statement.first).bit_length()
    return IPNetwork((statement.first, length), version=4) if length in _LENGTHS else None


def _configured(sources: tuple[Source, ...]) -> _Configured:
    prefixes: dict[IPNetwork, list[tuple[Source, int]]] = defaultdict(list)
    addresses = set()
    for source in sources:
        for found in _LITERAL.finditer("" if is_for_people(source.file) else source.text):
            address, slash, length = found[0].partition("/")
            number = to_int(address, 4)
            if number is None:
                continue
            if slash and int(length) in _LENGTHS:
                prefixes[IPNetwork((number, int(length)), version=4).cidr].append((source, found.start()))
            elif not slash or int(length) in (30, 31, 32):
                addresses.add(number)
    addresses |= {int(prefix.first) for prefix in prefixes}
    return _Configured(prefixes, sorted(addresses))


def _judged_document(
    statements: list[Statement], configured: _Configured, undocumented: list[IPNetwork]
) -> Iterator[Conclusion]:
    """The conclusions about one document.

    Only a document with another prefix of the configurations is about this lab.
    """
    unused = [statement for statement in statements if not statement.role and not configured.is_in_use(statement)]
    is_ours = any(_network_prefix(statement) in configured.prefixes for statement in statements)
    times = Counter(statement.text for statement in unused)
    for statement in unused:
        alike = [prefix for prefix in undocumented if _differ_in_one_octet(statement, prefix)]
        near = [prefix for prefix in alike if _is_named_beside(statement, configured.prefixes[prefix])]
        if not is_ours:
            yield dropped(statement, "nothing that the document says is in the repository: it is about something else")
        elif len(near) != 1:
            yield dropped(statement, "nothing in the repository is in it, and no other prefix stands beside its name")
        elif times[statement.text] > 1:
            yield dropped(statement, "the document says it several times")
        else:
            for prefix in near:
                yield _abandoned_disagreement(statement, prefix, _place_of_prefix(prefix, configured))


def _abandoned_disagreement(statement: Statement, prefix: IPNetwork, place: Place) -> Disagreement:
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="prefix",
        aside=", and nothing in the repository is in it",
        truth=f"{prefix} is there instead",
        correct=f"{prefix} if that is meant",
        known=(KnownValue(str(prefix), place),),
        reasons=("another prefix stands beside a word of its line, and no document has it",),
    )


def _place_of_prefix(prefix: IPNetwork, configured: _Configured) -> Place:
    source, index = configured.prefixes[prefix][0]
    return source.at(index, len(str(prefix)))


def _differ_in_one_octet(statement: Statement, other: IPNetwork) -> bool:
    """Whether two prefixes of one length differ in one octet."""
    own = _network_prefix(statement)
    if own is None or own.prefixlen != other.prefixlen:
        return False
    octets = zip(str(own.ip).split("."), str(other.ip).split("."), strict=True)
    return sum(octet != counterpart for octet, counterpart in octets) == 1


def _is_named_beside(statement: Statement, places: list[tuple[Source, int]]) -> bool:
    """Whether a word of the label stands in the lines around a prefix, or in the name of its file."""
    words = words_of(*statement.labels[:2]) - COMMON - GENERIC
    telling = {word for word in words if len(word) >= _SHORTEST_WORD and not word.isdecimal()}
    return any(telling & words_of(_naming_lines(source, index)) for source, index in places)


def _naming_lines(source: Source, index: int) -> str:
    """The lines that may name a prefix: its own, those above without a prefix, and the file's name."""
    at = source.at(index).line - 1
    above = takewhile(lambda line: "/" not in line, reversed(source.lines[max(0, at - _LINES_ABOVE) : at]))
    return " ".join((source.file.rpartition("/")[2], source.lines[at], *above))
