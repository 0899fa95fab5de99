"""Fields whose type a product fixes: pools, peers, router ids, ranges of a cluster. What does not parse, it refuses.

Read: the objects of [MetalLB](https://metallb.io/apis/), [Calico](https://docs.tigera.io/calico/latest/reference/resources/)
and [Cilium](https://docs.cilium.io/en/stable/network/lb-ipam/), and the configurations of
[kubeadm](https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/), k0s, k0sctl, K3s,
Talos with talhelper, the Cluster API, and [Netplan](https://netplan.readthedocs.io/en/stable/netplan-yaml/).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.net.address_text import to_int
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_Field = tuple[tuple[str, ...], FieldType]

_ANY = "*"
"""Stands for any key on a path."""
_METALLB_POOL: tuple[_Field, ...] = ((("spec", "addresses"), "pool"),)
_OPERATOR: tuple[_Field, ...] = ((("spec", "calicoNetwork", "ipPools", "cidr"), "prefix"),)
_FIELDS: dict[tuple[str, str], tuple[_Field, ...]] = {
    ("IPAddressPool", "metallb"): _METALLB_POOL,
    ("AddressPool", "metallb"): _METALLB_POOL,
    ("BGPPeer", "metallb"): (
        (("spec", "peerAddress"), "address"),
        (("spec", "sourceAddress"), "address"),
        (("spec", "routerID"), "address"),
    ),
    ("IPPool", "projectcalico"): ((("spec", "cidr"), "prefix"),),
    ("BGPPeer", "projectcalico"): ((("spec", "peerIP"), "peer"),),
    ("BGPConfiguration", "projectcalico"): (
        (("spec", "serviceClusterIPs", "cidr"), "prefix"),
        (("spec", "serviceExternalIPs", "cidr"), "prefix"),
        (("spec", "serviceLoadBalancerIPs", "cidr"), "prefix"),
    ),
    ("Installation", "tigera"): _OPERATOR,
    ("CiliumLoadBalancerIPPool", "cilium"): (
        (("spec", "blocks", "cidr"), "prefix"),
        (("spec", "cidrs", "cidr"), "prefix"),
        (("spec", "blocks", "start"), "address"),
        (("spec", "blocks", "stop"), "address"),
    ),
    ("CiliumBGPPeeringPolicy", "cilium"): ((("spec", "virtualRouters", "neighbors", "peerAddress"), "prefix"),),
    ("CiliumBGPClusterConfig", "cilium"): ((("spec", "bgpInstances", "peers", "peerAddress"), "address"),),
    ("CiliumBGPNodeConfigOverride", "cilium"): (
        (("spec", "bgpInstances", "routerID"), "address"),
        (("spec", "bgpInstances", "peers", "localAddress"), "address"),
    ),
    ("ClusterConfiguration", "kubeadm"): (
        (("networking", "podSubnet"), "prefixes"),
        (("networking", "serviceSubnet"), "prefixes"),
    ),
    ("InitConfiguration", "kubeadm"): ((("localAPIEndpoint", "advertiseAddress"), "address"),),
    ("JoinConfiguration", "kubeadm"): ((("controlPlane", "localAPIEndpoint", "advertiseAddress"), "address"),),
    ("KubeProxyConfiguration", "kubeproxy"): ((("clusterCIDR",), "prefixes"),),
    ("ClusterConfig", "k0s"): (
        (("spec", "network", "podCIDR"), "prefix"),
        (("spec", "network", "serviceCIDR"), "prefix"),
    ),
    ("Cluster", "k0sctl"): (
        (("spec", "hosts", "privateAddress"), "address"),
        (("spec", "k0s", "config", "spec", "network", "podCIDR"), "prefix"),
        (("spec", "k0s", "config", "spec", "network", "serviceCIDR"), "prefix"),
    ),
    ("Cluster", "cluster.x-k8s.io"): (
        (("spec", "clusterNetwork", "pods", "cidrBlocks"), "prefix"),
        (("spec", "clusterNetwork", "services", "cidrBlocks"), "prefix"),
    ),
    ("KubeNetworkConfig", ""): ((("podSubnets",), "prefix"), (("serviceSubnets",), "prefix")),
    ("", ""): (
        (("cluster", "network", "podSubnets"), "prefix"),
        (("cluster", "network", "serviceSubnets"), "prefix"),
        (("clusterPodNets",), "prefix"),
        (("clusterSvcNets",), "prefix"),
    ),
}
"""Typed fields by kind and a part of the API's group. Lists on the way are gone through."""

