"""Facts of a load balancer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cidrbook.net.spans import Span, Spans, overlap
from cidrbook.nuances.facts.allocators import classless, count, name_of, options_of, rivals, servicelb
from cidrbook.nuances.facts.node_networks import links, node_addresses
from cidrbook.nuances.release import fits
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, one, sessions, truth
from cidrbook.plan.cluster import Cluster, LoadBalancer, Node, Service
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.node_links import ANYWHERE
from cidrbook.plan.views.peering import peerings
from cidrbook.text.regex import regex

_INTERFACES = ("interfaces", "vip_interface", "vip_servicesinterface")
"""What MetalLB and Cilium, and kube-vip, call the interfaces that they answer on."""
_DURATION = regex(r"([0-9]{1,9})(ms|s|m)", re.ASCII)
_MILLISECONDS = {"ms": 1, "s": 1_000, "m": 60_000}
_RENEWAL = "5s"
_REQUESTS = (("<1.27", 5), (">=1.27", 10))
"""Cilium's requests per second where nothing is set, by the release of Kubernetes."""


def _balancer_fact(read: Callable[[Setting, LoadBalancer], Fact]) -> Callable[[Setting], Fact]:
    """A fact of the setting's balancer, where it has one."""
    return lambda setting: read(setting, setting.balancer) if setting.balancer else NOTHING


@cached_view
def _pool_spans(plan: Inventory) -> dict[int, list[Span[Pool]]]:
    """The runs of addresses of each balancer's pools, by its identity."""
    found: dict[int, list[Span[Pool]]] = {}
    for span in plan.pools:
        found.setdefault(id(span.owner.balancer), []).append(span)
    return found


def _balancer_pools(plan: Inventory, balancer: LoadBalancer) -> list[Span[Pool] | None]:
    """The runs of addresses of its pools; None stands for pools that the plan does not hold."""
    spans = _pool_spans(plan).get(id(balancer), [])
    known = len({span.owner.which for span in spans}) == len(balancer.pools) and not plan.lacks(balancer, "pools")
    return [*spans, *([] if known and spans else [None])]


def _any_pool(test: Callable[[Inventory, Span[Pool]], bool | None]) -> Callable[[Setting], Fact]:
    """Whether any of the balancer's pools is so; not known where none surely is and one may be."""

    def read(setting: Setting, balancer: LoadBalancer) -> Fact:
        answers = [test(setting.plan, span) if span else None for span in _balancer_pools(setting.plan, balancer)]
        return truth(True if True in answers else None if None in answers else False)

    return _balancer_fact(read)


def _outside_node_network(plan: Inventory, span: Span[Pool]) -> bool | None:
    (_, version), first, last, pool = span
    known = links(plan).of(pool.cluster, version)
    return links(plan).holds(pool.cluster, version, first, last) is None if known else None


def _inside_node_network(plan: Inventory, span: Span[Pool]) -> bool | None:
    known = links(plan).of(span.owner.cluster, span.version)
    return any(overlap(cidr, span) for cidr in known) if known else None


def _leased(plan: Inventory, span: Span[Pool]) -> bool | None:
    return plan.leases.meeting(*span[:3]) is not None if plan.leases else None


def _unreached(setting: Setting, balancer: LoadBalancer) -> Fact:
    """Whether a node is surely not on a network that a pool is part of."""
    near, cluster, spans = links(setting.plan), setting.cluster, _balancer_pools(setting.plan, balancer)
    if cluster is None:
        return NOTHING
    prefixes = {near.holds(cluster, span.domain[1], span.first, span.last) if span else None for span in spans}
    nodes = node_addresses(setting.plan)[id(cluster)]
    answers = [nodes.outside(prefix) if prefix else None for prefix in prefixes]
    return truth(True if True in answers else None if None in answers else False)


def _several(setting: Setting) -> Fact:
    """Whether a node has addresses of one family on two networks."""
    if setting.cluster is None:
        return NOTHING
    found = [_node_families(setting.plan, setting.cluster, node) for node in setting.cluster.nodes]
    return truth(any(len(set(group)) < len(group) for group in found) if any(found) else None)


def _node_families(plan: Inventory, cluster: Cluster, node: Node) -> list[int]:
    """The family of each network that it has an address on."""
    on = {
        (address.version, id(network))
        for address in node.addresses
        if (network := plan.space.covering(cluster.scope, address))
    }
    return [version for version, _ in on]


