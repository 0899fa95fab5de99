"""Facts of the networks of the whole plan, whichever cluster is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from netaddr import IPNetwork

from cidrbook.net.spans import PlainRun, overlap
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, truth
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.machines import machines
from cidrbook.plan.views.product_defaults import OVERLAYS, PROGRAMS, as_shipped, is_own, met, tunnels
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.names import slug

_CLUSTERS = {"cilium": ("10.0.0.0/8",)}
"""Where network plugins give pods addresses from, by default."""


@cached_view
def _runs(plan: Inventory) -> frozenset[str]:
    """The programs of all machines, and the products of all VPNs."""
    programs = {slug(program) for _, machine in machines(plan) for program in machine.runs}
    return frozenset(programs.union(slug(vpn.product) for vpn in plan.vpns if vpn.product))


@cached_view
def _networks_in_defaults(plan: Inventory) -> Mapping[str, Network]:
    """The products whose default range a network has addresses of, each with the first such network.

    Of those that run somewhere in the plan, only networks of the same scope count; of the others, all do.
    """
    taken = ((default.product, network) for network, _, default in met(plan) if default.owner.kind != "cluster")
    loose = (
        (product, network)
        for product, ranges in (PROGRAMS | _CLUSTERS).items()
        if product not in _runs(plan)
        for network in _networks_in_ranges(plan, product, ranges)
    )
    shared = ((product, network) for network in _in_shared_space(plan) for product in OVERLAYS)
    return _first_of(chain(taken, loose, shared))


def _first_of(pairs: Iterable[tuple[str, Network]]) -> Mapping[str, Network]:
    """The first network of each word."""
    found: dict[str, Network] = {}
    for word, network in pairs:
        found.setdefault(word, network)
    return MappingProxyType(found)


def _networks_in_ranges(plan: Inventory, product: str, ranges: tuple[str, ...]) -> Iterator[Network]:
    default = PlainRun(4, IPNetwork(ranges[0]).first, IPNetwork(ranges[-1]).last)
    for network in plan.networks:
        apart = network.id in plan.cluster_networks or is_own(network, product)
        if not apart and any(overlap(cidr, default) for cidr in network.family(4)):
            yield network


def _in_shared_space(plan: Inventory) -> Iterator[Network]:
    """The networks between providers and customers that are neither a VPN's nor a provider's."""
    for found in of_kind(plan, "shared"):
        if found.network.role != "wan" and found.network.id not in tunnels(plan):
            yield found.network


def _remote_access(plan: Inventory) -> Fact:
    """Whether any VPN is joined from elsewhere; not known where none is, and one does not say."""
    said = {vpn.remote_access for vpn in plan.vpns}
    return NOTHING if not said else truth(True if True in said else None if None in said else False)


@cached_view
def _shipped(plan: Inventory) -> Mapping[str, Network]:
    return _first_of(("true", network) for network, _, _ in as_shipped(plan))


@cached_view
def _overlapping(plan: Inventory) -> Mapping[str, Network]:
    inside = tunnels(plan)
    blocks = (block for clash in plan.clashes for block in clash)
    return _first_of(("true", block.network) for block in blocks if block.network.id in inside)


def _tunnels_overlap(plan: Inventory) -> Fact:
    """Whether an overlap has a tunnel's network; not known where VPNs name none."""
    if _overlapping(plan):
        return truth(value=True)
    return truth(value=False) if tunnels(plan) else None if plan.vpns else NOTHING


_WHICH: Mapping[str, Callable[[Inventory], Mapping[str, Network]]] = MappingProxyType(
    {"networks.meets": _networks_in_defaults, "networks.as_shipped": _shipped, "networks.tunnels_overlap": _overlapping}
)
"""The networks that facts are about, the first one of each value."""


def concerned(plan: Inventory, asked: Mapping[str, tuple[str, ...]]) -> tuple[Network, ...]:
    """The networks for which conditions on facts of networks hold, the first one for each value that is asked for."""
    values = ((key, value) for key, wanted in asked.items() if key in _WHICH for value in wanted)
    found = (_WHICH[key](plan).get(value) for key, value in values)
    return tuple({id(network): network for network in found if network}.values())


FACTS = {
    "networks.runs": FactReader(
        "The programs that run on any machine, and the products of VPNs: `docker`, `libvirt`, `tailscale`…",
        lambda setting: sorted(_runs(setting.plan)) or None,
    ),
    "networks.meets": FactReader(
        "The products that take addresses of a network of the plan unless they are told otherwise.",
        lambda setting: sorted(_networks_in_defaults(setting.plan)),
        (*PROGRAMS, *OVERLAYS, *_CLUSTERS),
    ),
    "networks.as_shipped": FactReader(
        "Whether a network is one that home routers come with, as 192.168.1.0/24.",
        lambda setting: truth(bool(_shipped(setting.plan))),
        TRUTH,
    ),
    "networks.remote_access": FactReader(
        "Whether devices join a VPN from networks elsewhere.", lambda setting: _remote_access(setting.plan), TRUTH
    ),
    "networks.tunnels_overlap": FactReader(
        "Whether the network of a VPN's tunnel overlaps another.", lambda setting: _tunnels_overlap(setting.plan), TRUTH
    ),
}
