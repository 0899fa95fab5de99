"""The ends of a BGP session have different address families.

A session carries only the families that both ends offer. The session is up, but routes of other
families are not exchanged.

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, families: [ipv4, ipv6]}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, families: ipv4} # B622: 84
```

Use instead:

```yaml
networks:
  - {name: link, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1/24}
  - {name: core, asn: 64513, addresses: 10.3.1.2/24}
bgp:
  sessions:
    - {local: edge, peer: core, peer_asn: 64513, peer_address: 10.3.1.2, families: [ipv4, ipv6]}
    - {local: core, peer: edge, peer_asn: 64512, peer_address: 10.3.1.1, families: [ipv4, ipv6]}
```

Source: [RFC 4760](https://www.rfc-editor.org/rfc/rfc4760#section-8), section 8: what both ends announce may be used.
"""

from collections.abc import Iterator

from cidrbook.plan.bgp import Session
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import Peering
from cidrbook.plan.views.session_pairs import differing, shown
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Sessions with two descriptions that name different families."""
    return map(_problem, differing(plan, _session_families))


def _session_families(session: Session) -> frozenset[str] | None:
    """The families in one spelling: `ipv4` is `IPv4 unicast`. None if the plan names none."""
    words = ("-".join(family.lower().replace("_", " ").replace("-", " ").split()) for family in session.families)
    return frozenset(word.removesuffix("-unicast") for word in words) or None


def _problem(group: tuple[Peering, ...]) -> Problem:
    one, other = group[0].sessions
    common = (_session_families(one) or frozenset()) & (_session_families(other) or frozenset())
    carried = f"only {', '.join(sorted(common))} is carried" if common else "none is carried"
    return Problem(
        at=other.at("families"),
        message=f"{group[0].first.name} offers {', '.join(one.families)} in {shown(group)}, but"
        f" {group[0].second.name} {', '.join(other.families)}: {carried}",
        related=(Related(at=one.at("families"), message=f"the families of {group[0].first.name} are written here"),),
        hint="write the same families at both ends",
        parties=group[0].parties,
    )