_FRR_K8S_BY_DEFAULT = ">=0.16"
"""The releases of MetalLB whose backend is `frr-k8s` where nothing is said (release notes of 0.16.0)."""


def backend(balancer: LoadBalancer) -> str:
    """What speaks BGP for MetalLB: as written, or the default of the release; empty where neither is known."""
    is_default = name_of(balancer) == "metallb" and fits(balancer.version, _FRR_K8S_BY_DEFAULT)
    return balancer.backend or ("frr-k8s" if is_default else "")


def _without_session(setting: Setting, balancer: LoadBalancer) -> Fact:
    """The families of its pools between whose addresses its cluster has no session; not known where one has none."""
    families = _balancer_families(setting, balancer)
    peered = [session for session in sessions(setting) if balancer.mode.lower() == "bgp"]
    versions = {session.first.version for session in peered}
    if families is None or not peered or None in versions:
        return None
    return sorted(set(families) - {f"ipv{version}" for version in versions})


def _balancer_families(setting: Setting, balancer: LoadBalancer) -> Fact:
    pools = _balancer_pools(setting.plan, balancer)
    return sorted({f"ipv{span.domain[1]}" for span in pools if span}) or None


@cached_view
def _watched(plan: Inventory) -> dict[tuple[int, str], set[bool]]:
    """What sessions of a product in a cluster say of BFD, by the cluster's identity and the product."""
    found: dict[tuple[int, str], set[bool]] = {}
    for peering in peerings(plan):
        said = {session.bfd for session in peering.sessions if session.bfd is not None}
        for instance in (side.instance for side, _ in peering.sides if side.instance and side.instance.cluster):
            found.setdefault((id(instance.cluster), instance.speaker.product.lower()), set()).update(said)
    return found


def _bfd(setting: Setting, balancer: LoadBalancer) -> Fact:
    said = _watched(setting.plan).get((id(setting.cluster), balancer.product.lower()))
    return truth(True in said if said else None)


def _balancer_release(setting: Setting, balancer: LoadBalancer) -> Fact:
    """Its release; without one, that of the network plugin, where both are one product."""
    cni = setting.cluster.cni if setting.cluster else None
    one_product = cni is not None and cni.product.lower() == name_of(balancer)
    return one(balancer.version or (cni.version if cni and one_product else ""))


def _wireless(_: Setting, balancer: LoadBalancer) -> Fact:
    """By the names of Linux, which begin with `wl` for every WLAN interface."""
    names = {key: balancer.options[key] for key in _INTERFACES if key in balancer.options}
    words = re.findall(r"[a-z][\w.-]*", " ".join(names.values()).lower())
    return truth(any(word.startswith("wl") for word in words) if words else None)


def _served(setting: Setting, balancer: LoadBalancer) -> Sequence[Service] | None:
    """The pinned services with an address of its pools; not known where the pools are not."""
    if setting.cluster is None or None in (spans := _balancer_pools(setting.plan, balancer)):
        return None
    ranges = Spans(Span((ANYWHERE, span.domain[1]), *span[1:]) for span in spans if span)
    return [
        service
        for service in setting.cluster.pinned_services
        if service.via != "cluster-ip"
        and any(
            ranges.meeting((ANYWHERE, address.version), int(address), int(address)) for address in service.addresses
        )
    ]


def _policies(setting: Setting, balancer: LoadBalancer) -> Fact:
    served = _served(setting, balancer)
    return (
        None
        if served is None
        else sorted({(service.external_traffic_policy or "Cluster").lower() for service in served})
    )


def _services(setting: Setting, balancer: LoadBalancer) -> Fact:
    served = _served(setting, balancer)
    return None if served is None else number(len(served))


def _over_budget(setting: Setting, balancer: LoadBalancer) -> Fact:
    """Whether renewing a lease for each of its services takes more requests than Cilium may make."""
    served, cluster = _served(setting, balancer), setting.cluster
    options = options_of(cluster, balancer.product.lower()) if cluster else {}
    if served is None or cluster is None or not options:
        return None
    every = _DURATION.fullmatch(options.get("l2announcements.leaseRenewDeadline", _RENEWAL))
    usual = next((str(rate) for releases, rate in _REQUESTS if fits(cluster.version, releases)), "")
    allowed = options.get("k8sClientRateLimit.qps", usual)
    if not every or not allowed.isdecimal():
        return None
    return truth(len(served) * 1_000 > int(allowed) * int(every[1]) * _MILLISECONDS[every[2]])


