"""Two DHCP ranges overlap.

Two servers would assign one address to two clients, and a single server refuses to start with such
ranges. This applies to ranges of one network and of two. In different VRFs or sites the same
addresses may be assigned twice.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp:
      - 192.168.1.100-192.168.1.149
      - 192.168.1.149-192.168.1.199 # D403: 9
```

Use instead:

```yaml
networks:
  - name: lan
    site: home
    cidr: 192.168.1.0/24
    dhcp:
      - 192.168.1.100-192.168.1.149
      - 192.168.1.150-192.168.1.199
  - name: lan of the cabin
    site: cabin
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-2.2), section 2.2: an address is never in use by
two clients at a time.
"""

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.net.spans import Span
from cidrbook.plan.inventory import Inventory, Lease
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """Ranges that overlap one before them, without those of overlapping networks."""
    clashing = {id(block.network) for pair in plan.clashes for block in pair}
    for before, span in plan.leases.overlaps():
        networks = {id(before.owner.network), id(span.owner.network)}
        if _is_in_both_networks(before, span) and (len(networks) == 1 or not networks <= clashing):
            yield _problem(before, span)


observed = registered = check


def _is_in_both_networks(before: Span[Lease], span: Span[Lease]) -> bool:
    """Whether the common addresses are in both networks; else a range reaches beyond its network."""
    common = (span.domain[1], span.first, min(before.last, span.last))
    return all(lease.network.holds_all(*common) for lease in (before.owner, span.owner))


def _problem(before: Span[Lease], span: Span[Lease]) -> Problem:
    first, last = (IPAddress(number, span.domain[1]) for number in (span.first, min(before.last, span.last)))
    return Problem(
        at=span.owner.place,
        message=f"{span.owner.shown} and {before.owner.shown} both assign {first}"
        + (f" to {last}" if first < last else ""),
        label="overlaps",
        related=(before.owner.related,),
        hint=f"begin it at {last + 1}" if before.last < span.last else "remove one of them",
        parties=(span.owner.network.id, before.owner.network.id),
    )
