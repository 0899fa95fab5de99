"""The names of things as documents write them: ids, parts of ids, other spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.spelling import (
    PLAIN_WORDS,
    NameParts,
    is_id,
    parts_of,
    spelled,
    spellings,
    without_dashes,
)
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.labels import is_interface
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import (
    GATEWAY_PRODUCTS,
    GENERIC,
    NEUTRAL,
    PROTOCOLS,
    QUALITIES,
    WORD,
    possible_ids,
    word_set,
    words_of,
)
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_EVERYDAY = word_set("cluster home media apps games infra core lab homelab network networking monitoring")
"""Ids of clusters that are everyday words. They do not identify the cluster."""
_DOMAIN = regex(r"(?:https?://)?(?:\*\.|\\\*\.)?[A-Za-z0-9][\w-]*(?:\.[\w${}-]+)*\.[A-Za-z$][\w${}-]+\.?$")
_FILES = (".yaml", ".yml", ".md", ".toml", ".json", ".conf", ".cfg", ".tf", ".nix", ".sh", ".env", ".network")
"""Endings of files that look like DNS names."""
_LONGEST_NAME = 5
"""Words of a name. Five or more are a sentence."""
_SHORT_LABEL = 3
"""Words of a label. With fewer, it is a name, perhaps with a word for its kind."""
_SHORTEST = 4
"""Letters of a beginning that identifies a name. Too many names begin with `k3s` or `pve`."""
_DISTINCT = 5
"""Letters of a last word that identifies a thing. Too many names end with `nas` or `node`."""


_NO_NAMES = word_set(
    "network networks networking manager management agent storage sensor client worker master machine box container"
    " vm device system web data internet traffic domain interface port"
)
"""Words that alone name no thing, though names end with them."""
_OF_THE_ROW = word_set("http https ssh tcp udp url dns dhcp reserved reservation fixed primary main current now dev")
"""Words before an address, in its own cell, that say nothing of another thing than the row's."""


_ROLES = word_set(
    "dns docker monitoring backup database db media vpn k3s k8s kubernetes master worker ubuntu debian linux"
    " raspberry pi pis hypervisor hypervisors vms lxc lxcs local remote home all ungrouped"
)
"""What groups of an inventory are called that only say what their machines do: such a row may be a service's."""
_OF_QUALITIES = regex(r"(?:direction|visibility|scope|access|exposure|type|kind|zone|class|traffic)s?", re.IGNORECASE)
"""Columns whose words say how something is, and do not name it: `external`."""


class Match(NamedTuple):
    """The things that a statement names. `exact` means by id, `plain` by all words of the name and no others.

    `housing` means only by a column that says where something runs.
    """

    owners: tuple[Addressed, ...] = ()
    exact: bool = False
    plain: bool = False
    housing: bool = False


@cached_view
def known_names(observation: Observation) -> KnownNames:
    """The names of all things with an address."""
    return KnownNames(observation)


def is_domain(label: str) -> bool:
    """Whether a label is a DNS name."""
    name = label.strip()
    return " " not in name and bool(_DOMAIN.match(name)) and not name.endswith(_FILES)


