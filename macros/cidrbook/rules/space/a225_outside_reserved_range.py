"""An address is outside of the range that is reserved for its kind.

If a network reserves a range for printers, nodes or virtual addresses, those belong inside. What
belongs inside is given by `for`, or by the range's name: a kind of object (`hosts`, `nodes`,
`routers`, `virtual`, `services`, `dhcp`) or a tag.

```yaml
networks:
  - name: servers
    cidr: 10.0.10.0/24
    reserved:
      - {range: 10.0.10.10-10.0.10.39, name: printers}
      - {range: 10.0.10.50-10.0.10.59, for: nodes}
    hosts:
      - {name: copier, address: 10.0.10.70, tags: printers} # A225: 33
clusters:
  - name: home
    nodes: [{name: k8s-0, address: 10.0.10.61}] # A225: 36
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.0.10.0/24
    reserved:
      - {range: 10.0.10.10-10.0.10.39, name: printers}
      - {range: 10.0.10.50-10.0.10.59, for: nodes}
    hosts:
      - {name: copier, address: 10.0.10.11, tags: printers}
clusters:
  - name: home
    nodes: [{name: k8s-0, address: 10.0.10.51}]
```

Source: the [data reference](../data.md) on `reserved`.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Claim, Lease
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.reserved import DHCP, KeptRange, belongings, kept_ranges
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Claims and DHCP ranges outside of the range that their network reserves for their kind or tag."""
    for claim, kept, own, _ in belongings(plan):
        meant = kept.meant(claim.address.version, own)
        if meant and not kept.covers(claim.address, claim.address, own):
            yield _claim_outside(claim, meant)
    for network in plan.networks if kept_ranges(plan) else ():
        ranges = kept_ranges(plan).get(id(network))
        for which, span in enumerate(network.dhcp if ranges else ()):
            meant = ranges.meant(span.first.version, DHCP) if ranges else None
            if ranges and meant and not ranges.covers(span.first, span.last, DHCP):
                yield _leased(Lease(network, which), meant)


def _claim_outside(claim: Claim, meant: KeptRange) -> Problem:
    return Problem(
        at=claim.place,
        message=f"{claim.owner.kind} {claim.shown} is outside of the range {meant.shown}",
        related=(meant.related,),
        hint=f"give it an address from {meant.part.first} to {meant.part.last}",
        parties=(claim.owner.id, meant.network.id),
    )


def _leased(lease: Lease, meant: KeptRange) -> Problem:
    return Problem(
        at=lease.place,
        message=f"{lease.shown} reaches beyond the range {meant.part.shown} that is reserved for DHCP",
        related=(meant.related,),
        hint="write a range inside",
        parties=(lease.network.id,),
    )
