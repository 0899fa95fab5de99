"""What the inputs of [cluster-template](https://github.com/onedr0p/cluster-template) contradict among themselves.

Each key has a fixed meaning there, and the template refuses what this finds: a value of another type; a gateway, an
API or a node outside of the nodes' network; the DNS service outside of the services; one address or one name for two
things; a part of what BGP needs. Gateways of the cluster may be elsewhere where BGP announces them. The nodes may be in
a file of their own (`nodes.yaml` beside `cluster.yaml`).
"""

from __future__ import annotations

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
from cidrbook.text.regex import regex
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Value, at, items, text

_YAML = regex(r"(?:^|/)(?:config|cluster|nodes)(?:\.sops)?\.ya?ml$")
_TOML = regex(r"(?:^|/)cluster(?:\.sops)?\.toml$")
_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "network": (("node_cidr",), ("bootstrap_node_network",), ("network", "node_cidr")),
    "gateway": (("node_default_gateway",), ("bootstrap_node_default_gateway",), ("network", "default_gateway")),
    "api": (("cluster_api_addr",), ("bootstrap_controllers_vip",), ("kubernetes", "api", "addr")),
    "pods": (("cluster_pod_cidr",), ("bootstrap_pod_network",), ("kubernetes", "pod_cidr")),
    "services": (("cluster_svc_cidr",), ("bootstrap_service_network",), ("kubernetes", "svc_cidr")),
    "dns": (("kubernetes", "coredns_addr"),),
    "vlan": (("node_vlan_tag",), ("network", "vlan_tag")),
    "router": (("cilium_bgp_router_addr",), ("cilium", "bgp", "router_addr")),
    "router_asn": (("cilium_bgp_router_asn",), ("cilium", "bgp", "router_asn")),
    "node_asn": (("cilium_bgp_node_asn",), ("cilium", "bgp", "node_asn")),
}
"""Where each input is, in the template's versions."""

_TYPES: Mapping[str, FieldType] = {
    "network": "prefix",
    "gateway": "address",
    "api": "address",
    "pods": "prefixes",
    "services": "prefixes",
    "dns": "address",
    "vlan": "vlan",
    "router": "address",
    "router_asn": "asn",
    "node_asn": "asn",
}
_GATEWAYS = ("cluster_gateway_addr", "cluster_dns_gateway_addr", "cloudflare_gateway_addr")
"""The addresses of load balancers. In TOML they have a table of their own."""

_BGP = {"router": "the router's address", "router_asn": "its AS number", "node_asn": "the nodes' AS number"}
"""What BGP needs: all of it, or none."""

_NODES = ("nodes", "bootstrap_node_inventory")
_PRODUCT = "cluster-template"


class _Node(NamedTuple):
    """A node of the inputs."""

    name: Located
    address: Located
    mac: Located | None


class _Inputs(NamedTuple):
    """The inputs of one folder: by what they are, the nodes, and the gateways of the cluster by their keys."""

    values: dict[str, Located]
    nodes: list[_Node]
    gateways: dict[str, Located]

    @property
    def has_bgp(self) -> bool:
        """Whether BGP announces what the cluster hands out."""
        return any(what in self.values for what in _BGP)


@reads_repository(globs=("*config*", "*cluster*", "*nodes*"))
def read(files: Files) -> Iterator[Reported]:
    """The contradictions in each folder of inputs."""
    folders: dict[str, _Inputs] = defaultdict(lambda: _Inputs({}, [], {}))
    for file, tree in _trees(files):
        inputs = folders[file.rpartition("/")[0]]
        inputs.values.update(_input_values(tree))
        inputs.nodes.extend(_input_nodes(tree))
        inputs.gateways.update(_input_gateways(tree))
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
            yield _Node(name, address, text(entry, "mac_addr"))


def _input_gateways(tree: Value) -> dict[str, Located]:
    table = at(tree, "gateways")
    found = [(key, text(tree, key)) for key in _GATEWAYS]
    found += [(key, text(table, key)) for key in table] if isinstance(table, dict) else []
    return {key: value for key, value in found if value is not None and value}


