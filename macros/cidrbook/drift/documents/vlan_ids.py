"""VLAN ids that a document gives a name or a prefix, where all else gives it another one, and prefixes of VLAN ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue
from cidrbook.drift.documents.networks_by_detail import prefixes_beside
from cidrbook.drift.documents.written_addresses import is_in_use, is_used_apart
from cidrbook.repository.documents.publications import not_vendored
from cidrbook.repository.documents.vlan_names import vlan_names
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import COMMON, DEVICES, OF_NETWORKS, WORD, word_set, words_of
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_NOT_TELLING = OF_NETWORKS | word_set("the and for lan ip")
_ADJECTIVES = word_set("default native tagged untagged trunk internal external")
"""What may be said of any network: such a word names one only beside another word."""
_SHORTEST = 2
"""Letters of a word that names a network."""
_LEADS = regex(r"[\s`*]*(?:[\u2192\u21d2\u2194\u21d4]|<?[-=]+>)([^|]*)")
"""An arrow behind a VLAN id, and where it leads."""
_MOST_WORDS = 3
"""Words of a name. With more it is a sentence."""
_IPV4, _TWO = 4, 2
"""VLAN ids of one name or prefix. With more, it is of several things."""

_Key: TypeAlias = "frozenset[str] | tuple[int, int, int]"


class _Said(NamedTuple):
    """The VLAN id of a name or of a prefix. `configured` means that no document says it, `row` that a table does."""

    subject: str
    number: int
    place: Place
    configured: bool = False
    row: bool = False


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each VLAN id that contradicts all others of its name or of its prefix."""
    groups: dict[_Key, list[_Said]] = defaultdict(list)
    for key, said in (*_of_networks(observation), *_of_names(observation), *_of_rows(observation)):
        groups[key].append(said)
    seen: set[Place] = set()
    for found in groups.values():
        for one in _disagreements(found):
            if one.at not in seen:
                seen.add(one.at)
                yield one
    yield from _prefix_conclusions(observation)


def _telling_words(name: str) -> frozenset[str]:
    """The words of a network's name that tell it from others; none of a sentence, or of a word for any."""
    words = WORD.findall(name.lower())
    own = frozenset(word for word in words if word not in _NOT_TELLING and not word.isdecimal())
    is_name = any(len(word) >= _SHORTEST for word in own - _ADJECTIVES)
    return own if is_name and len(words) <= _MOST_WORDS else frozenset()


def _of_networks(observation: Observation) -> Iterator[tuple[_Key, _Said]]:
    for network in observation.networks:
        if network.vlan:
            place, words = network.at("vlan"), _telling_words(network.name)
            for cidr in network.cidrs:
                said = _Said(str(cidr), network.vlan, place, configured=True)
                yield (cidr.version, cidr.first, cidr.last), said
            if words:
                yield words, _Said(network.name, network.vlan, place, configured=True)


def _of_names(observation: Observation) -> Iterator[tuple[_Key, _Said]]:
    for source in not_vendored(observation.sources):
        for named in vlan_names(source):
            words = _telling_words(named.name)
            if words:
                yield words, _Said(named.name, named.number, named.place)


def _of_rows(observation: Observation) -> Iterator[tuple[_Key, _Said]]:
    for detail in observation.details:
        beside, name = prefixes_beside(detail), next(iter(detail.labels), "")
        if detail.topic != "vlan" or _leads_elsewhere(detail.place, name, *(one.text for one in beside)):
            continue
        if len(beside) == 1:
            said = _Said(beside[0].text, detail.first, detail.place, row=True)
            yield (beside[0].version, beside[0].first, beside[0].last), said
        if detail.plain and _telling_words(name):
            yield _telling_words(name), _Said(name, detail.first, detail.place, row=True)


def _leads_elsewhere(place: Place, *called: str) -> bool:
    """Whether an arrow leads from a VLAN id to something else than what the line calls it: `VLAN 10 -> printers`."""
    leads = _LEADS.match(place.source.lines[place.line - 1], place.column - 1 + place.width)
    return leads is not None and not any(name and name in leads[1] for name in called)


