"""Documented prefixes of networks, by the names that documents call them."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import AddressRun
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import possible_ids
from cidrbook.text.names import slug

_CONTAINERS = "containers "
"""What the names of a container engine's networks begin with in an observation."""
_SYSTEMD = "systemd-"
"""What Podman puts before the name of a network that a quadlet declares."""
_SAME_SPACE = {4: 16, 6: 64}
"""The bits right of what two networks of one address plan have in common: a /16, a /64."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """What follows from each documented prefix that is called by the name of a network."""
    containers = _container_networks(observation)
    named = _by_name(observation) | containers
    inside = {network.id for network in containers.values()}
    for statement in observation.statements:
        if statement.role or (statement.address is not None and "/" not in statement.text):
            continue
        network = _named_network(statement, named)
        if network is not None:
            yield _judged(statement, network, contained=network.id in inside)


def _by_name(observation: Observation) -> dict[str, Network]:
    """The networks by id and by name; the first of several that are called the same."""
    own = observation.cluster_networks
    listed = [network for network in reversed(observation.networks) if network.cidrs and network.id not in own]
    by_id = {network.id: network for network in listed}
    return by_id | {slug(network.name): network for network in listed if network.name}


def _container_networks(observation: Observation) -> dict[str, Network]:
    """The networks of container engines, by their names there."""
    found = {}
    for network in observation.networks:
        if network.cidrs and network.name.startswith(_CONTAINERS):
            found[network.id] = network
    return {slug(network.name.removeprefix(_CONTAINERS)): network for network in reversed(found.values())}


def _named_network(statement: Statement, named: dict[str, Network]) -> Network | None:
    names = (name.removeprefix(_SYSTEMD) for name in possible_ids((statement.near, *statement.labels)))
    return next((named[name] for name in names if name in named), None)


def _judged(statement: Statement, network: Network, *, contained: bool) -> Conclusion:
    cidrs = network.family(statement.version)
    if contained and not any(_is_like(statement, cidr) for cidr in network.cidrs):
        return dropped(statement, f"only a container network is called {network.name}, and it is in another space")
    if not cidrs:
        return dropped(statement, f"the network {network.name} has no prefix of IPv{statement.version}")
    shown, at = ", ".join(map(str, cidrs)), network.at("cidr", network.cidrs.index(cidrs[0]))
    if any(_meets(statement, cidr) for cidr in cidrs):
        return agrees(statement, f"it meets the network {network.name}", KnownValue(shown, at))
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="prefix",
        truth=f"the network of that name is {shown}",
        known=(KnownValue(shown, at),),
        reasons=(f"it is called by the name of the network {network.name}, and does not meet it",),
        remark=statement.remark,
    )


def _is_like(statement: Statement, cidr: AddressRun) -> bool:
    """Whether a prefix is of the same space as one of a container engine: VLANs have the same names."""
    bits = _SAME_SPACE[statement.version]
    return statement.version == cidr.version and statement.first >> bits == int(cidr.first) >> bits


def _meets(statement: Statement, value: AddressRun | AddressRange) -> bool:
    return bool(statement.first <= int(value.last) and int(value.first) <= statement.last)
