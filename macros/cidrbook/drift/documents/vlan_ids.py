"""VLAN ids that a document gives a name or a prefix, where all else gives it another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue
from cidrbook.drift.documents.known_networks import prefixes_beside
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.documents.vlan_names import vlan_names
from cidrbook.repository.observation import Observation
from cidrbook.repository.vocabulary import OF_NETWORKS, WORD, word_set
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
_TWO = 2
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
        if detail.topic != "vlan" or leads_elsewhere(detail.place, name, *(one.text for one in beside)):
            continue
        if len(beside) == 1:
            said = _Said(beside[0].text, detail.first, detail.place, row=True)
            yield (beside[0].version, beside[0].first, beside[0].last), said
        if detail.plain and _telling_words(name):
            yield _telling_words(name), _Said(name, detail.first, detail.place, row=True)


def leads_elsewhere(place: Place, *called: str) -> bool:
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
