"""Kubernetes objects inside other files: in scripts, in tasks, and in the configuration of machines.

Read: here-documents of a shell (`kubectl apply -f - <<EOF`), wherever they stand, with the script's own variables
filled in, and those that are written to a file of YAML; `content` of Ansible's `copy`, `block` of `blockinfile` and
`definition` of `kubernetes.core.k8s`; `write_files` of cloud-init; `inlineManifests` and `files` of Talos; the
lists of objects that charts take beside their own (`extraObjects`, `extraManifests`, `extraDeploy`); and the items of a
`List`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, each, inner, items, mappings, text, trees

_FIRST = 10_000
"""Embedded documents are numbered from here, so that none shares a number with a document of the file itself."""

_HERE_MARK = regex(
    r"<<[-~]?[ \t]*(?P<quote>['\"\\]?)(?P<tag>(?<=['\"])[^'\"\n]{1,40}|[A-Za-z_][\w.+-]{0,40})['\"]?(?P<after>[^\n]*)$"
)
"""The beginning of a here-document. Its delimiter is any word of the shell; between quotes, any text."""
_GONE = regex(r"\b(?:kubectl|oc)\b.{0,80}\bdelete\b")
_OF_A_PROVIDER = regex(r"^[ \t]*(?:manifest|yaml_body)[ \t]*=[ \t]*(?:yamldecode\()?[ \t]*<<")
"""An object in Terraform, which is read there with the values of its module."""
_INTO = regex(r"(?:>>?|\btee\b(?: -\w+)*)[ \t]*[\"']?[^\s\"'|;&]*\.ya?ml\b")
_OBJECT = regex(r"^[ \t]*apiVersion:[ \t]*\S", re.MULTILINE)
_ASSIGNED = regex(
    r"^[ \t]*(?:(?:export|readonly|local|declare(?: -\w+)*)[ \t]+)?([A-Za-z_]\w*)="
    r"(?:\"([^\"$`\n]*)\"|'([^'\n]*)'|([^\s\"'$`;&|()]+))[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
_SHELL = regex(r"\\?\$(?:\{([A-Za-z_]\w*)(?::?[-=]([^}$]*))?\}|([A-Za-z_]\w*)|(\{[^}\n]*\}))")
_MOST_LINES = 3_000
"""Lines of a here-document. A longer one is data, and one without an end must not take the whole file."""

_HOLDERS: Mapping[str, tuple[str, ...]] = {
    "copy": ("content",),
    "blockinfile": ("block", "content"),
    "k8s": ("definition", "resource_definition"),
    "inlineManifests": ("contents",),
    "write_files": ("content",),
    "files": ("content",),
}
"""Keys that hold objects, by the last part of the name of what they stand in."""

_LIST = regex(r"kind(?<!\wkind)\"?:[ \t]*\"?List\b")  # the word to search for comes first: that is faster
"""What a list of objects says of itself."""
_LISTS = ("extraObjects", "extraManifests", "extraDeploy", "extraResources")
_MAY = tuple(f"{key}:" for key in (*_HOLDERS, *_LISTS))
_NO_SCRIPTS = (".md", ".markdown", ".mdx", ".py", ".json")


def embedded_documents(source: Source, *, yaml: bool) -> Iterator[Document]:
    """The objects inside a file, each as a document of its own. `yaml` says whether the file is YAML itself."""
    objects = yaml and "apiVersion" in source.text and not is_example(source.file)
    holds = objects and any(key in source.text for key in _MAY)
    listed = [*_objects_of_lists(source)] if objects and _LIST.search(source.text) else []
    yield from (Document(tree, source, _FIRST - 1 - number) for number, tree in enumerate(listed))
    if not (holds or "<<" in source.text) or is_example(source.file) or source.file.endswith(_NO_SCRIPTS):
        return
    found = [*_objects_in_scripts(source)]
    if holds:
        found += [mapping for tree in trees(source) for mapping in _objects_in_tree(tree)]
    yield from (Document(tree, source, _FIRST + number) for number, tree in enumerate(found))


def _objects_of_lists(source: Source) -> Iterator[dict[str, Value]]:
    """The items of lists, as `kubectl get --output yaml` prints objects."""
    for tree in trees(source):
        found = items(tree, "items") if text(tree, "kind") == "List" else ()
        yield from (mapping for item in found for mapping in _objects_of_value(item))


def _objects_in_tree(tree: Value) -> Iterator[dict[str, Value]]:
    for _, mapping in mappings(tree):
        for key, value in mapping.items():
            name = key.rpartition(".")[2]
            if name in _LISTS:
                yield from (found for item in items(value) for found in _objects_of_value(item))
            elif name in _HOLDERS:
                here = [item for item in items(value) if str(text(item, "state")) != "absent"]
                yield from (
                    own_object
                    for block in here
                    for own in _HOLDERS[name]
                    for own_object in _objects_of_value(at(block, own))
                )


def _objects_of_value(value: Value) -> Iterator[dict[str, Value]]:
    """The objects in a value: the value itself, its items, or the documents in its text."""
    found = each(value) if isinstance(value, Located) and _OBJECT.search(value) else items(value)
    yield from (
        mapping
        for mapping in found
        if isinstance(mapping, dict) and text(mapping, "kind") and text(mapping, "apiVersion")
    )


class _HereDocument(NamedTuple):
    """A here-document: its lines without their margin, its first line, and what it is for."""

    lines: list[str]
    before: int
    margin: int
    plain: bool
    whole: bool


def _objects_in_scripts(source: Source) -> Iterator[dict[str, Value]]:
    """The objects in a file's here-documents. Where the script writes a YAML file, objects may be of any kind."""
    known = None
    for here in _here_documents(source.lines) if "<<" in source.text else ():
        body = "\n".join(here.lines)
        if here.whole or _OBJECT.search(body):
            known = known if known is not None else _assigned(source.text)
            for tree in inner(source, body, here.before, here.margin):
                found = tree if here.plain else _with_variables(tree, known)
                if isinstance(found, dict) and (text(found, "kind") or here.whole):
                    yield found


