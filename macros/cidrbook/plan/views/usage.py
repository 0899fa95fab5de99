"""What every address of a network is for: runs of equal state, from the first address to the last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import Domain, Span, Spans
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed, VirtualAddress
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Host, Network
from cidrbook.plan.space import usable
from cidrbook.plan.views.cluster_ranges import own_spans

State = Literal[
    "gateway",
    "virtual",
    "service",
    "reservation",
    "host",
    "network",
    "broadcast",
    "reserved",
    "dhcp",
    "pool",
    "subnet",
    "free",
]
"""What an address is for. Where several are true, the one that comes first here counts."""


_WIDE = frozenset({"reserved", "dhcp", "pool", "subnet"})
"""The states of ranges and prefixes; the others are of single addresses."""


class Run(NamedTuple):
    """Addresses from `first` to `last`, both included, as numbers, that are for the same thing.

    `owners` are what has them: of a single address the claims on it, the network whose gateway it is, the
    cluster whose API it is; or else the DHCP range, the pool, the network that keeps them free, the network
    inside. The pool of a cluster's own pods or services is the cluster's mention of the network. Of several
    that overlap it is the one that reaches furthest.
    """

    first: int
    last: int
    state: State
    owners: tuple[object, ...] = ()

    @property
    def size(self) -> int:
        """How many addresses there are."""
        return self.last - self.first + 1


def runs(plan: Inventory, network: Network, cidr: IPNetwork) -> list[Run]:
    """The prefix of a network, run by run. Two hosts beside each other are two runs; free addresses are one."""
    domain = (network.scope, cidr.version)
    layers = _layers(plan, network)
    edges = {} if network.id in plan.virtual else _edges(cidr)
    cuts = {cidr.first, cidr.last + 1}
    for _, spans in layers:
        for span in _touching(spans, domain, cidr.first, cidr.last):
            cuts |= {max(span.first, cidr.first), min(span.last, cidr.last) + 1}
    for edge in edges:
        cuts |= {edge, edge + 1}
    return list(_joined_runs(_run(layers, edges, domain, first, end - 1) for first, end in pairwise(sorted(cuts))))


def _run(
    layers: tuple[tuple[State, Spans[object]], ...], edges: dict[int, State], domain: Domain, first: int, last: int
) -> Run:
    found = [(state, spans) for state, spans in layers if spans.meeting(domain, first, first)]
    if first in edges and (not found or found[0][0] in _WIDE):
        return Run(first, last, edges[first])
    if not found:
        return Run(first, last, "free")
    state, spans = found[0]
    if state in _WIDE:
        around = spans.meeting(domain, first, last)
        return Run(first, last, state, (around.owner,) if around else ())
    holders = (
        span.owner for state, spans in found if state not in _WIDE for span in spans.within(domain, first, first)
    )
    return Run(first, last, state, tuple(holders))


def _joined_runs(parts: Iterator[Run]) -> Iterator[Run]:
    """The runs, with those put together that follow one another and are for the same."""
    before: Run | None = None
    for run in parts:
        same = before and (before.state, list(map(id, before.owners))) == (run.state, list(map(id, run.owners)))
        if before and same:
            before = before._replace(last=run.last)
            continue
        if before:
            yield before
        before = run
    if before:
        yield before


def _edges(cidr: IPNetwork) -> dict[int, State]:
    """The addresses that no host on a wire can have: the network's own and, in IPv4, its broadcast address."""
    first, last = usable(cidr)
    edges: dict[int, State] = {}
    if first > cidr.first:
        edges[cidr.first] = "network"
    if last < cidr.last:
        edges[cidr.last] = "broadcast"
    return edges


def _touching(spans: Spans[object], domain: Domain, first: int, last: int) -> Iterator[Span[object]]:
    """The spans that have an address from `first` to `last`; of those that begin before, the furthest one."""
    before = spans.meeting(domain, first, first)
    if before:
        yield before
    yield from spans.within(domain, first, last)


def _layers(plan: Inventory, network: Network) -> tuple[tuple[State, Spans[object]], ...]:
    """What may have an address, the one that counts first; and the networks inside of this one."""
    return (*_claimed(plan), *_handed_out(plan), ("subnet", inside(plan, network)))


def inside(plan: Inventory, network: Network) -> Spans[object]:
    """The prefixes directly inside of those of a network, with the networks that have them."""
    return _inner_prefixes(plan).get(id(network), _NONE)


_NONE: Spans[object] = Spans(())


@cached_view
def _claimed(plan: Inventory) -> tuple[tuple[State, Spans[object]], ...]:
    by_state: dict[State, list[Span[object]]] = {}
    for claim in plan.claims:
        by_state.setdefault(_state(claim.owner), []).append(Span(*claim.span))
    for network in plan.networks:
        for address in network.gateways:
            number = int(address)
            span: Span[object] = Span((network.scope, address.version), number, number, network)
            by_state.setdefault("gateway", []).append(span)
    order: tuple[State, ...] = ("gateway", "virtual", "service", "reservation", "host")
    return (*((state, Spans(by_state.get(state, []))) for state in order), ("virtual", Spans(_api_spans(plan))))


def _api_spans(plan: Inventory) -> Iterator[Span[object]]:
    """The addresses of the clusters' APIs. What carries one may have it, so that this counts last of all."""
    for cluster in plan.clusters:
        for address in cluster.api.addresses if cluster.api else ():
            yield Span((cluster.scope, address.version), int(address), int(address), cluster)


def _state(owner: Addressed) -> State:
    if isinstance(owner, VirtualAddress):
        return "virtual"
    if isinstance(owner, Service):
        return "service"
    return "reservation" if isinstance(owner, Host) and owner.assigned == "reservation" else "host"


@cached_view
def _handed_out(plan: Inventory) -> tuple[tuple[State, Spans[object]], ...]:
    reserved = (
        Span((network.scope, part.first.version), int(part.first), int(part.last), network)
        for network in plan.networks
        for part in network.reserved
    )
    leases = (Span(*span) for span in plan.leases)
    pools: Iterator[Span[object]] = (Span(*span) for span in plan.pools)
    return ("reserved", Spans(reserved)), ("dhcp", Spans(leases)), ("pool", Spans(chain(pools, own_spans(plan))))


@cached_view
def _inner_prefixes(plan: Inventory) -> dict[int, Spans[object]]:
    """The prefixes directly inside of each network, by the network's identity."""
    found: dict[int, list[Span[object]]] = {}
    for outer, inner in plan.space.nested():
        if outer.network is not inner.network:
            span: Span[object] = Span(inner.domain, inner.first, inner.last, inner.network)
            found.setdefault(id(outer.network), []).append(span)
    return {key: Spans(spans) for key, spans in found.items()}
