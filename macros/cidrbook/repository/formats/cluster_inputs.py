"""The inputs of [cluster-template](https://github.com/onedr0p/cluster-template), in all its versions.

Read: `config.yaml` with `bootstrap_node_network`, `bootstrap_controllers_vip`, `bootstrap_node_inventory`…;
`cluster.yaml` with `node_cidr`, `cluster_api_addr` and `nodes.yaml`; `cluster.toml` with `[network]`,
`[kubernetes]`, `[kubernetes.api]` and `[[nodes]]`. What contradicts itself in them is found by `input_contradictions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.clues.named_ranges import by_name
from cidrbook.repository.parts.cluster_parts import addresses, node, virtual
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Document, Value, at, items, text

_FILES = regex(r"(?:^|/)(?:config|cluster|nodes|addons)(?:\.sops)?\.(?:ya?ml|toml)$")
_APIS = ("cluster_api_addr", "bootstrap_controllers_vip", "bootstrap_kube_api_addr", "bootstrap_kube_vip_addr")
_NODES = ("nodes", "bootstrap_node_inventory", "bootstrap_nodes")
_INPUTS = regex(r"bootstrap_|cluster_(?:api_addr|pod_cidr|svc_cidr)$|node_(?:cidr|inventory)$")


@reads_documents(kinds=("",), globs=("*config*", "*cluster*", "*nodes*", "*addons*"))
def read(document: Document) -> Iterator[Sighting]:
    """The inputs in YAML."""
    if not _FILES.search(document.source.file):
        return
    if any(map(_INPUTS.match, document.tree)):
        yield from by_name(document.tree)
        for key in _APIS:
            yield from virtual(text(document.tree, key))
    for nodes in (value for key in _NODES for value in _node_lists(at(document.tree, key))):
        yield from _input_node(nodes)


def _node_lists(value: Value) -> list[Value]:
    """The nodes of a list, or of the lists `master` and `worker` in an old version."""
    return [entry for key in value for entry in items(value, key)] if isinstance(value, dict) else items(value)


def _input_node(value: Value) -> Iterator[Sighting]:
    name, own = text(value, "name"), addresses(at(value, "address"))
    if name and not text(value, "hostname"):
        yield from node(
            name, own, hostname=name, roles=_roles_of_controller(text(value, "controller")), mac=text(value, "mac_addr")
        )


def _roles_of_controller(controller: Located | None) -> list[str]:
    return ["control-plane" if controller == "true" else "worker"] if controller else []


@reads_files(globs=("cluster.toml", "cluster.sops.toml"))
def read_toml(source: Source) -> Iterator[Sighting]:
    """The inputs in TOML."""
    tree = toml(source)
    network, kubernetes = at(tree, "network"), at(tree, "kubernetes")
    if isinstance(tree, dict):
        yield from by_name({**(network if isinstance(network, dict) else {}), **_without_tables(kubernetes)})
        yield from virtual(text(kubernetes, "api", "addr"))
        for nodes in items(tree, "nodes"):
            yield from _input_node(nodes)


def _without_tables(value: Value) -> dict[str, Value]:
    """A table without the tables in it."""
    return (
        {key: inner for key, inner in value.items() if not isinstance(inner, dict)} if isinstance(value, dict) else {}
    )
