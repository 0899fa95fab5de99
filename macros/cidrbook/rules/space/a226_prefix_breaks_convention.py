"""A prefix does not follow a convention of the plan.

`settings.conventions` says what an octet of a prefix follows from: the VLAN, the site,
the role, or a field of your own. Readers take an address apart by it, and here they
read something wrong. Numbers above 255 fit no octet and are not compared.

```yaml
networks:
  - {name: office, cidr: 10.10.42.0/24, site: home, role: servers}
  - {name: cabin lan, cidr: 10.10.43.0/24, site: cabin, role: lan} # A226: 29
settings:
  conventions:
    - {octet: 2, from: site, values: {home: 10, cabin: 20}}
```

Use instead:

```yaml
networks:
  - {name: office, cidr: 10.10.42.0/24, site: home, role: servers}
  - {name: cabin lan, cidr: 10.20.43.0/24, site: cabin, role: lan}
settings:
  conventions:
    - {octet: 2, from: site, values: {home: 10, cabin: 20}}
    - {octet: 3, from: role, values: {servers: 42}}
```

Source: the [data reference](../data.md) on `conventions`.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.conventions import Unconventional, unconventional_prefixes
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with another octet than the convention asks for."""
    return map(_other_octet, unconventional_prefixes(plan))


def _other_octet(found: Unconventional) -> Problem:
    convention, network = found.convention, found.owner
    return Problem(
        at=found.place,
        message=f"octet {convention.octet} of {network.name} is {found.found}, and {convention.from_} asks for"
        f" {found.wanted}",
        related=(Related(at=convention.at(), message=f"the convention is written here: {convention.shown}"),),
        hint=f"write {found.wanted} there, or name the networks that the convention is for",
        parties=(network.id,),
    )
