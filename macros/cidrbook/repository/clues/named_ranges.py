"""Variables named after a cluster range: `CLUSTER_POD_CIDR`, `NET_NODE_CIDR`, `LAN_CIDR`.

Read: the data of ConfigMaps, what Flux' Kustomizations substitute, what kustomize generates, files of variables of a
shell (`.env`), and talhelper's `talenv.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.plan.network import Network
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.parts.cluster_parts import parse_address, prefixes, ranges
from cidrbook.repository.parts.variable_purpose import is_environment, is_placeholder, numbered, purpose
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, texts

_LITERALS = "configMapGenerator"
_ASSIGNED = regex(r"^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]{0,80})=[\"']?([^\s\"'#]{1,200})", re.MULTILINE)
_NETWORK = regex(r"(?:cidrs?|subnets?|networks?)$", re.IGNORECASE)
_GATEWAY = regex(
    r"(?:bootstrap_|network_|net_)*(?:default|nodes?|nodes?_default|lan)_(?:gateway|gw)(?:_(?:ip|addr|address))?"
)
"""Names for the nodes' router. `cluster_gateway_addr` and the like are addresses of load balancers."""

_OF_CLUSTER = regex(r"cluster|k8s|kube|k3s|k0s|rke|pod", re.IGNORECASE)
"""What a variable of a cluster has in its name, where others say `services` of something else."""


@reads_documents(kinds=("ConfigMap", "Kustomization", ""), keys=(_LITERALS,))
def read(document: Document) -> Iterator[Sighting]:
    """The ranges in a document's variables."""
    if document.kind == "ConfigMap":
        yield from by_name(at(document.tree, "data"))
    elif document.kind == "Kustomization" or _LITERALS in document.tree:
        yield from by_name(at(document.tree, "spec", "postBuild", "substitute"))
        for generator in items(document.tree, _LITERALS):
            yield from by_name(dict(_literal_pairs(at(generator, "literals"))))
    elif document.source.file.rpartition("/")[2].startswith("talenv."):
        yield from by_name(document.tree)


@reads_files(globs=("*env*",))
def read_environment(source: Source) -> Iterator[Sighting]:
    """The ranges in an `.env` file."""
    if is_environment(source.file):
        found = _ASSIGNED.finditer(source.text)
        yield from by_name({match[1]: Located(match[2], source.at(match.start(2), len(match[2]))) for match in found})


def by_name(values: Value, scope: str = "") -> Iterator[Sighting]:
    """The ranges among named values, with the nodes' gateway if it stands beside them."""
    if not isinstance(values, dict):
        return
    gateways = [text for key, value in values.items() if _GATEWAY.fullmatch(key.lower()) for text in texts(value)]
    plain = {purpose(key) for key in values if _OF_CLUSTER.search(key)}
    for key, value in values.items():
        part = purpose(key)
        if part in ("pods", "services") and part in plain and not _OF_CLUSTER.search(key):
            continue  # a network of the lab that is called services, beside the cluster's range
        if not part and _NETWORK.search(key):
            yield from _ranges_with_host_bits(key, value)
        elif part and not any(map(is_placeholder, texts(value))):
            near = gateways if part in ("nodes", "network") else ()
            yield from ranges(part, value, scope=scope or _cluster_of_variable(key, value), gateways=near)


def _ranges_with_host_bits(key: str, value: Value) -> Iterator[Sighting]:
    """Networks with host bits that are not an interface's address: `10.90.3.0/16`."""
    for text in prefixes(value):
        address, _, length = text.partition("/")
        network = IPNetwork(f"{address}/{length}")
        if address.endswith((".0", "::")) and network.value != network.first:
            yield sighting("network", Network, text.place, name=key, cidr=[text])


def _cluster_of_variable(key: str, value: Value) -> str:
    """The cluster that a variable names, for a file without a cluster."""
    first = next(texts(value), None)
    return numbered(key) if first is not None and not cluster_of(first.place.file) else ""


def _literal_pairs(literals: Value) -> Iterator[tuple[str, Located]]:
    for literal in texts(literals):
        name, equals, value = literal.partition("=")
        if equals and parse_address(value):
            yield name, literal.part(len(name) + 1, len(literal))
