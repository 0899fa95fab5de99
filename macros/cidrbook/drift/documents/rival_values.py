"""Values that one document says of a name, where all else in the repository that has this name says another one.

A name is compared in its own network only, since a machine may have one address in each: in a /24 for addresses, in a
/16 for prefixes. It counts where it is whole, and where it leads to two values and to no third one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cidrbook.drift.documents.conclusion import Disagreement, rivals
from cidrbook.drift.documents.known_names import known_names
from cidrbook.drift.documents.named_settings import NamedSetting, named_settings
from cidrbook.drift.documents.spelling import is_id
from cidrbook.drift.documents.variables import is_variable
from cidrbook.drift.documents.written_addresses import is_in_use, is_used_apart
from cidrbook.net.spans import PlainRun
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.labels import is_interface
from cidrbook.repository.documents.literals import MAC
from cidrbook.repository.documents.mentions import ASIDE, Mention, Sort, mentions
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import (
    COMMON,
    DEVICES,
    GENERIC,
    NAMELESS,
    OF_NETWORKS,
    REMARKS,
    STRUCTURE,
    SYSTEMS,
    TUNNELS,
    WORD,
    word_set,
    words_of,
)
from cidrbook.text.source import Place, Source

_STOP = word_set(
    "if when this those these each every all any via from to at on in by be your you we or but not it because so then"
    " that which where what who how why can will should must uses use using run runs running see set access open"
    " visit browse ping curl connect bridge interface interfaces nic nics port ports"
)
"""Words of sentences, which no name has."""
_PARTS = TUNNELS | word_set(
    "destination source src dst target rule mesh overlay underlay zone segment wifi ipmi bmc backup dhcp static dns ntp"
    " web ui url apps public private primary secondary new http https tcp udp ssh bgp nfs smb proxmox truenas clusterip"
    " nodeip externalip loadbalancerip"
)
"""Parts of a thing, and what it runs. They are of several things, so that a name needs another word."""
_KINDS = COMMON | DEVICES
"""Words for what a thing is, which people add to its name or leave out."""
_NOT_TELLING: dict[Sort, frozenset[str]] = {
    "address": GENERIC | NAMELESS | REMARKS | STRUCTURE | SYSTEMS | _KINDS | _PARTS,
    "prefix": COMMON | NAMELESS | OF_NETWORKS | word_set("gateway gw dns dhcp"),
}
"""Words that alone are no name of a thing, and of a network."""
_FILLERS: dict[Sort, frozenset[str]] = {"address": _KINDS, "prefix": OF_NETWORKS | word_set("the is")}
"""Words that a name may have or not."""
_MOST_WORDS, _LONGEST, _SHORTEST = 4, 6, 3
"""Words of a name without those for its kind, and with them: with more it is a sentence. Letters of a telling word."""
_BITS: dict[Sort, int] = {"address": 8, "prefix": 16}
"""The host bits of the network in which a thing has one value."""
_IPV4, _TWO = 4, 2

_Value: TypeAlias = tuple[int, int]
_Words: TypeAlias = frozenset[str]


class _Key(NamedTuple):
    """What a value is of: its sort, the words of a name and of the property, and the network."""

    sort: Sort
    name: _Words
    about: _Words
    space: int

    @property
    def words(self) -> _Words:
        """The words of the name and of the property."""
        return self.name | self.about


_Found: TypeAlias = "dict[_Value, list[tuple[str, Mention]]]"
"""The values of a name, each with its mentions and what they call it."""


class _Rivals(NamedTuple):
    """The mentions of a value that contradicts all others of its name, and one of those.

    `is_sure` means that settings have the other one, or that rows with the name contradict several documents.
    """

    name: str
    odd: list[Mention]
    usual: Mention | NamedSetting
    is_sure: bool


@lru_cache(maxsize=2)
def _all_mentions(sources: tuple[Source, ...]) -> tuple[Mention, ...]:
    return tuple(found for source in not_vendored(sources) for found in mentions(source))


def conclusions(observation: Observation) -> Iterator[Disagreement]:
    """The conclusion about each value of a name that everything else says another value of."""
    yield from _against_comments(observation)
    groups: dict[_Key, dict[_Value, list[tuple[str, Mention]]]] = defaultdict(lambda: defaultdict(list))
    by_space: dict[tuple[Sort, int], list[Mention]] = defaultdict(list)
    for mention in _all_mentions(observation.sources):
        space = mention.first >> _BITS[mention.sort] if mention.sort == "address" else 0
        by_space[mention.sort, space].append(mention)
        for name in mention.names:
            others = _is_anothers(observation, name, mention.sort)
            words = frozenset() if others else name_words(name, mention.sort)
            if words:
                groups[_Key(mention.sort, words, mention.about, space)][mention.first, mention.last].append(
                    (name, mention)
                )
    asked = {
        key: found
        for key, found in groups.items()
        if key.sort == "prefix" or not all(is_in_use(observation, *value) for value in found)
    }
    spaces = {key: {(key.sort, first >> _BITS[key.sort]) for first, _ in found} for key, found in asked.items()}
    settings = named_settings(observation, frozenset().union(*spaces.values()))
    seen: set[Place] = set()
    for key, found in asked.items():
        odd_one = _rivals(observation, key, found, [one for space in spaces[key] for one in settings.get(space, [])])
        if odd_one and _is_about_one(odd_one, key, by_space[key.sort, key.space]):
            for one in odd_one.odd:
                if one.place not in seen:
                    seen.add(one.place)
                    yield rivals(one, odd_one.usual, f"`{odd_one.name}`", key.sort)


def _against_comments(observation: Observation) -> Iterator[Disagreement]:
    """The prefixes of networks that a setting has another prefix of, by its comment: `10.101.0.0/16 # Nebula`."""
    named: dict[tuple[_Words, int], list[Statement]] = defaultdict(list)
    for comment in filter(_is_plain_prefix, observation.comments):
        named[_proper_words(comment.label), comment.last - comment.first].append(comment)
    for statement in filter(_is_plain_prefix, observation.statements if named else ()):
        for label in statement.labels[:_TWO]:
            found = named.get((_proper_words(label), statement.last - statement.first), [])
            if _proper_words(label) and len({one.text for one in found}) == 1:
                other = found[0]
                if not statement.meets(other) and not is_in_use(observation, statement.first, statement.first):
                    yield rivals(statement, other, f"`{label}`", "prefix")


def _is_plain_prefix(statement: Statement) -> bool:
    is_one = statement.address is None and "/" in statement.text
    return statement.version == _IPV4 and is_one and not statement.role


def _proper_words(label: str) -> _Words:
    return name_words(label, "prefix") - _PARTS


def _is_anothers(observation: Observation, name: str, sort: Sort) -> bool:
    """Whether other checks compare the values of a name: it is a variable's, or an address' of a known thing."""
    return is_variable(name) or (sort == "address" and known_names(observation).has(name))


def name_words(name: str, sort: Sort) -> _Words:
    """The words of a name that tell its thing from others; none where it is a sentence, or an interface's."""
    if MAC.fullmatch(name):
        return frozenset((name,))
    for part in ASIDE.split(name)[:_TWO]:
        words = WORD.findall(part.lower())
        fillers = frozenset() if is_id(part) else _FILLERS[sort]
        own = frozenset(word for word in words if word not in fillers)
        if len(own) > _MOST_WORDS or len(words) > _LONGEST or not _STOP.isdisjoint(words) or is_interface(part):
            return frozenset()
        telling = own - _NOT_TELLING[sort]
        if any(len(word) >= _SHORTEST and word[0].isalpha() for word in telling) or (is_id(part) and len(own) > _TWO):
            return own if sort == "address" else frozenset(word for word in own if not word.isdecimal())
    return frozenset()


