"""Two networks overlap.

Traffic to the shared addresses follows the longer prefix, so hosts of the wider network with such
an address are unreachable from elsewhere. If a network is meant to be inside another one, set its
`parent`; a network of role `container` only groups others. In different VRFs or sites the same
addresses may be used twice.

In a repository, the container networks of one machine are compared, because Docker and Podman
refuse to create the second one, and the networks of one router: a prefix on two of its interfaces,
or a VLAN inside another one; and bridges of containers with the networks of routers. In what an IPAM
exports, prefixes nest; a prefix that has addresses or ranges of its own and holds others overlaps
them.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/23
  - name: iot
    cidr: 10.0.1.0/24 # A201: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
  - name: iot
    cidr: 10.0.1.0/24
```

or, where it is meant:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/23
  - name: iot
    cidr: 10.0.1.0/24
    parent: lan
  - {name: lab, cidr: 10.0.0.0/23, vrf: lab}
```

A Compose file:

```yaml title="compose.yaml"
services: {}
networks:
  inner: {ipam: {config: [{subnet: 172.30.0.0/16}]}}
  outer: {ipam: {config: [{subnet: 172.30.4.0/24}]}} # A201: 36
```

Use instead:

```yaml title="compose.yaml"
services: {}
networks:
  inner: {ipam: {config: [{subnet: 172.30.0.0/22}]}}
  outer: {ipam: {config: [{subnet: 172.30.4.0/24}]}}
```

Source: [RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section 5.2.4.3: the longest match decides;
[Podman](https://docs.podman.io/en/latest/markdown/podman-network-create.1.html) on subnets.
"""

from collections.abc import Iterator
from dataclasses import replace

from netaddr import cidr_exclude

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock, Space
from cidrbook.plan.views.container_networks import LAN, is_bridge
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.ERROR


def check(plan: Plan) -> Iterator[Problem]:
    """Networks inside another one without being nested, each with the nearest one around it."""
    for outer, inner in plan.clashes:
        if not outer.same_range(inner) and not plan.serves_cluster(outer, inner):
            yield _problem(outer, inner, _part_of(outer, inner))


def observed(observation: Observation) -> Iterator[Problem]:
    """Container networks of one machine, and overlaps of one router's VLANs: others may be of two labs."""
    yield from _of_machines(observation)
    yield from _bridges_on_routed(observation)
    yield from observation.problems_of("overlapping-networks")


def registered(register: Inventory) -> Iterator[Problem]:
    """Prefixes of a register inside one that has addresses of its own; others only hold them."""
    for outer, inner in register.clashes:
        if not outer.same_range(inner):
            name = outer.network.name
            hint = f"move the addresses of {name} into a prefix of their own, so that it only holds others"
            yield replace(_problem(outer, inner), hint=hint)


def _of_machines(plan: Observation) -> Iterator[Problem]:
    """Networks of one machine's containers that overlap. Each has a scope of its own, as machines do not share them."""
    machines: dict[str, list[Network]] = {}
    for network in plan.networks:
        machine = next((tag for tag in network.tags if tag != LAN), "") if is_bridge(network) else ""
        if machine and network.cidrs:
            machines.setdefault(machine, []).append(network)
    for networks in machines.values():
        for outer, inner in Space(network.model_copy(update={"vrf": ""}) for network in networks).nested():
            if outer.network.id != inner.network.id:
                yield _problem(outer, inner)


def _bridges_on_routed(observation: Observation) -> Iterator[Problem]:
    """Bridges of containers with addresses of a router's network, which their machine cannot reach any more."""
    bridges = [network for network in observation.networks if is_bridge(network) and LAN not in network.tags]
    routed = Spans(_routed_spans(observation)) if bridges else Spans(())
    for bridge in bridges:
        for which, cidr in enumerate(bridge.cidrs):
            span = routed.meeting((("", ""), cidr.version), cidr.first, cidr.last)
            if span is not None and span.owner.origin.source.file != bridge.origin.source.file:
                yield _bridge_on_routed(bridge, which, span.owner)


def _routed_spans(observation: Observation) -> Iterator[Span[Network]]:
    """The networks that a router is on with an address of its own, and others with a gateway or a VLAN."""
    for address in dict.fromkeys(address for router in observation.routers for address in router.addresses):
        network = observation.space.covering(("", ""), address)
        prefix = network.prefix_around(address) if network and network.id not in observation.virtual else None
        if network is not None and prefix is not None and prefix.size > 1:
            yield Span((("", ""), prefix.version), prefix.first, prefix.last, network)
    for network in observation.networks:
        routed = not network.vrf and network.id not in observation.virtual and (network.gateways or network.vlan)
        for cidr in network.cidrs if routed else ():
            yield Span((("", ""), cidr.version), cidr.first, cidr.last, network)


def _bridge_on_routed(bridge: Network, which: int, routed: Network) -> Problem:
    """A warning: the machine may have no business in that network."""
    return Problem(
        at=bridge.at("cidr", which),
        message=f"{bridge.name} ({bridge.cidrs[which]}) is a bridge inside one machine, and {routed.name}"
        f" ({routed.cidr}) is a network of the router: that machine cannot reach it",
        label="overlaps",
        related=(routed.related(),),
        hint="give the bridge a prefix that the router does not have",
        severity=Severity.WARNING,
        parties=(bridge.id, routed.id),
    )


def _problem(outer: NetworkBlock, inner: NetworkBlock, or_else: str = "") -> Problem:
    return Problem(
        at=inner.place,
        message=f"{inner.shown} is inside {outer.shown}, which runs to {outer.prefix[-1]}",
        label="overlaps",
        related=(outer.network.related(outer.which),),
        hint="remove one of them" if outer.network is inner.network else _hint_to_part(outer, inner) + or_else,
        parties=(inner.network.id, outer.network.id),
    )


def _hint_to_part(outer: NetworkBlock, inner: NetworkBlock) -> str:
    """The hint with the rest of the wider network, if that is one prefix."""
    left = cidr_exclude(outer.prefix, inner.prefix)
    if len(left) != 1:  # none where both have the same addresses
        return f"give {inner.network.name} or {outer.network.name} other addresses"
    return f"write `{left[0]}` in place of `{outer.prefix}` in {outer.network.name}"


def _part_of(outer: NetworkBlock, inner: NetworkBlock) -> str:
    """The end of a hint: how to say that one is a part of the other, which it is not on another VLAN."""
    name, around = inner.network.name, outer.network
    apart = inner.network.vlan is not None and around.vlan is not None and inner.network.vlan != around.vlan
    return "" if apart else f"; only if {name} really is a part of {around.name}, write `parent: {around.id}` in {name}"
