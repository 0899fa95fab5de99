"""A pool that is announced by BGP is inside a network with machines.

Machines on that link take its addresses for neighbours and ask for them by ARP or NDP, and nobody
answers; only clients behind the router reach them. Use a separate network for a BGP pool, on no
link.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: bgp, pools: 10.3.42.192/27} # K817: 46
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
clusters:
  - name: home
    load_balancers:
      - {product: metallb, mode: bgp, pools: pool}
```

Source: [MetalLB](https://metallb.io/concepts/bgp/): the router forwards to the nodes what it gets;
[RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1.1), section 3.3.1.1: a host sends what is on its own
network directly.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.node_links import swallowed, undeclared
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Pools of mode `bgp` that overlap a network with machines, unless ARP announces them as well."""
    spans = [span for span in plan.pools if span.owner.balancer.mode == "bgp"]
    if not spans:
        return
    on_link = Spans(span for span in plan.pools if span.owner.balancer.mode == "l2")
    connected = Spans(_connected(plan))
    reported = undeclared(plan)
    elsewhere = {id(pool.owner) for pool, _ in swallowed(plan)}
    for span in spans:
        met = connected.meeting(*span[:3])
        other = on_link.meeting(*span[:3])
        both_ways = other and other.owner.cluster is span.owner.cluster
        if (
            met
            and not both_ways
            and id(span.owner) not in elsewhere
            and not _is_reported_elsewhere(span.owner, met.owner, reported)
        ):
            yield _on_link(span.owner, met.owner)


def _connected(plan: Plan) -> Iterator[Span[Network]]:
    """The prefixes of networks with machines or a gateway; of virtual ones only those with nodes."""
    inhabited: set[int] = {id(network) for network in plan.networks if network.gateways}
    with_nodes: set[int] = set()
    for claim, network in plan.located:
        if network and not isinstance(claim.owner, Service | VirtualAddress):
            (with_nodes if isinstance(claim.owner, Node) else inhabited).add(id(network))
    for network in plan.networks:
        real = id(network) in inhabited and network.id not in plan.virtual
        if real or (id(network) in with_nodes and not _is_hollow(plan, network)):
            for cidr in network.cidrs:
                yield Span((network.scope, cidr.version), cidr.first, cidr.last, network)


def _is_hollow(plan: Plan, network: Network) -> bool:
    return network.role == "container" or network.id in plan.cluster_networks


def _is_reported_elsewhere(pool: Pool, network: Network, pairs: frozenset[frozenset[str]]) -> bool:
    return pool.network is not None and frozenset((pool.network.id, network.id)) in pairs


def _on_link(pool: Pool, network: Network) -> Problem:
    own = pool.network is network
    return Problem(
        at=pool.place,
        message=f"{pool.shown} is announced by BGP, but machines are on it"
        if own
        else f"{pool.shown} is announced by BGP, but is in {network.name} ({network.cidr}), a network with machines",
        related=(network.related(),),
        hint="use a prefix for the pool that no network has, or announce it by ARP (`mode: l2`)",
        parties=tuple(dict.fromkeys((*pool.parties, network.id))),
    )
