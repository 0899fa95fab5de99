"""A network is not inside its parent.

```yaml
networks:
  - {name: campus, cidr: 10.0.0.0/16, role: container}
  - name: lan
    cidr: 10.1.0.0/24 # A203: 11
    parent: campus
  - {name: dmz, cidr: 10.0.9.0/24, parent: dmz} # A203: 44
```

Use instead:

```yaml
networks:
  - {name: campus, cidr: 10.0.0.0/16, role: container}
  - name: lan
    cidr: [10.0.1.0/24, "fd5b:7c1e:93a2:1::/64"]
    parent: campus
```

A prefix of a family that the parent does not have is left alone, and so is one
whose parent is at another site: that is a matter of its own.

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-5.1), section 5.1: an aggregate holds what it sums up.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.parents import circles
from cidrbook.plan.views.scopes import elsewhere
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes outside all prefixes of the same family that the parent has."""
    circling = {id(network) for circle in circles(plan) for network in circle}
    for network in plan.networks:
        parent = plan.network(network.parent) if network.parent else None
        if parent is network:
            yield Problem(
                at=network.at("parent"),
                message=f"{network.name} is its own parent",
                hint="name the network around it, or remove `parent`",
                parties=(network.id,),
            )
        elif parent is not None and not plan.lacks(parent, "cidr") and not elsewhere(network, parent):
            yield from () if id(network) in circling else _outside_parent(network, parent)


def _outside_parent(network: Network, parent: Network) -> Iterator[Problem]:
    for index, cidr in enumerate(network.cidrs):
        if cidr.version in parent.versions and not parent.holds_all(cidr.version, cidr.first, cidr.last):
            yield Problem(
                at=network.at("cidr", index),
                message=f"{network.name} ({cidr}) is not inside its parent {parent.name} ({parent.cidr})",
                related=(parent.related(),),
                hint="choose a prefix inside the parent's, or another parent",
                parties=(network.id, parent.id),
            )
