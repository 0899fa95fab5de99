"""Who speaks BGP in a plan: what it lists as speakers, and what its routers and clusters say beside that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from netaddr import IPAddress

from cidrbook.plan.bgp import Speaker, implied
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import Entry, Machine
from cidrbook.plan.inventory import Inventory, cached_view, first_by_id
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host
from cidrbook.plan.views.machines import machines
from cidrbook.text.names import slug

_DAEMONS = {
    **dict.fromkeys(("opnsense", "pfsense-ce", "pfsense-plus", "vyos", "unifi-gateway", "cumulus", "sonic"), "frr"),
    **dict.fromkeys(("frr", "bird", "quagga"), ""),
}
"""What speaks BGP on a router of a product, where it is not the vendor's own program; a daemon is its own."""


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerInstance:
    """One speaker on one machine. Of a cluster whose nodes the plan does not list, `machine` is None.

    `elsewhere` are the addresses of the machine that are written under its id in other places: in
    another network, or as the end of a VPN. `of_all` is the
    speaker of all its cluster's nodes, where this one is listed for one of them.
    """

    speaker: Speaker
    machine: Machine | None
    cluster: Cluster | None
    scope: tuple[str, str]
    elsewhere: tuple[IPAddress, ...] = ()
    of_all: Speaker | None = None

    @property
    def program(self) -> Speaker:
        """The speaker of all nodes that this one is part of, or else its own."""
        return self.of_all or self.speaker

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.speaker.id} on {self.where}"

    @property
    def where(self) -> str:
        """The id of its machine; of its cluster, where the plan lists no nodes."""
        return self.machine.id if self.machine else self.speaker.runs_on

    @property
    def name(self) -> str:
        """Its machine, and its product where that is not the machine's name, as messages say it."""
        where = self.machine.name if self.machine else self.cluster.name if self.cluster else self.speaker.runs_on
        product = "" if isinstance(self.machine, Router) else self.speaker.product
        return f"{where} ({product})" if product else where

    @property
    def addresses(self) -> tuple[IPAddress, ...]:
        """The addresses it may speak from: its own, or all of its machine."""
        return self.speaker.addresses or ((*self.machine.addresses, *self.elsewhere) if self.machine else ())

    @property
    def asn(self) -> int | None:
        """Its AS number, where the plan says one."""
        return self.speaker.asn

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of what it is: its speaker, its machine, its cluster."""
        ids = (self.speaker.id, self.machine.id if self.machine else "", self.cluster.id if self.cluster else "")
        return tuple(dict.fromkeys(filter(None, ids)))


@cached_view
def speakers(plan: Inventory) -> tuple[Speaker, ...]:
    """Every speaker: those that routers and clusters imply, then those that are listed beside them.

    A listed one stands in the place of the implied one on the same router, or of the same product on the
    same cluster or one node of it, and has that one's AS number and release unless it says its own.
    """
    found = tuple(chain(map(_of_router, plan.routers), chain.from_iterable(map(speakers_of_cluster, plan.clusters))))
    routers = {router.id for router in plan.routers}
    known = {_speaker_identity(speaker, routers): speaker for speaker in reversed(found)}
    listed = [_completed(speaker, known.get(_speaker_identity(speaker, routers))) for speaker in plan.speakers]
    known |= {_speaker_identity(speaker, routers): speaker for speaker in reversed(listed)}
    homes = {node.id: cluster.id for cluster in plan.clusters for node in cluster.nodes}
    listed = [
        _completed(speaker, known.get((homes.get(speaker.runs_on, ""), speaker.product.lower()))) for speaker in listed
    ]
    instead = {_speaker_identity(speaker, routers): speaker for speaker in reversed(listed)}
    merged = [instead.get(_speaker_identity(speaker, routers), speaker) for speaker in found]
    return tuple({id(speaker): speaker for speaker in (*merged, *listed)}.values())


def _speaker_identity(speaker: Speaker, routers: Collection[str]) -> tuple[str, str]:
    """What two speakers share that are one: a router, whatever it runs, or a cluster and a product."""
    return speaker.runs_on, "" if speaker.runs_on in routers else speaker.product.lower()


def _completed(listed: Speaker, implied_one: Speaker | None) -> Speaker:
    if implied_one is None:
        return listed
    gaps = {key: getattr(implied_one, key) for key in ("asn", "version") if not getattr(listed, key)}
    return listed.model_copy(update=gaps) if any(gaps.values()) else listed


def _of_router(router: Router) -> Speaker:
    product = router.product.lower()
    daemon = _DAEMONS.get(product, "vendor") or product
    return implied(router.id, router.id, router, product=daemon if product else "", asn=router.asn)


def speakers_of_cluster(cluster: Cluster) -> Iterator[Speaker]:
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
    for balancer in cluster.load_balancers:
        if balancer.mode == "bgp":
            yield (
                balancer,
                balancer.product,
                {"version": balancer.version, "mode": balancer.backend, "asn": balancer.asn},
            )
    if cluster.cni and cluster.cni.bgp:
        yield cluster.cni, cluster.cni.product, {"version": cluster.cni.version, "asn": cluster.cni.asn}
    for virtual in cluster.virtual_addresses:
        if virtual.mode == "bgp":
            yield virtual, virtual.product, {"version": virtual.version}


@cached_view
def instances(plan: Inventory) -> dict[str, tuple[SpeakerInstance, ...]]:
    """The speakers on their machines, by the id of the speaker."""
    running = {
        (speaker.runs_on, speaker.product.lower()): speaker for speaker in reversed(speakers(plan)) if speaker.product
    }
    speaking = partial(_instances_of, machine_records(plan), first_by_id(plan.clusters), running)
    return {speaker.id: tuple(speaking(speaker)) for speaker in reversed(speakers(plan))}


@dataclass(frozen=True, slots=True)
class MachineRecord:
    """A machine, and what the plan says of it in other places."""

    scope: tuple[str, str]
    machine: Machine
    cluster: Cluster | None
    elsewhere: tuple[IPAddress, ...]

    def instance(self, speaker: Speaker, of_all: Speaker | None = None) -> SpeakerInstance:
        """A speaker on this machine."""
        return SpeakerInstance(speaker, self.machine, self.cluster, self.scope, self.elsewhere, of_all)


@cached_view
def machine_records(plan: Inventory) -> dict[str, MachineRecord]:
    """The machines by id, the first where an id is written twice; with all addresses that are written under it.

    A node that also has a reservation of a DHCP server is the node.
    """
    ends = ((plan.vpn_scope(vpn), end) for vpn in plan.vpns for end in vpn.ends)
    written: dict[str, list[IPAddress]] = {}
    for _, thing in (*machines(plan), *ends):
        written.setdefault(thing.id, []).extend(thing.addresses)
    owners = {id(node): cluster for cluster in plan.clusters for node in cluster.nodes}
    found: dict[str, MachineRecord] = {}
    for scope, machine in reversed(machines(plan)):
        if machine.id in found and found[machine.id].cluster and _is_reserved(machine):
            continue
        elsewhere = tuple(address for address in written[machine.id] if address not in machine.addresses)
        found[machine.id] = MachineRecord(scope, machine, owners.get(id(machine)), elsewhere)
    return found


def _is_reserved(machine: Machine) -> bool:
    return isinstance(machine, Host) and machine.assigned == "reservation"


def _instances_of(
    records: dict[str, MachineRecord],
    clusters: dict[str, Cluster],
    running: dict[tuple[str, str], Speaker],
    speaker: Speaker,
) -> Iterator[SpeakerInstance]:
    where, product = speaker.runs_on, speaker.product.lower()
    cluster = clusters.get(where)
    if cluster and cluster.nodes:
        for node in _speaker_nodes(speaker, cluster):
            own = running.get((node.id, product))
            yield SpeakerInstance(
                own or speaker, node, cluster, cluster.scope, records[node.id].elsewhere, own and speaker
            )
    elif cluster:
        yield SpeakerInstance(speaker, None, cluster, cluster.scope)
    elif where in records:
        around = records[where].cluster if running.get((where, product)) is speaker else None
        yield records[where].instance(speaker, running.get((around.id, product)) if around else None)


def _speaker_nodes(speaker: Speaker, cluster: Cluster) -> tuple[Node, ...]:
    """The nodes it runs on: what carries the API's address only on those of the control plane, where roles are said."""
    planes = tuple(node for node in cluster.nodes if "control-plane" in node.roles)
    carries_api = any(address.product.lower() == speaker.product for address in cluster.virtual_addresses)
    serves = any(balancer.product.lower() == speaker.product for balancer in cluster.load_balancers)
    return planes if carries_api and not serves and planes else cluster.nodes
