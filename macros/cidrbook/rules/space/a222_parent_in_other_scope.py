"""A network's parent is in another VRF or at another site.

Equal addresses in two scopes are different addresses, so neither network is inside the other. A
parent of role `container` without a site may group networks of all sites, and likewise for VRFs.

```yaml
networks:
  - {name: cabin block, cidr: 10.20.0.0/16, site: cabin}
  - {name: lan, cidr: 10.20.1.0/24, site: home, parent: cabin-block} # A222: 57
```

Use instead:

```yaml
networks:
  - {name: cabin block, cidr: 10.20.0.0/16, site: cabin}
  - {name: lan, cidr: 10.20.1.0/24, site: cabin, parent: cabin-block}
  - {name: all, cidr: 10.0.0.0/8, role: container}
  - {name: guest, cidr: 10.30.1.0/24, site: home, parent: all}
```

Source: [RFC 4364](https://www.rfc-editor.org/rfc/rfc4364#section-4), section 4, on address spaces that overlap.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.scopes import elsewhere
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Parents in another VRF or site than the network."""
    for network in plan.networks:
        parent = plan.network(network.parent) if network.parent else None
        if parent and elsewhere(network, parent):
            yield Problem(
                at=network.at("parent"),
                message=f"{network.name} ({_scope_of(network)}) and its parent {parent.name} ({_scope_of(parent)})"
                " are in different scopes",
                related=(parent.related(),),
                hint="choose a parent in the same VRF and site, or give both the same `vrf` and `site`",
                parties=(network.id, parent.id),
            )


def _scope_of(network: Network) -> str:
    vrf = f"VRF {network.vrf}" if network.vrf else "no VRF"
    return f"{vrf}, {f'site {network.site}' if network.site else 'no site'}"