def _documents_with(found: _Found, value: _Value) -> set[str]:
    return {one.place.file for _, one in found.get(value, ())}


def _rivals(
    observation: Observation,
    key: _Key,
    found: _Found,
    settings: list[NamedSetting],
) -> _Rivals | None:
    """The value of a name that one or few documents say, and the other one; None where there are not just two.

    A value that is in use is not the odd one: there are two things of that name.
    """
    beside = [one for one in settings if key.words <= one.words]
    by_name = {(one.first, one.last): one for one in reversed(beside) if one.is_called(key.name)}
    values = {*found, *by_name}
    if len(values) != _TWO or not _may_be_one_network(key.sort, *values):
        return None
    lines = _lines_with_value(observation)
    odd, usual = sorted(
        values,
        key=lambda value: (
            value in by_name,
            is_in_use(observation, *value),
            len(_documents_with(found, value)),
            lines.get((key.sort, *value), 0),
            value,
        ),
    )
    if odd in by_name or is_used_apart(observation, PlainRun(4, *odd), PlainRun(4, *usual)):
        return None
    if any((one.first, one.last) != usual for one in beside):
        return None
    in_use, of_several = is_in_use(observation, *usual), len(_documents_with(found, usual)) >= _TWO
    if not (in_use or of_several or usual in by_name or _stands_beside_one(found)):
        return None
    name, said = found[odd][0][0], [one for _, one in found[odd]]
    is_sure = in_use or (of_several and _are_rows(said))
    odd_one = _Rivals(name, said, by_name.get(usual) or found[usual][0][1], is_sure)
    return odd_one if _are_apart_in_files(found, odd, usual) else None


