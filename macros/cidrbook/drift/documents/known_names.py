"""What the things of a plan are called, in the words of documents: their ids, parts of them, other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.vocabulary import GENERIC, WORD, ids_of, told_by
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.names import slug

_PRODUCTS = frozenset(WORD.findall("envoy nginx traefik istio haproxy kong contour caddy"))
"""What one gateway is made of, and another one is not."""
_PLAIN = GENERIC - _PRODUCTS
_SPELLED = {"postgresql": "postgres", "pgsql": "postgres", "hass": "homeassistant", "mqtt": "mqtt"}
_PLACELESS = frozenset(
    WORD.findall("cluster home media apps games infra core lab homelab network networking monitoring")
)
"""Ids of clusters that are words of everyday."""
_ENDS = frozenset(WORD.findall("the a an at on in is of to via for"))
_DOMAIN = re.compile(r"(?:https?://)?(?:\*\.|\\\*\.)?[A-Za-z0-9][\w-]*(?:\.[\w${}-]+)*\.[A-Za-z$][\w${}-]+\.?$")
_FILES = (".yaml", ".yml", ".md", ".toml", ".json", ".conf", ".cfg", ".tf", ".nix", ".sh", ".env", ".network")
_LONG, _SHORTEST, _DISTINCT, _FEW = 5, 4, 5, 3


class Match(NamedTuple):
    """The things that a statement names: `exact` by their ids, `plain` by all of its words and no others."""

    owners: tuple[Addressed, ...] = ()
    exact: bool = False
    plain: bool = False


class _Name(NamedTuple):
    """A name in its parts: its words, those that tell it from others, and all of them without a gap."""

    words: tuple[str, ...]
    own: frozenset[str]
    joined: str


@cached_view
def names_of(plan: Observation) -> Names:
    """The names of a plan."""
    return Names(plan)


def is_domain(label: str) -> bool:
    """Whether a label is a name in DNS."""
    name = label.strip()
    return " " not in name and bool(_DOMAIN.match(name)) and not name.endswith(_FILES)


class Names:
    """What things are called: by their ids, and by the words in them that tell them from others."""

    def __init__(self, plan: Observation) -> None:
        self.ids: dict[str, list[Addressed]] = defaultdict(list)
        self.holders: dict[tuple[int, int], Addressed] = {}
        self.clusters = {
            id(owner): cluster.id
            for cluster in plan.clusters
            for owner in (*cluster.nodes, *cluster.pinned_services, *cluster.virtual_addresses)
        }
        self._several = {cluster.id for cluster in plan.clusters} - _PLACELESS if len(plan.clusters) > 1 else set()
        for claim in plan.claims:
            for name in dict.fromkeys((slug(claim.owner.id), claim.owner.id, *_card(claim.owner))):
                if not any(claim.owner is other_id for other_id in self.ids[name]):
                    self.ids[name].append(claim.owner)
            self.holders.setdefault((claim.address.version, int(claim.address)), claim.owner)
        self._names = {name: _name(name) for name in self.ids}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, parts in self._names.items():
            for word in dict.fromkeys((*parts.words, parts.joined)):
                self._by_word[word].append(name)

    def meant(self, statement: Statement) -> Match:
        """What a statement names: by the words right before it, or else by its labels."""
        for labels in ((statement.near,), statement.labels):
            owners = self.exactly(statement, filter(None, labels))
            if owners:
                return Match(tuple(owners), exact=True)
        told = self.exactly(statement, _told(statement.labels[1:]))
        if told and self._are_one(statement, told):
            return Match(tuple(told), exact=True)
        if statement.sentence:
            return self._roughly(statement, statement.near, plain=True)
        first = statement.labels[:2] if statement.labels and is_domain(statement.labels[0]) else statement.labels[:1]
        near = self._roughly(statement, statement.near, plain=True) if statement.near not in first else Match()
        return near if near.owners else self._all(statement, first)

    def exactly(self, statement: Statement, labels: Iterable[str]) -> list[Addressed]:
        """The things that a label is the name of."""
        found = (self.ids[name] for name in dict.fromkeys(ids_of(labels)) if name in self.ids)
        return self._of_cluster(statement, [owner for own in found for owner in own])

    def _all(self, statement: Statement, labels: tuple[str, ...]) -> Match:
        """What several labels name, if that is one address."""
        found = [self._roughly(statement, label) for label in labels]
        told = [match for match in found if match.owners]
        owners = tuple(owner for match in told for owner in match.owners)
        if len(told) == 1:
            return told[0]
        exact, plain = (all(getattr(match, which) for match in told) for which in ("exact", "plain"))
        return Match(owners, exact, plain) if self._are_one(statement, owners) else Match()

    def _roughly(self, statement: Statement, label: str, *, plain: bool = False) -> Match:
        """What a label names by other words than the id's, if that is one thing, or things at one address."""
        text = label.strip().rpartition("//")[2].removeprefix("*.").partition(".")[0] if is_domain(label) else label
        found = (
            self._spelled(statement, one, text=not _is_id(label), plain=plain) for one in (text, text.partition("(")[0])
        )
        return next((match for match in found if match.owners), Match())

    def _spelled(self, statement: Statement, label: str, *, text: bool, plain: bool) -> Match:
        words = _spelled(label)
        if not words or len(frozenset(WORD.findall(label))) >= _LONG:
            return Match()
        for names in self._near(words, text=text, plain=plain):
            owners = self._of_cluster(statement, [owner for name in names for owner in self.ids[name]])
            if owners and (len(names) == 1 or self._are_one(statement, owners)):
                told = all(frozenset(words) <= _beside(self._names[name]) for name in names)
                joined = all("".join(words) == self._names[name].joined for name in names)
                return Match(tuple(owners), exact=joined, plain=told)
            if owners:
                return Match()
        return Match()

    def _near(self, words: tuple[str, ...], *, text: bool, plain: bool) -> Iterator[list[str]]:
        """The names that words can mean, the likeliest first: all that tells a name is in them, or they begin it."""
        told = frozenset(words)
        found = dict.fromkeys(name for word in (*words, "".join(words)) for name in self._by_word.get(word, ()))
        names = {name: self._names[name] for name in found if _is_of(told, self._names[name])}
        joined = "".join(words)
        if text:
            more = told - _PLAIN
            yield [name for name, own_name in names.items() if more and more == frozenset(own_name.words) - _PLAIN]
            own = (
                (name, other_name) for name, other_name in names.items() if other_name.own and other_name.own <= told
            )
            first = next((word for word in words if word not in GENERIC), "")
            yield [name for name, it in own if told <= _beside(it) or (not plain and first in it.own)]
        if plain:
            return
        yield [name for name, each_name in names.items() if each_name.joined == joined]
        if len(joined) >= _SHORTEST and (len(words) > 1 or not told <= GENERIC):
            yield [name for name, it in names.items() if _begins(it, words, joined)]
        if told <= GENERIC:
            return
        if text and len(words) == 1 and len(joined) >= _DISTINCT:
            yield [name for name, it in names.items() if it.words[-1] == joined]
        if text and len(words) > 1 and len(words[0]) >= _SHORTEST and words[0] not in GENERIC:
            yield [name for name, it in names.items() if it.words[0] == words[0]]

    def _of_cluster(self, statement: Statement, owners: list[Addressed]) -> list[Addressed]:
        """Of things in several clusters, those of the one that a statement's words, its headings or its path name."""
        if not self._several or not owners:
            return owners
        short = (label for label in statement.labels if label.count(" ") < _FEW)
        for texts in (
            (*short, statement.near),
            *((heading,) for heading in reversed(statement.headings)),
            statement.place.file.split("/"),
        ):
            named = {one for one in self._several if one in ids_in(texts)}
            if len(named) == 1:
                return [owner for owner in owners if self.clusters.get(id(owner), *named) in named]
        return owners

    def _are_one(self, statement: Statement, owners: Iterable[Addressed]) -> bool:
        return len({at for owner in owners for at in owner.addresses if at.version == statement.version}) == 1


