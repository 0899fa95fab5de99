"""A network's prefix is not its subnet of the delegated prefix.

The router announces the delegated prefix with the subnet id in it. Hosts, firewall rules and pages
that use the written prefix do not match. Either one is mistyped, or the delegated prefix has
changed.

```yaml
delegations:
  - {name: isp, length: 56, prefix: "2a0e:5b7c:41d0:100::/56"}
networks:
  - name: iot
    cidr: "2a0e:5b7c:41d0:120::/64" # I609: 11
    delegated: {by: isp, subnet_id: 0x21}
```

Use instead:

```yaml
delegations:
  - {name: isp, length: 56, prefix: "2a0e:5b7c:41d0:100::/56"}
networks:
  - name: lan
    cidr: ["2a0e:5b7c:41d0:110::/64", "fd5b:7c1e:93a2:10::/64"]
    delegated: {by: isp, subnet_id: 16}
  - name: iot
    cidr: "2a0e:5b7c:41d0:121::/64"
    delegated: {by: isp, subnet_id: 0x21}
```

Source: [RFC 8415](https://www.rfc-editor.org/rfc/rfc8415#section-6.3), section 6.3.
"""

from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.network import Delegation, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.ipv6 import is_global, subnet, taken_subnets
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with global prefixes of which none is their subnet."""
    for network, delegation, number in taken_subnets(plan):
        right = subnet(delegation, number)
        written = [which for which, cidr in enumerate(network.cidrs) if cidr.version == 6 and is_global(cidr.first)]
        if right and written and all(network.cidrs[which].cidr != right for which in written):
            yield from _not_the_subnet(network, delegation, number, written[0], right)


def _not_the_subnet(
    network: Network, delegation: Delegation, number: int, which: int, right: IPNetwork
) -> Iterator[Problem]:
    """The problem; none for a prefix that changes, which another rule reports."""
    cidr, prefix = network.cidrs[which], delegation.prefix
    if delegation.dynamic and prefix is not None and cidr in prefix:
        return
    yield Problem(
        at=network.at("cidr", which),
        message=f"{network.name} ({cidr}) is not subnet {number} of {delegation.name} ({prefix})",
        related=(Related(at=network.at("delegated"), message="the subnet is written here"),),
        hint=f"write `{right}`, or the subnet id of {cidr}",
        parties=(network.id, delegation.id),
    )