def _are_rows(said: list[Mention]) -> bool:
    """Whether the name is each time that of the row."""
    return all(one.own for one in said)


def _stands_beside_one(found: _Found) -> bool:
    """Whether the name stands on the line of a value. One above all of them may be of a section that each page has."""
    said = (pair for pairs in found.values() for pair in pairs)
    return any(words_of(name) <= words_of(one.place.source.lines[one.place.line - 1]) for name, one in said)


@cached_view
def _lines_with_value(observation: Observation) -> Counter[tuple[Sort, int, int]]:
    """How many lines of documents say each value, whatever they call it."""
    found = _all_mentions(observation.sources)
    lines = {(one.sort, one.first, one.last, one.place.file, one.place.line) for one in found}
    return Counter((sort, first, last) for sort, first, last, _, _ in lines)


def _are_apart_in_files(found: _Found, odd: _Value, usual: _Value) -> bool:
    """Whether documents that say two values have both below a name of their own, in two sections."""
    said = [found.get(value, []) for value in (odd, usual)]
    both = _documents_with(found, odd) & _documents_with(found, usual)
    pairs, others = ([pair for pair in pairs if pair[1].place.file in both] for pairs in said)
    by_name = all(name == _first_telling(one) and not one.about for name, one in (*pairs, *others))
    sections = {(one.place.file, one.section) for _, one in pairs}
    return by_name and sections.isdisjoint((one.place.file, one.section) for _, one in others)


def _first_telling(mention: Mention) -> str:
    """The first name of a value that tells its thing from others; empty, if none does."""
    return next((name for name in mention.names if name_words(name, mention.sort)), "")


def _is_about_one(odd_one: _Rivals, key: _Key, mentions: list[Mention]) -> bool:
    """Whether no line that has all words of a name says a third value, and none without them says the odd one.

    Where the other value is sure, the odd one may as well be that of another thing, taken for it by mistake.
    """
    odd, usual = (odd_one.odd[0].first, odd_one.odd[0].last), (odd_one.usual.first, odd_one.usual.last)
    for one in mentions:
        is_named = bool(one.own) and _first_telling(one) == one.names[0]
        has_words = key.words <= (one.own if is_named else one.words) | one.about
        value = one.first, one.last
        if (has_words and value not in (odd, usual)) or (value == odd and not (odd_one.is_sure or has_words)):
            return False
    lines = {(one.place.file, one.place.line) for one in mentions if (one.first, one.last) == usual}
    return not any((one.place.file, one.place.line) in lines for one in odd_one.odd)


def _may_be_one_network(sort: Sort, one: _Value, other: _Value) -> bool:
    """Whether two prefixes may be one network, written twice: they begin alike, or are of one size."""
    return sort == "address" or one[0] == other[0] or one[1] - one[0] == other[1] - other[0]
