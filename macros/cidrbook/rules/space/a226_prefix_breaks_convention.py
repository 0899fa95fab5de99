"""A prefix does not follow a convention of the plan.

`settings.conventions` says what an octet of an IPv4 prefix, or the fourth group of an IPv6
prefix, follows from: the VLAN, the site, the role, or a field of your own. People read it
from an address, and here they read something wrong. Where it is the VLAN everywhere,
`settings.vlan_numbering` says so in short. Numbers above 255 fit no octet, and in public IPv6
prefixes the provider sets part of the fourth group: neither is compared. One right prefix of
each IP version is enough.

```yaml
networks:
  - {name: office, cidr: [10.10.42.0/24, "fd5b:7c1e:93a2:42::/64"], site: home, vlan: 42}
  - {name: cabin lan, cidr: 10.10.43.0/24, site: cabin, vlan: 43} # A226: 29
  - {name: bulbs, cidr: "fd5b:7c1e:93a2:20::/64", site: home, vlan: 32} # A226: 25
settings:
  vlan_numbering: {octet: 3, subnet_id: digits}
  conventions:
    - {octet: 2, from: site, values: {home: 10, cabin: 20}}
```

Use instead:

```yaml
networks:
  - {name: office, cidr: [10.10.42.0/24, "fd5b:7c1e:93a2:42::/64"], site: home, vlan: 42}
  - {name: cabin lan, cidr: 10.20.43.0/24, site: cabin, vlan: 43}
  - {name: bulbs, cidr: "fd5b:7c1e:93a2:32::/64", site: home, vlan: 32}
  - {name: lab, cidr: 10.10.44.0/24, site: home, vlan: 300, role: servers}
settings:
  vlan_numbering: {octet: 3, subnet_id: digits}
  conventions:
    - {octet: 2, from: site, values: {home: 10, cabin: 20}}
    - {octet: 3, from: role, values: {servers: 44}}
```

Source: the [data reference](../data.md) on `conventions`; [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193#section-3.1),
section 3.1, on the subnet id.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.conventions import OtherPrefix, unconventional_prefixes
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes that say something else than the convention asks for."""
    return map(_other_part, unconventional_prefixes(plan))


def _other_part(found: OtherPrefix) -> Problem:
    convention, network = found.convention, found.network
    field = convention.from_.removeprefix("custom.")
    word = f"its {field} is {found.word}" if field != "vlan" else f"it is on VLAN {found.word}"
    return Problem(
        at=network.at("cidr", found.which),
        message=f"{found.field} of {network.name} ({network.cidrs[found.which]}) is {found.found}, but {word}",
        related=(Related(at=convention.at(), message=f"the convention is written here: {convention.shown}"),),
        hint=f"write {found.right}, or name the networks that the convention is for",
        parties=(network.id,) if field != "vlan" else (network.id, found.word),
    )
