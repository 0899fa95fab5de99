"""k3s, RKE2 and kubeadm: the ranges of a cluster, its nodes' addresses and where its API is reached.

Read: `cluster-cidr`, `service-cidr`, `cluster-dns`, `node-ip`, `node-name` and `tls-san` of
[k3s](https://docs.k3s.io/cli/server) and RKE2, in their `config.yaml` and wherever else a mapping has these keys;
`--cluster-cidr` and its like on command lines; kubeadm's
[ClusterConfiguration](https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/) and InitConfiguration,
kube-proxy's configuration, and the `clusterNetwork` of the Cluster API.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import (
    addresses,
    default_range,
    dns_service,
    endpoint,
    fact,
    machine_name,
    node,
    parse_address,
    ranges,
)
from cidrbook.repository.parts.variable_purpose import RangePart
from cidrbook.repository.reader import DOCUMENTS, reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, text, texts

_KINDS = (
    "ClusterConfiguration",
    "KubeProxyConfiguration",
    "InitConfiguration",
    "JoinConfiguration",
    "Cluster",
)
_OPTIONS: dict[str, RangePart] = {
    "cluster-cidr": "pods",
    "service-cidr": "services",
    "service-cluster-ip-range": "services",
    "pod-network-cidr": "pods",
}
_SERVER = ("cluster-init", "tls-san", "disable", "write-kubeconfig-mode", "disable-network-policy", "flannel-backend")
"""Options that a server has, and no agent."""

_OTHERS = ("node-ip", "tls-san", "cluster-dns")
_FIELDS: dict[str, tuple[tuple[RangePart, tuple[str, ...]], ...]] = {
    "ClusterConfiguration": (("pods", ("networking", "podSubnet")), ("services", ("networking", "serviceSubnet"))),
    "KubeProxyConfiguration": (("pods", ("clusterCIDR",)),),
}
"""Kinds of documents with cluster ranges, and the keys of each part."""

_OF_KUBEADM = ("ClusterConfiguration", "InitConfiguration")
_FLAG = regex(
    r"(?<![\w-])(?:--)?(cluster-cidr|service-cidr|service-cluster-ip-range|pod-network-cidr)(?:=|[ \t]+)"
    r"[\"']?([0-9a-fA-F.:]{2,45}/[0-9]{1,3}(?:,[0-9a-fA-F.:]{2,45}/[0-9]{1,3})?)"
)
_REMARK = regex(r"^[ \t]*(?:#|//|;|\*|--[ \t])")
_PREFIX = regex(r"[^,]+")


@reads_documents(kinds=_KINDS, keys=(*_OPTIONS, *_OTHERS))
def read(document: Document) -> Iterator[Sighting]:
    """The ranges and nodes in a cluster's configuration; for k3s, at any depth."""
    yield from _typed_configuration(document)
    for mapping in document.having(*_OPTIONS, *_OTHERS):
        yield from _server_options(mapping)


@reads_documents(kinds=("",), keys=_SERVER, globs=("*k3s*", "*rke2*"))
def read_server(document: Document) -> Iterator[Sighting]:
    """What a server of k3s or RKE2 takes where its `config.yaml` says no range."""
    if document.source.file.rpartition("/")[2] in ("config.yaml", "config.yml") and not document.kind:
        product = "rke2" if "rke2" in document.source.file else "k3s"
        for part, key in (("pods", "cluster-cidr"), ("services", "service-cidr")):
            yield from default_range(part, product, document.place, document.tree.get(key))  # type: ignore[arg-type]


@reads_files(words=tuple(_OPTIONS), but=DOCUMENTS)
def read_flags(source: Source) -> Iterator[Sighting]:
    """The options of command lines in any file but documents, which have their own reader."""
    for found in _FLAG.finditer(source.text):
        start = source.text.rfind("\n", 0, found.start()) + 1
        if not _REMARK.match(source.text[start : found.start()]):
            for match in _PREFIX.finditer(found[2]):
                place = source.at(found.start(2) + match.start(), len(match[0]))
                yield from ranges(_OPTIONS[found[1]], Located(match[0], place))


def _typed_configuration(document: Document) -> Iterator[Sighting]:
    tree = document.tree
    for part, path in _FIELDS.get(document.kind, ()):
        yield from ranges(part, at(tree, *path))
    if document.kind in _OF_KUBEADM and "kubeadm" in document.api:
        for part, path in _FIELDS.get(document.kind, ()):
            yield from default_range(part, "kubeadm", document.place, at(tree, *path))
        yield fact(document.place, distribution="kubeadm", version=text(tree, "kubernetesVersion"))
    if document.kind == "ClusterConfiguration":
        yield from endpoint(at(tree, "controlPlaneEndpoint"))
    if document.kind in ("InitConfiguration", "JoinConfiguration"):
        local = at(tree, "localAPIEndpoint") or at(tree, "controlPlane", "localAPIEndpoint")
        name = text(tree, "nodeRegistration", "name") or ""
        yield from node(name, addresses(at(local, "advertiseAddress")), weak=True)
    if document.kind == "Cluster" and document.api.startswith("cluster.x-k8s.io"):
        scope = machine_name(document.name or "")
        network = at(tree, "spec", "clusterNetwork")
        yield from ranges("pods", at(network, "pods", "cidrBlocks"), scope=scope)
        yield from ranges("services", at(network, "services", "cidrBlocks"), scope=scope)
        yield from endpoint(at(tree, "spec", "controlPlaneEndpoint", "host"), scope=scope)


def _server_options(mapping: dict[str, Value]) -> Iterator[Sighting]:
    """The options of a server or an agent. Names in its certificate's SANs claim nothing."""
    for key, part in _OPTIONS.items():
        yield from ranges(part, mapping.get(key))
    yield from dns_service("cluster-dns", addresses(mapping.get("cluster-dns")))
    yield from _api_by_certificate(mapping.get("tls-san"))
    yield from node(text(mapping, "node-name") or "", addresses(mapping.get("node-ip")), weak=True)


def _api_by_certificate(value: Value) -> Iterator[Sighting]:
    """The API's address: the only address beside names in its certificate."""
    found = [written for written in texts(value) if not written.open and parse_address(written) and addresses(written)]
    if len(found) == 1:
        yield from endpoint(found[0])