def _disagreements(found: list[_Said]) -> Iterator[Disagreement]:
    """The lines with a VLAN id, of two, that fewer lines and no configuration have."""
    by_number: dict[int, dict[tuple[str, int], _Said]] = defaultdict(dict)
    for said in found:
        by_number[said.number].setdefault((said.place.file, said.place.line), said)
    if len(by_number) != _TWO:
        return
    wrong, right = sorted(by_number.values(), key=lambda lines: (_is_configured(lines), len(lines), sorted(lines)))
    if _is_configured(wrong) or len(wrong) > (len(right) if _is_configured(right) else 1) or set(wrong) & set(right):
        return
    if _are_rows_of_one_document(wrong, right):
        return
    other = min(right.values(), key=lambda said: not said.configured)
    for said in wrong.values():
        yield Disagreement(
            at=said.place,
            said=str(said.number),
            subject=f"`{said.subject}`",
            about="VLAN",
            truth=f"{other.place.file} says VLAN {other.number}",
            known=(KnownValue(f"VLAN {other.number}", other.place),),
            reasons=("everything else that says the VLAN of this says another one",),
        )


def _are_rows_of_one_document(wrong: dict[tuple[str, int], _Said], right: dict[tuple[str, int], _Said]) -> bool:
    """Whether tables of one document say both: they may be of two places."""
    files = {said.place.file for said in wrong.values() if said.row}
    return any(said.row and said.place.file in files for said in right.values())


def _is_configured(lines: dict[tuple[str, int], _Said]) -> bool:
    return any(said.configured for said in lines.values())


def _prefix_conclusions(observation: Observation) -> Iterator[Disagreement]:
    """The conclusion about each prefix of a VLAN id that no configuration has, where another document says another one.

    Both must be of one network: they share a word of its name, or begin with the same address.
    """
    configured = {network.vlan for network in observation.networks}
    groups: dict[int, dict[tuple[int, int], list[_PrefixOfVlan]]] = defaultdict(lambda: defaultdict(list))
    for detail in observation.details:
        beside = prefixes_beside(detail)
        is_one = detail.topic == "vlan" and detail.plain and len(beside) == 1 and beside[0].version == _IPV4
        if is_one and detail.first not in configured and not _leads_elsewhere(detail.place, "", beside[0].text):
            prefix = beside[0]
            words = words_of(*detail.labels[:1]) - _NOT_TELLING - _ADJECTIVES - COMMON - DEVICES
            groups[detail.first][prefix.first, prefix.last].append(_PrefixOfVlan(prefix, words))
    for number, by_prefix in groups.items():
        if len(by_prefix) == _TWO:
            yield from _other_prefixes(observation, number, list(by_prefix.values()))


class _PrefixOfVlan(NamedTuple):
    """What a row or an item says of a VLAN id: its prefix, and the words of its name."""

    prefix: Statement
    words: frozenset[str]


def _other_prefixes(observation: Observation, number: int, found: list[list[_PrefixOfVlan]]) -> Iterator[Disagreement]:
    odd, usual = sorted(
        found, key=lambda said: (is_in_use(observation, said[0].prefix.first, said[0].prefix.last), len(said))
    )
    right = usual[0].prefix
    files = {one.prefix.place.file for one in usual}
    named = frozenset(word for one in usual for word in one.words)
    for one in odd:
        is_same = one.prefix.first == right.first or not named.isdisjoint(one.words)
        if is_same and one.prefix.place.file not in files and not is_used_apart(observation, one.prefix, right):
            yield Disagreement(
                at=one.prefix.place,
                said=one.prefix.text,
                subject=f"VLAN {number}",
                about="prefix",
                truth=f"{right.place.file} says {right.text}",
                known=(KnownValue(right.text, right.place),),
                reasons=("no configuration has that VLAN, and everything else that says its prefix says another one",),
            )
