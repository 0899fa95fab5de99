"""A network lies in space that the protocol itself keeps.

Operating systems and routers refuse or drop such addresses: the first of IPv4
(`0.0.0.0/8`), its last quarter of a quarter (`240.0.0.0/4`), what stands for a
protocol's own use (`192.0.0.0/24`, `2001::/23`, `100::/64`). Prefixes that
translate between IPv4 and IPv6, or that hold the segment identifiers of SRv6, may
be listed; machines on them are what cannot be.

```yaml
networks:
  - {name: big, cidr: 240.0.0.0/16} # A208: 23
  - {name: lan, cidr: "64:ff9b:1:42::/64", vlan: 42} # A208: 23
```

Use instead:

```yaml
networks:
  - {name: big, cidr: 10.240.0.0/16}
  - {name: lan, cidr: "fd5b:7c1e:93a2:42::/64", vlan: 42}
  - {name: nat64, cidr: "64:ff9b:1::/96", role: nat64}
```

Source: [RFC 6890](https://www.rfc-editor.org/rfc/rfc6890), and the registries for
[IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry/) and
[IPv6](https://www.iana.org/assignments/iana-ipv6-special-registry/) that it set up.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import inhabited, of_kind
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes that have reserved addresses, or on which are machines where only translators belong."""
    for found in of_kind(plan, "reserved", "translation"):
        if found.entry and (found.entry.kind == "reserved" or inhabited(found.network)):
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}: no network of machines can be there",
                hint="give the network a private prefix",
                parties=(found.network.id,),
            )
