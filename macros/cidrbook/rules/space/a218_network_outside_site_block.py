"""A network is outside of its site's address block.

The block tells which addresses are routed to the site. A network outside of it needs its own routes
and firewall rules, and another site may use its addresses. Only private prefixes are compared,
without those of pods and services, which usually stay inside their cluster.

```yaml
sites:
  - {name: cabin, cidr: 10.20.0.0/16}
networks:
  - {name: lan, cidr: 10.21.1.0/24, site: cabin} # A218: 23
```

Use instead:

```yaml
sites:
  - {name: cabin, cidr: 10.20.0.0/16}
networks:
  - {name: lan, cidr: [10.20.255.0/24, "fd5b:7c1e:93a2:1::/64"], site: cabin}
  - {name: own, cidr: 81.2.69.0/28, site: cabin, public: true}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-5.1), section 5.1: an aggregate holds what it sums up.
"""

from collections.abc import Iterator

from cidrbook.net.spans import contains
from cidrbook.net.special import is_private
from cidrbook.plan.inventory import first_by_id
from cidrbook.plan.network import Network, Site
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Private prefixes at a site that has private blocks of that family, in none of them."""
    sites = {
        name: site for name, site in first_by_id(plan.sites).items() if site.cidrs and not plan.lacks(site, "cidr")
    }
    for network in plan.networks if sites else ():
        site = sites.get(network.site)
        if site and not network.public and network.role != "container" and network.id not in plan.cluster_networks:
            yield from _outside_block(network, site)


def _outside_block(network: Network, site: Site) -> Iterator[Problem]:
    for index, cidr in enumerate(network.cidrs):
        blocks = [block for block in site.cidrs if block.version == cidr.version and is_private(block)]
        if blocks and is_private(cidr) and not any(contains(block, cidr) for block in blocks):
            yield Problem(
                at=network.at("cidr", index),
                message=f"{network.name} ({cidr}) is not in the block of {site.name} ({', '.join(map(str, blocks))})",
                related=(Related(at=site.at("cidr"), message=f"{site.name} is written here"),),
                hint="choose a prefix inside the block, or widen the block",
                parties=(network.id, site.id),
            )
