"""Who speaks BGP in a plan: what it lists as speakers, and what its routers and clusters say beside that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from netaddr import IPAddress

from cidrbook.plan.bgp import Speaker, implied
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import Entry, Machine, slug
from cidrbook.plan.machines import machines
from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan, first_by_id, kept

_DAEMONS = {
    **dict.fromkeys(("opnsense", "pfsense-ce", "pfsense-plus", "vyos", "unifi-gateway", "cumulus", "sonic"), "frr"),
    **dict.fromkeys(("frr", "bird", "quagga"), ""),
}
"""What speaks BGP on a router of a product, where it is not the vendor's own program; a daemon is its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One speaker on one machine. Of a cluster whose nodes the plan does not list, `machine` is None."""

    speaker: Speaker
    machine: Machine | None
    cluster: Cluster | None
    scope: tuple[str, str]

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.speaker.id} on {self.machine.id if self.machine else self.speaker.runs_on}"

    @property
    def name(self) -> str:
        """Its machine, and its product where that is not the machine's name, as messages say it."""
        where = self.machine.name if self.machine else self.cluster.name if self.cluster else self.speaker.runs_on
        product = "" if isinstance(self.machine, Router) else self.speaker.product
        return f"{where} ({product})" if product else where

    @property
    def addresses(self) -> tuple[IPAddress, ...]:
        """The addresses it may speak from: its own, or all of its machine."""
        return self.speaker.addresses or (self.machine.addresses if self.machine else ())

    @property
    def asn(self) -> int | None:
        """Its AS number, where the plan says one."""
        return self.speaker.asn

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of what it is: its speaker, its machine, its cluster."""
        ids = (self.speaker.id, self.machine.id if self.machine else "", self.cluster.id if self.cluster else "")
        return tuple(dict.fromkeys(filter(None, ids)))


@kept
def speakers(plan: Plan) -> tuple[Speaker, ...]:
    """Every speaker: those that routers and clusters imply, then those that are listed beside them.

    A listed one stands in the place of the implied one of the same product on the same router or
    cluster, and has that one's AS number and release unless it says its own.
    """
    found = tuple(chain.from_iterable(chain(map(_of_router, plan.routers), map(_of_cluster, plan.clusters))))
    known = {(it.runs_on, it.product): it for it in reversed(found)}
    listed = [_completed(it, known.get((it.runs_on, it.product.lower()))) for it in plan.speakers]
    instead = {(it.runs_on, it.product.lower()): it for it in reversed(listed)}
    merged = [instead.get((it.runs_on, it.product), it) for it in found]
    return tuple({id(it): it for it in (*merged, *listed)}.values())


def _completed(listed: Speaker, implied_one: Speaker | None) -> Speaker:
    if implied_one is None:
        return listed
    gaps = {key: getattr(implied_one, key) for key in ("asn", "version") if not getattr(listed, key)}
    return listed.model_copy(update=gaps) if any(gaps.values()) else listed


def _of_router(router: Router) -> Iterator[Speaker]:
    product = router.product.lower()
    daemon = _DAEMONS.get(product, "vendor") or product
    yield implied(router.id, router.id, router, product=daemon if product else "", asn=router.asn)


def _of_cluster(cluster: Cluster) -> Iterator[Speaker]:
    """Its load balancers, its network plugin and its virtual addresses, as far as they speak BGP; a product once."""
    seen: dict[str, dict[str, object]] = {}
    entries: dict[str, Entry] = {}
    for entry, product, known in _programs(cluster):
        first = seen.setdefault(product.lower(), {})
        first.update({key: value for key, value in known.items() if value and not first.get(key)})
        entries.setdefault(product.lower(), entry)
    for product, known in seen.items():
        name = f"{cluster.id}-{slug(product)}" if product else cluster.id
        yield implied(name, cluster.id, entries[product], product=product, **known)


def _programs(cluster: Cluster) -> Iterator[tuple[Entry, str, dict[str, object]]]:
    for it in cluster.load_balancers:
        if it.mode == "bgp":
            yield it, it.product, {"version": it.version, "mode": it.backend, "asn": it.asn}
    if cluster.cni and cluster.cni.bgp:
        yield cluster.cni, cluster.cni.product, {"version": cluster.cni.version, "asn": cluster.cni.asn}
    for virtual in cluster.virtual_addresses:
        if virtual.mode == "bgp":
            yield virtual, virtual.product, {"version": virtual.version}


@kept
def voices(plan: Plan) -> dict[str, tuple[Voice, ...]]:
    """The speakers on their machines, by the id of the speaker."""
    places = {}
    for scope, machine in reversed(machines(plan)):
        places[machine.id] = scope, machine
    clusters = first_by_id(plan.clusters)
    owners = {node.id: cluster for cluster in reversed(plan.clusters) for node in cluster.nodes}
    return {it.id: tuple(_spoken(it, places, clusters, owners)) for it in reversed(speakers(plan))}


def _spoken(
    speaker: Speaker,
    places: dict[str, tuple[tuple[str, str], Machine]],
    clusters: dict[str, Cluster],
    owners: dict[str, Cluster],
) -> Iterator[Voice]:
    where = speaker.runs_on
    cluster = clusters.get(where)
    if cluster and cluster.nodes:
        yield from (Voice(speaker, node, cluster, cluster.scope) for node in _nodes(speaker, cluster))
    elif cluster:
        yield Voice(speaker, None, cluster, cluster.scope)
    elif where in places:
        scope, machine = places[where]
        yield Voice(speaker, machine, owners.get(where) if isinstance(machine, Node) else None, scope)


def _nodes(speaker: Speaker, cluster: Cluster) -> tuple[Node, ...]:
    """The nodes it runs on: what carries the API's address only on those of the control plane, where roles are said."""
    planes = tuple(node for node in cluster.nodes if "control-plane" in node.roles)
    carries_api = any(it.product.lower() == speaker.product for it in cluster.virtual_addresses)
    serves = any(it.product.lower() == speaker.product for it in cluster.load_balancers)
    return planes if carries_api and not serves and planes else cluster.nodes
