"""Documented prefixes of networks, compared by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.plan_view import own_name
from cidrbook.net.spans import AddressRun
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ADDRESS_WORDS, NAMELESS, OF_NETWORKS, possible_ids, word_set, words_of
from cidrbook.text.names import slug

_CONTAINERS = "containers "
"""The beginning of names of container networks in an observation."""
_SYSTEMD = "systemd-"
"""Podman's prefix of a quadlet's network name."""
_PREFIX_COLUMNS = ADDRESS_WORDS | OF_NETWORKS | word_set("cidrs prefixes ranges")
"""Words of columns for a network's own prefix, not for what it may reach."""
_SAME_SPACE = {4: 16, 6: 64}
"""The host bits of one address plan: a /16, a /64. Networks of one lab share the rest."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented prefix with the name of a network."""
    containers = _container_networks(observation)
    named = _networks_by_name(observation) | containers
    inside = {network.id for network in containers.values()}
    for statement in observation.statements:
        if statement.address is not None and "/" not in statement.text:
            continue
        if observation.declared and own_name(statement) in named:
            yield _judged_by_own_name(observation, statement, named[own_name(statement)])
            continue
        network = None if statement.role or statement.within else _named_network(statement, named)
        if network is not None:
            yield _prefix_conclusion(statement, network, contained=network.id in inside)


def _judged_by_own_name(observation: Observation, statement: Statement, network: Network) -> Conclusion:
    """The conclusion about a row with the exact name of a declared network.

    The prefix must be equal, length included.
    """
    columns = words_of(statement.column)
    other = _networks_by_prefix(observation).get((statement.version, statement.first, statement.last), network)
    if columns and not columns & _PREFIX_COLUMNS:
        return dropped(statement, f"its column, `{statement.column}`, is not that of a network's own prefix")
    if other is not network and not columns:
        return dropped(statement, f"it is the prefix of the network {other.name}")
    judged = _prefix_conclusion(statement, network, contained=False)
    is_prefix = statement.address is None and "/" in statement.text
    if judged.verdict != "agrees" or not is_prefix or _line_holds(observation, statement, network):
        return judged
    return _prefix_disagreement(statement, network, "it is called by the name of the network, and has another length")


def _line_holds(observation: Observation, statement: Statement, network: Network) -> bool:
    """Whether the statement's line has a prefix of the network. Then other prefixes on it are about parts."""
    return (statement.place.file, statement.place.line) in _right_lines(observation).get(network.id, ())


@cached_view
def _networks_by_prefix(observation: Observation) -> dict[tuple[int, int, int], Network]:
    """The networks by prefix."""
    return {
        (cidr.version, cidr.first, cidr.last): network for network in observation.networks for cidr in network.cidrs
    }


@cached_view
def _right_lines(observation: Observation) -> dict[str, set[tuple[str, int]]]:
    """The lines that have a prefix of each network."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for statement in observation.statements:
        network = _networks_by_prefix(observation).get((statement.version, statement.first, statement.last))
        if network:
            found[network.id].add((statement.place.file, statement.place.line))
    return found


def _networks_by_name(observation: Observation) -> dict[str, Network]:
    """The networks by id and name. Of several with one name, the first counts.

    A network of the repository that is only called `network` has no name, and neither have the `lan` of this router
    and the `lan` of another. In a plan, every name was chosen.
    """
    own = frozenset() if observation.declared else observation.cluster_networks
    listed = [network for network in reversed(observation.networks) if network.cidrs and network.id not in own]
    by_id = {network.id: network for network in listed}
    named = by_id | {slug(network.name): network for network in listed if network.name}
    if observation.declared:
        return named
    shared = {slug(one.name) for one in listed if _is_another(one, named[slug(one.name) or one.id])}
    return {name: one for name, one in named.items() if name not in shared and not words_of(name) <= NAMELESS}


def _is_another(network: Network, namesake: Network) -> bool:
    """Whether two networks have prefixes of one family, and none in common."""
    return bool(network.name) and any(
        own
        and others
        and not any(one.first <= other.last and other.first <= one.last for one in own for other in others)
        for own, others in ((network.family(version), namesake.family(version)) for version in (4, 6))
    )


def _container_networks(observation: Observation) -> dict[str, Network]:
    """The container networks by name."""
    found = {}
    for network in observation.networks:
        if network.cidrs and network.name.startswith(_CONTAINERS):
            found[network.id] = network
    return {slug(network.name.removeprefix(_CONTAINERS)): network for network in reversed(found.values())}


def _named_network(statement: Statement, named: dict[str, Network]) -> Network | None:
    names = (name.removeprefix(_SYSTEMD) for name in possible_ids((statement.near, *statement.labels)))
    return next((named[name] for name in names if name in named), None)


def _prefix_conclusion(statement: Statement, network: Network, *, contained: bool) -> Conclusion:
    cidrs = network.family(statement.version)
    if contained and not any(_is_like(statement, cidr) for cidr in network.cidrs):
        return dropped(statement, f"only a container network is called {network.name}, and it is in another space")
    if not cidrs:
        return dropped(statement, f"the network {network.name} has no prefix of IPv{statement.version}")
    shown, at = ", ".join(map(str, cidrs)), network.at("cidr", network.cidrs.index(cidrs[0]))
    if any(statement.meets(cidr) for cidr in cidrs):
        return agrees(statement, f"it meets the network {network.name}", KnownValue(shown, at))
    return _prefix_disagreement(
        statement, network, f"it is called by the name of the network {network.name}, and does not meet it"
    )


def _prefix_disagreement(statement: Statement, network: Network, reason: str) -> Disagreement:
    cidrs = network.family(statement.version)
    shown = ", ".join(map(str, cidrs))
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="prefix",
        truth=f"the network of that name is {shown}",
        known=(KnownValue(shown, network.at("cidr", network.cidrs.index(cidrs[0]))),),
        reasons=(reason,),
        remark=statement.remark,
    )


def _is_like(statement: Statement, cidr: AddressRun) -> bool:
    """Whether a prefix is in the same space as a container network's: VLANs may have the same names."""
    bits = _SAME_SPACE[statement.version]
    return statement.version == cidr.version and statement.first >> bits == int(cidr.first) >> bits
