"""The address of a cluster's API, or a virtual address, may be given to something else.

A DHCP server, or what hands out addresses to services, knows nothing of it. Once
somebody else has it, nodes and you no longer reach the API. For the API the same
goes for a service of its own cluster that is pinned to the address; where it is a
service of another cluster, that one may well run this one's control plane. Calico
before 3.29 announces pools and hands nothing out, so it may announce these too. A
virtual address in a DHCP range is [D402](dhcp.md#d402-static-host-in-dhcp-range).

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

import re
from collections.abc import Callable, Iterator

from netaddr import IPAddress

from cidrbook.net.spans import Span
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Claim, Inventory, Lease
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool, is_chosen
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING

_CALICO = re.compile(r"v?3\.([0-9]{1,4})(?![0-9])")
_Test = Callable[[Span[Pool]], bool]

_MOVE = "choose an address that nothing hands out"


def check(plan: Plan) -> Iterator[Problem]:
    """API addresses in DHCP ranges and pools, or pinned; virtual addresses in pools."""
    for cluster in plan.clusters:
        for which, address in enumerate(cluster.api.addresses if cluster.api else ()):
            pinned = _services_at(plan, cluster, address)
            if pinned:
                yield _pinned(_draft(cluster, which, address), pinned[0])
            else:
                yield from _handed_out(plan, cluster, which, _hands_out)
        yield from _virtual(plan, cluster, _hands_out)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same, of pools that were chosen address by address; a service that is pinned there may be the API's own."""
    for cluster in observation.clusters:
        for which in range(len(cluster.api.addresses) if cluster.api else 0):
            yield from _handed_out(observation, cluster, which, _is_chosen_to_hand_out)
        yield from _virtual(observation, cluster, _is_chosen_to_hand_out)


def _virtual(plan: Inventory, cluster: Cluster, hands_out: _Test) -> Iterator[Problem]:
    """Virtual addresses of a cluster that lie in a pool."""
    for vip in cluster.virtual_addresses:
        for which, address in enumerate(vip.addresses):
            pool = plan.pools.meeting((cluster.scope, address.version), int(address), int(address))
            if pool and hands_out(pool):
                shown = f"the virtual address {vip.name} ({address})"
                at = vip.place_of_address(which)
                yield _in_pool(Problem(at=at, message=shown, parties=(vip.id, cluster.id)), pool.owner)


def _services_at(plan: Inventory, cluster: Cluster, address: IPAddress) -> list[Claim]:
    """The pinned services of a cluster that claim an address."""
    span = (cluster.scope, address.version), int(address), int(address)
    claims = (other_span.owner for other_span in plan.held.within(*span))
    return [claim for claim in claims if any(claim.owner is own for own in cluster.pinned_services)]


def _handed_out(plan: Inventory, cluster: Cluster, which: int, hands_out: _Test) -> Iterator[Problem]:
    """What may take an API's address; where something else claims it, that is reported where it is claimed."""
    address = cluster.api.addresses[which] if cluster.api else IPAddress(0)
    span = (cluster.scope, address.version), int(address), int(address)
    claims = [other_span.owner for other_span in plan.held.within(*span)]
    lease, pool = plan.leases.meeting(*span), plan.pools.meeting(*span)
    if pool and not claims and hands_out(pool):
        yield _in_pool(_draft(cluster, which, address), pool.owner)
    elif lease and not claims:
        yield _in_range(_draft(cluster, which, address), lease.owner)


def _draft(cluster: Cluster, which: int, address: IPAddress) -> Problem:
    """The place and the subject of what is wrong with an API's address."""
    shown = f"the API of {cluster.name} ({address})"
    return Problem(at=cluster.at("api", "address", which), message=shown, parties=(cluster.id,))


def _is_chosen_to_hand_out(span: Span[Pool]) -> bool:
    return is_chosen(span) and _hands_out(span)


def _hands_out(span: Span[Pool]) -> bool:
    """Whether the balancer gives services addresses of its own accord."""
    balancer = span.owner.balancer
    release = _CALICO.match(balancer.version) if balancer.product.lower() == "calico" else None
    return release is None or int(release[1]) >= 29


def _pinned(draft: Problem, claim: Claim) -> Problem:
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
        message=f"{draft.message} lies in {lease.shown}",
        related=(lease.related,),
        hint=_MOVE,
        parties=(*draft.parties, lease.network.id),
    )


def _in_pool(draft: Problem, pool: Pool) -> Problem:
    return Problem(
        at=draft.at,
        message=f"{draft.message} lies in {pool.shown}",
        related=(pool.related,),
        hint=_MOVE,
        parties=tuple(dict.fromkeys((*draft.parties, *pool.parties))),
    )