class KnownNames:
    """Things by id, and by the words of their names that identify them."""

    def __init__(self, observation: Observation) -> None:
        self._ids: dict[str, list[Addressed]] = defaultdict(list)
        self._joined: dict[str, list[str]] = defaultdict(list)
        self._holders: dict[tuple[int, int], Addressed] = {}
        self._clusters: dict[int, str] = {}
        for cluster in observation.clusters:
            for owner in (*cluster.nodes, *cluster.pinned_services, *cluster.virtual_addresses):
                self._clusters[id(owner)] = cluster.id
        ids = {cluster.id for cluster in observation.clusters}
        self._cluster_names = ids - _EVERYDAY if len(observation.clusters) > 1 else set()
        for claim in observation.claims:
            for name in dict.fromkeys((slug(claim.owner.id), claim.owner.id, *_mac_as_name(claim.owner))):
                if not any(claim.owner is known for known in self._ids[name]):
                    self._ids[name].append(claim.owner)
            self._holders.setdefault((claim.address.version, int(claim.address)), claim.owner)
        self._name_groups(observation)
        for name in self._ids:
            self._joined[without_dashes(name)].append(name)
        self._parts = {name: parts_of(name) for name in self._ids}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, parts in self._parts.items():
            for word in dict.fromkeys((*parts.words, parts.joined)):
                self._by_word[word].append(name)

    def _name_groups(self, observation: Observation) -> None:
        """Calls the only machine of a group by the name of that, unless it only says what its machines do."""
        for group, address in observation.group_names.items():
            machine = self._holders.get((address.version, int(address)))
            if machine is not None and group not in self._ids and parts_of(group).own - _NO_NAMES - _ROLES:
                self._ids[group].append(machine)

    def has(self, label: str) -> bool:
        """Whether a label is the whole name of a thing."""
        return any(slug(name) in self._ids for name in spellings(label))

    def holder(self, statement: Statement) -> Addressed | None:
        """The owner of a statement's address."""
        return self._holders.get((statement.version, statement.number))

    def holders(self, statement: Statement) -> list[Addressed | None]:
        """The thing that has each address of a small range."""
        return [self._holders.get((statement.version, at)) for at in range(statement.first, statement.last + 1)]

    def cluster_of(self, owner: Addressed) -> str | None:
        """The cluster of a thing; None if it is in none."""
        return self._clusters.get(id(owner))

    def meant(self, statement: Statement) -> Match:
        """The things that a statement names: by the words before the address, or by its labels, or by where it runs."""
        if _OF_QUALITIES.fullmatch(statement.name_column.strip(" *`")):
            statement = statement._replace(labels=tuple(filter(_is_no_quality, statement.labels)))
        own = tuple(label for label in statement.labels if label not in statement.whereabouts)
        found = self._meant(statement._replace(labels=own))
        if found.owners or own == statement.labels:
            return found
        return self._meant(statement._replace(labels=statement.whereabouts))._replace(housing=True)

    def _meant(self, statement: Statement) -> Match:
        for labels in ((statement.near,), statement.labels):
            owners = self.exactly(statement, filter(None, labels))
            if owners:
                return Match(tuple(owners), exact=True)
            if statement.kind == "row" and labels != statement.labels and _names_more(statement):
                return self._roughly(statement, statement.near, plain=True)
        described = self.exactly(statement, _names_with_kind(statement.labels[1:]))
        if described and _have_one_address(statement, described):
            return Match(tuple(described), exact=True)
        if statement.sentence:
            return self._roughly(statement, statement.near, plain=True)
        first = statement.labels[:2] if statement.labels and is_domain(statement.labels[0]) else statement.labels[:1]
        before = Match()
        if statement.near not in first:
            before = self._roughly(statement, statement.near, plain=True)
        return before if before.owners else self._by_all(statement, first)

    def exactly(self, statement: Statement, labels: Iterable[str]) -> list[Addressed]:
        """The things with one of these labels for an id."""
        found: list[Addressed] = []
        names = (label for label in labels if not is_interface(label))
        whole = (name for label in names for name in spellings(label))
        for name in dict.fromkeys(self._spelled_ids(possible_ids(whole))):
            found.extend(self._ids.get(name, ()) if name not in PROTOCOLS else ())
        return self._of_named_cluster(statement, found)

    def _spelled_ids(self, names: Iterable[str]) -> Iterator[str]:
        """Names as they are, or else as the only thing of that name is spelled: `pi-hole` for `pihole`."""
        for name in names:
            alike = () if name in self._ids else self._joined.get(without_dashes(name), ())
            yield alike[0] if len(alike) == 1 else name

    def _by_all(self, statement: Statement, labels: tuple[str, ...]) -> Match:
        """The things that several labels name, if they share one address."""
        found = [match for match in (self._roughly(statement, label) for label in labels) if match.owners]
        if len(found) == 1:
            return found[0]
        owners = tuple(owner for match in found for owner in match.owners)
        if not _have_one_address(statement, owners):
            return Match()
        return Match(owners, all(match.exact for match in found), all(match.plain for match in found))

    def _roughly(self, statement: Statement, label: str, *, plain: bool = False) -> Match:
        """The thing that a label names in other words than its id; several only if they share one address."""
        text = label
        if is_domain(label):
            text = label.strip().rpartition("//")[2].removeprefix("*.").partition(".")[0]
        joined = without_dashes(text.lower()) if is_id(text) else text
        own = (joined,) if joined in self._by_word else ()
        for part in (*own, text, text.partition("(")[0]):
            match = self._by_words(statement, part, text=not (is_domain(label) or is_id(label)), plain=plain)
            if match.owners:
                return match
        return Match()

    def _by_words(self, statement: Statement, label: str, *, text: bool, plain: bool) -> Match:
        words = spelled(label)
        if is_interface(label):
            return Match()
        if not words or len(frozenset(WORD.findall(label))) >= _LONGEST_NAME:
            return Match()
        for names in self._likely_names(words, text=text, plain=plain):
            owners = self._of_named_cluster(statement, [owner for name in names for owner in self._ids[name]])
            if not owners:
                continue
            if len(names) > 1 and not _have_one_address(statement, owners):
                return Match()
            exact = all("".join(words) == self._parts[name].joined for name in names)
            no_others = all(frozenset(words) <= self._parts[name].with_fillers for name in names)
            return Match(tuple(owners), exact=exact, plain=no_others)
        return Match()

    def _likely_names(self, words: tuple[str, ...], *, text: bool, plain: bool) -> Iterator[list[str]]:
        """The names that words may mean, the likeliest first.

        `text` means that the words are running text, not an id. `plain` admits only names with all of their own
        words there.
        """
        names = self._sharing_a_word(words)
        if not _NO_NAMES.isdisjoint(words) and (_NO_NAMES | GENERIC).issuperset(words):
            return
        names = {name: parts for name, parts in names.items() if _may_be_meant(words, parts)}
        if text:
            yield _with_the_same_words(words, names)
            yield _all_of_whose_words_are_in(words, names, plain=plain)
        if not plain:
            yield from _beginning_or_ending(words, names, text=text)

    def _sharing_a_word(self, words: tuple[str, ...]) -> dict[str, NameParts]:
        """The names that share a word, without those of another product."""
        found = dict.fromkeys(name for word in (*words, "".join(words)) for name in self._by_word.get(word, ()))
        return {name: self._parts[name] for name in found if not _is_another_product(words, self._parts[name])}

    def _of_named_cluster(self, statement: Statement, owners: list[Addressed]) -> list[Addressed]:
        """Of things in several clusters, those in the cluster that a statement's words, headings or path name."""
        if not self._cluster_names or not owners:
            return owners
        short = (label for label in statement.labels if label.count(" ") < _SHORT_LABEL)
        above = ((heading,) for heading in reversed(statement.headings))
        for texts in ((*short, statement.near), *above, statement.place.file.split("/")):
            named = self._cluster_names & ids_in(texts)
            if len(named) == 1:
                return [owner for owner in owners if self._clusters.get(id(owner), *named) in named]
        return owners


