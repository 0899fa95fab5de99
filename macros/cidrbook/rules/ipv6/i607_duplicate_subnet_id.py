"""Two networks use the same subnet of a delegated prefix.

Both would have the same /64: routers refuse the second one, or route the prefix to one of the two.

```yaml
delegations:
  - {name: isp, length: 56}
networks:
  - {name: lan, cidr: 10.3.1.0/24, delegated: {by: isp, subnet_id: 16}}
  - {name: iot, cidr: 10.3.2.0/24, delegated: {by: isp, subnet_id: 0x10}} # I607: 68
```

Use instead:

```yaml
delegations:
  - {name: isp, length: 56}
  - {name: other isp, length: 56}
networks:
  - {name: lan, cidr: 10.3.1.0/24, delegated: {by: isp, subnet_id: 10}}
  - {name: iot, cidr: 10.3.2.0/24, delegated: {by: isp, subnet_id: 0x10}}
  - {name: guest, cidr: 10.3.3.0/24, delegated: {by: other-isp, subnet_id: 10}}
```

Source: [RFC 8415](https://www.rfc-editor.org/rfc/rfc8415#section-6.3), section 6.3: the router assigns each link a
prefix of its own.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Delegation, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.ipv6 import room, taken_subnets
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Subnets of a delegation that a network before has taken."""
    first: dict[tuple[str, int], Network] = {}
    again: list[tuple[Network, Network, Delegation, int]] = []
    for network, delegation, number in taken_subnets(plan):
        before = first.setdefault((delegation.id, number), network)
        if before is not network:
            again.append((before, network, delegation, number))
    free = _free_subnet_ids(first, {delegation.id for _, _, delegation, _ in again})
    yield from (_duplicate_subnet(*pair, free[pair[2].id]) for pair in again)


def _free_subnet_ids(taken: dict[tuple[str, int], Network], delegations: set[str]) -> dict[str, int]:
    """The lowest subnet id of each delegation that no network has."""
    return {
        delegation: next(n for n in range(len(taken) + 1) if (delegation, n) not in taken) for delegation in delegations
    }


def _duplicate_subnet(before: Network, network: Network, delegation: Delegation, number: int, free: int) -> Problem:
    limit = room(delegation)
    what = f"subnet {number} ({number:#x}) of {delegation.name}"
    return Problem(
        at=network.at("delegated", "subnet_id"),
        message=f"{network.name} uses {what}, which {before.name} already has",
        label="again",
        related=(Related(at=before.at("delegated", "subnet_id"), message=f"{before.name} has it here"),),
        hint=f"give one of them another subnet, for example {free}"
        if limit is None or free < limit
        else "ask for a shorter prefix",
        parties=(network.id, before.id, delegation.id),
    )
