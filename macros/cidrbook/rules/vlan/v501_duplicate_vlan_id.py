"""Two VLANs have the same id.

On one set of switches, VLANs with one id are one broadcast domain. At different sites an id may be
used twice.

```yaml
vlans:
  - {id: 20, name: iot}
  - {id: 20, name: guest} # V501: 10
```

Use instead:

```yaml
vlans:
  - {id: 20, name: iot}
  - {id: 30, name: guest}
  - {id: 20, name: cameras, site: cabin}
```

Of what files show, this is said of networks of one site of a router that refuses
the second one:

```hcl title="networks.tf"
resource "unifi_network" "iot" {
  name    = "iot"
  subnet  = "10.3.20.1/24"
  vlan_id = 20
}
resource "unifi_network" "guest" {
  name    = "guest"
  subnet  = "10.3.21.1/24"
  vlan_id = 20 # V501: 13
}
```

Use instead:

```hcl title="networks.tf"
resource "unifi_network" "iot" {
  name    = "iot"
  subnet  = "10.3.20.1/24"
  vlan_id = 20
}
resource "unifi_network" "guest" {
  name    = "guest"
  subnet  = "10.3.21.1/24"
  vlan_id = 21
}
```

Source: IEEE 802.1Q: the VLAN id in the tag is all that tells VLANs apart.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Vlan
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """VLANs with the id of an earlier one at the same site."""
    yield from plan.problems_of("duplicate-vlan-id")
    first: dict[tuple[str, int], Vlan] = {}
    for vlan in plan.vlans:
        if vlan.id is not None:
            before = first.setdefault((vlan.site, vlan.id), vlan)
            if before is not vlan:
                yield Problem(
                    at=vlan.at("id"),
                    message=f"VLAN {vlan.id} is {before.name or 'listed'} and {vlan.name or 'listed again'}",
                    label="again",
                    related=(Related(at=before.at("id"), message="the first one is written here"),),
                    hint="give one of them another id, or another `site`",
                    parties=(str(vlan.id),),
                )


observed = registered = check
