"""An address has another prefix length than its network.

With too short a prefix length a machine looks on its link for neighbours that are behind the
router; with too long a one it sends packets for neighbours to the router. `/32` and `/128` are
right for loopbacks and virtual addresses, since they do not describe the link.

In a repository, this covers a router's address and the range that it leases from, two prefixes with
one gateway, and addresses in a network whose gateway is known.

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: nas, address: 10.3.42.60/16} # H306: 30
```

Use instead:

```yaml
networks:
  - name: servers
    cidr: 10.3.42.0/24
    hosts:
      - {name: nas, address: 10.3.42.60/24}
      - {name: printer, address: 10.3.42.61}
routers:
  - {name: edge, addresses: [10.3.42.1/24, 10.3.42.254/32]}
```

Source: [RFC 1122](https://www.rfc-editor.org/rfc/rfc1122#section-3.3.1.1), section 3.3.1.1: the mask decides what
is on the link.
"""

from collections.abc import Iterable, Iterator
from itertools import starmap

from cidrbook.net.ip import WrittenAddress, mask_of, written
from cidrbook.net.spans import has_address
from cidrbook.plan.inventory import Claim, Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.space import NetworkBlock
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Addresses with another prefix length than the network around them."""
    return _wrong_masks(plan, plan.located)


def observed(observation: Observation) -> Iterator[Problem]:
    """The same in networks with a gateway; and prefixes of two lengths that have one gateway."""
    two_lengths = [*_two_lengths(observation)]
    found = (*starmap(_length_differs, two_lengths), *observation.problems_of("wrong-mask"))
    yield from {(problem.at.file, problem.at.line): problem for problem in found}.values()
    outer = {inner.network.id: outer.prefix.prefixlen for outer, inner in two_lengths}
    yield from _wrong_masks(
        observation,
        (
            (claim, network)
            for claim, network in observation.located
            if network and network.gateways and mask_of(claim.address) != outer.get(network.id)
        ),
    )


def registered(register: Inventory) -> Iterator[Problem]:
    """The same in what an IPAM exports, where each address has the length of its link."""
    return check(register)


def _wrong_masks(plan: Inventory, located: Iterable[tuple[Claim, Network | None]]) -> Iterator[Problem]:
    for claim, network in located:
        if network and isinstance(claim.address, WrittenAddress):
            mask = mask_of(claim.address)
            if mask not in (None, 32 if claim.address.version == 4 else 128, _claimed_length(network, claim)):
                yield from _wrong_mask(plan, claim, network)


def _two_lengths(plan: Observation) -> Iterator[tuple[NetworkBlock, NetworkBlock]]:
    """Prefixes of a repository around another one with the same gateway, with that: both are one network."""
    for outer, inner in plan.space.nested():
        common = set(outer.network.gateways) & set(inner.network.gateways)
        if not outer.same_range(inner) and any(
            has_address(outer, address) and has_address(inner, address) for address in common
        ):
            yield outer, inner


def _length_differs(outer: NetworkBlock, inner: NetworkBlock) -> Problem:
    return Problem(
        at=inner.place,
        message=f"{inner.shown} is {outer.network.name} ({outer.prefix}) elsewhere, with the same gateway",
        related=(outer.network.related(outer.which),),
        hint="write the same prefix in both",
        parties=tuple(dict.fromkeys((inner.network.id, outer.network.id))),
    )


def _wrong_mask(plan: Inventory, claim: Claim, network: Network) -> Iterator[Problem]:
    if network.id in plan.virtual or _of_parent(plan, claim, network):
        return
    right = _claimed_length(network, claim)
    yield Problem(
        at=claim.place,
        message=f"{claim.owner.name} has the mask /{mask_of(claim.address)} ({written(claim.address)}),"
        f" and {network.name} ({network.cidr}) has /{right}",
        related=(network.related(),),
        hint=f"write `{claim.address}/{right}`, or the address alone",
        parties=(claim.owner.id, network.id),
    )


def _of_parent(plan: Inventory, claim: Claim, network: Network) -> bool:
    """Whether the prefix length is that of the network's parent, which is on the link."""
    parent = plan.network(network.parent) if network.parent else None
    return bool(parent and parent.role != "container" and _claimed_length(parent, claim) == mask_of(claim.address))


def _claimed_length(network: Network, claim: Claim) -> int | None:
    cidr = network.prefix_around(claim.address)
    return int(cidr.prefixlen) if cidr else None
