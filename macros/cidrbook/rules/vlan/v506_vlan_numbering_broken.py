"""A network's prefix does not contain its VLAN id, although other networks' do.

`settings.vlan_numbering` tells where a prefix repeats the VLAN id: in an octet of IPv4, or in the
fourth group of IPv6, as digits or as a number. People read the VLAN from an address, and here they
read a wrong one. Ids above 255 fit no octet, and in public IPv6 prefixes the provider sets part of
the fourth group: neither is compared. One matching prefix of each IP version is enough.

```yaml
networks:
  - {name: office, cidr: [192.168.42.0/24, "fd5b:7c1e:93a2:42::/64"], vlan: 42}
  - {name: cameras, cidr: 192.168.13.0/24, vlan: 31} # V506: 27
  - {name: bulbs, cidr: "fd5b:7c1e:93a2:20::/64", vlan: 32} # V506: 25
settings:
  vlan_numbering: {octet: 3, subnet_id: digits}
```

Use instead:

```yaml
networks:
  - {name: office, cidr: [192.168.42.0/24, "fd5b:7c1e:93a2:2a::/64"], vlan: 42}
  - {name: cameras, cidr: 192.168.64.0/20, vlan: 31}
  - {name: bulbs, cidr: "fd5b:7c1e:93a2:20::/64", vlan: 32}
  - {name: lab, cidr: 192.168.44.0/24, vlan: 300}
settings:
  vlan_numbering: {octet: 3, subnet_id: number}
```

Source: the [data reference](../data.md) on `vlan_numbering`; [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193#section-3.1),
section 3.1, on the subnet id.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.model import VlanNumbering
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.vlans import Seats
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING

_ULA = 0x7E
"""The first seven bits of a unique local prefix (fc00::/7)."""


class _Field(NamedTuple):
    """The field of a prefix for the VLAN id: its name, its distance from the right in bits, and its width."""

    name: str
    shift: int
    bits: int
    wanted: int
    base: str

    def value(self, cidr: IPNetwork) -> int:
        """The value of the field in a prefix."""
        return int(cidr.first) >> self.shift & (1 << self.bits) - 1

    def right(self, cidr: IPNetwork) -> IPNetwork:
        """The prefix with the VLAN id in the field."""
        number = int(cidr.first) ^ (self.value(cidr) ^ self.wanted) << self.shift
        return IPNetwork((number, cidr.prefixlen), version=cidr.version)


def check(plan: Plan) -> Iterator[Problem]:
    """Networks with a prefix of another VLAN id, and none of that IP version with their own."""
    numbering = next((setting.vlan_numbering for setting in plan.settings if setting.vlan_numbering), None)
    if numbering is None:
        return
    seats = Seats(plan)
    for network in plan.networks:
        vlans = {seat.id for seat in seats.of(network)}
        if len(vlans) == 1 and network.id not in plan.virtual:
            yield from islice(_broken(network, numbering, *vlans), 1)


def _broken(network: Network, numbering: VlanNumbering, vlan: int) -> Iterator[Problem]:
    if numbering.octet and vlan < 256:
        end = 8 * numbering.octet
        compared = [cidr for cidr in network.family(4) if cidr.prefixlen >= end]
        yield from _other_number(network, vlan, compared, _Field(f"octet {numbering.octet}", 32 - end, 8, vlan, "d"))
    if numbering.subnet_id:
        wanted = int(str(vlan), 16) if numbering.subnet_id == "digits" else vlan
        compared = [cidr for cidr in network.family(6) if cidr.prefixlen >= 64 and cidr.first >> 121 == _ULA]
        yield from _other_number(network, vlan, compared, _Field("the fourth group", 64, 16, wanted, "x"))


def _other_number(network: Network, vlan: int, compared: list[IPNetwork], field: _Field) -> Iterator[Problem]:
    if compared and not any(field.value(cidr) == field.wanted for cidr in compared):
        cidr = compared[0]
        yield Problem(
            at=network.at("cidr", next(index for index, one in enumerate(network.cidrs) if one is cidr)),
            message=f"{network.name} is on VLAN {vlan}, but {field.name} of {cidr} is {field.value(cidr):{field.base}}",
            hint=f"write {field.right(cidr)}, or another `vlan`, as `settings.vlan_numbering` has it",
            parties=(network.id, str(vlan)),
        )
