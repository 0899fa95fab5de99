"""What the plan says about one thing of it, as labels and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup
from netaddr import IPAddress

from cidrbook.net.ip import AddressRange
from cidrbook.pages.markup import code, escape
from cidrbook.pages.notation import amount, anchor, dashed
from cidrbook.pages.ranges import plan_names
from cidrbook.pages.rows import VlanRow, meant, vlan_rows
from cidrbook.pages.tree import next_free, percent
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Delegation, Network, Site
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.allocation import Allocation, allocations
from cidrbook.plan.views.cluster_ranges import PURPOSES
from cidrbook.plan.views.product_names import distribution_name, product_name
from cidrbook.plan.vpn import Vpn
from cidrbook.report.words import cut

_FEW = 12
"""How many values of a fact are shown."""

_YES = {True: "yes", False: "no"}


class Fact(NamedTuple):
    """A label, and values as HTML."""

    label: str
    values: list[Markup]


def fact(label: str, values: Iterable[object], *, as_code: bool = False) -> Fact:
    """A fact of some values; those that say nothing are left out, and of very many the rest is counted."""
    said = [value for value in values if value not in (None, "")]
    shape = code if as_code else escape
    shown = [value if isinstance(value, Markup) else shape(cut(str(value))) for value in islice(said, _FEW)]
    rest = [escape(f"and {amount(len(said) - _FEW)} more")] if len(said) > _FEW else []
    return Fact(label, shown + rest)


def known(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that have values."""
    return [said for said in facts if said.values]


def about_network(plan: Plan, network: Network) -> list[Fact]:
    """A network, as the plan has it."""
    return known(_network_facts(plan, network))


def _network_facts(plan: Plan, network: Network) -> Iterator[Fact]:
    yield fact("VLAN", map(_vlan, vlans_of(plan).get(id(network), ())))
    yield fact("Used for", [network.purpose])
    for version in (4, 6):
        yield fact(f"IPv{version}", (cidr for cidr in network.cidrs if cidr.version == version), as_code=True)
    yield fact("Gateway", (_gateway(plan, network, gateway) for gateway in network.gateways))
    yield fact("Parent", map(_to_network, around(plan).get(id(network), {}).values()))
    yield fact("DHCP", (_dhcp(part) for part in network.dhcp))
    options = network.dhcp_options
    yield fact("DNS", (meant(plan, word) for word in options.dns) if options else ())
    uses = [allocation for allocation in allocations_of(plan).get(id(network), ()) if allocation.version == 4]
    yield fact("In use", [] if network.id in plan.cluster_networks else map(_usage, uses))
    yield fact("Next free", [] if network.id in plan.cluster_networks else _next_free(plan, network), as_code=True)
    yield fact("Role", [network.role])
    yield fact("Site", [network.site])
    yield fact("VRF", [network.vrf])
    yield fact("Used by", used_by(plan).get(id(network), ()))
    yield fact("Delegated", [_delegated(network)])
    for label, value in (("Public", network.public), ("SLAAC", network.slaac), ("Dual stack", network.dual_stack)):
        yield fact(label, [_YES[value]] if value is not None else [])
    yield fact("Tags", network.tags)
    yield fact("Notes", [network.description])


def source(network: Network) -> Markup:
    """Where a network is written, and by which id the plan calls it."""
    at = network.at()
    if not at.file:
        return escape(f"id {network.id}")
    return escape(f"Source: {at.file}, line {at.line} · id {network.id}")


def _to_network(network: Network) -> Markup:
    link = Markup('<a class="cidrbook-to" href="#{}">{}</a> {}')
    prefixes = Markup(" ").join(map(code, network.cidrs))
    return link.format(anchor("network", network.id), escape(network.name or network.id), prefixes)


def _dhcp(part: AddressRange) -> Markup:
    size = int(part.last) - int(part.first) + 1
    return code(dashed(part.first, part.last)) + escape(f", {amount(size)}")


def _usage(allocation: Allocation) -> Markup:
    """How much of a prefix is taken, as a bar and in words."""
    used = allocation.size - allocation.free
    bar = Markup('<span class="cidrbook-bar" aria-hidden="true"><i style="width:{}%"></i></span> {}')
    share = round(100 * used / allocation.size, 2)
    words = f"{amount(used)} of {amount(allocation.size)}, {percent(used, allocation.size)}"
    return bar.format(share, escape(words))


def _next_free(plan: Plan, network: Network) -> Iterator[str]:
    for allocation in allocations_of(plan).get(id(network), ()):
        yield from next_free(allocation)


@cached_view
def allocations_of(plan: Plan) -> dict[int, list[Allocation]]:
    """How much of each network's prefixes is taken, by the network's identity."""
    found: dict[int, list[Allocation]] = defaultdict(list)
    for allocation in allocations(plan):
        found[id(allocation.block.network)].append(allocation)
    return found


