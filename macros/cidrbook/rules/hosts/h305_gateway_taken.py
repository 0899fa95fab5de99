"""A gateway's address belongs to an object that is no router.

Hosts send all traffic for other networks to that address, and it goes no further. Nodes and pinned
services are never gateways. A host may be the router if the plan lists none; if it lists routers,
list the gateway's owner, too. Virtual routers (VRRP, CARP) share the address on purpose: use a
virtual address of mode `vrrp`, or `shared: true`. In a container network the machine itself is the
gateway, at the first address if no other one is written.

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.1} # H305: 32
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
    hosts:
      - {name: firewall, address: 10.3.42.1}
clusters:
  - name: home
    nodes:
      - {name: k8s-0, address: 10.3.42.2}
```

or, where two routers take turns:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    gateway: 10.3.42.1
routers:
  - {name: left, addresses: [10.3.42.1, 10.3.42.2], shared: true}
  - {name: right, addresses: [10.3.42.1, 10.3.42.3], shared: true}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1), section 3.3.1: what a host
does with a gateway; [RFC 9568](https://www.rfc-editor.org/rfc/rfc9568) on virtual routers.
"""

from collections.abc import Iterable, Iterator

from netaddr import IPAddress

from cidrbook.net.spans import Domain
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed, VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.container_networks import gateways, is_bridge
from cidrbook.plan.views.nearby_addresses import as_free
from cidrbook.plan.vpn import VpnEnd
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.ERROR


def check(plan: Inventory) -> Iterator[Problem]:
    """The first claim on each gateway by an object that is no router, unless a router has it as well."""
    return _by_claims(plan, plan.claims)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same for services, since any machine may be the router; and containers with their machine's address."""
    yield from _by_containers(observation)
    yield from observation.problems_of("gateway-taken")
    yield from _by_claims(observation, (claim for claim in observation.claims if isinstance(claim.owner, Service)))


def _by_claims(plan: Inventory, known: Iterable[Claim]) -> Iterator[Problem]:
    claims = _claims_by_address(known)
    routers = {router.id for router in plan.routers}
    routed = {(router.scope, address.version) for router in plan.routers for address in router.addresses}
    for network in plan.networks if claims else ():
        for index, gateway in enumerate(network.gateways):
            key = _address_key(network.scope, gateway)
            holders = claims.pop(key) if key in claims and network.holds(gateway) else []
            if not any(_may_route(holder.owner, routers) for holder in holders):
                suspects = (holder for holder in holders if _is_suspect(holder, routed))
                yield from (_problem(plan, suspect, network, index) for suspect in [*suspects][:1])


def _by_containers(plan: Observation) -> Iterator[Problem]:
    """Containers with the address that their machine has in their network."""
    for network in filter(is_bridge, plan.networks):
        own = [(host, which, at) for host in network.hosts for which, at in enumerate(host.addresses)]
        for gateway, which in gateways(network) if own else ():
            place = network.at("cidr") if which is None else network.at("gateway", which)
            for host, index, address in own:
                if address == gateway:
                    yield Problem(
                        at=host.place_of_address(index),
                        message=f"{host.name} has the gateway's address of {network.name}, {address}",
                        related=(Related(at=place, message="the gateway is the first address of this network"),)
                        if which is None
                        else (Related(at=place, message="the gateway is written here"),),
                        hint=f"give {host.name} another address",
                        parties=(host.id, network.id),
                    )


def _claims_by_address(known: Iterable[Claim]) -> dict[tuple[Domain, int], list[Claim]]:
    claims: dict[tuple[Domain, int], list[Claim]] = {}
    for claim in known:
        claims.setdefault(_address_key(claim.scope, claim.address), []).append(claim)
    return claims


def _address_key(scope: tuple[str, str], address: IPAddress) -> tuple[Domain, int]:
    return (scope, address.version), int(address)


def _may_route(owner: Addressed, routers: set[str]) -> bool:
    """Whether the owner is a router, virtual or real, or the near end of a tunnel."""
    if isinstance(owner, VirtualAddress) and (owner.mode == "vrrp" or owner.product.lower() == "keepalived"):
        return True
    return isinstance(owner, Router | VpnEnd) or owner.id in routers or bool(owner.shared)


def _is_suspect(claim: Claim, routed: set[Domain]) -> bool:
    return not isinstance(claim.owner, Host) or (claim.scope, claim.address.version) in routed


def _problem(plan: Inventory, claim: Claim, network: Network, index: int) -> Problem:
    owner = claim.owner
    move = f"give {owner.name} another address{as_free(plan, network, claim.address.version)}"
    return Problem(
        at=claim.place,
        message=f"{owner.kind} {owner.name} has the gateway's address of {network.name}, {claim.address}",
        related=(Related(at=network.at("gateway", index), message="the gateway is written here"),),
        hint=f"{move}, or list it under `routers` if it routes" if isinstance(owner, Host) else move,
        parties=(owner.id, network.id),
    )
