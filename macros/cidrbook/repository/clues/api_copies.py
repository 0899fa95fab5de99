"""Values of a cluster that several files repeat: its API, Cilium's routed range, its pools, its DNS.

Read: `k8sServiceHost`, `KUBERNETES_SERVICE_HOST` and `K3S_URL`; the endpoints of Talos, talhelper and topf; `server`
of a kubeconfig and of k3s; `certSANs` and `tls-san`; `ipv4NativeRoutingCIDR` and `clusterPoolIPv4PodCIDRList` of
every file of values; and variables of Flux and Ansible that are called after one of these (`KUBE_API_ADDR`,
`k3s_master_ip`, `COREDNS_ADDR`, `LB_RANGE`). The first file that says a thing makes the plan; these are compared
with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.layout.variables import DEFINING
from cidrbook.repository.parts.cluster_parts import addresses, items, parse_address, prefixes
from cidrbook.repository.parts.compared_settings import compared_setting
from cidrbook.repository.parts.manifests import helm_values, is_of_kind
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_example, is_placeholder
from cidrbook.repository.reader import VARIABLES, Files, reads_documents, reads_repository
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

_OF = r"(?:(?:network|net|cluster|k3s|k8s|rke2|kube|kubernetes|talos)_)"
_RANGE = r"(?:cidrs?|ranges?|pools?|subnets?|addresses|ip_range|ip_pool|address_pool|address_range)"
_BETWEEN = r"(?:(?:ext|int|external|internal|ip|svc|service|default|main|l2|bgp|ipv4|v4)_)*"
_VARIABLES = (
    ("api", regex(rf"{_OF}+(?:api_?server|api|control_?plane|endpoint)(?:_(?:endpoint|addr|address|ip|host))?")),
    (
        "master",
        regex(r"(?:k3s|k8s|rke2|kube|kubernetes)_(?:first_)?(?:master|control_?plane)_(?:ip|addr|address)"),
    ),
    ("dns", regex(rf"{_OF}*(?:coredns|kube_?dns)(?:_(?:svc|service))?(?:_(?:ip|addr|address))?")),
    ("pool", regex(rf"(?:\w*_)?(?:lb|lbipam|load_?balancers?|metallb|external_ip)_{_BETWEEN}{_RANGE}")),
)
"""The kinds of values, and the names of variables for each, in lower case."""

_SPAN = regex(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})\s*-\s*([0-9]{1,3}(?:\.[0-9]{1,3}){3})")
_LONGEST = 60
"""Longer keys are no names of variables. Every key is matched with the patterns, so long ones would cost time."""


@reads_documents(keys=(*_HOSTS, *_NAMES, *_NATIVE, *_POOLED))
def read(document: Document) -> Iterator[Sighting]:
    """The API addresses and Cilium ranges in a document."""
    hosts = (text(mapping, "k8sServiceHost") for mapping in document.having("k8sServiceHost"))
    if _RENDERED.search(document.source.file) or any(map(is_of_kind, hosts)):
        return
    for mapping in document.having(*_HOSTS, *_NAMES):
        yield from _api_hosts(document, mapping)
        for key in _NAMES:
            yield from _copies_in_setting(key, "names", items(mapping.get(key)))
    if not document.keys.isdisjoint((*_NATIVE, *_POOLED)):
        yield from _cilium_ranges(document)


@reads_documents(kinds=("",), globs=VARIABLES)
def read_variables(document: Document) -> Iterator[Sighting]:
    """The copied values in Ansible's variables."""
    if has_variables(document) and not _RENDERED.search(document.source.file):
        for _, mapping in document.mappings:
            yield from variables_of([pair for pair in mapping.items() if isinstance(pair[1], Located)])  # type: ignore[misc]


@reads_repository(kinds=DEFINING)
def read_definitions(files: Files) -> Iterator[Sighting]:
    """The copied values in Flux's variables."""
    for definition in files.definitions:
        if not is_example(definition.value.place.file):
            yield from (
                seen._replace(scope=definition.cluster) for seen in variables_of([(definition.name, definition.value)])
            )


def _api_hosts(document: Document, mapping: dict[str, Value]) -> Iterator[Sighting]:
    for key in _HOSTS:
        written = mapping.get(key)
        if isinstance(written, Located) and not written.open and _is_of_api(document, mapping, key, written):
            yield from _api(key, written)


def _is_of_api(document: Document, mapping: dict[str, Value], key: str, written: Located) -> bool:
    """Whether a key names the API's address. `endpoint` and `server` also stand for other things."""
    if key == "endpoint":
        helper = mapping is document.tree and any(written in mapping for written in _OF_HELPER)
        return helper or mapping is at(document.tree, "cluster", "controlPlane")
    if key == "server":
        several = len([mapping for mapping in document.having(key) if text(mapping, key)]) > 1
        return document.kind in ("", "Config") and not several and bool(_JOINED.match(written))
    return key != "clusterEndpoint" or mapping is document.tree


def _api(key: str, written: Located) -> Iterator[Sighting]:
    """An address of the API: bare, or with a scheme and a port."""
    found = _URL.match(written)
    if found:
        yield from _copies_in_setting(key, "api", [written.part(*found.span(1))])


def _copies_in_setting(key: str, kind: str, found: Iterable[Located]) -> Iterator[Sighting]:
    """The private IPv4 addresses of a setting, each as a network of one address."""
    plain = [
        written
        for written in found
        if parse_address(written) and ":" not in written and "/" not in written and is_private(written)
    ]
    yield from compared_setting(key, kind, plain)


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
        yield from compared_setting(key, "native", found)


def variables_of(pairs: Iterable[tuple[str, Located]]) -> Iterator[Sighting]:
    """The copied values among variables, recognized by the variables' names."""
    for name, value in pairs:
        kind = _kind_of_variable(name)
        if kind and not value.open and not is_placeholder(value):
            if kind == "api":
                yield from _api(name, value)
            elif kind == "pool":
                yield from _copied_pool(name, value)
            else:
                yield from _copies_in_setting(name, kind, addresses(value))


@lru_cache(maxsize=8192)
def _kind_of_variable(name: str) -> str:
    spelled = name.lower().replace("-", "_") if len(name) < _LONGEST else ""
    return next((kind for kind, names in _VARIABLES if spelled and names.fullmatch(spelled)), "")


def _copied_pool(name: str, value: Located) -> Iterator[Sighting]:
    spans = [f"{match[1]}-{match[2]}" for match in _SPAN.finditer(value)]
    found = [
        prefix for prefix in prefixes(value) if is_private(prefix.partition("/")[0]) and not prefix.endswith("/32")
    ]
    yield from compared_setting(name, "pool", found, [Located(span, value.place) for span in spans])
