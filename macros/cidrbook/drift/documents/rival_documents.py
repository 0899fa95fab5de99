"""Devices and networks that two documents give different addresses, where no other file has them by name.

A device is compared in its own network only, since it may have one address in each. A network needs a witness: a
setting of the repository whose comment calls it by the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from cidrbook.drift.documents import rival_values
from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue
from cidrbook.drift.documents.known_names import is_domain, known_names
from cidrbook.drift.documents.written_addresses import is_in_use, written_addresses
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import (
    COMMON,
    DEVICES,
    GENERIC,
    KINDS,
    NAMELESS,
    OF_NETWORKS,
    REMARKS,
    SYSTEMS,
    WORD,
    word_set,
)
from cidrbook.text.regex import regex

_NOT_TELLING = (
    COMMON
    | DEVICES
    | GENERIC
    | KINDS
    | NAMELESS
    | OF_NETWORKS
    | REMARKS
    | SYSTEMS
    | word_set("vpn mesh overlay underlay lan wan wifi ipmi bmc storage guest home media primary dhcp static")
)
"""Words of many things, so that a name needs another word."""
_SHORTEST = 4
"""Letters of the word that is a name of its own."""
_ASIDE = regex(r"\s(?:--?|[\u2013\u2014])\s|[(:]")
"""What begins an explanation of a name."""
_MOST_WORDS = 4
"""Words of a label. With more, it is a sentence."""
_ARROW, _ARROW_WITHIN = regex(r"[\u2192\u21d2]|[-=]>"), 200
_NEAR = 8
"""The host bits of a small network: a /24. IPv6 addresses are left out: a device has several."""
_TWO = 2
"""Values of one name. With more, the name is of several things."""
_LABELS = 2
"""The cells of a row that may be its name."""

_Name: TypeAlias = tuple[frozenset[str], int]
"""The words of a name, and the network of an address or the size of a prefix."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each name with one value in a document and another one elsewhere."""
    judged = {place for one in rival_values.conclusions(observation) for place in (one.at, one.known[0].place)}
    said = _statements_by_name(observation, observation.statements)
    witnesses = _statements_by_name(observation, observation.comments)
    yield from _other_lengths(observation)
    for name, statements in said.items():
        if all(statement.address is None for statement in statements):
            found = tuple(_against_witness(observation, statements, witnesses.get(name, [])))
            yield from found or _against_configuration(observation, statements)
        else:
            yield from (
                one
                for one in _against_each_other(observation, statements)
                if judged.isdisjoint((one.at, one.known[0].place))
            )


def _statements_by_name(observation: Observation, statements: tuple[Statement, ...]) -> dict[_Name, list[Statement]]:
    """The statements of each name of a device or a network that no file but documents and comments has."""
    names = known_names(observation)
    found: dict[_Name, list[Statement]] = defaultdict(list)
    for statement in statements:
        is_prefix = statement.address is None and "/" in statement.text
        is_one = is_prefix or (statement.address is not None and not statement.has_host_bits)
        if statement.role or statement.version != 4 or not is_one or _ARROW.search(_text_before(statement)):
            continue
        if statement.address is not None and names.meant(statement).owners:
            continue
        size = statement.last - statement.first if is_prefix else -(statement.first >> _NEAR)
        labels = [label for label in statement.labels if label not in statement.whereabouts]
        for words in dict.fromkeys(map(_proper_name, labels[:_LABELS])):
            if words:
                found[words, size].append(statement)
    return found


def _text_before(statement: Statement) -> str:
    """What its line says before a statement: with an arrow there, the label is a kind, and what leads there a name."""
    at = statement.place
    return at.source.lines[at.line - 1][max(0, at.column - _ARROW_WITHIN) : at.column - 1]


def _proper_name(label: str) -> frozenset[str]:
    """The words of a label that tell its thing from others; none where it is a sentence, or a name in DNS."""
    words = WORD.findall(_ASIDE.split(label, maxsplit=1)[0].lower())
    if len(words) > _MOST_WORDS or is_domain(label) or "bridge" in words:
        return frozenset()
    own = frozenset(word for word in words if word not in _NOT_TELLING)
    return own if any(len(word) >= _SHORTEST and word.isalpha() for word in own) else frozenset()


def _against_witness(
    observation: Observation, statements: list[Statement], witnesses: list[Statement]
) -> Iterator[Disagreement]:
    """The prefixes that differ from the only one that a setting has by that name."""
    if len({witness.text for witness in witnesses}) != 1:
        return
    witness = witnesses[0]
    for statement in statements:
        if not statement.meets(witness) and statement.first not in written_addresses(observation):
            reason = "a setting whose comment has this name has another one"
            yield _rival_disagreement(statement, witness, f"the network of that name is {witness.text}", reason)


