"""Two networks have the same prefix.

Usually one is a copy whose prefix was not changed. In different VRFs or sites the same prefix may
be used twice. What an IPAM exports is checked as a plan is.

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
  - {name: guest, cidr: 10.0.0.0/24} # A202: 25
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
  - {name: guest, cidr: 10.0.1.0/24}
  - {name: lab, cidr: 10.0.0.0/24, vrf: lab}
```

Source: [RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section 5.2.4.3: two routes to one
prefix are alternatives, not two networks.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem


def check(plan: Inventory) -> Iterator[Problem]:
    """Prefixes that equal one before them in the same scope."""
    for first, again in plan.clashes:
        if first.same_range(again) and not plan.serves_cluster(first, again):
            yield Problem(
                at=again.place,
                message=f"{again.shown} has the same prefix as {first.network.name}",
                label="again",
                related=(first.network.related(first.which),),
                hint="remove one of them"
                if first.network is again.network
                else "give one of them another prefix, or put them into different VRFs or sites",
                parties=(again.network.id, first.network.id),
            )


registered = check
