"""Flux's variables: where they are defined, for which files, and the texts with them filled in.

`${NAME}`, `${NAME:=default}` and `${NAME:-default}` are replaced, `$${NAME}` is not a variable. What is defined
nowhere, or encrypted, stays as it is written, and counts as open. An object that asks not to be touched
(`kustomize.toolkit.fluxcd.io/substitute: disabled`) is not
([Flux](https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution)).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from posixpath import dirname
from typing import NamedTuple

from cidrbook.text.located import Located
from cidrbook.text.paths import upwards
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text

_VARIABLE = regex(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[=-]([^}]*))?\}")
_USUAL = regex(
    r"^(cluster|global|common|shared|env|flux)[-_]?(settings|config|vars|variables|environment|secrets)", re.IGNORECASE
)
_MADE_UP = regex(r"^#.*\b(?:dummy|placeholder|fake|made-up)\b", re.IGNORECASE | re.MULTILINE)
"""A comment that says of the values below that they are not real ones: something else fills them in."""
_NO_VALUE = regex(r"127(?:\.[0-9]{1,3}){3}|0\.0\.0\.0|::1?")
"""Defaults that only keep an object valid until its variable is known: `${IP:=127.0.0.1}`."""
_OF_RANGES = regex(r"(?:^|[_-])(?:cidrs?|subnets?|ranges?|pools?|networks?)(?:$|[_-])", re.IGNORECASE)
_ADDRESS = regex(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/32)?")
_SHARED = 3
"""Variables with one address, one of a range among them, from which on it is a made-up one."""
_FOR_TRIALS = ("k3d.io/", "kind.x-k8s.io/")
"""APIs of clusters that run in containers, to try changes: what is beside such a file is made up for it."""
_HEAD = 2000
"""Characters in which such a comment stands, before the document begins."""
_TALENV = regex(r"talenv(?:\.sops)?\.ya?ml$")
DEFINING = frozenset({"ConfigMap", "Secret", "Kustomization", "Component", ""})
"""The kinds of documents that define variables. Kustomize's own files may have no kind."""

_SWITCH = "kustomize.toolkit.fluxcd.io/substitute"


class Definition(NamedTuple):
    """A variable, its value, and where it holds: in a cluster, or below a folder."""

    name: str
    value: Located
    cluster: str = ""
    folder: str = ""


class Variables(NamedTuple):
    """The definitions: those of ConfigMaps by cluster, and those of a Kustomization by the folder that it applies."""

    by_cluster: Mapping[str, Mapping[str, Located]]
    by_folder: Mapping[str, Mapping[str, Located]]

    def of(self, path: str, cluster: str) -> dict[str, Located]:
        """The variables that hold in a file. A nearer folder counts before the cluster."""
        found = dict(self.by_cluster.get("", {})) | dict(self.by_cluster.get(cluster, {}))
        for folder in reversed(upwards(path)[1:]):
            found |= self.by_folder.get(folder, {})
        return found

    @property
    def home(self) -> str:
        """The only cluster that defines variables; files without a cluster use it."""
        names = tuple(self.by_cluster)
        return names[0] if len(names) == 1 else ""


def variables(found: Iterable[tuple[Document, str]]) -> Variables:
    """The definitions in these documents, each with its file's cluster. The first definition counts."""
    by_cluster: dict[str, dict[str, Located]] = {}
    by_folder: dict[str, dict[str, Located]] = {}
    for definition in definitions(found):
        if definition.folder:
            by_folder.setdefault(definition.folder, {}).setdefault(definition.name, definition.value)
        else:
            by_cluster.setdefault(definition.cluster, {}).setdefault(definition.name, definition.value)
    return Variables(by_cluster, by_folder)


def definitions(found: Iterable[tuple[Document, str]]) -> Iterator[Definition]:
    """Every definition: in ConfigMaps, plain Secrets, generators, and inline."""
    found = [*found]
    defining = [pair for pair in found if pair[0].kind in DEFINING]
    documents = sorted(defining, key=lambda pair: not _overrides_base(pair[0]))
    named = {str(map_name) for document, _ in documents for map_name in substituted_from(document)}
    trials = {dirname(document.source.file) for document, _ in found if document.api.startswith(_FOR_TRIALS)} - {""}
    for document, cluster in documents:
        if _MADE_UP.search(document.source.text[:_HEAD].partition("\napiVersion:")[0]):
            continue
        made_up = any(folder in trials for folder in upwards(document.source.file)[1:])
        for name, values in _variable_maps(document):
            if name in named or _USUAL.match(name):
                known = ((key, _open(key, value)) for key, value in values) if made_up else _without_dummies(values)
                yield from (Definition(key, value, cluster) for key, value in known)
        yield from (Definition(key, value, cluster, folder) for folder, key, value in _values_of_folder(document))


