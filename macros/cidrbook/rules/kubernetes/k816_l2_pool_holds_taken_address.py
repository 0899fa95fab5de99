"""A pool for services contains an address of another object on the link.

Sooner or later a service gets the address of the router or a node, and answers instead of it. The
first and the last address of the nodes' network must not be in the pool either: the last one is the
broadcast address. Addresses of pinned services belong in the pool, and so does a host that stands
for such a service. For virtual addresses see [K813](#k813-api-address-taken), for DHCP
[K820](#k820-pool-in-dhcp-range). In a repository, a pool as wide as a whole network is not
reported: all its services may be pinned. Of a pool announced by BGP, only the address of its BGP
peer is reported.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.101}
    load_balancers:
      - product: metallb
        mode: l2
        pools: [10.3.42.100-10.3.42.120, 10.3.42.192/26] # K816: 17, K816: 42
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.101}
    load_balancers:
      - product: metallb
        mode: l2
        pools: [10.3.42.102-10.3.42.120, 10.3.42.192/27, 10.3.42.224-10.3.42.254]
```

Source: [MetalLB](https://metallb.io/configuration/): pools hold addresses that are for MetalLB alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.pools import Pool, is_chosen
from cidrbook.plan.views.node_links import ANYWHERE, NodeLinks, swallowed
from cidrbook.plan.views.session_ends import address_of
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.source import Place

OBSERVED = Severity.WARNING


class _Gateway(NamedTuple):
    """A gateway's address, in the form of a claim."""

    network: Network
    which: int

    @property
    def shown(self) -> str:
        return f"the gateway of {self.network.name} ({self.network.gateways[self.which]})"

    @property
    def place(self) -> Place:
        return self.network.at("gateway", self.which)

    @property
    def id(self) -> str:
        return self.network.id


def check(plan: Inventory) -> Iterator[Problem]:
    """Pools that may be on the link, each with its last address that is taken; and BGP peers inside pools."""
    claims = (claim for claim in plan.claims if not isinstance(claim.owner, VirtualAddress))
    return _found(plan, list(plan.pools), claims)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for pools that were chosen by address, and for nodes: other hosts may be gone, or renumbered."""
    claims = (claim for claim in observation.claims if isinstance(claim.owner, Node))
    return _found(observation, list(filter(is_chosen, observation.pools)), claims)


def _found(plan: Inventory, pools: Sequence[Span[Pool]], claims: Iterable[Claim]) -> Iterator[Problem]:
    yield from _pools_with_peers(plan, pools)
    spans = [span for span in pools if span.owner.balancer.mode != "bgp"]
    if not spans:
        return
    taken = Spans(_taken_addresses(plan, claims))
    elsewhere = {id(pool.owner) for pool, _ in swallowed(plan)}
    links = NodeLinks(plan)
    for span in spans:
        if id(span.owner) not in elsewhere and not links.off(span):
            found = taken.meeting(*span[:3])
            yield from [_problem(span.owner, found.owner)] if found else _pools_with_edges(links, span)


def _pools_with_peers(plan: Inventory, pools: Iterable[Span[Pool]]) -> Iterator[Problem]:
    """Pools announced by BGP that contain the address of their cluster's BGP peer."""
    peers = _peers_of_clusters(plan)
    for span in pools:
        pool = span.owner
        own = peers.get(pool.cluster.id) if pool.balancer.mode == "bgp" else None
        held = own.meeting((ANYWHERE, span.domain[1]), span.first, span.last) if own else None
        if held:
            yield Problem(
                at=pool.place,
                message=f"{pool.shown} holds {held.ends[0]}, the BGP peer of {pool.cluster.name}",
                related=(Related(at=held.owner.at("peer"), message="the session is written here"),),
                hint="exclude it from the pool, or correct the peer's address",
                parties=pool.parties,
            )


def _peers_of_clusters(plan: Inventory) -> dict[str, Spans[Session]]:
    """The addresses that each cluster has sessions with, by its id."""
    found: dict[str, list[Span[Session]]] = defaultdict(list)
    for session in plan.sessions:
        address = address_of(session, "peer")
        if address is not None:
            number = int(address)
            found[session.local].append(Span((ANYWHERE, address.version), number, number, session))
    return {cluster: Spans(spans) for cluster, spans in found.items()}


def _taken_addresses(plan: Inventory, claims: Iterable[Claim]) -> Iterator[Span[Claim | _Gateway]]:
    """Addresses of machines and gateways, without those that a service is pinned to as well."""
    pinned = {claim.span[:3] for claim in plan.claims if isinstance(claim.owner, Service)}
    yield from (claim.span for claim in claims if claim.span[:3] not in pinned)
    for network in plan.networks:
        for which, gateway in enumerate(network.gateways):
            number = int(gateway)
            yield Span((network.scope, gateway.version), number, number, _Gateway(network, which))


def _problem(pool: Pool, taken: Claim | _Gateway) -> Problem:
    shown, owner = (taken.shown, taken.id) if isinstance(taken, _Gateway) else (_claim_text(taken), taken.owner.id)
    return Problem(
        at=pool.place,
        message=f"{pool.shown} holds {shown}",
        related=(Related(at=taken.place, message="it is written here"),),
        hint="exclude it from the pool, or give it another address",
        parties=tuple(dict.fromkeys((*pool.parties, owner))),
    )


def _claim_text(claim: Claim) -> str:
    return f"{claim.owner.kind} {claim.shown}"


def _pools_with_edges(links: NodeLinks, span: Span[Pool]) -> Iterator[Problem]:
    """The first or the last address of a network that the nodes are on."""
    pool = span.owner
    edge = links.edges(pool.cluster).meeting((ANYWHERE, span.domain[1]), span.first, span.last)
    if edge:
        what = "network" if edge.first == edge.owner.first else "broadcast"
        yield Problem(
            at=pool.place,
            message=f"{pool.shown} holds the {what} address of {edge.owner.cidr}",
            hint=_shrunk_pool(span, edge.owner),
            parties=pool.parties,
        )


def _shrunk_pool(span: Span[Pool], cidr: IPNetwork) -> str:
    """The hint with the rest of the pool inside the prefix."""
    first, last = max(span.first, cidr.first + 1), min(span.last, cidr.last - 1)
    return f"write `{IPAddress(first, 4)}-{IPAddress(last, 4)}`" if first <= last else "use other addresses"