def _against_configuration(observation: Observation, statements: list[Statement]) -> Iterator[Disagreement]:
    """The prefix that one document says and no setting has, where another document says one that settings have."""
    by_range = {(statement.first, statement.last): statement for statement in reversed(statements)}
    if len(by_range) != _TWO:
        return
    odd, usual = sorted(by_range.values(), key=lambda one: is_in_use(observation, one.first, one.last))
    used = [is_in_use(observation, one.first, one.last) for one in (odd, usual)]
    said = {statement.place.file for statement in statements if statement.first == odd.first}
    if used == [False, True] and not odd.meets(usual) and odd.kind != "code" and usual.place.file not in said:
        reason = "another document says another one, in which settings have addresses"
        yield _rival_disagreement(odd, usual, f"{usual.place.file} says {usual.text}, which is in use", reason)


def _against_each_other(observation: Observation, statements: list[Statement]) -> Iterator[Disagreement]:
    """The address that one document says, where all others say another one in the same network.

    What a setting has is right, and else what more documents say.
    """
    first = {(statement.first, statement.place.file): statement for statement in reversed(statements)}
    files: dict[int, list[str]] = defaultdict(list)
    for address, file in first:
        files[address].append(file)
    if len(files) != _TWO or len({file for _, file in first}) != len(first):
        return
    written = written_addresses(observation)
    odd, usual = sorted(files, key=lambda address: (address in written, len(files[address])))
    if len(files[odd]) == 1 and odd not in written:
        wrong, right = (first[address, min(files[address])] for address in (odd, usual))
        if wrong.kind == right.kind == "code" and usual not in written:
            return  # each page shows settings as a sample
        reason = "another document says something else"
        yield _rival_disagreement(wrong, right, f"{right.place.file} says {right.text}", reason)


def _other_lengths(observation: Observation) -> Iterator[Disagreement]:
    """The prefix that one document writes with another length than all others, under the same label."""
    found: dict[tuple[frozenset[str], int], list[Statement]] = defaultdict(list)
    for statement in observation.statements:
        if statement.version == 4 and statement.address is None and "/" in statement.text and not statement.role:
            for words in dict.fromkeys(map(_own_words_of_network, statement.labels[:_LABELS])):
                if words:
                    found[words, statement.first].append(statement)
    for statements in found.values():
        files: dict[int, dict[str, Statement]] = defaultdict(dict)
        for statement in statements:
            files[statement.last].setdefault(statement.place.file, statement)
        if len(files) == _TWO and not set.intersection(*map(set, files.values())):
            odd, usual = sorted(files.values(), key=lambda said: (_is_configured(observation, said), len(said)))
            wrong, right = odd[min(odd)], usual[min(usual)]
            if len(odd) == 1 and not _is_configured(observation, odd):
                reason = "another document writes it with another length"
                yield _rival_disagreement(
                    wrong, right, f"{right.place.file} says {right.text}", reason, name=_own_words_of_network
                )


def _own_words_of_network(label: str) -> frozenset[str]:
    """The words of a label that say which network it is; none where it is a sentence."""
    words = WORD.findall(_ASIDE.split(label, maxsplit=1)[0].lower())
    named = frozenset(word for word in words if word not in OF_NETWORKS and not word.isdecimal())
    return named if len(words) <= _MOST_WORDS else frozenset()


def _is_configured(observation: Observation, said: Mapping[str, Statement]) -> bool:
    """Whether a network of the repository is exactly what these statements say."""
    spans = {(cidr.first, cidr.last) for network in observation.networks for cidr in network.cidrs}
    return any((statement.first, statement.last) in spans for statement in said.values())


def _rival_disagreement(
    statement: Statement,
    other: Statement,
    truth: str,
    reason: str,
    *,
    name: Callable[[str], frozenset[str]] | None = None,
) -> Disagreement:
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{_label_of_both(statement, other, name or _proper_name)}`",
        about="prefix" if statement.address is None else "address",
        truth=truth,
        known=(KnownValue(other.text, other.place),),
        reasons=(reason,),
    )


def _label_of_both(statement: Statement, other: Statement, name: Callable[[str], frozenset[str]]) -> str:
    theirs = set(map(name, other.labels[:_LABELS]))
    return next(label for label in statement.labels if name(label) in theirs)
