"""Comments that call a prefix by the name of a network: `10.0.30.0/24; # IOT` in a list of who may ask.

A comment with the name of another network says what its writer meant. Where a file names networks in this way, a name
that no network has is a mistake, too, if the prefix is that of a network with another name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.plan.network import Network
from cidrbook.plan.views.container_networks import is_bridge
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.names import slug

_KINDS = frozenset({"network", "net", "vlan", "subnet", "lan", "the"})
"""Words beside a name that only say that it is one of a network."""

_A_HABIT = 2
"""Comments of a file with names of networks, from which on each of its comments is taken for one."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each prefix whose comment names a network, or may do so."""
    known = [network for network in observation.networks if network.cidrs and _has_own_name(observation, network)]
    if not known:
        return
    by_name: dict[str, list[Network]] = defaultdict(list)
    for network in known:
        for name in {slug(network.name), network.id}:
            by_name[name].append(network)
    naming: dict[str, list[tuple[Statement, list[Network]]]] = defaultdict(list)
    for statement in (*observation.comments, *_comments_of_lists(observation)):
        if statement.address is None and "/" in statement.text and not statement.role:
            naming[statement.place.file].append((statement, by_name.get(_commented_name(statement.label), [])))
    for found in naming.values():
        yield from _of_file(found, known)


def _comments_of_lists(observation: Observation) -> Iterator[Statement]:
    """What a router's lists of addresses say beside their prefixes, in a field of their own."""
    for entry in observation.listed:
        for part in entry.reserved if entry.purpose else ():
            found = part.range
            if found is not None and found.first != found.last:
                at = entry.at("reserved", 0)
                text = at.source.lines[at.line - 1][at.column - 1 : at.column - 1 + at.width]
                numbers = int(found.first), int(found.last)
                yield Statement(text, at, found.first.version, *numbers, labels=(entry.purpose,), remark=True)


def _of_file(found: list[tuple[Statement, list[Network]]], known: list[Network]) -> Iterator[Conclusion]:
    right = {_commented_name(statement.label) for statement, named in found if _is_of(statement, named)}
    habit = sum(bool(named) for _, named in found) >= _A_HABIT and bool(right)
    for statement, named in found:
        value = next((_known(network, statement) for network in named if network.family(statement.version)), None)
        if named and _is_of(statement, named):
            yield agrees(statement, f"it is a prefix of {named[0].name}")
        elif value is not None and _commented_name(statement.label) in right:
            yield dropped(statement, "another comment of the file has the name at its own prefix", value)
        elif value is not None:
            yield _comment_disagreement(statement, f"the network of that name is {value.value}", value)
        elif not named and habit and " " not in statement.label.strip():
            yield from _unknown_name(statement, known)


def _unknown_name(statement: Statement, known: list[Network]) -> Iterator[Conclusion]:
    """That a prefix is that of a network with another name."""
    network = next((network for network in known if _is_equal(statement, network)), None)
    if network is not None and not _commented_name(network.name).startswith(_commented_name(statement.label)):
        yield _comment_disagreement(
            statement, f"that is the network {network.name}", _known(network, statement), network.name
        )


def _comment_disagreement(statement: Statement, truth: str, value: KnownValue, correct: str = "") -> Disagreement:
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="prefix",
        truth=truth,
        correct=correct,
        known=(value,),
        reasons=("comments of the file call prefixes by the names of networks",),
        remark=True,
    )


def _has_own_name(observation: Observation, network: Network) -> bool:
    """Whether it is a network of the lab whose name is not its prefix."""
    inner = network.id in observation.virtual or is_bridge(network)
    return not inner and network.name not in map(str, network.cidrs)


def _commented_name(label: str) -> str:
    """The name in a comment, without words such as `network`; the whole, where nothing else is left."""
    words = slug(label).split("-")
    return "-".join(word for word in words if word not in _KINDS) or "-".join(words)


def _is_of(statement: Statement, networks: list[Network]) -> bool:
    return any(statement.meets(cidr) for network in networks for cidr in network.family(statement.version))


def _is_equal(statement: Statement, network: Network) -> bool:
    return any(
        (statement.first, statement.last) == (cidr.first, cidr.last) for cidr in network.family(statement.version)
    )


def _known(network: Network, statement: Statement) -> KnownValue:
    cidr = network.family(statement.version)[0]
    return KnownValue(str(cidr), network.at("cidr", network.cidrs.index(cidr)))
