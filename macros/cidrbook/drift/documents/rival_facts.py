"""What a document says of a network, where all else says something else, and neither a plan nor a file need know it.

Compared are the VLAN id of a name and of a prefix, the prefix of a VLAN id, the gateway and the DHCP range of a prefix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Disagreement, Property, rivals
from cidrbook.drift.documents.known_networks import prefixes_beside
from cidrbook.drift.documents.written_addresses import is_in_use
from cidrbook.net.spans import PlainRun
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.documents.vlan_names import vlan_names
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Statement, Topic
from cidrbook.repository.vocabulary import COMMON, DEVICES, OF_NETWORKS, WORD, word_set, words_of
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_FILLERS = OF_NETWORKS | word_set("the and for lan ip")
"""Words beside the name of a network."""
_ADJECTIVES = word_set("default native tagged untagged trunk internal external")
"""What may be said of any network: such a word names one only beside another word."""
_SHORTEST = 2
"""Letters of a word that names a network."""
_LEADS = regex(r"[\s`*]*(?:[\u2192\u21d2\u2194\u21d4]|<?[-=]+>)")
"""An arrow behind a VLAN id."""
_MOST_WORDS = 3
"""Words of a name. With more it is a sentence."""
_OF_PREFIXES: dict[Topic, Property] = {"gateway": "gateway", "dhcp": "DHCP range"}
"""The facts of prefixes that are compared."""
_IPV4, _TWO = 4, 2
"""Values of one thing. With more, it is several things."""

_Subject: TypeAlias = "tuple[Property, frozenset[str] | PlainRun | int]"
"""What is said, and of which name, prefix or VLAN id."""


class _Fact(NamedTuple):
    """A value that a line says of a subject; `words` are those of its network's name.

    `configured` means that no document says it, `row` that a table does.
    """

    subject: str
    value: PlainRun
    text: str
    place: Place
    words: frozenset[str] | None = None
    configured: bool = False
    row: bool = False

    @property
    def line(self) -> tuple[str, int]:
        """Where it is said."""
        return self.place.file, self.place.line


def conclusions(observation: Observation) -> Iterator[Disagreement]:
    """The conclusion about each value that everything else says another one of."""
    groups: dict[_Subject, dict[PlainRun, dict[tuple[str, int], _Fact]]] = defaultdict(lambda: defaultdict(dict))
    read = (_vlans_of_networks, _vlans_of_names, _vlans_of_rows, _facts_of_unknown_networks)
    for subject, fact in (said for facts in read for said in facts(observation)):
        groups[subject][fact.value].setdefault(fact.line, fact)
    seen: set[Place] = set()
    for (about, _), by_value in groups.items():
        values = [list(lines.values()) for lines in by_value.values()]
        for one, other in _odd_facts(observation, about, values) if len(values) == _TWO else ():
            if one.place not in seen:
                seen.add(one.place)
                shown = f"VLAN {other.text}" if about == "VLAN" else other.text
                yield rivals(one, other, f"`{one.subject}`" if about == "VLAN" else one.subject, about, shown)


def _vlans_of_networks(observation: Observation) -> Iterator[tuple[_Subject, _Fact]]:
    for network in observation.networks:
        if network.vlan:
            text, place = str(network.vlan), network.at("vlan")
            for cidr in network.cidrs:
                run = PlainRun(cidr.version, cidr.first, cidr.last)
                yield ("VLAN", run), _Fact(str(cidr), _number(network.vlan), text, place, configured=True)
            if words := _telling_words(network.name):
                yield ("VLAN", words), _Fact(network.name, _number(network.vlan), text, place, configured=True)


def _vlans_of_names(observation: Observation) -> Iterator[tuple[_Subject, _Fact]]:
    for source in not_vendored(observation.sources):
        for named in vlan_names(source):
            if words := _telling_words(named.name):
                yield ("VLAN", words), _Fact(named.name, _number(named.number), named.text, named.place)


def _vlans_of_rows(observation: Observation) -> Iterator[tuple[_Subject, _Fact]]:
    for detail in observation.details:
        beside, name = prefixes_beside(detail), next(iter(detail.labels), "")
        if detail.topic != "vlan" or _leads_elsewhere(detail.place):
            continue
        said = _Fact(name, _number(detail.first), str(detail.first), detail.place, row=True)
        if len(beside) == 1:
            yield ("VLAN", _run(beside[0])), said._replace(subject=beside[0].text)
        if detail.plain and (words := _telling_words(name)):
            yield ("VLAN", words), said


def _facts_of_unknown_networks(observation: Observation) -> Iterator[tuple[_Subject, _Fact]]:
    """The prefixes of VLAN ids, the gateways and DHCP ranges of prefixes that no file knows the same of."""
    known = {network.vlan for network in observation.networks}
    served = {cidr for network in observation.networks if network.gateways or network.dhcp for cidr in network.cidrs}
    prefixes = {(cidr.first, cidr.last) for cidr in served}
    for detail in observation.details:
        beside = [one for one in prefixes_beside(detail) if one.version == _IPV4]
        if len(beside) != 1 or not detail.plain:
            continue
        prefix, words = beside[0], words_of(*detail.labels[:1]) - COMMON - DEVICES - _FILLERS - _ADJECTIVES
        if detail.topic == "vlan" and detail.first not in known and not _leads_elsewhere(detail.place):
            said = _Fact(f"VLAN {detail.first}", _run(prefix), prefix.text, prefix.place, words)
            yield ("prefix", detail.first), said
        elif detail.topic in _OF_PREFIXES and (prefix.first, prefix.last) not in prefixes:
            about = _OF_PREFIXES[detail.topic]
            yield (about, _run(prefix)), _Fact(f"the {about} of {prefix.text}", _run(detail), detail.text, detail.place)


def _run(said: Statement | Detail) -> PlainRun:
    return PlainRun(said.version, said.first, said.last)


def _number(vlan: int) -> PlainRun:
    return PlainRun(0, vlan, vlan)


def _telling_words(name: str) -> frozenset[str]:
    """The words of a network's name that tell it from others; none of a sentence, or of a word for any."""
    words = WORD.findall(name.lower())
    own = frozenset(word for word in words if word not in _FILLERS and not word.isdecimal())
    is_name = any(len(word) >= _SHORTEST for word in own - _ADJECTIVES)
    return own if is_name and len(words) <= _MOST_WORDS else frozenset()


