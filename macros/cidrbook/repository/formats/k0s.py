"""k0s and k0sctl: the ranges of a cluster, its nodes, and where its API is reached.

Read: of `ClusterConfig` ([k0s](https://docs.k0sproject.io/stable/configuration/)) `network` with its ranges, the
virtual addresses of `controlPlaneLoadBalancing`, and `externalAddress` and `sans` of `api`; of k0sctl's `Cluster`
([k0sctl](https://github.com/k0sproject/k0sctl#configuration-file)) that configuration, and of each of `hosts` its
`hostname`, `role`, `privateAddress` and the address by which SSH reaches it. The names of several clusters tell them
apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import (
    addresses,
    default_range,
    endpoint,
    fact,
    machine_name,
    node,
    parse_address,
    ranges,
    virtual,
)
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.parts.variable_purpose import RangePart, is_example
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.source import Place
from cidrbook.text.yaml import Document, Value, at, items, text

_API = "k0sctl.k0sproject.io"
_RANGES: tuple[tuple[RangePart, str, str], ...] = (
    ("pods", "podCIDR", "IPv6podCIDR"),
    ("services", "serviceCIDR", "IPv6serviceCIDR"),
)
_CONNECTIONS = ("ssh", "openSSH", "winRM")


@reads_documents(kinds=("ClusterConfig",))
def read(document: Document) -> Iterator[Sighting]:
    """The ranges and the API of a cluster, of which every controller may have a file."""
    yield from _configuration(document.tree, document.place, is_k0s="k0s" in document.api)


@reads_repository(kinds=("Cluster",), words=(_API,))
def read_clusters(files: Files) -> Iterator[Sighting]:
    """The nodes of clusters that k0sctl makes, and their configuration."""
    made = [document for document in files.documents if document.api.startswith(_API)]
    several = len({str(document.name) for document in made}) > 1
    for document in made:
        if not is_example(document.source.file):
            scope = machine_name(document.name or "") if several else document.cluster
            for value in items(document.tree, "spec", "hosts"):
                yield from _node(value, scope)
            yield from _configuration(at(document.tree, "spec", "k0s", "config"), document.place, scope)


def _configuration(tree: Value, place: Place, scope: str = "", *, is_k0s: bool = True) -> Iterator[Sighting]:
    """What a `ClusterConfig` says."""
    network, api = at(tree, "spec", "network"), at(tree, "spec", "api")
    for part, first, second in _RANGES:
        written = (at(network, first), at(network, "dualStack", second))
        for value in written:
            yield from ranges(part, value, scope=scope)
        own_plugin = part == "pods" and text(network, "provider") == "custom"
        yield from default_range(part, "k0s", place, written[0], scope=scope) if is_k0s and not own_plugin else ()
    yield from (fact(place, scope=scope, distribution="k0s"),) if is_k0s else ()
    yield from endpoint(at(api, "externalAddress"), scope=scope)
    for instance in items(network, "controlPlaneLoadBalancing", "keepalived", "vrrpInstances"):
        yield from virtual(at(instance, "virtualIPs"), "keepalived", scope=scope)
    names = [written for written in addresses(at(api, "sans")) if is_private(written)]
    yield from (seen._replace(scope=scope) for seen in setting_copy("sans", "names", names))


def _node(value: Value, scope: str) -> Iterator[Sighting]:
    """A node, by the name that it is given, or by the one that SSH reaches it by."""
    reached = next((found for key in _CONNECTIONS if (found := text(value, key, "address"))), None)
    private = text(value, "privateAddress")
    is_name = reached is not None and not reached.open and parse_address(reached) is None
    name = text(value, "hostname") or (reached if is_name and reached is not None else "")
    role = str(text(value, "role") or "")
    roles = [part for part, word in (("control-plane", "controller"), ("worker", "worker")) if word in role]
    own = [*addresses(private), *(addresses(reached) if not is_name else ())]
    yield from node(name, own, roles=["control-plane", "worker"] if role == "single" else roles, scope=scope)
