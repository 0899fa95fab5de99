"""What the inputs of [cluster-template](https://github.com/onedr0p/cluster-template) contradict among themselves.

Each key has a fixed meaning there, and the template refuses what this finds: a value of another type; a gateway, an API
or a node outside of the nodes' network; the gateway's address for one of them; one name for two nodes. The nodes may be
in a file of their own (`nodes.yaml` beside `cluster.yaml`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from cidrbook.net.ip import parse_prefix
from cidrbook.net.spans import has_address
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.field_types import FieldType, refused
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, RuleSlug
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Value, items, text

_YAML = re.compile(r"(?:^|/)(?:config|cluster|nodes)(?:\.sops)?\.ya?ml$")
_TOML = re.compile(r"(?:^|/)cluster(?:\.sops)?\.toml$")
_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "network": (("node_cidr",), ("bootstrap_node_network",), ("network", "node_cidr")),
    "gateway": (("node_default_gateway",), ("bootstrap_node_default_gateway",), ("network", "default_gateway")),
    "api": (("cluster_api_addr",), ("bootstrap_controllers_vip",), ("kubernetes", "api", "addr")),
    "pods": (("cluster_pod_cidr",), ("bootstrap_pod_network",), ("kubernetes", "pod_cidr")),
    "services": (("cluster_svc_cidr",), ("bootstrap_service_network",), ("kubernetes", "svc_cidr")),
}
"""Where each input is, in the template's versions."""

_TYPES: Mapping[str, FieldType] = {
    "network": "prefix",
    "gateway": "address",
    "api": "address",
    "pods": "prefixes",
    "services": "prefixes",
}
_NODES = ("nodes", "bootstrap_node_inventory")
_PRODUCT = "cluster-template"


class _Node(NamedTuple):
    """A node of the inputs."""

    name: Located
    address: Located


class _Inputs(NamedTuple):
    """The inputs of one folder: by what they are, and the nodes."""

    values: dict[str, Located]
    nodes: list[_Node]


@reads_repository(globs=("*config*", "*cluster*", "*nodes*"))
def read(files: Files) -> Iterator[Reported]:
    """The contradictions in each folder of inputs."""
    folders: dict[str, _Inputs] = defaultdict(lambda: _Inputs({}, []))
    for file, tree in _trees(files):
        inputs = folders[file.rpartition("/")[0]]
        inputs.values.update(_input_values(tree))
        inputs.nodes.extend(_input_nodes(tree))
    for inputs in folders.values():
        if "network" in inputs.values:
            yield from _input_problems(inputs)


def _trees(files: Files) -> Iterator[tuple[str, Value]]:
    """The files that may be inputs. Examples show how to write them."""
    for document in files.documents:
        if not document.kind and _YAML.search(document.source.file) and not is_example(document.source.file):
            yield document.source.file, document.tree
    for source in files.sources:
        if _TOML.search(source.file) and not is_example(source.file):
            yield source.file, toml(source)


def _input_values(tree: Value) -> dict[str, Located]:
    found = ((what, text(tree, *path)) for what, paths in _KEYS.items() for path in paths)
    return {what: value for what, value in found if value}


def _input_nodes(tree: Value) -> Iterator[_Node]:
    for entry in chain.from_iterable(items(tree, key) for key in _NODES):
        name, address = text(entry, "name"), text(entry, "address")
        if name is not None and address is not None:
            yield _Node(name, address)


def _input_problems(inputs: _Inputs) -> Iterator[Reported]:
    for what, value in inputs.values.items():
        yield from refused(value, _TYPES[what], _PRODUCT)
    for node in inputs.nodes:
        yield from refused(node.address, "interface", _PRODUCT)
    yield from _outside_node_network(inputs)
    yield from _taken(inputs)
    yield from _repeated_names(inputs.nodes)


_OUTSIDE: Mapping[str, tuple[RuleSlug, str]] = {
    "gateway": ("gateway-outside-network", "the nodes' gateway"),
    "api": ("host-outside-network", "the API"),
}


def _outside_node_network(inputs: _Inputs) -> Iterator[Reported]:
    """What is not in the nodes' network, although it belongs there."""
    network = inputs.values["network"]
    known: list[tuple[RuleSlug, str, Located]] = [
        (*_OUTSIDE[what], value) for what, value in inputs.values.items() if what in _OUTSIDE
    ]
    known += [("host-outside-network", f"the node {node.name}", node.address) for node in inputs.nodes]
    for slug, what, value in known:
        if _is_outside_network(network, value):
            problem = Problem(
                at=value.place,
                message=f"{what} ({value}) is not inside {network}, the nodes' network",
                related=(Related(at=network.place, message=f"{network} is written here"),),
                hint="correct the address, or the network",
            )
            yield Reported(slug, problem)


def _is_outside_network(network: Located, value: Located) -> bool:
    address = as_address(value.partition("/")[0])
    try:
        prefix = parse_prefix(str(network))
    except ValueError:
        return False
    return address is not None and address.version == prefix.version and not has_address(prefix, address)


def _taken(inputs: _Inputs) -> Iterator[Reported]:
    """What has the gateway's address."""
    gateway = inputs.values.get("gateway")
    parties = [("the API", api)] if (api := inputs.values.get("api")) is not None else []
    parties += [(f"the node {node.name}", node.address) for node in inputs.nodes]
    for what, value in parties:
        if gateway is not None and value.partition("/")[0] == gateway and as_address(gateway):
            problem = Problem(
                at=value.place,
                message=f"{what} has the address of the nodes' gateway, {gateway}",
                related=(Related(at=gateway.place, message="the gateway is written here"),),
                hint=f"give {what} another address",
            )
            yield Reported("gateway-taken", problem)


def _repeated_names(nodes: Iterable[_Node]) -> Iterator[Reported]:
    """Two nodes of one name with an address each."""
    own: dict[str, _Node] = {}
    for node in nodes:
        other = own.setdefault(str(node.name), node)
        if other.address != node.address:
            problem = Problem(
                at=node.name.place,
                message=f"two nodes are called {node.name}, with {other.address} and {node.address}",
                related=(Related(at=other.name.place, message=f"{other.name} is written here"),),
                hint="give one of them another name",
            )
            yield Reported("one-name-two-addresses", problem)
