"""The other end of a BGP session does not accept an announcement.

The session is up, but the routes are missing. An import filter matches a prefix exactly; longer
ones need `max_length`. Load balancers announce each service as a separate route, /32 or /128.
Calico announces its whole block, and /32s for services with the policy `Local`.

In a repository, the pools of a cluster that speaks BGP are compared with the prefix lists by which
a router filters the routes of the cluster's nodes.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - local: home
      peer: edge
      peer_address: 10.3.42.1
      announces: pool # B624: 18
      peer_accepts: {prefix: 10.3.69.0/24}
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: metallb, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - local: home
      peer: edge
      peer_address: 10.3.42.1
      announces: pool
      peer_accepts: {prefix: 10.3.69.0/24, max_length: 32}
```

Source: [MetalLB](https://metallb.io/configuration/_advanced_bgp_configuration/) and
[Calico](https://docs.tigera.io/calico/latest/networking/configuring/advertise-service-ips) on the length of what they
announce; [FRR](https://docs.frrouting.org/en/latest/filter.html) on prefix lists and `le`.
"""

from collections.abc import Iterator

from netaddr import IPNetwork, spanning_cidr

from cidrbook.plan.bgp import Accepted
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.views.filters import Refusal, RefusedPool, refusals, refused_pools
from cidrbook.plan.views.peering import named
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Announcements that the other end's filter does not accept; once for all nodes of a cluster."""
    yield from map(_problem, refusals(plan).values())


def observed(observation: Observation) -> Iterator[Problem]:
    """The same; pools that a router accepts in none of its sessions; and a registry's routes that a filter refuses."""
    yield from observation.problems_of("announcement-not-accepted")
    yield from check(observation)
    yield from map(_pool_not_accepted, refused_pools(observation))


def _problem(found: list[Refusal]) -> Problem:
    announcement, description, part, length, longest = found[0]
    receivers = named(refusal.announcement.receiver for refusal in found)
    whole = int(part.owner.prefixlen) if isinstance(part.owner, IPNetwork) else None
    longer = f" as /{length}" if length and length != whole else ""
    receiver, name = announcement.receiver.name, announcement.origin
    lines = ", ".join(_accepted_line(accepted) for accepted in description.accepts[:3]) + (
        ", …" if len(description.accepts) > 3 else ""
    )
    prefix = part.owner if isinstance(part.owner, IPNetwork) else spanning_cidr([part.owner.first, part.owner.last])
    return Problem(
        at=announcement.place,
        message=f"{name} announces {part.owner}{longer} to {receivers}, which accepts only {lines}",
        related=(Related(at=description.at("accepts"), message=f"the filter of {receiver} is written here"),),
        hint=f"let {receiver} accept `{{prefix: {prefix}"
        + (f", max_length: {longest}" if longest > prefix.prefixlen else "")
        + "}`, or announce something else",
        parties=announcement.parties,
    )


def _pool_not_accepted(found: RefusedPool) -> Problem:
    pool, cluster, router = found.written, found.pool.cluster, found.receiver.name
    lines = ", ".join(_accepted_line(accepted) for accepted in found.description.accepts[:3])
    lines += ", …" if len(found.description.accepts) > 3 else ""
    longer = f"announces each address of its pool {pool} as /{found.length}" if found.length else f"announces {pool}"
    return Problem(
        at=found.description.accepts[0].at("prefix"),
        message=f"{router} accepts only {lines} from {cluster.name}, which {longer}",
        related=(found.pool.related,),
        hint=f"add `le {found.length}` to the filter of {router}" if found.length else f"let {router} accept {pool}",
        parties=tuple(dict.fromkeys((*found.receiver.parties, *found.pool.parties))),
    )


def _accepted_line(accepted: Accepted) -> str:
    return f"{accepted.prefix}" + (f" up to /{accepted.max_length}" if accepted.max_length else "")
