"""Two BGP sessions have the same pair of addresses.

A router tells its neighbours apart by their address. Two speakers on a node that use the node's
address and the same address of the router are one neighbour to it: one session is dropped when the
other one comes up. In another VRF, or with another source address, the pairs differ. A session that
is listed twice is reported, too.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    pods: pods
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.42.11}
    cni: {product: calico, bgp: true, asn: 64513}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home-calico, peer: edge, peer_address: 10.3.42.1, announces: pods}
    - {local: home-metallb, peer: edge, peer_address: 10.3.42.1, announces: pool} # B614: 7
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    pods: pods
    nodes:
      - {name: k8s-0, address: 10.3.42.10}
      - {name: k8s-1, address: 10.3.42.11}
    cni: {product: calico, bgp: true, asn: 64513}
    load_balancers:
      - {product: calico, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home-calico, peer: edge, peer_address: 10.3.42.1, announces: [pods, pool]}
```

Source: [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271#section-6.8), section 6.8, on connections that collide;
[MetalLB](https://metallb.io/configuration/calico/), on Calico beside it.
"""

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.session_pairs import SessionPair, shared_pairs
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Pairs of addresses with more than one session, each session entry once."""
    if plan.unread or plan.lost:
        return
    groups: dict[tuple[int, int], list[SessionPair]] = defaultdict(list)
    for pair in shared_pairs(plan):
        groups[id(pair.first.sessions[0]), id(pair.second.sessions[0])].append(pair)
    yield from map(_problem, groups.values())


def _problem(pairs: list[SessionPair]) -> Problem:
    first, second, more = *pairs[0], and_more(pairs, "", "")
    one_pair = " and ".join(str(side.address) for side, _ in second.sides)
    return Problem(
        at=second.place,
        message=f"{second.shown}{more} is listed twice"
        if pairs[0].twice
        else f"{second.shown}{more} is between the same two addresses ({one_pair}) as {first.shown}",
        related=(first.related,),
        hint="remove one of them"
        if pairs[0].twice
        else "let one speaker announce everything, or give this one another source address on the node,"
        " or another router",
        parties=tuple(dict.fromkeys((*second.parties, *first.parties))),
    )