def _values_of_folder(document: Document) -> Iterator[tuple[str, str, Located]]:
    """The variables that hold below a folder: talhelper's, in the same folder, and those of a Kustomization's path."""
    beside, _, file = document.source.file.rpartition("/")
    if _TALENV.match(file):
        yield from ((beside, key, value) for key, value in _texts_by_name(document.tree))
    folder = text(document.tree, "spec", "path")
    if document.kind == "Kustomization" and folder:
        inside = folder.removeprefix("./").strip("/")
        inline = _texts_by_name(at(document.tree, "spec", "postBuild", "substitute"))
        yield from ((inside, key, value) for key, value in inline)


def _open(name: str, value: Located) -> Located:
    """A variable whose value is not known, as it is filled in from somewhere else."""
    return Located(f"${{{name}}}", value.place)


def _without_dummies(values: list[tuple[str, Located]]) -> list[tuple[str, Located]]:
    """The variables of a map; those that all have one made-up value stay open, as what is real is somewhere else.

    One address for things that cannot share it, a prefix or a range among them, only keeps objects valid.
    """
    counts = Counter(value.removesuffix("/32") for _, value in values)
    of_ranges = (value for key, value in values if _OF_RANGES.search(key) and _ADDRESS.fullmatch(value))
    made_up = {address for value in of_ranges if counts[address := value.removesuffix("/32")] >= _SHARED}
    return [(key, _open(key, value) if value.removesuffix("/32") in made_up else value) for key, value in values]


def _overrides_base(document: Document) -> bool:
    """Whether a kustomization overrides values that its base generates. Such values count first."""
    generators = items(document.tree, "configMapGenerator")
    return any(str(text(generator, "behavior")) in ("merge", "replace") for generator in generators)


def substituted_from(document: Document) -> Iterator[Located]:
    """The names of the ConfigMaps and Secrets that a Kustomization takes variables from."""
    for entry in items(document.tree, "spec", "postBuild", "substituteFrom"):
        name = text(entry, "name")
        if name:
            yield name


def with_variables(document: Document, known: Mapping[str, Located]) -> Document:
    """The document with its variables filled in."""
    if not document.changed and not has_dollars(document.source):
        return document
    if any(text(document.tree, "metadata", kind, _SWITCH) == "disabled" for kind in ("annotations", "labels")):
        return document
    tree = _value_with_variables(document.tree, known)
    return replace(document, tree=tree if isinstance(tree, dict) else {})


@lru_cache(maxsize=4)
def has_dollars(source: Source) -> bool:
    """Whether a file may have variables; asked of each document of a file, one file after another."""
    return "$" in source.text


def open_names(written: str) -> list[str]:
    """The variables in a text that have no default."""
    return [found[1] for found in _VARIABLE.finditer(written) if found[2] is None]


def _value_with_variables(value: Value, known: Mapping[str, Located]) -> Value:
    if isinstance(value, Located):
        return _text_with_variables(value, known) if "$" in value else value
    if isinstance(value, list):
        return [_value_with_variables(item, known) for item in value]
    if isinstance(value, dict):
        return {key: _value_with_variables(inner, known) for key, inner in value.items()}
    return value


def _text_with_variables(written: Located, known: Mapping[str, Located]) -> Located:
    def replaced(found: re.Match[str]) -> str:
        name, default = found[1], found[2]
        is_open = default is None or _NO_VALUE.fullmatch(default)
        return str(known[name]) if name in known else found[0] if is_open else str(default)

    new = _VARIABLE.sub(replaced, written)
    return written if new == written else Located(new.replace("$${", "${"), written.place, written.raw)


def _variable_maps(document: Document) -> Iterator[tuple[str, list[tuple[str, Located]]]]:
    """Maps of variables, each with its name: of a ConfigMap, a readable Secret, or a generator."""
    if document.kind == "ConfigMap" and document.name:
        yield document.name, [*_texts_by_name(at(document.tree, "data"))]
    if document.kind == "Secret" and document.name:
        yield document.name, [*_texts_by_name(at(document.tree, "stringData"))]
    for generator in items(document.tree, "configMapGenerator"):
        name = text(generator, "name")
        literals = (item for item in items(generator, "literals") if isinstance(item, Located))
        if name:
            yield (
                name,
                [
                    (literal.partition("=")[0], literal.part(literal.find("=") + 1, len(literal)))
                    for literal in literals
                ],
            )


def _texts_by_name(value: Value) -> Iterator[tuple[str, Located]]:
    """The texts by name. An empty text is a value too, but has no place."""
    if isinstance(value, dict):
        yield from ((key, inner) for key, inner in value.items() if isinstance(inner, Located))