def _input_problems(inputs: _Inputs) -> Iterator[Reported]:
    typed: list[tuple[Located, FieldType]] = [(value, _TYPES[what]) for what, value in inputs.values.items()]
    typed += [(gateway, "address") for gateway in inputs.gateways.values()]
    for node in inputs.nodes:
        typed += [(node.address, "interface"), *((node.mac, "mac") for _ in (node.mac,) if node.mac)]
    yield from chain.from_iterable(refused(value, of, _PRODUCT) for value, of in typed)
    yield from _outside_node_network(inputs)
    yield from _taken(inputs)
    yield from _inputs_sharing_an_address(inputs)
    yield from _repeated_names(inputs.nodes)
    yield from _half_of_bgp(inputs.values)


_OUTSIDE: Mapping[str, tuple[RuleSlug, str]] = {
    "gateway": ("gateway-outside-network", "the nodes' gateway"),
    "api": ("host-outside-network", "the API"),
}


def _outside_node_network(inputs: _Inputs) -> Iterator[Reported]:
    """What is not in the nodes' network, or in the services' range, although it belongs there."""
    known: list[tuple[RuleSlug, str, Located]] = [
        (*_OUTSIDE[what], value) for what, value in inputs.values.items() if what in _OUTSIDE
    ]
    known += [("host-outside-network", f"the node {node.name}", node.address) for node in inputs.nodes]
    if not inputs.has_bgp:
        known += [("host-outside-network", f"`{key}`", value) for key, value in inputs.gateways.items()]
    yield from (
        _problem_outside(inputs.values["network"], "the nodes' network", *one)
        for one in known
        if _is_outside_network(inputs.values["network"], one[2])
    )
    dns, services = inputs.values.get("dns"), inputs.values.get("services")
    if dns is not None and services is not None and _is_outside_network(services, dns):
        yield _problem_outside(services, "the services' range", "host-outside-network", "the DNS service", dns)


def _problem_outside(network: Located, kind: str, slug: RuleSlug, what: str, value: Located) -> Reported:
    problem = Problem(
        at=value.place,
        message=f"{what} ({value}) is not inside {network}, {kind}",
        related=(Related(at=network.place, message=f"{network} is written here"),),
        hint="correct the address, or the network",
    )
    return Reported(slug, problem)


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
    parties += [(f"`{key}`", value) for key, value in inputs.gateways.items()]
    for what, value in parties:
        if gateway is not None and value.partition("/")[0] == gateway and as_address(gateway):
            problem = Problem(
                at=value.place,
                message=f"{what} has the address of the nodes' gateway, {gateway}",
                related=(Related(at=gateway.place, message="the gateway is written here"),),
                hint=f"give {what} another address",
            )
            yield Reported("gateway-taken", problem)


def _inputs_sharing_an_address(inputs: _Inputs) -> Iterator[Reported]:
    """Gateways of the cluster, its API and nodes with one address. Two nodes are compared as nodes."""
    api = inputs.values.get("api")
    own = {node.address.partition("/")[0]: (f"the node {node.name}", node.address) for node in inputs.nodes}
    for what, value in (*((("the API", api),) if api else ()), *((f"`{k}`", v) for k, v in inputs.gateways.items())):
        before, place = own.setdefault(str(value), (what, value))
        if place is not value and as_address(value):
            problem = Problem(
                at=value.place,
                message=f"{what} has the address {value}, which {before} already has",
                related=(Related(at=place.place, message=f"{before} has it here"),),
                hint="give one of them another address",
            )
            yield Reported("duplicate-address", problem)


def _half_of_bgp(values: Mapping[str, Located]) -> Iterator[Reported]:
    """Some of what BGP needs, and not all."""
    said, missing = ([what for what in _BGP if (what in values) is there] for there in (True, False))
    if said and missing:
        names = " and ".join(_BGP[what] for what in missing)
        message = f"BGP needs {names} too: the template refuses a part of its settings"
        yield Reported(
            "incomplete-bgp",
            Problem(at=values[said[0]].place, message=message, hint=f"write {names}, or leave out all three"),
        )


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
