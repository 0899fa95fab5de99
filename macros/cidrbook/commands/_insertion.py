"""A host written into the file of its network, with everything else in the file as it was, to the byte."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cidrbook import rules
from cidrbook.plan.load import load, parse
from cidrbook.plan.network import Network
from cidrbook.text.atomic import replace_text
from cidrbook.text.finding import Finding


class InsertionError(Exception):
    """A host cannot be written; the text says why."""


class EditedFile(NamedTuple):
    """A file of a plan, and the folder of the plan."""

    path: Path
    data: Path

    def write(self, text: str) -> None:
        """Put a text into the file, unless the plan has an error with it that it does not have now."""
        before = {(finding.code, finding.problem.message) for finding in _errors(self.data)}
        texts = {file.as_posix(): _text(file) for file in sorted(self.data.rglob("*.y*ml"))} | {
            self.path.as_posix(): text
        }
        today = datetime.now(UTC).date()
        for finding in rules.check(parse(texts), today):
            if finding.fails and (finding.code, finding.problem.message) not in before:
                raise InsertionError(f"nothing was written, as the plan would fail: {finding.problem.message}")
        replace_text(self.path, text)


def _errors(data: Path) -> list[Finding]:
    return [finding for finding in rules.check(load(data), datetime.now(UTC).date()) if finding.fails]


def _text(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as opened:
        return opened.read()


def with_host(data: Path, network: Network, name: str, address: str) -> tuple[EditedFile, str, str]:
    """The file of a network, its text with a host at an address, and the host as it is written.

    Raises `InsertionError` where the network is not written as a mapping of its own, or the file is not there.
    """
    source = network.origin.source
    path = data / Path(source.file).relative_to(data.as_posix())
    text = _text(path)
    item = f"{{name: {_scalar(name)}, address: {_scalar(address)}}}"
    node = _at(text, network.origin.path)
    if not isinstance(node, MappingNode):
        raise InsertionError(f"{network.name} is not written as a mapping of its own in {source.file}")
    return EditedFile(path, data), _inserted(text, node, item), item


def _scalar(text: str) -> str:
    """A text as YAML writes it inside of braces."""
    written = yaml.safe_dump([text], default_flow_style=True, width=10_000, allow_unicode=True).strip()
    return written[1:-1]


def _at(text: str, path: tuple[str | int, ...]) -> Node | None:
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
    if isinstance(hosts, SequenceNode) and hosts.value:
        last = hosts.value[-1]
        end = _end(last)
        if hosts.flow_style:
            return f"{text[:end]}, {item}{text[end:]}"
        return _line_after(text, end, " " * hosts.start_mark.column + f"- {item}", newline)
    if hosts is not None:
        start, end = hosts.start_mark.index, hosts.end_mark.index
        return f"{text[:start]}[{item}]{text[end:]}"
    end = _end(network.value[-1][1])
    if network.flow_style:
        return f"{text[:end]}, hosts: [{item}]{text[end:]}"
    margin = " " * network.start_mark.column
    return _line_after(text, end, f"{margin}hosts:{newline}{margin}  - {item}", newline)


def _end(node: Node) -> int:
    """Where a node ends: a block collection ends with its last scalar, not before what follows it."""
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return _end(node.value[-1])
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        return _end(node.value[-1][1])
    return int(node.end_mark.index)


def _line_after(text: str, end: int, line: str, newline: str) -> str:
    """The text with a line of its own behind the line in which `end` is, comments on that line included."""
    stop = text.find("\n", max(end - 1, 0) if text[end - 1 : end] == "\n" else end)
    if stop < 0:
        return f"{text}{newline}{line}{newline}"
    return f"{text[: stop + 1]}{line}{newline}{text[stop + 1 :]}"