def _told(labels: Iterable[str]) -> Iterator[str]:
    """The names in short labels that also say what kind of thing it is: `nginx controller`."""
    for label in labels:
        parts = label.lower().split()
        own = [word for word in parts if word not in _PLAIN]
        if len(own) == 1 < len(parts) < _FEW and len(own[0]) >= _DISTINCT:
            yield own[0]


def _card(owner: Addressed) -> Iterator[str]:
    """The MAC address of a machine, which is a name as well."""
    if isinstance(owner, Machine) and owner.mac is not None:
        yield slug(str(owner.mac))


def _is_id(label: str) -> bool:
    """Whether a label is an id of its own, or a name in DNS: a part of it is no name."""
    name = label.strip()
    return is_domain(name) or (" " not in name and any(dash in name for dash in "-_"))


def ids_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, and what is joined by dashes, as ids."""
    found = told_by(*texts)
    return found | {slug(part) for text in texts for part in re.findall(r"[\w-]+", text.lower())}


def _beside(name: _Name) -> frozenset[str]:
    return frozenset(name.words) | GENERIC | _ENDS


def _is_of(told: frozenset[str], name: _Name) -> bool:
    """Whether words do not name another product than a name does."""
    products = told & _PRODUCTS
    return not products or bool(products & frozenset(name.words)) or not _PRODUCTS & frozenset(name.words)


def _begins(name: _Name, words: tuple[str, ...], joined: str) -> bool:
    """Whether words are the first of a name: whole ones, or several that are written as one."""
    return name.words[: len(words)] == words or (len(words) > 1 and name.joined.startswith(joined))


def _name(name: str) -> _Name:
    words = tuple(_SPELLED.get(word, word) for word in WORD.findall(name.lower()))
    return _Name(words or (name,), frozenset(words) - GENERIC, "".join(words))


def _spelled(text: str) -> tuple[str, ...]:
    """The words of a text, in one spelling, without those that say where something is."""
    return tuple(_SPELLED.get(word, word) for word in WORD.findall(text.lower()) if word not in _ENDS)
