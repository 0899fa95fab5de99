"""Trees of values to YAML that a person goes on writing, and the files they are put into.

Each value can have a comment behind it. Whatever a value or a comment holds, it stays that: quotes, line ends, colons,
comments of its own. The same tree is the same bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import yaml

MODELINE = "# yaml-language-server: $schema=https://cidrbook.github.io/cidrbook/schema/plan.json"

_PLAIN = re.compile(r"[A-Za-z0-9/.][A-Za-z0-9 /.:+()_-]*", re.ASCII)
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LOST = "\ufffd"
_ORDER = re.compile(r"(?<=cidrbook):|(?<=yaml-language-server):", re.IGNORECASE)
_SURROGATES = re.compile(r"[\ud800-\udfff]")


class Scalar(NamedTuple):
    """A value, and what is said behind it. A `word` is text for every reader of YAML, quoted where it has to be."""

    text: str
    comment: str = ""
    word: bool = True


Node: TypeAlias = "Scalar | list[Node] | dict[str, Node]"


class RefusedError(Exception):
    """Files are not written; the message says in one line why."""


def as_yaml(tree: Mapping[str, Node], before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> str:
    """The text of a file: the line for editors, comments, the tree, more comments."""
    head = [MODELINE, *(commented(line) for line in before)]
    tail = ["", *(commented(line) for line in after)] if after else []
    return "\n".join([*head, *_yaml_mapping(dict(tree), "", ""), *tail]) + "\n"


def commented(text: str) -> str:
    """A text as one comment that means nothing to any program."""
    shown = "".join(char if char.isprintable() else _LOST for char in text)
    return f"# {_ORDER.sub(_LOST, shown)}"


def quoted(text: str) -> str:
    """A text as YAML has it: as it is where that is safe, else in double quotes."""
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
    """Whether YAML 1.1, as linters read it, takes the bare text for a text: not `no`, `1.10`, `52:54:00`."""
    try:
        return isinstance(yaml.safe_load(text), str)
    except (yaml.YAMLError, ValueError):
        return False


def _yaml_mapping(tree: dict[str, Node], indent: str, said: str) -> Iterator[str]:
    """The lines of a mapping; a comment is left out where it is that of the value above."""
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
    """Write files into a folder by their paths: all of them, or none.

    None where one is there already with another text, or a folder on the way is a link. What an interrupted
    writing left there, text for text, is kept, so that the next one completes it.
    """
    targets = {folder / name: text for name, text in texts.items()}
    _refuse_odd_folders(folder, targets)
    there = {target for target in targets if os.path.lexists(target)}
    strange = [target for target in there if not _has_text(target, targets[target])]
    if strange or there == set(targets):
        names = ", ".join(str(target) for target in targets if target in (strange or there))
        raise RefusedError(f"nothing is overwritten, and there is {names}")
    made: list[Path] = []
    try:
        parts = {target: _written_beside(target, text, made) for target, text in targets.items() if target not in there}
        for target, part in parts.items():
            _give_name(part, target)
            made.append(target)
    except BaseException:
        _remove(made)
        raise
    _remove(list(parts.values()))


def _refuse_odd_folders(folder: Path, targets: Iterable[Path]) -> None:
    """Raise `RefusedError` where a folder that is written into is a link, or something else."""
    inside = {parent for target in targets for parent in target.parents if folder in parent.parents}
    for parent in sorted({folder, *inside}):
        if parent.is_symlink():
            raise RefusedError(f"`{parent}` is a link: name the folder itself")
        if os.path.lexists(parent) and not parent.is_dir():
            raise RefusedError(f"`{parent}` is not a folder")


def _has_text(target: Path, text: str) -> bool:
    """Whether a regular file has just this text."""
    return target.is_file() and not target.is_symlink() and target.read_bytes() == text.encode()


def _written_beside(target: Path, text: str, made: list[Path]) -> Path:
    """A file with the text beside its target, under a name of its own; what had to be made for it is added."""
    missing = [parent for parent in (target.parent, *target.parent.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
        made.append(parent)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with part.open("x", encoding="utf-8", newline="\n") as file:
        made.append(part)
        file.write(text)
    return part


def _give_name(part: Path, target: Path) -> None:
    """Give a finished file its name, unless something else has got it in the meantime."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise RefusedError(f"nothing is overwritten, and there is {target}") from None
    except OSError:  # a file system without links
        part.rename(target)


def _remove(made: list[Path]) -> None:
    """Remove files, and folders that are empty by then; the last made first."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