def _leads_elsewhere(place: Place) -> bool:
    """Whether an arrow leads from a VLAN id to something else: `VLAN 10 -> printers`."""
    return _LEADS.match(place.source.lines[place.line - 1], place.column - 1 + place.width) is not None


def _odd_facts(observation: Observation, about: Property, values: list[list[_Fact]]) -> Iterator[tuple[_Fact, _Fact]]:
    """The lines with the value that no configuration and fewer lines have, each with a line of the other one."""
    odd, usual = sorted(values, key=lambda facts: _evidence(observation, facts))
    is_sure = _is_rare_vlan(odd, usual) if about == "VLAN" else about == "prefix" or len(_files(usual)) > 1
    are_of_two = _are_two_vlans if about == "VLAN" else _are_two_networks
    other = min(usual, key=lambda said: not said.configured)
    for one in odd if is_sure else ():
        if not are_of_two(one, usual):
            yield one, other


def _evidence(observation: Observation, facts: list[_Fact]) -> tuple[bool, bool, int, tuple[str, int]]:
    """How sure a value is: by settings that say it, by addresses that are in it, by lines that say it."""
    in_use = is_in_use(observation, *facts[0].value[1:])
    return _is_configured(facts), in_use, len(facts), min(one.line for one in facts)


def _is_configured(facts: list[_Fact]) -> bool:
    return any(one.configured for one in facts)


def _files(facts: list[_Fact]) -> set[str]:
    return {one.place.file for one in facts}


def _is_rare_vlan(odd: list[_Fact], usual: list[_Fact]) -> bool:
    """Whether one line says a VLAN id, or not more lines than say the one that a file configures.

    One line against one other proves nothing, unless tables have both.
    """
    if _is_configured(odd) or _is_configured(usual):
        return not _is_configured(odd) and len(odd) <= len(usual)
    are_rows = all(any(one.row for one in facts) for facts in (odd, usual))
    return len(odd) == 1 and (len(usual) > 1 or are_rows)


def _are_two_vlans(one: _Fact, usual: list[_Fact]) -> bool:
    """Whether a line says both VLAN ids, or tables of one document do: they may be of two places."""
    tables = _files([other for other in usual if other.row]) if one.row else ()
    return one.line in {other.line for other in usual} or one.place.file in tables


def _are_two_networks(one: _Fact, usual: list[_Fact]) -> bool:
    """Whether one document says both values, or two prefixes of one VLAN id are called by other names."""
    words = [word for other in usual for word in other.words or ()]
    is_renamed = one.words is not None and one.words.isdisjoint(words) and one.value.first != usual[0].value.first
    return one.place.file in _files(usual) or is_renamed
