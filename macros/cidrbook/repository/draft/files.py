"""Writes trees of values as YAML files that a person goes on editing.

Each value can have a comment behind it. Whatever a value or a comment holds, it stays that: quotes, line ends, colons,
comments of its own. The same tree is the same bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import yaml

from cidrbook.text.atomic import part_beside, remove
from cidrbook.text.regex import regex

MODELINE = "# yaml-language-server: $schema=https://cidrbook.github.io/cidrbook/schema/plan.json"

_PLAIN = regex(r"[A-Za-z0-9/.][A-Za-z0-9 /.:+()_-]*", re.ASCII)
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LOST = "\ufffd"
_ORDER = regex(r"(?<=cidrbook):|(?<=yaml-language-server):", re.IGNORECASE)
_SURROGATES = regex(r"[\ud800-\udfff]")


class Scalar(NamedTuple):
    """A value and its comment. A `word` is quoted where a YAML reader would not take it for text."""

    text: str
    comment: str = ""
    word: bool = True


Node: TypeAlias = "Scalar | list[Node] | dict[str, Node]"


class RefusedError(Exception):
    """Files are not written. The message says why in one line."""


def as_yaml(tree: Mapping[str, Node], before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> str:
    """The text of a file: the line for editors, comments, the tree, and more comments."""
    head = [MODELINE, *(commented(line) for line in before)]
    tail = ["", *(commented(line) for line in after)] if after else []
    return "\n".join([*head, *_yaml_mapping(dict(tree), "", ""), *tail]) + "\n"


def commented(text: str) -> str:
    """A text as one comment, without characters that a program could act on."""
    shown = "".join(char if char.isprintable() else _LOST for char in text)
    return f"# {_ORDER.sub(_LOST, shown)}"


def quoted(text: str) -> str:
    """A text as YAML: bare where that is safe, else in double quotes."""
    whole = _PLAIN.fullmatch(text) and text == text.strip() and not text.endswith(":")
    if whole and ": " not in text and _is_text(text):
        return text
    inner = "".join(map(_escaped_char, _SURROGATES.sub(_LOST, text)))
    return f'"{inner}"'


def _escaped_char(char: str) -> str:
    if char in _ESCAPED:
        return _ESCAPED[char]
    number = ord(char)
    if char.isprintable():
        return char
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@lru_cache(maxsize=10_000)
def _is_text(text: str) -> bool:
    """Whether YAML 1.1, which linters use, reads the bare text as text: not `no`, `1.10`, `52:54:00`."""
    try:
        return isinstance(yaml.safe_load(text), str)
    except (yaml.YAMLError, ValueError):
        return False


def _yaml_mapping(tree: dict[str, Node], indent: str, said: str) -> Iterator[str]:
    """The lines of a mapping. A comment that repeats the one above is left out."""
    for key, value in tree.items():
        yield from _yaml_entry(f"{indent}{quoted(key)}:", value, indent, said)
        said = value.comment if isinstance(value, Scalar) else said
        if not indent:
            said = ""


def _yaml_entry(start: str, value: Node, indent: str, said: str) -> Iterator[str]:
    if isinstance(value, Scalar):
        yield _yaml_line(start, value, said)
        return
    if not value:
        return
    yield start
    deeper = f"{indent}  "
    if isinstance(value, dict):
        yield from _yaml_mapping(value, deeper, said)
    else:
        yield from _yaml_items(value, deeper)


def _yaml_items(found: list[Node], indent: str) -> Iterator[str]:
    said = ""
    for item in found:
        if isinstance(item, Scalar):
            yield _yaml_line(f"{indent}-", item, said)
            said = item.comment
        elif isinstance(item, dict):
            lines = list(_yaml_mapping(item, f"{indent}  ", ""))
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]


def _yaml_line(start: str, value: Scalar, said: str) -> str:
    text = quoted(value.text) if value.word else value.text
    return f"{start} {text}" if value.comment in ("", said) else f"{start} {text} {commented(value.comment)}"


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes files into a folder by path: all of them, or none.

    Writes none if a file exists with another text, or a folder on the way is a link. Files of an interrupted run
    that already have the right text are kept, so that the next run completes them.
    """
    targets = {folder / name: text for name, text in texts.items()}
    _refuse_odd_folders(folder, targets)
    there = {target for target in targets if os.path.lexists(target)}
    strange = [target for target in there if not _has_text(target, targets[target])]
    if strange or there == set(targets):
        names = ", ".join(str(target) for target in targets if target in (strange or there))
        raise RefusedError(f"nothing was written, as this would be overwritten: {names}")
    made: list[Path] = []
    try:
        missing = {target: text.encode() for target, text in targets.items() if target not in there}
        parts = {target: part_beside(target, content, made) for target, content in missing.items()}
        for target, part in parts.items():
            _give_name(part, target)
            made.append(target)
    except BaseException:
        remove(made)
        raise
    remove(parts.values())


def _refuse_odd_folders(folder: Path, targets: Iterable[Path]) -> None:
    """Raises `RefusedError` if a folder on the way is a link, or no folder."""
    inside = {parent for target in targets for parent in target.parents if folder in parent.parents}
    for parent in sorted({folder, *inside}):
        if parent.is_symlink():
            raise RefusedError(f"`{parent}` is a link: name the folder itself")
        if os.path.lexists(parent) and not parent.is_dir():
            raise RefusedError(f"`{parent}` is not a folder")


def _has_text(target: Path, text: str) -> bool:
    """Whether a regular file has exactly this text."""
    return target.is_file() and not target.is_symlink() and target.read_bytes() == text.encode()


def _give_name(part: Path, target: Path) -> None:
    """Renames a finished file to its target, unless something else has appeared there meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise RefusedError(f"nothing was written, as this would be overwritten: {target}") from None
    except OSError:  # a file system without links
        part.rename(target)
