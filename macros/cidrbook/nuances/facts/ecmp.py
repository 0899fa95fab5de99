"""Facts of what several nodes announce to the router at once, which is what it could spread over them.

A node is a machine that is no router itself. Where sessions do not say what is announced, the nodes with one product
count as announcing the same; their shares of the pod range are each their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.nuances.facts.routers import daemon, paths
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, truth
from cidrbook.plan.bgp import Announced
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.peering import Peering, SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance, speakers

_SMALLEST_BUILD_LIMIT = 16
"""The paths that FRR uses where no limit is written: what its build says, and that is 16 unless asked for more."""


class _Announcer(NamedTuple):
    """A node's end of a session; `internal` says whether that is iBGP."""

    side: SessionEnd
    instance: SpeakerInstance
    internal: bool | None

    @property
    def product(self) -> str:
        """What speaks there."""
        return self.instance.speaker.product.lower()


_Groups = Mapping[tuple[str, object], Mapping[tuple[int, str], _Announcer]]
"""The announcers, each once, by what they announce: a prefix, or all that a product has to say."""


@cached_view
def _announced(plan: Inventory) -> Mapping[tuple[int, int], _Groups]:
    """What nodes announce, by the identities of the cluster and the router, or of None for any."""
    found: dict[tuple[int, int], dict[tuple[str, object], dict[tuple[int, str], _Announcer]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    shares = _pod_ranges(plan)
    for announcer, router in _announcers(peerings(plan)):
        clusters = {id(None), id(announcer.instance.cluster)}
        for what in _what(plan, announcer, shares):
            for key in product(clusters, {id(None), id(router)}):
                found[key][what][id(announcer.instance.machine), announcer.product] = announcer
    return found


def _announcers(sessions: Iterable[Peering]) -> Iterator[tuple[_Announcer, Machine | None]]:
    """Every node's end, and the router at the other end; without sessions inside one cluster."""
    for peering in sessions:
        for side, other in peering.sides:
            instance, peer = side.instance, other.instance
            inside = instance and peer and instance.cluster and instance.cluster is peer.cluster
            if instance and not inside and not isinstance(instance.machine, Router):
                yield _Announcer(side, instance, peering.internal), peer.machine if peer else None


def _what(plan: Inventory, announcer: _Announcer, shares: frozenset[str]) -> set[tuple[str, object]]:
    said: tuple[Announced, ...] = announcer.side.said("announces") or ()
    if not said:
        return {("product", announcer.product)}
    prefixes = {prefix for text in said for prefix in _announced_prefixes(plan, text)}
    common: set[tuple[str, object]] = {("prefix", prefix) for prefix in prefixes - shares}
    return common or {("share", id(announcer.instance.machine))}


def _announced_prefixes(plan: Inventory, announced: Announced) -> list[str]:
    network = plan.network(announced) if isinstance(announced, str) else None
    if network:
        return [str(cidr.cidr) for cidr in network.cidrs]
    return [str(announced.cidr if isinstance(announced, IPNetwork) else announced)]


def _pod_ranges(plan: Inventory) -> frozenset[str]:
    """The ranges that each node announces its own share of."""
    named = {name for cluster in plan.clusters for name in cluster.pods}
    networks = (network for network in plan.networks if network.role == "pods" or network.id in named)
    of_plugins = (pod for cluster in plan.clusters if cluster.cni for pod in cluster.cni.pods)
    return frozenset(
        str(plugin.cidr) for plugin in (*(cidr for network in networks for cidr in network.cidrs), *of_plugins)
    )


@cached_view
def _speaking_products(plan: Inventory) -> Mapping[str, set[str]]:
    """What speaks BGP, by the id of the cluster or machine that it runs on."""
    found: dict[str, set[str]] = defaultdict(set)
    for speaker in speakers(plan):
        found[speaker.runs_on].add(speaker.product.lower())
    return dict(found)


@cached_view
def _shared_pools(plan: Inventory) -> frozenset[int]:
    """The identities of clusters in which two products announce addresses of one pool by BGP."""
    pairs = ((before.owner, span.owner) for before, span in plan.pools.overlaps())
    return frozenset(
        id(one.cluster)
        for one, other in pairs
        if one.cluster is other.cluster
        and one.balancer.mode == other.balancer.mode == "bgp"
        and one.balancer.product.lower() != other.balancer.product.lower()
    )


def _ecmp_groups(setting: Setting) -> _Groups:
    key = id(setting.cluster), id(setting.router)
    return _announced(setting.plan).get(key, {})


def _cluster_products(setting: Setting) -> set[str]:
    """The products that speak BGP in the setting's cluster."""
    cluster, products = setting.cluster, _speaking_products(setting.plan)
    places = (cluster.id, *(node.id for node in cluster.nodes)) if cluster else ()
    return {text for place in places for text in products.get(place, ())}


def _undescribed(setting: Setting) -> Fact:
    """The answer where there are no sessions: the plan lacks them if something in the cluster speaks BGP."""
    return None if _cluster_products(setting) else NOTHING


def _most(setting: Setting) -> list[_Announcer] | None:
    """The nodes that announce one thing, where these are most; none where the nodes are not listed."""
    members = [
        list({machine: announcer for (machine, _), announcer in group.items()}.values())
        for group in _ecmp_groups(setting).values()
    ]
    unlisted = any(announcer.instance.machine is None for group in members for announcer in group)
    return None if unlisted or not members else max(members, key=len)


def _ecmp_nodes(setting: Setting) -> Fact:
    most = _most(setting)
    return number(len(most)) if most else None if _ecmp_groups(setting) else _undescribed(setting)


def _asns(setting: Setting) -> Fact:
    groups = [[announcer.side.asn for announcer in group.values()] for group in _ecmp_groups(setting).values()]
    if not groups:
        return _undescribed(setting)
    return None if any(None in group for group in groups) else number(max(len(set(group)) for group in groups))


def _speakers(setting: Setting) -> Fact:
    """Of products that do not say what they announce, only one alone is known to be the only one."""
    if setting.cluster and id(setting.cluster) in _shared_pools(setting.plan):
        return ("2",)
    groups = _ecmp_groups(setting)
    said = [
        len({announcer.product for announcer in group.values()})
        for (kind, _), group in groups.items()
        if kind == "prefix"
    ]
    silent = any(kind == "product" for kind, _ in groups)
    if said and (max(said) > 1 or not silent):
        return number(max(said))
    found = _cluster_products(setting)
    return ("1",) if len(found) == 1 else None if found or groups else NOTHING


def _too_many(setting: Setting) -> Fact:
    """Whether more nodes announce one thing than the limit for the kind of their sessions lets the router use."""
    most = _most(setting)
    if setting.router is None:
        return _undescribed(setting) if setting.unsure else NOTHING
    if most is None:
        return _ecmp_nodes(setting)
    return truth(False if len(most) == 1 else _exceed(setting, len(most), {announcer.internal for announcer in most}))


def _exceed(setting: Setting, nodes: int, kinds: set[bool | None]) -> bool | None:
    """Whether there are more nodes than paths for the only kind of session there is: iBGP, or else eBGP."""
    if kinds not in ({True}, {False}):
        return None
    limit = (paths(setting, "maximum_paths_ibgp" if True in kinds else "maximum_paths") or ("unknown",))[0]
    if limit.isdecimal():
        return nodes > int(limit)
    return False if daemon(setting) == ("frr",) and nodes <= _SMALLEST_BUILD_LIMIT else None


FACTS = {
    "sessions.announcing_nodes": FactReader(
        "How many nodes announce one prefix to the router.", _ecmp_nodes, measured=True
    ),
    "sessions.node_asns": FactReader(
        "How many AS numbers the nodes have that announce one prefix to the router.", _asns, measured=True
    ),
    "sessions.speakers_per_prefix": FactReader("How many products announce one prefix.", _speakers, measured=True),
    "sessions.nodes_above_maximum_paths": FactReader(
        "Whether more nodes announce one prefix than the router uses paths.", _too_many, TRUTH
    ),
}
