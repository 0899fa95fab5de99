"""The address of an API, or a virtual address, may be assigned to something else.

DHCP servers and load balancers do not know that it is in use. Once something else has it, nodes and
you lose the API. For an API address this also covers a pinned service of its own cluster, unless it leads
to the API; a pinned service of another cluster may run this one's control plane. Calico before 3.29 only announces
pools, so it may announce these addresses. A pool of that address alone is there for a service that leads
to the API. For a virtual address in a DHCP range see
[D402](dhcp.md#d402-static-host-in-dhcp-range).

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, dhcp: 10.3.42.200-10.3.42.249}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
clusters:
  - name: home
    api: {address: 10.3.42.201} # K813: 20
    virtual_addresses:
      - {name: kube-vip, address: 10.3.69.5, mode: bgp} # K813: 35
    load_balancers:
      - {product: cilium, mode: bgp, pools: pool}
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24, dhcp: 10.3.42.200-10.3.42.249}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
clusters:
  - name: home
    api: {address: 10.3.42.199}
    virtual_addresses:
      - {name: kube-vip, address: 10.3.42.199, mode: arp}
    load_balancers:
      - {product: cilium, mode: bgp, pools: pool}
```

Source: [kube-vip](https://kube-vip.io/docs/usage/cloud-provider/): addresses of services come from ranges of their own.
"""

from collections.abc import Callable, Iterator

from netaddr import IPAddress

from cidrbook.net.spans import Span
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Claim, Inventory, Lease
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool, is_chosen, may_only_announce, only_announces
from cidrbook.plan.views.address_sharing import is_of_api
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING

_Test = Callable[[Span[Pool]], bool]

_MOVE = "choose an address outside of DHCP ranges and pools"


def check(plan: Plan) -> Iterator[Problem]:
    """API addresses in DHCP ranges and pools, or pinned; virtual addresses in pools."""
    for cluster in plan.clusters:
        for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
            pinned = _services_at(plan, cluster, address)
            if pinned:
                yield _pinned_service(_draft(cluster, which, address), pinned[0])
            else:
                yield from _assignable(plan, cluster, which, _hands_out)
        yield from _virtual(plan, cluster, _hands_out)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for pools that were chosen by address. A service that is pinned there may be the API's own."""
    for cluster in observation.clusters:
        for which in range(len(cluster.api.addresses) if cluster.api else 0):
            yield from _assignable(observation, cluster, which, _is_chosen_to_hand_out)
        yield from _virtual(observation, cluster, _is_chosen_to_hand_out)


def _virtual(plan: Inventory, cluster: Cluster, hands_out: _Test) -> Iterator[Problem]:
    """Virtual addresses of a cluster inside a pool."""
    for vip in cluster.virtual_addresses:
        for which, address in enumerate(vip.addresses):
            pool = plan.pools.meeting((cluster.scope, address.version), int(address), int(address))
            if pool and hands_out(pool):
                shown = f"the virtual address {vip.name} ({address})"
                at = vip.place_of_address(which)
                yield _in_pool(Problem(at=at, message=shown, parties=(vip.id, cluster.id)), pool.owner)


def _services_at(plan: Inventory, cluster: Cluster, address: IPAddress) -> list[Claim]:
    """The pinned services of a cluster that claim an address, and do not lead to its API."""
    span = (cluster.scope, address.version), int(address), int(address)
    claims = (held.owner for held in plan.held.within(*span))
    others = [service for service in cluster.pinned_services if not is_of_api(service)]
    return [claim for claim in claims if any(claim.owner is other for other in others)]


def _assignable(plan: Inventory, cluster: Cluster, which: int, hands_out: _Test) -> Iterator[Problem]:
    """The DHCP range, pool or pinned service with an API's address; other claims on it are reported elsewhere."""
    address = cluster.api.addresses[which] if cluster.api else IPAddress(0)
    span = (cluster.scope, address.version), int(address), int(address)
    claims = [held.owner for held in plan.held.within(*span)]
    lease, pool = plan.leases.meeting(*span), plan.pools.meeting(*span)
    if pool and not claims and hands_out(pool):
        yield _in_pool(_draft(cluster, which, address), pool.owner)
    elif lease and not claims:
        yield _in_range(_draft(cluster, which, address), lease.owner)


def _draft(cluster: Cluster, which: int, address: IPAddress) -> Problem:
    """A problem with an API's address, with its place and subject."""
    shown = f"the API of {cluster.name} ({address})"
    return Problem(at=cluster.at("api", "address", which), message=shown, parties=(cluster.id,))


def _is_chosen_to_hand_out(span: Span[Pool]) -> bool:
    return is_chosen(span) and _hands_out(span) and not may_only_announce(span.owner.balancer)


def _hands_out(span: Span[Pool]) -> bool:
    """Whether the load balancer assigns addresses by itself; one that is a pool of its own is asked for."""
    return span.size > 1 and not only_announces(span.owner.balancer)


def _pinned_service(draft: Problem, claim: Claim) -> Problem:
    return Problem(
        at=draft.at,
        message=f"{draft.message} has the address of the service {claim.owner.name}",
        related=(Related(at=claim.place, message="the service is pinned here"),),
        hint="give one of them another address",
        parties=(*draft.parties, claim.owner.id),
    )


def _in_range(draft: Problem, lease: Lease) -> Problem:
    return Problem(
        at=draft.at,
        message=f"{draft.message} is in {lease.shown}",
        related=(lease.related,),
        hint=_MOVE,
        parties=(*draft.parties, lease.network.id),
    )


def _in_pool(draft: Problem, pool: Pool) -> Problem:
    return Problem(
        at=draft.at,
        message=f"{draft.message} is in {pool.shown}",
        related=(pool.related,),
        hint=_MOVE,
        parties=tuple(dict.fromkeys((*draft.parties, *pool.parties))),
    )
