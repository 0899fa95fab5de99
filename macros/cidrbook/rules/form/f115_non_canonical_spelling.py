"""An address is not in its canonical spelling.

IPv6 has many spellings for one address. If the plan uses another one than logs and routing tables
do, a text search finds nothing. The canonical spelling of RFC 5952 has lower-case letters, no
leading zeros, and `::` for the longest run of zeros.

```yaml
networks:
  - name: lan
    cidr: "FD5B:7C1E:93A2:0042::/64" # F115: 11
    hosts:
      - {name: nas, address: "fd5b:7c1e:93a2:42:0:0:0:10/64"} # F115: 30
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: "fd5b:7c1e:93a2:42::/64"
    hosts:
      - {name: nas, address: "fd5b:7c1e:93a2:42::10/64"}
```

Source: [RFC 5952](https://www.rfc-editor.org/rfc/rfc5952#section-4), section 4.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from operator import attrgetter

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import WrittenAddress, WrittenPrefix, written
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.source import Place

SEVERITY = Severity.INFO

_REMEMBERING = frozenset({WrittenAddress, WrittenPrefix})


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses and prefixes that are not written as they are printed. The mask of an address is ignored."""
    for value, place, party in _written_addresses(plan) if _any_remembered(plan) else ():
        if type(value) in _REMEMBERING:
            text = written(value)
            plain = f"{value}{text[len(text.partition('/')[0]) :]}" if isinstance(value, IPAddress) else str(value)
            if text != plain:
                yield Problem(
                    at=place(),
                    message=f"`{text}` is printed as `{plain}` everywhere else",
                    hint=f"write `{plain}`",
                    parties=(party,),
                )


def _any_remembered(plan: Plan) -> bool:
    """Whether there is any such value; a fast test, since most plans have none."""
    values: Iterable[object] = chain(
        chain.from_iterable(chain.from_iterable(map(attrgetter("cidrs", "gateways"), plan.networks))),
        (end for lease in plan.leases for end in lease.owner.network.dhcp[lease.owner.which]),
        map(attrgetter("address"), plan.claims),
    )
    return not _REMEMBERING.isdisjoint(map(type, values))


def _written_addresses(plan: Plan) -> Iterator[tuple[IPAddress | IPNetwork, Callable[[], Place], str]]:
    """Every address and prefix, with its owner and the keys of its place."""
    for network in plan.networks:
        for key, values in (("cidr", network.cidrs), ("gateway", network.gateways)):
            for index, value in enumerate(values):
                yield value, partial(network.at, key, index), network.id
        for index, pool in enumerate(network.dhcp):
            for end in pool:
                yield end, partial(network.at, "dhcp", index), network.id
    for claim in plan.claims:
        yield claim.address, partial(claim.owner.place_of_address, claim.which), claim.owner.id
