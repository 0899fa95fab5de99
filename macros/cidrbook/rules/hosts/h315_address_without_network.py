"""A private address is in none of the plan's networks.

The address is mistyped, its network is missing, or the router, cluster or network lacks its `site`
or `vrf`. Addresses that are close together are reported once. Public addresses are not reported,
and neither are addresses that need no network: those in a load balancer's pool, those announced by
BGP, those inside a cluster, and loopbacks with `/32` or `/128`. Of what an IPAM exports, each address
has to be in a prefix of its VRF.

In a repository, the groups of a router's rules are compared with the networks, routes, pools and
tunnels that anything knows: VyOS, EdgeOS, RouterOS, OPNsense, pfSense. Services of VyOS have to listen
at an address of one of its interfaces, and its DHCP server needs an interface in a subnet that it
serves beside another one.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
routers:
  - {name: edge, addresses: [10.3.42.1, 10.3.24.1]} # H315: 41
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: guest, cidr: 10.3.24.0/24}
routers:
  - {name: edge, addresses: [10.3.42.1, 10.3.24.1, 10.3.255.1/32]}
```

Source: [RFC 1918](https://www.rfc-editor.org/rfc/rfc1918#section-3), section 3,
[RFC 4193](https://www.rfc-editor.org/rfc/rfc4193) and [RFC 6598](https://www.rfc-editor.org/rfc/rfc6598), for what is
private.
"""

from collections.abc import Iterable, Iterator

from netaddr import IPAddress, IPRange

from cidrbook.drift.objects.listed_addresses import ListedNowhere, listed_nowhere
from cidrbook.net.ip import link_of, mask_of
from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Host, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.vpn import VpnEnd
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

SEVERITY = OBSERVED = Severity.WARNING

_PRIVATE = ((8, 0x0A), (12, 0xAC1), (16, 0xC0A8), (10, 0x191))
"""How many bits of an IPv4 address, and what they are: 10/8, 172.16/12, 192.168/16, 100.64/10."""

_ANYWHERE = ("", "")


def check(plan: Plan) -> Iterator[Problem]:
    """Claims on private addresses in no network, in scopes with networks; neighbours together."""
    claims = [claim for claim, network in plan.located if network is None and _needs_one(plan, claim)]
    if not claims or plan.unread or plan.lost:
        return
    inhabited = {(network.scope, cidr.version) for network in plan.networks for cidr in network.cidrs}
    elsewhere = _by_address(plan.networks)
    groups: dict[object, tuple[list[Claim], Network | None]] = {}
    for claim in claims:
        domain, number, _, _ = claim.span
        other = elsewhere.meeting((_ANYWHERE, domain[1]), number, number)
        block = other.owner.scope if other else link_of(claim.address)
        if domain in inhabited:
            groups.setdefault((domain, block), ([], other.owner if other else None))[0].append(claim)
    yield from (_uncovered(*group) for group in groups.values())


def observed(observation: Observation) -> Iterator[Problem]:
    """Routes of a registry whose addresses nothing registers; ranges that a router's rules name for nothing."""
    yield from observation.problems_of("address-without-network")
    yield from map(_listed, listed_nowhere(observation))


def _listed(found: ListedNowhere) -> Problem:
    """A warning; information where the router may learn of networks that no file says."""
    first, last = found.range.first, found.range.last
    blocks = IPRange(first, last).cidrs()
    whole = f"{first}-{last}" if len(blocks) > 1 else str(blocks[0])
    shown = str(first) if first == last else whole
    return Problem(
        at=found.place,
        message=f"{found.entry.name} lists {shown}, which is in no network of the router",
        related=(found.near.related(),),
        hint="correct the addresses, or remove them: no packet comes from there",
        severity=Severity.INFO if found.learns else None,
        parties=(found.near.id,),
    )


def registered(register: Inventory) -> Iterator[Problem]:
    """Addresses that an IPAM's export has in no prefix, where it has prefixes of that VRF; neighbours together."""
    inhabited = {(network.scope, cidr.version) for network in register.networks for cidr in network.cidrs}
    groups: dict[object, list[Claim]] = {}
    for claim, network in register.located:
        domain, *_ = claim.span
        if network is None and domain in inhabited:
            groups.setdefault((domain, link_of(claim.address)), []).append(claim)
    yield from (_uncovered(claims, None, "prefix of the register") for claims in groups.values())


def _needs_one(plan: Plan, claim: Claim) -> bool:
    """Whether the address is private and on some link. Hosts have a network already."""
    owner, address = claim.owner, claim.address
    announced = isinstance(owner, VirtualAddress) and owner.mode == "bgp"
    inward = isinstance(owner, Service) and owner.via == "cluster-ip"
    if announced or inward or isinstance(owner, Host | VpnEnd) or not _is_private(address):
        return False
    loopback = mask_of(address) == (32 if address.version == 4 else 128)
    return not loopback and plan.pools.meeting(*claim.span[:3]) is None


def _is_private(address: IPAddress) -> bool:
    number = int(address)
    if address.version == 6:
        return number >> 121 == 0x7E
    return any(number >> (32 - bits) == start for bits, start in _PRIVATE)


def _by_address(networks: Iterable[Network]) -> Spans[Network]:
    """The networks of all scopes together, without those that only group others."""
    return Spans(
        Span((_ANYWHERE, cidr.version), cidr.first, cidr.last, network)
        for network in networks
        for cidr in (() if network.role == "container" else network.cidrs)
    )


def _uncovered(claims: list[Claim], other: Network | None, what: str = "network of the plan") -> Problem:
    first = claims[0]
    hint = "add its network, or correct the address"
    if other:
        where = " and ".join(f"{key} `{text}`" for key, text in zip(("vrf", "site"), other.scope, strict=True) if text)
        hint = f"{other.name} ({other.cidr}) is in {where or 'no site and no VRF'}: give both the same `site` and `vrf`"
    return Problem(
        at=first.place,
        message=f"{first.owner.kind} {first.shown}{and_more(claims, ' is', ' are')} in no {what}",
        hint=hint,
        related=(other.related(),) if other else (),
        parties=tuple(dict.fromkeys(claim.owner.id for claim in claims)),
    )
