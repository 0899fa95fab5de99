"""An AS number is public, and the plan does not say that it is yours.

A public number belongs to one network of the Internet. Where it is another's, routes
from there look like a loop to your routers, which drop them. Peers outside of the plan
have what numbers they have.

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 65000, addresses: 10.3.1.1/24}
  - {name: core, asn: 6500, addresses: 10.3.1.2/24} # B604: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 65000, addresses: 10.3.1.1/24}
  - {name: core, asn: 6500, addresses: 10.3.1.2/24}
settings:
  own_asns: 6500
```

Source: [RFC 6996](https://www.rfc-editor.org/rfc/rfc6996), the numbers that are for private use; [RFC
4271](https://www.rfc-editor.org/rfc/rfc4271#section-9.1.2), section 9.1.2, on loops.
"""

from collections.abc import Iterator

from cidrbook.plan.asns import DOCUMENTATION, PRIVATE, RESERVED, block_of, by_number, of_others, unfit
from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.plan import Plan

SEVERITY: Severity = "warning"
PARTIAL: Severity = "warning"


def check(plan: Plan) -> Iterator[Problem]:
    """Each public number once, where it stands first; those of peers that are not in the plan are theirs."""
    own = {number for settings in plan.settings for number in settings.own_asns}
    for number, written in by_number(plan).items():
        if number not in own and not block_of(number, (*PRIVATE, *DOCUMENTATION, *RESERVED)):
            places = [(entry, key) for entry, key in written if (id(entry), key) not in of_others(plan)]
            if places:
                hint = "choose one of 64512 to 65534, or add it to `own_asns` of the settings if it is yours"
                yield unfit(plan, places, f"is {number}, a public number that the plan does not call yours", hint)
