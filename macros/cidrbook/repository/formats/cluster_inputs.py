"""The inputs of [cluster-template](https://github.com/onedr0p/cluster-template), in all its versions.

Read: `config.yaml` with `bootstrap_node_network`, `bootstrap_controllers_vip`, `bootstrap_node_inventory`…;
`cluster.yaml` with `node_cidr`, `cluster_api_addr` and `nodes.yaml`; `cluster.toml` with `[network]`,
`[kubernetes]`, `[kubernetes.api]` and `[[nodes]]`. Gateways are not read: they are in the files made of these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from cidrbook.repository.clues.named_ranges import by_name
from cidrbook.repository.parts.cluster_parts import addresses, node, virtual
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text

_FILES = re.compile(r"(?:^|/)(?:config|cluster|nodes|addons)(?:\.sops)?\.(?:ya?ml|toml)$")
_APIS = ("cluster_api_addr", "bootstrap_controllers_vip", "bootstrap_kube_api_addr", "bootstrap_kube_vip_addr")
_NODES = ("nodes", "bootstrap_node_inventory", "bootstrap_nodes")
_INPUTS = re.compile(r"bootstrap_|cluster_(?:api_addr|pod_cidr|svc_cidr)$|node_(?:cidr|inventory)$")
_TABLE = re.compile(r"^[ \t]*\[{1,2}([^\]\n]{1,100})\]{1,2}", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*([A-Za-z0-9_-]{1,80})[ \t]*=[ \t]*[\"']?", re.MULTILINE)


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
    try:
        tree = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return
    tables = _located(source, tree)
    yield from by_name({**tables.get("network", {}), **tables.get("kubernetes", {})})
    yield from virtual(tables.get("kubernetes.api", {}).get("addr"))
    for name, table in tables.items():
        if name.startswith("nodes#"):
            yield from _input_node(table)


def _located(source: Source, tree: dict[str, Any]) -> dict[str, dict[str, Value]]:
    """The plain values of each table with their places. Tables of a list are `name#0`, `name#1` and so on."""
    starts = [(match[1].strip(), match.end()) for match in _TABLE.finditer(source.text)]
    ends = [*(match.start() for match in _TABLE.finditer(source.text)), len(source.text)][1:]
    found: dict[str, dict[str, Value]] = {}
    counts: dict[str, int] = {}
    for (name, start), end in zip(starts, ends, strict=True):
        which = counts[name] = counts.get(name, -1) + 1
        values = _toml_table(tree, name, which)
        key = f"{name}#{which}" if isinstance(_value_at_keys(tree, name), list) else name
        lines = {match[1]: match.end() for match in _LINE.finditer(source.text, start, end)}
        found[key] = {line: _placed_value(source, values.get(line), lines[line]) for line in lines}
    return found


def _value_at_keys(tree: dict[str, Any], name: str) -> Any:
    value: Any = tree
    for key in name.split("."):
        value = value.get(key.strip().strip("\"'")) if isinstance(value, dict) else None
    return value


def _toml_table(tree: dict[str, Any], name: str, which: int) -> dict[str, Any]:
    value = _value_at_keys(tree, name)
    value = value[which] if isinstance(value, list) and which < len(value) else value
    return value if isinstance(value, dict) else {}


def _placed_value(source: Source, value: object, index: int) -> Value:
    """A text or a boolean, at its place."""
    shown = str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else ""
    return Located(shown, source.at(index, len(shown))) if shown else None
