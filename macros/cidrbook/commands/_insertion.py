"""A host written into the file of its network, with everything else in the file as it was, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cidrbook import rules
from cidrbook.plan.load import with_texts
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.text.atomic import replace_text
from cidrbook.text.paths import real_path

_NULL = "tag:yaml.org,2002:null"


class InsertionError(Exception):
    """A host cannot be written; the text says why."""


def host_item(name: str, address: str) -> str:
    """A host as it is written into a list."""
    return f"{{name: {_scalar(name)}, address: {_scalar(address)}}}"


def write_host(plan: Plan, network: Network, path: Path, item: str) -> None:
    """Put a host into the file of its network. Raises `InsertionError` as `inserted_text` does, and writes nothing."""
    source = network.origin.source
    text = inserted_text(plan, network, item)
    has_mark = any(problem.at.source is source for problem in plan.problems_of("byte-order-mark"))
    mark = "\ufeff" if has_mark else ""
    replace_text(real_path(path), f"{mark}{source.text}", f"{mark}{text}")


def inserted_text(plan: Plan, network: Network, item: str) -> str:
    """The text of a network's file with one host more.

    Raises `InsertionError` where the network is not written so that a host can be added, or where anything else of
    the plan would change.
    """
    source = network.origin.source
    try:
        node = _node_at(source.text, network.origin.path)
    except yaml.YAMLError as error:  # an anchor that is used twice is read, and cannot be composed
        raise InsertionError(f"an anchor (`&`) is used twice in {source.file}: write the host by hand") from error
    if not isinstance(node, MappingNode):
        raise InsertionError(f"{network.name} is not written as a mapping of its own in {source.file}")
    text = _inserted(source.text, node, item)
    _judge(plan, network, with_texts(plan, {source.file: text}))
    return text


def _judge(before: Plan, network: Network, after: Plan) -> None:
    """Refuse a plan with an error more, or with another difference than one host more in the network."""
    known = set(_errors(before))
    for code, message in _errors(after):
        if (code, message) not in known:
            raise InsertionError(f"nothing was written, as the plan would fail: {message}")
    wanted = [_network_keys(one) for one in before.networks]
    found = [_network_keys(one) for one in after.networks]
    for one, said in zip(before.networks, found, strict=False):
        if one is network:
            said["hosts"] = said["hosts"][:-1]
    if wanted != found:
        shared = "its hosts are shared by an alias (`*`) or by `<<`, or are written twice"
        raise InsertionError(f"nothing was written, as more than one host of {network.name} would change: {shared}")


def _errors(plan: Plan) -> Iterator[tuple[str, str]]:
    found = rules.check(plan, datetime.now(UTC).date())
    return ((finding.code, finding.problem.message) for finding in found if finding.fails)


def _network_keys(network: Network) -> dict[str, Any]:
    """What a network says, wherever that is written."""
    return network.model_dump(warnings=False)


def _scalar(text: str) -> str:
    """A text as YAML writes it inside of braces."""
    written = yaml.safe_dump([text], default_flow_style=True, width=10_000, allow_unicode=True).strip()
    return written[1:-1]


def _node_at(text: str, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path of keys and numbers."""
    node: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in path:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if _is(key, step)), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _is(key: Node, step: str | int) -> bool:
    return isinstance(key, ScalarNode) and key.value == step


def _inserted(text: str, network: MappingNode, item: str) -> str:
    """The text with the host behind those that the network has."""
    newline = "\r\n" if "\r\n" in text else "\n"
    hosts = next((value for key, value in network.value if _is(key, "hosts")), None)
    if hosts is None:
        return _with_key(text, network, item, newline)
    if not network.start_mark.index <= hosts.start_mark.index < network.end_mark.index:
        raise InsertionError("`hosts` is an alias (`*`) of a list that is written elsewhere: write the host there")
    if isinstance(hosts, SequenceNode):
        return _appended(text, hosts, item, newline)
    if isinstance(hosts, MappingNode):
        return _as_host_list(text, hosts, item, newline)
    if hosts.tag != _NULL or text[hosts.start_mark.index : hosts.end_mark.index].startswith("!"):
        raise InsertionError("`hosts` is a text or has a tag, and is no list that a host can be added to")
    end = hosts.end_mark.index
    start = end - len(hosts.value)
    blank = "" if text[start - 1].isspace() else " "
    return f"{text[:start]}{blank}[{item}]{text[end:]}"


def _with_key(text: str, network: MappingNode, item: str, newline: str) -> str:
    """The text with `hosts` as the network's last key."""
    if not network.value:
        end = network.end_mark.index - 1
        return f"{text[:end]}hosts: [{item}]{text[end:]}"
    end = _node_end(network.value[-1][1]) if network.flow_style else _node_end(network)
    if network.flow_style:
        return f"{text[:end]}, hosts: [{item}]{text[end:]}"
    margin = " " * network.value[0][0].start_mark.column
    return _line_after(text, end, f"{margin}hosts:{newline}{margin}  - {item}", newline)


def _appended(text: str, hosts: SequenceNode, item: str, newline: str) -> str:
    """The text with the host as the last one of a list."""
    if not hosts.value:
        end = hosts.end_mark.index - 1
        return f"{text[:end]}{item}{text[end:]}"
    end = _node_end(hosts.value[-1])
    if hosts.flow_style:
        return f"{text[:end]}, {item}{text[end:]}"
    dash = text.rfind("-", 0, hosts.value[0].start_mark.index)
    margin = " " * (dash - text.rfind("\n", 0, dash) - 1)
    return _line_after(text, end, f"{margin}- {item}", newline)


def _as_host_list(text: str, host: MappingNode, item: str, newline: str) -> str:
    """The text with the one host that is there, and the new one, as a list."""
    start, end = host.start_mark.index, _node_end(host)
    if host.flow_style:
        return f"{text[:start]}[{text[start:end]}, {item}]{text[end:]}"
    if not _is_first_key(text, host):
        raise InsertionError("`hosts` is one host with an anchor or a tag: make it a list first")
    first, *rest = text[start:end].split("\n")
    block = "\n".join([f"- {first}", *(f"  {line}" if line.strip() else line for line in rest)])
    margin = " " * host.start_mark.column
    return _line_after(f"{text[:start]}{block}{text[end:]}", start + len(block), f"{margin}- {item}", newline)


def _is_first_key(text: str, node: MappingNode) -> bool:
    """Whether a mapping begins with its first key, and not with an anchor or a tag."""
    return bool(node.start_mark.index == node.value[0][0].start_mark.index) and text[node.start_mark.index] not in "&!"


def _node_end(node: Node) -> int:
    """Where a node ends: a block collection ends with its last scalar, not before what follows it."""
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return _node_end(node.value[-1])
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        key, value = node.value[-1]
        is_alias = value.start_mark.index < key.end_mark.index
        return int(key.end_mark.index) if is_alias else _node_end(value)
    return int(node.end_mark.index)


def _line_after(text: str, end: int, line: str, newline: str) -> str:
    """The text with a line of its own behind the line in which `end` is, comments on that line included."""
    stop = text.find("\n", max(end - 1, 0) if text[end - 1 : end] == "\n" else end)
    if stop < 0:
        return f"{text}{newline}{line}{newline}"
    return f"{text[: stop + 1]}{line}{newline}{text[stop + 1 :]}"