@cached_view
def around(plan: Plan) -> dict[int, dict[int, Network]]:
    """The networks right around each one's prefixes, by identity."""
    found: dict[int, dict[int, Network]] = defaultdict(dict)
    for outer, inner in plan.space.nested():
        if outer.network is not inner.network:
            found[id(inner.network)][id(outer.network)] = outer.network
    return found


def _gateway(plan: Plan, network: Network, address: IPAddress) -> Markup:
    owners = plan_names(plan).get((network.scope, address.version, int(address)), ())
    names = escape(f" on {', '.join(islice(owners, 3))}") if owners else Markup()
    return code(address) + names


def _vlan(row: VlanRow) -> str:
    return f"{row.number} ({row.vlan.name})" if row.vlan and row.vlan.name else str(row.number)


def _delegated(network: Network) -> str:
    part = network.delegated
    if part is None:
        return ""
    return f"from {part.by}" + ("" if part.subnet_id is None else f", subnet {part.subnet_id}")


@cached_view
def vlans_of(plan: Plan) -> dict[int, list[VlanRow]]:
    """The VLANs of each network, by the network's identity."""
    found: dict[int, list[VlanRow]] = defaultdict(list)
    for row in vlan_rows(plan):
        for network in row.networks:
            found[id(network)].append(row)
    return found


@cached_view
def used_by(plan: Plan) -> dict[int, list[str]]:
    """What uses each network and for what, in words, by the network's identity."""
    found: dict[int, list[str]] = defaultdict(list)
    for cluster in plan.clusters:
        named = [(name, purpose) for purpose in PURPOSES for name in getattr(cluster, purpose)]
        for name, what in (*named, *((name, "nodes") for name in cluster.node_networks)):
            network = plan.network(name)
            if network:
                found[id(network)].append(f"{what} of {cluster.name}")
    for vpn in plan.vpns:
        network = plan.network(vpn.network) if vpn.network else None
        if network:
            found[id(network)].append(f"tunnels of {vpn.name}")
    return found


def about_cluster(plan: Plan, cluster: Cluster) -> list[Fact]:
    """A cluster, as the plan has it."""
    return known(_cluster_facts(plan, cluster))


def _cluster_facts(plan: Plan, cluster: Cluster) -> Iterator[Fact]:
    yield fact("Runs", [distribution_name(cluster.distribution, cluster.version)])
    yield fact("Pods", (_network_named(plan, name) for name in cluster.pods))
    yield fact("Services", (_network_named(plan, name) for name in cluster.services))
    yield fact("Nodes in", (_network_named(plan, name) for name in cluster.node_networks))
    yield fact("DNS", cluster.dns, as_code=True)
    yield fact("API", cluster.api.addresses if cluster.api else (), as_code=True)
    yield fact("API reached through", [product_name(cluster.api.through, cluster.api.version)] if cluster.api else [])
    yield fact("Network plugin", [product_name(cluster.cni.product, cluster.cni.version)] if cluster.cni else [])
    yield fact("kube-proxy", [cluster.kube_proxy])
    yield fact(
        "Load balancers",
        (f"{product_name(lb.product, lb.version)} {lb.mode.upper()}".strip() for lb in cluster.load_balancers),
    )
    yield fact("Site", [cluster.site])
    yield fact("VRF", [cluster.vrf])
    yield fact("Description", [cluster.description])


def _network_named(plan: Plan, name: str) -> str:
    network = plan.network(name)
    return f"{network.name} ({network.cidr})" if network else name


def about_vpn(plan: Plan, vpn: Vpn) -> list[Fact]:
    """A VPN, as the plan has it."""
    return known(
        [
            fact("Product", [product_name(vpn.product)]),
            fact("Network", [_network_named(plan, vpn.network)] if vpn.network else []),
            fact("Devices join it from elsewhere", [_YES[vpn.remote_access]] if vpn.remote_access is not None else []),
            fact("Ends", (meant(plan, end.id) for end in vpn.ends)),
            fact("Description", [vpn.description]),
        ]
    )


def about_places(plan: Plan) -> list[Fact]:
    """The sites, and what providers delegate."""
    return known([*map(_site, plan.sites), *map(_delegation, plan.delegations)])


def _site(site: Site) -> Fact:
    return fact(f"Site {site.name}", [*site.cidrs, site.description] if site.cidrs or site.description else ["listed"])


def _delegation(delegation: Delegation) -> Fact:
    length = f"a /{delegation.length}" if delegation.length is not None else "a prefix"
    now = f", now {delegation.prefix}" if delegation.prefix else ""
    return fact(f"Delegation {delegation.name}", [f"{length}{now}", delegation.description])
