"""Facts of how the API of a cluster is reached. What holds its address may be a virtual address of the cluster."""

from __future__ import annotations

import re

from netaddr import IPAddress

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, option, truth, with_plan
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.names import as_address

_NAMES = ("certSANs", "tls-san", "controlPlaneEndpoint")
"""What kubeadm and K3s call the names of the API's certificate; kubeadm adds the end point's by itself."""
_ENDPOINTS = ("k8sServiceHost", "KUBERNETES_SERVICE_HOST")
"""What Cilium and Calico call the address at which the plugin itself reaches the API."""


def _api_addresses(cluster: Cluster) -> tuple[IPAddress, ...]:
    """Those of its API, or, where nothing is said of that, its virtual addresses."""
    said = cluster.api.addresses if cluster.api else ()
    return said or tuple(address for virtual in cluster.virtual_addresses for address in virtual.addresses)


def _through(_: Inventory, cluster: Cluster) -> Fact:
    if cluster.api and cluster.api.through:
        return (cluster.api.through.lower(),)
    addresses = set(_api_addresses(cluster))
    holding = (address for address in cluster.virtual_addresses if addresses & set(address.addresses))
    return sorted({vip.product.lower() for vip in holding} - {""}) or None


@cached_view
def _routers(plan: Inventory) -> dict[tuple[tuple[str, str], IPAddress], list[Router]]:
    """The routers by their addresses."""
    found: dict[tuple[tuple[str, str], IPAddress], list[Router]] = {}
    for router in plan.routers:
        for address in router.addresses:
            found.setdefault((router.scope, address), []).append(router)
    return found


def _holders(plan: Inventory, cluster: Cluster) -> list[Router]:
    return [
        router for address in _api_addresses(cluster) for router in _routers(plan).get((cluster.scope, address), ())
    ]


def _on_router(plan: Inventory, cluster: Cluster) -> Fact:
    addresses = _api_addresses(cluster)
    networks = ((address, plan.space.covering(cluster.scope, address)) for address in addresses)
    if _holders(plan, cluster) or any(network and address in network.gateways for address, network in networks):
        return truth(True)  # noqa: FBT003 (the value itself)
    known = addresses and plan.routers and all(router.addresses for router in plan.routers)
    return truth(False) if known else None  # noqa: FBT003 (the value itself)


def _router_pair(plan: Inventory, cluster: Cluster) -> Fact:
    holders = {id(holder): holder for holder in _holders(plan, cluster)}
    if not holders:
        return NOTHING if _on_router(plan, cluster) == ("false",) else None
    return truth(len(holders) > 1 or any(holder.shared for holder in holders.values()))


def _in_certificate(_: Inventory, cluster: Cluster) -> Fact:
    """Not known where the certificate has names, as the API may be reached by one of those."""
    addresses = set(_api_addresses(cluster))
    if not addresses or not cluster.options:
        return None
    texts = " ".join(text for name in _NAMES for text in option(cluster.options, name) or () if text != "unset")
    words = [word for word in re.split(r"[\s,\"'\[\]]+", texts) if word]
    named = [as_address(word) for word in words]
    return truth(True if addresses & set(named) else None if None in named else False)


def _of_plugin(_: Inventory, cluster: Cluster) -> Fact:
    addresses = set(_api_addresses(cluster))
    if not addresses or not cluster.cni or not cluster.cni.options:
        return None
    written = [text for name in _ENDPOINTS for text in option(cluster.cni.options, name) or () if text != "unset"]
    return truth(any(as_address(text) in addresses for text in written))


def _through_plugin(plan: Inventory, cluster: Cluster) -> Fact:
    through, plugin = _through(plan, cluster), cluster.cni.product.lower() if cluster.cni else ""
    return truth(plugin in through) if through and plugin else None


FACTS = {
    "api.through": FactReader(
        "What carries the API's address: `haproxy`, `kube-vip`, `talos`, `node`…; `api.through`, or the product of the"
        " virtual address that the API has.",
        with_plan(_through),
    ),
    "api.through_cni": FactReader(
        "Whether the network plugin itself carries the API's address.", with_plan(_through_plugin), TRUTH
    ),
    "api.on_router": FactReader(
        "Whether the API's address is one of a router, or a gateway.", with_plan(_on_router), TRUTH
    ),
    "api.router_pair": FactReader(
        "Whether two routers have the API's address, or one that says `shared: true`.", with_plan(_router_pair), TRUTH
    ),
    "api.in_certificate": FactReader(
        "Whether the API's address is in its certificate, by the cluster's options `certSANs`, `tls-san` or"
        " `controlPlaneEndpoint`.",
        with_plan(_in_certificate),
        TRUTH,
    ),
    "api.for_cni": FactReader(
        "Whether the network plugin reaches the API by that address, as its option `k8sServiceHost` or"
        " `KUBERNETES_SERVICE_HOST` has it.",
        with_plan(_of_plugin),
        TRUTH,
    ),
}
