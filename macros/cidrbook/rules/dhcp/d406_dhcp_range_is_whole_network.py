"""The DHCP ranges leave no address for static hosts.

The next printer, switch or access point with a static address gets one that DHCP assigns as well.
All such networks are one finding. Networks of role `guest`, networks in which all hosts have a
reservation, and networks of a `/30` or longer are not reported.

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.2-192.168.1.254 # D406: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    dhcp: 192.168.1.3-192.168.1.254
  - name: visitors
    cidr: 192.168.2.0/24
    role: guest
    gateway: 192.168.2.1
    dhcp: 192.168.2.2-192.168.2.254
```

Source: [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131#section-3.1), section 3.1: what has an address by other means
must not be given away.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from netaddr import IPNetwork

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING

_SHOWN = 8
"""Networks that are named; of a plan of thousands a list would not be read."""


def check(plan: Plan) -> Iterator[Problem]:
    """One finding for all networks of which DHCP assigns every IPv4 address but the gateways."""
    whole = [network for network in plan.networks if network.dhcp and _may_want(network)] if plan.leases else []
    whole = [network for network in whole if _is_wholly_leased(plan, network)]
    if whole:
        first = whole[0]
        names = f"{first.name} ({first.cidr})" if len(whole) == 1 else f"{len(whole)} networks: {_first_names(whole)}"
        yield Problem(
            at=first.at("dhcp", 0),
            message=f"the DHCP ranges cover every address of {names}",
            related=tuple(Related(at=other.at("dhcp", 0), message=f"{other.name}'s range") for other in whole[1:_SHOWN])
            or (first.related(),),
            hint="shrink the range, give the static devices reservations"
            " (`assigned: reservation`), or set `role: guest` if nothing is static there",
            parties=tuple(network.id for network in whole),
        )


def _may_want(network: Network) -> bool:
    """Whether a network may need static addresses: not if all of its hosts have reservations."""
    reserved = network.hosts and all(host.assigned == "reservation" for host in network.hosts)
    return network.role != "guest" and not reserved


def _first_names(networks: Sequence[Network]) -> str:
    """The names of the first networks, and how many more there are."""
    names = [network.name for network in networks[:_SHOWN]]
    more = len(networks) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _is_wholly_leased(plan: Plan, network: Network) -> bool:
    """Whether the network has IPv4 prefixes that count, and none of them has an address left."""
    wide = [cidr for cidr in network.family(4) if cidr.prefixlen < 30]
    known = bool(wide) and not plan.lacks(network, "cidr")
    return known and all(_is_handed_out(plan, network, cidr) for cidr in wide)


def _is_handed_out(plan: Plan, network: Network, cidr: IPNetwork) -> bool:
    """Whether only the gateways, the network and the broadcast address are left."""
    gateways = {int(gateway) for gateway in network.gateways if gateway in cidr}
    kept = {cidr.first, cidr.last} | gateways
    gaps = plan.leases.gaps((network.scope, 4), cidr.first, cidr.last)
    left = chain.from_iterable(range(first, last + 1) for first, last in gaps)
    return set(islice(left, len(kept))) == kept  # the last address is kept, so none comes after these
