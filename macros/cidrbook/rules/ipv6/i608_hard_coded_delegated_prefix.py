"""An address is written out from a delegated prefix that changes.

When the provider delegates a new prefix, routers renumber the delegated subnets, but addresses that
you wrote out stay the same: firewall rules, DNS records, static addresses. Let the network use a
subnet (`delegated`), and give objects with static addresses a unique local one.

```yaml
delegations:
  - {name: isp, length: 56, prefix: "2a0e:5b7c:41d0:100::/56", dynamic: true}
networks:
  - name: lan
    cidr: [10.3.1.0/24, "2a0e:5b7c:41d0:101::/64"] # I608: 25
    delegated: {by: isp, subnet_id: 1}
routers:
  - {name: edge, addresses: [10.3.1.1, "2a0e:5b7c:41d0:102::1"]} # I608: 40
```

Addresses in a prefix that is reported are not reported as well. Use instead:

```yaml
delegations:
  - {name: isp, length: 56, prefix: "2a0e:5b7c:41d0:100::/56", dynamic: true}
  - {name: business isp, length: 56, prefix: "2a0e:93a2:7c11:100::/56"}
networks:
  - name: lan
    cidr: [10.3.1.0/24, "fd5b:7c1e:93a2:1::/64"]
    delegated: {by: isp, subnet_id: 1}
  - name: servers
    cidr: [10.3.42.0/24, "2a0e:93a2:7c11:142::/64"]
    delegated: {by: business-isp, subnet_id: 0x42}
```

Source: [RFC 8978](https://www.rfc-editor.org/rfc/rfc8978), on prefixes that change;
[RFC 7084](https://www.rfc-editor.org/rfc/rfc7084#section-4.2), section 4.2, on unique local addresses beside them.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.inventory import Claim
from cidrbook.plan.network import Delegation
from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.ipv6 import ipv6_blocks
from cidrbook.plan.views.machines import and_more
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING

_ANYWHERE = ("", "")


def check(plan: Plan) -> Iterator[Problem]:
    """Networks inside a changing prefix; and the first of the addresses inside it in other networks."""
    dynamic = Spans(_changing(plan))
    for block in ipv6_blocks(plan) if dynamic else ():
        around = dynamic.holding((_ANYWHERE, 6), block.first, block.last)
        if around:
            yield _written_network(block, around.owner)
    for delegation, claims in _claims_in_prefixes(plan, dynamic) if dynamic else ():
        yield _written_addresses(claims, delegation)


def _changing(plan: Plan) -> Iterator[Span[Delegation]]:
    for delegation in plan.delegations:
        prefix = delegation.prefix
        if delegation.dynamic and prefix is not None and prefix.version == 6:
            yield Span((_ANYWHERE, prefix.version), prefix.first, prefix.last, delegation)


def _claims_in_prefixes(plan: Plan, dynamic: Spans[Delegation]) -> list[tuple[Delegation, list[Claim]]]:
    """By delegation the claims in its prefix that are in no network with such a prefix."""
    found: dict[int, tuple[Delegation, list[Claim]]] = {}
    for claim, network in plan.located:
        number, domain = int(claim.address), (_ANYWHERE, claim.address.version)
        span = dynamic.holding(domain, number, number)
        cidr = network.prefix_around(claim.address) if network else None
        if span and not (cidr and dynamic.holding(domain, cidr.first, cidr.last)):
            found.setdefault(id(span.owner), (span.owner, []))[1].append(claim)
    return list(found.values())


def _written_network(block: NetworkBlock, delegation: Delegation) -> Problem:
    number = (block.first - delegation.prefix.first) >> 64 if delegation.prefix is not None else 0
    return Problem(
        at=block.place,
        message=f"{block.shown} is from {delegation.prefix}, which {delegation.name} changes",
        related=(_delegated_prefix(delegation),),
        hint=f"remove it, and write `delegated: {{by: {delegation.id}, subnet_id: {number:#x}}}`",
        parties=(block.network.id, delegation.id),
    )


def _written_addresses(claims: list[Claim], delegation: Delegation) -> Problem:
    verb = and_more(claims, " is", " are")
    return Problem(
        at=claims[0].place,
        message=f"{claims[0].shown}{verb} from {delegation.prefix}, which {delegation.name} changes",
        related=(_delegated_prefix(delegation),),
        hint="remove it, or write a unique local address",
        parties=tuple(dict.fromkeys((*(claim.owner.id for claim in claims), delegation.id))),
    )


def _delegated_prefix(delegation: Delegation) -> Related:
    return Related(at=delegation.at("prefix"), message="the delegated prefix is written here")
