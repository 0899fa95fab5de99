"""An address is inside a range that is reserved for something else.

A range under `reserved` is kept free. A DHCP range that overlaps it is an error; hosts, gateways,
pools and services inside are warnings. The range may name what belongs inside, by `for` or by its
name: objects of that kind, or with that tag, are fine.

```yaml
networks:
  - name: lan
    cidr: 192.168.3.0/24
    gateway: 192.168.3.1
    reserved:
      - 192.168.3.200-192.168.3.209
      - {range: 192.168.3.10-192.168.3.29, name: printers, for: printer}
    dhcp: 192.168.3.100-192.168.3.205 # A224: 11
    hosts:
      - {name: nas, address: 192.168.3.20} # A224: 30
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.3.0/24
    gateway: 192.168.3.1
    reserved:
      - 192.168.3.200-192.168.3.209
      - {range: 192.168.3.10-192.168.3.29, name: printers, for: printer}
      - {range: 192.168.3.100-192.168.3.199, for: dhcp}
    dhcp: 192.168.3.100-192.168.3.199
    hosts:
      - {name: nas, address: 192.168.3.40}
      - {name: office printer, address: 192.168.3.20, tags: printer}
```

Source: [NetBox](https://netboxlabs.com/docs/netbox/models/ipam/iprange/), which refuses addresses in a range that is
marked as populated; the [data reference](../data.md) on `reserved`.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Claim, Lease
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.reserved import DHCP, GATEWAYS, POOLS, KeptRange, belongings, kept_ranges
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """DHCP ranges, claims, gateways and pools that overlap a reserved range for something else."""
    for network in plan.networks if kept_ranges(plan) else ():
        yield from _network_problems(plan, network)
    for claim, kept, _, passes in belongings(plan):
        found = kept.taken(claim.address, claim.address, passes)
        if found and not plan.lacks(claim.owner, "tags"):
            yield _claimed(claim, found)
    yield from _pool_problems(plan)


def _network_problems(plan: Plan, network: Network) -> Iterator[Problem]:
    kept = kept_ranges(plan).get(id(network))
    for which, span in enumerate(network.dhcp if kept else ()):
        found = kept.taken(span.first, span.last, DHCP) if kept else None
        if found:
            yield _leased_range(Lease(network, which), found)
    for which, gateway in enumerate(network.gateways if kept else ()):
        found = kept.taken(gateway, gateway, GATEWAYS) if kept else None
        if found:
            yield Problem(
                at=network.at("gateway", which),
                message=f"the gateway {gateway} is in the reserved range {found.shown}",
                related=(found.related,),
                hint="exclude it from the range, or set `for: routers`",
                parties=(network.id,),
            )


def _leased_range(lease: Lease, found: KeptRange) -> Problem:
    return Problem(
        at=lease.place,
        message=f"{lease.shown} assigns addresses of the reserved range {found.part.shown}",
        related=(found.related,),
        hint="end one where the other begins",
        parties=(lease.network.id,),
        severity=Severity.ERROR,
    )


def _claimed(claim: Claim, found: KeptRange) -> Problem:
    tag = f", or tag it `{found.part.name}` if it belongs there" if found.part.name else ""
    return Problem(
        at=claim.place,
        message=f"{claim.owner.kind} {claim.shown} is in the reserved range {found.shown}",
        related=(found.related,),
        hint=f"give it an address outside of the range{tag}",
        parties=(claim.owner.id, found.network.id),
    )


def _pool_problems(plan: Plan) -> Iterator[Problem]:
    """Pools that are a part of a network with reserved ranges."""
    for span in plan.pools if kept_ranges(plan) else ():
        pool, first, last = span.owner, *span.ends
        network = pool.network or plan.space.covering(span.domain[0], first)
        kept = kept_ranges(plan).get(id(network))
        found = kept.taken(first, last, POOLS) if kept and network is not pool.network else None
        if found:
            yield Problem(
                at=pool.place,
                message=f"{pool.shown} holds addresses of the reserved range {found.shown}",
                related=(found.related,),
                hint="choose a pool outside of the range, or set `for: services`",
                parties=(*pool.parties, found.network.id),
            )
