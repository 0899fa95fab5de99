"""A network uses reserved addresses.

Operating systems and routers refuse or drop them: `0.0.0.0/8`, `240.0.0.0/4`, and the blocks for
protocols' own use (`192.0.0.0/24`, `2001::/23`, `100::/64`). You may list prefixes for translation
between IPv4 and IPv6 and for SRv6 segment identifiers, but no machine can be on them.

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
    """Prefixes with reserved addresses, or translation prefixes with machines."""
    for found in of_kind(plan, "reserved", "translation"):
        if found.entry and (found.entry.kind == "reserved" or inhabited(found.network)):
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}: no machine can have these addresses",
                hint="give the network a private prefix",
                parties=(found.network.id,),
            )
