"""A network with SLAAC has no /64.

With SLAAC a host appends 64 bits of its own to the prefix that the router announces, and ignores
prefixes of any other length. SLAAC does not exist in IPv4.

```yaml
networks:
  - name: lan
    cidr: [10.3.1.0/24, "fd5b:7c1e:93a2:100::/56"] # I601: 25
    slaac: true
  - name: iot
    cidr: 10.3.2.0/24
    slaac: true # I601: 12
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: [10.3.1.0/24, "fd5b:7c1e:93a2:100::/64"]
    slaac: true
  - name: link
    cidr: "fd5b:7c1e:93a2:ff::/127"
    slaac: false
```

Source: [RFC 4862](https://www.rfc-editor.org/rfc/rfc4862#section-5.5.3), section 5.5.3 d;
[RFC 7421](https://www.rfc-editor.org/rfc/rfc7421), on why 64.
"""

from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with SLAAC and no IPv6 prefix of that length, written or delegated."""
    for network in plan.networks:
        if network.slaac and not network.delegated and not plan.lacks(network, "cidr"):
            yield from _without_64(network)


def _without_64(network: Network) -> Iterator[Problem]:
    lengths = [int(cidr.prefixlen) if cidr.version == 6 else 0 for cidr in network.cidrs]
    wrong = next((index for index, length in enumerate(lengths) if length), None)
    if 64 not in lengths and network.cidrs:
        yield Problem(
            at=network.at("slaac") if wrong is None else network.at("cidr", wrong),
            message=f"{network.name} ({network.cidr}) has `slaac`, but no /64",
            hint="write a prefix of length 64, or remove `slaac`",
            parties=(network.id,),
        )
