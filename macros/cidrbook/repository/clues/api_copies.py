"""Values of a cluster that several files repeat: its API, and Cilium's routed range.

Read: `k8sServiceHost`, `KUBERNETES_SERVICE_HOST` and `K3S_URL`; the endpoints of Talos, talhelper and topf; `server`
of a kubeconfig and of k3s; `certSANs` and `tls-san`; `ipv4NativeRoutingCIDR` and `clusterPoolIPv4PodCIDRList` of
every file of values. The first file that says a thing makes the plan; these are compared with it. Variables are read
beside (`cluster_variables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cidrbook.repository.parts.cluster_parts import items, parse_address, prefixes
from cidrbook.repository.parts.manifests import helm_values, is_of_kind
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, text

_HOSTS = ("k8sServiceHost", "KUBERNETES_SERVICE_HOST", "K3S_URL", "clusterEndpoint", "endpoint", "server")
_NAMES = ("certSANs", "tls-san", "tls-sans")
_NATIVE = ("ipv4NativeRoutingCIDR", "ipv4-native-routing-cidr")
_POOLED = ("clusterPoolIPv4PodCIDRList", "clusterPoolIPv4PodCIDR")
_OF_HELPER = ("clusterPodNets", "talosVersion", "clusterName")
_JOINED = regex(r"https://[0-9.]{7,15}:(?:6443|9345)/?\Z")
_URL = regex(r"(?:[a-z][a-z0-9+.-]{0,9}://)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]{1,5})?/?\Z")
_RENDERED = regex(r"(?:^|/)clusterconfig/")


@reads_documents(keys=(*_HOSTS, *_NAMES, *_NATIVE, *_POOLED))
def read(document: Document) -> Iterator[Sighting]:
    """The API addresses and Cilium ranges in a document."""
    hosts = (text(mapping, "k8sServiceHost") for mapping in document.having("k8sServiceHost"))
    if _RENDERED.search(document.source.file) or any(map(is_of_kind, hosts)):
        return
    for mapping in document.having(*_HOSTS, *_NAMES):
        yield from _api_hosts(document, mapping)
        for key in _NAMES:
            yield from copied_addresses(key, "names", items(mapping.get(key)))
    if not document.keys.isdisjoint((*_NATIVE, *_POOLED)):
        yield from _cilium_ranges(document)


def _api_hosts(document: Document, mapping: dict[str, Value]) -> Iterator[Sighting]:
    for key in _HOSTS:
        written = mapping.get(key)
        if isinstance(written, Located) and not written.open and _is_of_api(document, mapping, key, written):
            yield from api_address(key, written)


def _is_of_api(document: Document, mapping: dict[str, Value], key: str, written: Located) -> bool:
    """Whether a key names the API's address. `endpoint` and `server` also stand for other things."""
    if key == "endpoint":
        helper = mapping is document.tree and any(written in mapping for written in _OF_HELPER)
        return helper or mapping is at(document.tree, "cluster", "controlPlane")
    if key == "server":
        several = len([mapping for mapping in document.having(key) if text(mapping, key)]) > 1
        return document.kind in ("", "Config") and not several and bool(_JOINED.match(written))
    return key != "clusterEndpoint" or mapping is document.tree


def api_address(key: str, written: Located) -> Iterator[Sighting]:
    """An address of the API: bare, or with a scheme and a port."""
    found = _URL.match(written)
    if found:
        yield from copied_addresses(key, "api", [written.part(*found.span(1))])


def copied_addresses(key: str, kind: str, found: Iterable[Located]) -> Iterator[Sighting]:
    """The private IPv4 addresses of a setting, each as a network of one address."""
    plain = [
        written
        for written in found
        if parse_address(written) and ":" not in written and "/" not in written and is_private(written)
    ]
    yield from setting_copy(key, kind, plain)


def _cilium_ranges(document: Document) -> Iterator[Sighting]:
    for values in helm_values(document):
        tree = values.tree
        yield from _copied_networks(tree, _NATIVE)
        operator = at(tree, "ipam", "operator")
        if text(tree, "ipam", "mode") in (None, "cluster-pool"):
            yield from _copied_networks(operator, _POOLED)
    if document.kind == "ConfigMap":
        yield from _copied_networks(at(document.tree, "data"), _NATIVE)


def _copied_networks(tree: Value, keys: Sequence[str]) -> Iterator[Sighting]:
    for key in keys:
        found = [prefix for prefix in prefixes(at(tree, key)) if not prefix.endswith("/0")]
        yield from setting_copy(key, "native", found)
