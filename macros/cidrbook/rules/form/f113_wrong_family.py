"""A gateway or DHCP range has an IP version that its network does not have.

An IPv6 gateway in an IPv4-only network serves nobody: either the IPv6 prefix is missing, or the
address belongs to another network. Link-local gateways are fine, since IPv6 routers announce
themselves by them.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    gateway: [10.0.0.1, "fd5b:7c1e:93a2::1"] # F113: 25
    dhcp: "fd5b:7c1e:93a2::100-fd5b:7c1e:93a2::1ff" # F113: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: [10.0.0.0/24, "fd5b:7c1e:93a2::/64"]
    gateway: [10.0.0.1, "fd5b:7c1e:93a2::1"]
    dhcp: "fd5b:7c1e:93a2::100-fd5b:7c1e:93a2::1ff"
  - name: guest
    cidr: 10.0.1.0/24
    gateway: [10.0.1.1, "fe80::1"]
```

Source: [RFC 4213](https://www.rfc-editor.org/rfc/rfc4213#section-2), section 2: a dual-stack node has each of the two.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.gateways import outside_gateways
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Gateways and DHCP ranges of a version that no prefix of the network has."""
    for stray in outside_gateways(plan):
        if stray.foreign:
            what = f"the gateway {stray.address}"
            yield _problem(stray.network, ("gateway", stray.which), what, stray.address.version)
    for span in plan.leases:
        network, which = span.owner
        _, version = span.domain
        if network.cidrs and version not in network.versions and not plan.lacks(network, "cidr"):
            yield _problem(network, ("dhcp", which), f"the DHCP range {network.dhcp[which]}", version)


def _problem(network: Network, path: tuple[str | int, ...], what: str, version: int) -> Problem:
    return Problem(
        at=network.at(*path),
        message=f"{what} is IPv{version}, and {network.name} ({network.cidr}) is not",
        related=(network.related(),),
        hint=f"write the IPv{version} prefix of the network too, or take this out",
        parties=(network.id,),
    )
