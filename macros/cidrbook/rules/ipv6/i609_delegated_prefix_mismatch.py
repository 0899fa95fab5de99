"""A network's prefix is not the subnet of the delegated prefix that it is said to take.

The router announces the delegated prefix with the subnet id in it; hosts, firewall
rules and pages that go by the written one miss. One of the two is a typing
mistake, or the delegated prefix has changed since.

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
    """Networks with global prefixes of which none is the subnet that they take."""
    for network, delegation, number in taken_subnets(plan):
        right = subnet(delegation, number)
        written = [which for which, cidr in enumerate(network.cidrs) if cidr.version == 6 and is_global(cidr.first)]
        if right and written and all(network.cidrs[which].cidr != right for which in written):
            yield from _other(network, delegation, number, written[0], right)


def _other(network: Network, delegation: Delegation, number: int, which: int, right: IPNetwork) -> Iterator[Problem]:
    """The problem; none where the prefix changes and is written all the same, which is one of its own."""
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
