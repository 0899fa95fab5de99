"""What one document says of a VLAN id or a prefix, where all other documents say something else and no file knows.

Compared are the prefix of a VLAN id, and the gateway and the DHCP range of a prefix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Disagreement, KnownValue, Property
from cidrbook.drift.documents.known_networks import prefixes_beside
from cidrbook.drift.documents.vlan_ids import leads_elsewhere
from cidrbook.drift.documents.written_addresses import is_in_use, is_used_apart
from cidrbook.net.spans import PlainRun
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Statement, Topic
from cidrbook.repository.vocabulary import COMMON, DEVICES, OF_NETWORKS, word_set, words_of

_NOT_TELLING = (
    COMMON
    | DEVICES
    | OF_NETWORKS
    | word_set("the and for lan ip default native tagged untagged trunk internal external")
)
"""Words of any network's name."""
_OF_PREFIXES: dict[Topic, Property] = {"gateway": "gateway", "dhcp": "DHCP range"}
"""The facts of prefixes that are compared."""
_IPV4, _TWO = 4, 2
"""Values of one thing. With more, documents are about several things."""

_Subject: TypeAlias = tuple[Property, str]


class _Fact(NamedTuple):
    """A value that a row or an item says of a VLAN id or of a prefix, and the words of its name."""

    said: Statement | Detail
    words: frozenset[str]

    @property
    def run(self) -> PlainRun:
        """The addresses of the value."""
        return PlainRun(self.said.version, self.said.first, self.said.last)


def conclusions(observation: Observation) -> Iterator[Disagreement]:
    """The conclusion about each value that everything else says another one of."""
    groups: dict[_Subject, dict[PlainRun, list[_Fact]]] = defaultdict(lambda: defaultdict(list))
    for subject, fact in _facts(observation):
        groups[subject][fact.run].append(fact)
    for subject, by_value in groups.items():
        if len(by_value) == _TWO:
            yield from _other_values(observation, subject, list(by_value.values()))


def _facts(observation: Observation) -> Iterator[tuple[_Subject, _Fact]]:
    """What documents say of VLAN ids and prefixes that no file knows the same of."""
    known = {network.vlan for network in observation.networks}
    served = {cidr for network in observation.networks if network.gateways or network.dhcp for cidr in network.cidrs}
    prefixes = {(cidr.first, cidr.last) for cidr in served}
    for detail in observation.details:
        beside = [one for one in prefixes_beside(detail) if one.version == _IPV4]
        if len(beside) != 1 or not detail.plain:
            continue
        prefix, words = beside[0], words_of(*detail.labels[:1]) - _NOT_TELLING
        if detail.topic == "vlan" and detail.first not in known and not leads_elsewhere(detail.place, "", prefix.text):
            yield ("prefix", f"VLAN {detail.first}"), _Fact(prefix, words)
        elif detail.topic in _OF_PREFIXES and (prefix.first, prefix.last) not in prefixes:
            about = _OF_PREFIXES[detail.topic]
            yield (about, f"the {about} of {prefix.text}"), _Fact(detail, words)


def _other_values(observation: Observation, subject: _Subject, found: list[list[_Fact]]) -> Iterator[Disagreement]:
    odd, usual = sorted(found, key=lambda facts: (is_in_use(observation, *facts[0].run[1:]), len(facts)))
    right = usual[0].said
    files = {one.said.place.file for one in usual}
    if subject[0] != "prefix" and len(files) == 1:
        return  # of two documents, one may be of before
    named = frozenset(word for one in usual for word in one.words)
    for one in odd:
        is_same = subject[0] != "prefix" or one.run.first == right.first or not named.isdisjoint(one.words)
        apart = is_used_apart(observation, one.run, usual[0].run) and subject[0] != "DHCP range"
        if is_same and one.said.place.file not in files and not apart:
            yield Disagreement(
                at=one.said.place,
                said=one.said.text,
                subject=subject[1],
                about=subject[0],
                truth=f"{right.place.file} says {right.text}",
                known=(KnownValue(right.text, right.place),),
                reasons=("no file knows it, and everything else that a document says of it is another one",),
            )