_BARE: dict[str, tuple[str, tuple[_Field, ...]]] = {
    "clusterName": ("talhelper", ((("nodes", "ipAddress"), "addresses"),)),
    "cluster-cidr": ("K3s", ((("cluster-cidr",), "prefixes"),)),
    "service-cidr": ("K3s", ((("service-cidr",), "prefixes"),)),
    "cluster-dns": ("K3s", ((("cluster-dns",), "addresses"),)),
    "node-ip": ("K3s", ((("node-ip",), "addresses"),)),
    "network": (
        "Netplan",
        (
            (("network", _ANY, _ANY, "addresses"), "interface"),
            (("network", _ANY, _ANY, "gateway4"), "address"),
            (("network", _ANY, _ANY, "gateway6"), "address"),
            (("network", _ANY, _ANY, "nameservers", "addresses"), "address"),
        ),
    ),
}
"""Typed fields of documents without a kind, by a key at their top."""
_NETPLAN = ("ethernets", "bonds", "bridges", "vlans", "wifis")

_PRODUCTS = {
    "metallb": "MetalLB",
    "projectcalico": "Calico",
    "tigera": "Calico",
    "cilium": "Cilium",
    "": "Talos",
    "k0sctl": "k0sctl",
}
_OLDER = "address-pools"
"""MetalLB's pools before it had objects for them."""

_TALOS = ("podSubnets", "serviceSubnets", "clusterPodNets", "clusterSvcNets")


@reads_documents(
    kinds={kind for kind, _ in _FIELDS if kind},
    keys=(_OLDER, *_TALOS, *_NETPLAN, *(_BARE.keys() - {"network"})),
)
def read(document: Document) -> Iterator[Reported]:
    """The values that a product refuses."""
    for written, of, product in typed_values(document):
        for found in refused(written, of, product):
            yield found._replace(scope=document.cluster)
    if document.kind == "CiliumLoadBalancerIPPool":
        yield from _backwards(document)


def typed_values(document: Document) -> Iterator[tuple[Located, FieldType, str]]:
    """The values of typed fields, each with its type and the product that fixes it."""
    for (kind, group), fields in _FIELDS.items():
        if document.kind == kind and group in document.api:
            for path, of in fields:
                for written in _through_lists(document.tree, path):
                    yield written, of, _PRODUCTS.get(group, kind)
    for key, (product, fields) in _BARE.items() if not document.kind else ():
        for path, of in fields if key in document.tree else ():
            yield from ((written, of, product) for written in _through_lists(document.tree, path))
    for mapping in document.having(_OLDER):
        for entry in items(mapping, _OLDER):
            yield from ((written, "pool", _PRODUCTS["metallb"]) for written in texts(at(entry, "addresses")))


def _through_lists(value: Value, path: tuple[str, ...]) -> Iterator[Located]:
    """The texts at the end of a path, in every item of the lists on the way; not those of options, as of Netplan's."""
    if not path:
        yield from texts([item for item in items(value) if not isinstance(item, dict)])
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            for part in item.values() if path[0] == _ANY else [item.get(path[0])]:
                yield from _through_lists(part, path[1:])


def _backwards(document: Document) -> Iterator[Reported]:
    """The blocks of Cilium's pools that end before they begin."""
    for block in items(document.tree, "spec", "blocks"):
        first, last = text(block, "start"), text(block, "stop")
        if first is not None and last is not None and _ends_before(first, last):
            message = f"the range from {first} to {last} ends before it begins"
            problem = Problem(at=first.place, message=message, hint="swap its ends")
            yield Reported("wrong-type", problem, document.cluster)


def _ends_before(first: str, last: str) -> bool:
    version = 6 if ":" in first else 4
    begin, end = to_int(first, version), to_int(last, version)
    return begin is not None and end is not None and end < begin
