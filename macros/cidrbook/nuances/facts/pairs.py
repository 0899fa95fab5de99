"""Facts of the speakers that share a node: how many there are, and whether they get in each other's way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from netaddr import IPAddress

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, of_cluster, sessions, truth
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.session_pairs import shared_pairs
from cidrbook.plan.views.speakers import SpeakerInstance, instances

_CAPABLE = ("", "calico", "cilium", "kube-router", "antrea", "kube-ovn")
"""Network plugins that may speak BGP where the plan does not say whether they do."""

_LISTENING = {
    **dict.fromkeys(("calico", "kube-router", "frr", "bird", "quagga"), True),
    **dict.fromkeys(("kube-vip", "metallb", "cilium"), False),
}
"""Whether a speaker waits for connections on port 179 by itself; of others the plan cannot say."""

_PORTS = {"calico": "listenport", "cilium": "localport"}
"""What products call the port that they listen on."""


@cached_view
def places(plan: Inventory) -> Mapping[int, list[SpeakerInstance]]:
    """The speakers on each machine, by its identity; of a cluster without nodes, by that of the cluster."""
    found: dict[int, list[SpeakerInstance]] = {}
    for instance in {speaker.key: speaker for speaker in chain.from_iterable(instances(plan).values())}.values():
        found.setdefault(id(instance.machine or instance.cluster), []).append(instance)
    return found


def _together(plan: Inventory, cluster: Cluster) -> list[list[SpeakerInstance]]:
    """The speakers of each node of the cluster."""
    return [places(plan).get(id(spot), []) for spot in cluster.nodes or (cluster,)]


def _may_be_more(cluster: Cluster) -> int:
    """How many more may speak BGP on its nodes, as the plan does not say whether they do."""
    cni = cluster.cni
    plugin = cni is None or (cni.bgp is None and cni.product.lower() in _CAPABLE)
    carriers = {address.product.lower() for address in cluster.virtual_addresses if not address.mode} & {"", "kube-vip"}
    return plugin + len(carriers)


@of_cluster
def _speakers_per_node(setting: Setting, cluster: Cluster) -> Fact:
    most, more = max(map(len, _together(setting.plan, cluster))), _may_be_more(cluster)
    return None if more and most < 2 <= most + more else number(most)


@of_cluster
def _listeners(setting: Setting, cluster: Cluster) -> Fact:
    """The most that listen on one node; not known where one may, and that would make two."""
    answers = [list(map(_listens, spoken)) for spoken in _together(setting.plan, cluster)]
    most = max(answer.count(True) for answer in answers)
    possible = max(len(answer) - answer.count(False) for answer in answers)
    return None if most < 2 <= possible else number(most)


def _listens(instance: SpeakerInstance) -> bool | None:
    """Whether it waits on port 179 of all addresses; not known where it waits on some only."""
    product = instance.speaker.product.lower()
    options = {key.lower(): value.lower() for key, value in _options(instance).items()}
    if options.get("bindmode") == "nodeip":
        return None
    port = options.get(_PORTS.get(product, ""))
    if port is not None:
        return port == "179"
    return options.get("acceptincomingbgpconnections") == "true" or _LISTENING.get(product)


def _options(instance: SpeakerInstance) -> Mapping[str, str]:
    """The settings of a speaker: its own, or those of what the cluster says it is."""
    if instance.speaker.options or instance.cluster is None:
        return instance.speaker.options
    cluster, cni = instance.cluster, instance.cluster.cni
    known = [(balancer.product, balancer.options) for balancer in cluster.load_balancers]
    known += [(address.product, address.options) for address in cluster.virtual_addresses]
    known += [(cni.product, cni.options)] if cni else []
    product = instance.speaker.product.lower()
    return {key: value for name, options in known if name.lower() == product for key, value in options.items()}


def _shared_pair(setting: Setting) -> Fact:
    """Listed sessions show it; speakers on one node, one of which has no session in the plan, may hide it."""
    found = sessions(setting)
    if not found and setting.cluster is None:
        return NOTHING
    plan = setting.plan
    if any(id(peering) in _sharing(plan) for peering in found):
        return truth(value=True)
    undecided = _is_silent_beside(setting) or any(id(peering) in _undecided(plan) for peering in found)
    return truth(None if undecided else False)


@of_cluster
def _is_silent_beside(setting: Setting, cluster: Cluster) -> bool:
    """Whether a node has several speakers, or may have, and one of them has no session in the plan."""
    heard, more = _heard(setting.plan), _may_be_more(cluster)
    several = [spoken for spoken in _together(setting.plan, cluster) if spoken and len(spoken) + more > 1]
    return any(more > 0 or any(speaker.key not in heard for speaker in spoken) for spoken in several)


@cached_view
def _heard(plan: Inventory) -> frozenset[str]:
    """What tells the speakers that have a session."""
    return frozenset(side.instance.key for peering in peerings(plan) for side, _ in peering.sides if side.instance)


@cached_view
def _sharing(plan: Inventory) -> frozenset[int]:
    """The sessions, by identity, whose pair of addresses another speaker has too."""
    return frozenset(id(peering) for pair in shared_pairs(plan) if not pair.twice for peering in pair)


_Ends = tuple[tuple[str, IPAddress | None], ...]
"""The ends of a session, in the order of their machines: the speaker, and its address where that is known."""


@cached_view
def _undecided(plan: Inventory) -> frozenset[int]:
    """The sessions, by identity, that may have the pair of addresses of another speaker on the same machine."""
    between: dict[tuple[str, ...], dict[_Ends, list[int]]] = {}
    for peering in peerings(plan):
        sides = sorted((side for side, _ in peering.sides), key=_side_text)
        ends = tuple((side.instance.key if side.instance else side.name, side.address) for side in sides)
        between.setdefault(tuple(map(_side_text, sides)), {}).setdefault(ends, []).append(id(peering))
    pairs = chain.from_iterable(
        ((group[one], group[other]) for one, other in combinations(group, 2) if _may_be_one_pair(one, other))
        for group in between.values()
    )
    return frozenset(chain.from_iterable(chain.from_iterable(pairs)))


def _side_text(side: SessionEnd) -> str:
    return side.instance.where if side.instance else side.name


def _may_be_one_pair(one: _Ends, other: _Ends) -> bool:
    """Whether two sessions of different speakers have no address that tells them apart."""
    speaking = any(here[0] != there[0] for here, there in zip(one, other, strict=True))
    addresses = [(here[1], there[1]) for here, there in zip(one, other, strict=True)]
    return speaking and not any(None not in pair and pair[0] != pair[1] for pair in addresses)


@of_cluster
def _local_peers(setting: Setting, _: Cluster) -> Fact:
    """The products whose sessions are with an address of their own machine, where the plan writes the address."""
    found = sessions(setting)
    answers = {product: answer for peering in found for product, answer in _within(peering)}
    certain = sorted(product for product, answer in answers.items() if answer)
    return certain or (None if None in answers.values() or not found else NOTHING)


def _within(peering: Peering) -> Iterator[tuple[str, bool | None]]:
    for side, other in peering.sides:
        here = side.instance.machine if side.instance else None
        if side.instance and side.own and here and other.instance and other.instance.machine is here:
            written = other.said("address")
            yield side.instance.speaker.product.lower(), None if written is None else written in here.addresses


FACTS = {
    "sessions.speakers_per_node": FactReader(
        "How many speak BGP on one node, the most.", _speakers_per_node, measured=True
    ),
    "sessions.listeners_per_node": FactReader(
        "How many of them wait for connections on port 179 of all addresses, the most on one node.",
        _listeners,
        measured=True,
    ),
    "sessions.shared_pair": FactReader(
        "Whether two speakers have sessions between the same two addresses.", _shared_pair, TRUTH
    ),
    "sessions.local_peer": FactReader(
        "The products that have a session with an address of their own machine.", _local_peers
    ),
}