def _balancer_takes(setting: Setting, balancer: LoadBalancer) -> Fact:
    return truth(classless(setting.plan)[id(setting.cluster)].get(name_of(balancer), False))


def _rivals(setting: Setting, balancer: LoadBalancer) -> Fact:
    return rivals(classless(setting.plan)[id(setting.cluster)], name_of(balancer))


def _allocators(setting: Setting) -> Fact:
    return number(count(classless(setting.plan)[id(setting.cluster)])) if setting.cluster else NOTHING


_OWN = {
    "lb.product": FactReader(
        "The load balancer.", _balancer_fact(lambda _, other_balancer: one(other_balancer.product))
    ),
    "lb.version": FactReader(
        "Its release, or that of the network plugin where both are one product.",
        _balancer_fact(_balancer_release),
        measured=True,
    ),
    "lb.mode": FactReader(
        "`bgp` or `l2`.", _balancer_fact(lambda _, own_balancer: one(own_balancer.mode)), ("bgp", "l2")
    ),
    "lb.backend": FactReader(
        "What speaks BGP for MetalLB: `native`, `frr` or `frr-k8s`.",
        _balancer_fact(lambda _, balancer: one(backend(balancer))),
        ("native", "frr", "frr-k8s"),
    ),
    "lb.bfd": FactReader("Whether BFD watches a session of it.", _balancer_fact(_bfd), TRUTH),
    "lb.wireless": FactReader(
        "Whether it answers on a WLAN interface, as its settings `interfaces` or `vip_interface` say.",
        _balancer_fact(_wireless),
        TRUTH,
    ),
}
_POOLS = {
    "lb.pools_outside_node_networks": FactReader(
        "Whether a pool is not inside a network that the nodes are on.", _any_pool(_outside_node_network), TRUTH
    ),
    "lb.pools_in_node_networks": FactReader(
        "Whether a pool has addresses of a network that the nodes are on.", _any_pool(_inside_node_network), TRUTH
    ),
    "lb.pools_in_dhcp": FactReader("Whether a DHCP range has addresses of a pool.", _any_pool(_leased), TRUTH),
    "lb.nodes_off_pool_network": FactReader(
        "Whether a node is not on the network of the nodes that a pool is inside of.", _balancer_fact(_unreached), TRUTH
    ),
    "lb.pool_families": FactReader(
        "The families of its pools' addresses.", _balancer_fact(_balancer_families), ("ipv4", "ipv6")
    ),
    "lb.families_without_session": FactReader(
        "The families of its pools' addresses of which its cluster has no BGP session.",
        _balancer_fact(_without_session),
        ("ipv4", "ipv6"),
    ),
    "lb.external_traffic_policy": FactReader(
        "The `externalTrafficPolicy` of the services that are pinned to addresses of its pools.",
        _balancer_fact(_policies),
        ("cluster", "local"),
    ),
    "lb.services": FactReader(
        "How many services are pinned to addresses of its pools.", _balancer_fact(_services), measured=True
    ),
    "lb.leases_over_budget": FactReader(
        "Whether Cilium, renewing the leases of the services pinned to its pools, asks the API more often than"
        " `k8sClientRateLimit.qps` lets it, with `l2announcements.leaseRenewDeadline`.",
        _balancer_fact(_over_budget),
        TRUTH,
    ),
}
_CLASSLESS = {
    "lb.takes_classless": FactReader(
        "Whether it takes services without a class: it does unless its settings say otherwise, as MetalLB's"
        " `loadBalancerClass`, Cilium's `defaultLBServiceIPAM`, kube-vip's `lb_class_only`, Calico's `assignIPs`.",
        _balancer_fact(_balancer_takes),
        TRUTH,
    ),
    "lb.rivals": FactReader(
        "The other load balancers listed that take services without a class, where this one does too.",
        _balancer_fact(_rivals),
    ),
    "cluster.nodes_on_several_networks": FactReader(
        "Whether a node has addresses of one family on two networks.", _several, TRUTH
    ),
    "cluster.allocators": FactReader(
        "How many load balancers take services without a class, with K3s' own one.",
        _allocators,
        measured=True,
    ),
    "cluster.servicelb": FactReader(
        "Whether K3s' own load balancer runs, as the cluster's option `disable` has it.",
        lambda setting: truth(servicelb(setting.cluster)) if setting.cluster else NOTHING,
        TRUTH,
    ),
}
FACTS = _OWN | _POOLS | _CLASSLESS