def _is_no_quality(label: str) -> bool:
    return not words_of(label) <= QUALITIES


def _names_more(statement: Statement) -> bool:
    """Whether the words before an address, in its own cell, are of something else than the row: `iDRAC: 10.0.0.5`."""
    beside = words_of(*(label for label in statement.labels if statement.near not in label), statement.column)
    return bool(words_of(statement.near) - beside - PLAIN_WORDS - NEUTRAL - _OF_THE_ROW)


def _may_be_meant(words: tuple[str, ...], name: NameParts) -> bool:
    """Whether words can mean a name: one that is a word of the language only with words that say what it is."""
    if name.own <= PROTOCOLS and frozenset(words) != frozenset(name.words):
        return False  # `WireGuard IP` is a property of what its item is about
    return not name.own <= QUALITIES or frozenset(words) <= name.with_fillers


def _have_one_address(statement: Statement, owners: Iterable[Addressed]) -> bool:
    """Whether things share one address, of the statement's IP version."""
    return len({at for owner in owners for at in owner.addresses if at.version == statement.version}) == 1


def _with_the_same_words(words: tuple[str, ...], names: dict[str, NameParts]) -> list[str]:
    """The names with the same words, apart from words that identify nothing."""
    telling = frozenset(words) - PLAIN_WORDS
    return [name for name, parts in names.items() if telling and telling == frozenset(parts.words) - PLAIN_WORDS]


def _all_of_whose_words_are_in(words: tuple[str, ...], names: dict[str, NameParts], *, plain: bool) -> list[str]:
    """The names with all of their own words there.

    Other words may be there too if not `plain` and the first word is the name's.
    """
    first = next((word for word in words if word not in GENERIC), "")
    found = []
    for name, parts in names.items():
        if not parts.own <= frozenset(words):
            continue
        if frozenset(words) <= parts.with_fillers or (not plain and first in parts.own):
            found.append(name)
    return found


def _beginning_or_ending(words: tuple[str, ...], names: dict[str, NameParts], *, text: bool) -> Iterator[list[str]]:
    """The names that are the words joined, or that begin or end with them."""
    joined = "".join(words)
    generic = GENERIC.issuperset(words)
    yield [name for name, parts in names.items() if parts.joined == joined]
    if len(joined) >= _SHORTEST and (len(words) > 1 or not generic):
        yield [name for name, parts in names.items() if _begins(parts, words, joined)]
    if generic or not text:
        return
    if len(words) == 1 and len(joined) >= _DISTINCT:
        yield [name for name, parts in names.items() if parts.words[-1] == joined]
    if len(words) > 1 and len(words[0]) >= _SHORTEST and words[0] not in GENERIC:
        yield [name for name, parts in names.items() if parts.words[0] == words[0]]


def _begins(name: NameParts, words: tuple[str, ...], joined: str) -> bool:
    """Whether a name begins with words: with whole ones, or with several joined."""
    return name.words[: len(words)] == words or (len(words) > 1 and name.joined.startswith(joined))


def _is_another_product(words: tuple[str, ...], name: NameParts) -> bool:
    """Whether words name one product, and a name another."""
    named, own = GATEWAY_PRODUCTS.intersection(words), GATEWAY_PRODUCTS.intersection(name.words)
    return bool(named and own) and not named & own


def _names_with_kind(labels: Iterable[str]) -> Iterator[str]:
    """The names in short labels that also have a word for the kind of thing: `nginx controller`."""
    for label in labels:
        words = label.lower().split()
        own = [word for word in words if word not in PLAIN_WORDS]
        if len(own) == 1 < len(words) < _SHORT_LABEL and len(own[0]) >= _DISTINCT:
            yield own[0]


def _mac_as_name(owner: Addressed) -> Iterator[str]:
    """The MAC address of a machine, which also names it."""
    if isinstance(owner, Machine) and owner.mac is not None:
        yield slug(str(owner.mac))


def ids_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts as ids, also words joined by dashes."""
    texts = tuple(texts)
    return words_of(*texts) | {slug(part) for text in texts for part in re.findall(r"[\w-]+", text.lower())}
