"""Two VLANs of a site have the same name.

People, pages and switches use a VLAN's name. If two VLANs share it, a port ends up on the wrong
one.

```yaml
networks:
  - {name: things, cidr: 10.3.20.0/24, vlan: 20}
  - {name: guests, cidr: 10.3.21.0/24, vlan: 21}
vlans:
  - {id: 20, name: iot}
  - {id: 21, name: IoT} # V510: 20
```

Use instead:

```yaml
networks:
  - {name: things, cidr: 10.3.20.0/24, vlan: 20}
  - {name: guests, cidr: 10.3.21.0/24, vlan: 21}
vlans:
  - {id: 20, name: iot}
  - {id: 21, name: guests}
```

Source: [NetBox](https://netboxlabs.com/docs/netbox/models/ipam/vlangroup/), where names are unique in a group of VLANs.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Vlan
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """VLANs with the name of an earlier one at the same site, without those of one id."""
    first: dict[tuple[str, str], Vlan] = {}
    for vlan in plan.vlans:
        if vlan.name and vlan.id is not None:
            before = first.setdefault((vlan.site, vlan.name.strip().lower()), vlan)
            if before.id != vlan.id:
                yield Problem(
                    at=vlan.at("name"),
                    message=f"VLAN {vlan.id} and VLAN {before.id} are both called {vlan.name}",
                    label="again",
                    related=(Related(at=before.at("name"), message=f"VLAN {before.id} is written here"),),
                    hint="give one of them another name",
                    parties=(str(vlan.id), str(before.id)),
                )