def _here_documents(lines: list[str]) -> Iterator[_HereDocument]:
    """The here-documents of a file. A here-document inside another format ends where that text ends."""
    end = 0
    for number, line in enumerate(lines, 1):
        found = _HERE_MARK.search(line) if number > end and "<<" in line else None
        if found and not _GONE.search(line) and not _OF_A_PROVIDER.match(line):
            body: list[str] = []
            for below in lines[number : number + _MOST_LINES]:
                if below.strip() == found["tag"] or (below.strip() and _leading_blanks(below) < _leading_blanks(line)):
                    break
                body.append(below)
            margin = min((_leading_blanks(text) for text in body if text.strip()), default=0)
            end = number + len(body)
            written = bool(_INTO.search(line))
            yield _HereDocument([inside[margin:] for inside in body], number, margin, bool(found["quote"]), written)


def _leading_blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def _assigned(script: str) -> dict[str, str]:
    """The script's variables that have one value."""
    found: dict[str, set[str]] = {}
    for match in _ASSIGNED.finditer(script):
        found.setdefault(match[1], set()).add(match[2] or match[3] or match[4] or "")
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def _with_variables(value: Value, known: Mapping[str, str]) -> Value:
    """The value with the script's variables filled in. Others stay open, like a template's variables."""
    if isinstance(value, Located) and "$" in value:
        return Located(_SHELL.sub(lambda match: _variable_value(match, known), value), value.place, str(value))
    if isinstance(value, list):
        return [_with_variables(item, known) for item in value]
    if isinstance(value, dict):
        return {key: _with_variables(item, known) for key, item in value.items()}
    return value


def _variable_value(found: re.Match[str], known: Mapping[str, str]) -> str:
    name = found[1] or found[3] or ""
    if found[0].startswith("\\"):
        return found[0][1:]
    return known.get(name) or found[2] or f"{{{{ {name or found[4]} }}}}"
