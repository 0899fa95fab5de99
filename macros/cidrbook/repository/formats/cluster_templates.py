"""Clusters that other clusters or services make: the Cluster API with Talos, and Omni's cluster templates.

Read: `spec.controlPlaneEndpoint` of the Cluster API's infrastructure (`MetalCluster`, `ProxmoxCluster`, …), the
`configPatches` and `strategicPatches` of `TalosControlPlane` and `TalosConfigTemplate`
([Cluster API](https://cluster-api.sigs.k8s.io/)), and `patches` with `inline` of Omni's `Cluster`, `ControlPlane`,
`Workers` and `Machine`, which are no Kubernetes objects ([Omni](https://omni.siderolabs.com/reference/cluster-templates)).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cidrbook.repository.formats.talos import machine_patch, named_machine
from cidrbook.repository.parts.cluster_parts import machine_name, virtual
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Seen, Sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, embedded, items, text

_API = "cluster.x-k8s.io"
_OF_OMNI = ("Cluster", "ControlPlane", "Workers", "Machine")
_LABEL = "cluster.x-k8s.io/cluster-name"
_IN_LISTS = "-"


@reads_repository(keys=("controlPlaneEndpoint", "configPatches", "strategicPatches", "inline"))
def read(files: Files) -> Iterator[Seen]:
    """The virtual addresses and the ranges of clusters, each under the name of its cluster."""
    made = [document for document in files.documents if f"{_API}/" in document.api]
    names = _cluster_names(made)
    for document in made:
        scope = _cluster_of(document, names)
        if document.kind.endswith("Cluster"):
            yield from virtual(at(document.tree, "spec", "controlPlaneEndpoint", "host"), scope=scope)
        for mapping in document.having("configPatches", "strategicPatches"):
            trees = (*map(_patched_tree, items(mapping, "configPatches")), *_embedded(at(mapping, "strategicPatches")))
            yield from _of_patches(trees, scope)
    yield from _omni_patches([document for document in files.documents if _is_of_omni(document)])


def _cluster_names(documents: Sequence[Document]) -> dict[str, str]:
    """The clusters by what belongs to them: themselves, and the control planes that they name."""
    found: dict[str, str] = {}
    for document in documents:
        if document.kind.endswith("Cluster") and document.name:
            found[str(document.name)] = str(document.name)
    for document in documents:
        plane = text(document.tree, "spec", "controlPlaneRef", "name")
        if document.kind == "Cluster" and document.name and plane:
            found[str(plane)] = str(document.name)
    return found


def _cluster_of(document: Document, names: dict[str, str]) -> str:
    """The cluster of an object: by its label, by what names it, or by the cluster whose name its own begins with."""
    label, name = text(document.tree, "metadata", "labels", _LABEL), str(document.name or "")
    begun = sorted((known for known in names if name.startswith(f"{known}-")), key=len)
    return machine_name(label or names.get(name) or (names[begun[-1]] if begun else name))


def _patched_tree(entry: Value) -> Value:
    """The configuration that a JSON patch writes, as a tree of its own."""
    path, tree = text(entry, "path"), at(entry, "value")
    if path is None or text(entry, "op") == "remove":
        return None
    for part in reversed(path.strip("/").split("/")):
        tree = [tree] if part == _IN_LISTS or part.isdecimal() else {str(part): tree}
    return tree


def _embedded(value: Value) -> Iterator[Value]:
    """Configuration that stands as texts, or as it is."""
    for entry in value if isinstance(value, list) else ():
        yield embedded(entry) if isinstance(entry, Located) else entry


def _of_patches(trees: Sequence[Value], scope: str) -> Iterator[Seen]:
    """What pieces of Talos' configuration say of a cluster."""
    for tree in trees:
        for seen in machine_patch(tree) if isinstance(tree, dict) else ():
            yield seen._replace(scope=scope) if isinstance(seen, Sighting) and scope else seen


def _is_of_omni(document: Document) -> bool:
    return document.kind in _OF_OMNI and not document.api


def _omni_patches(documents: Sequence[Document]) -> Iterator[Seen]:
    """The patches of templates. The name of a cluster tells several apart; each file is of one."""
    names = {
        document.source.file: machine_name(text(document.tree, "name") or "")
        for document in documents
        if document.kind == "Cluster"
    }
    several = len(set(names.values())) > 1
    for document in documents:
        inline = [*_embedded([at(entry, "inline") for entry in items(document.tree, "patches")])]
        scope = names.get(document.source.file, "") if several else ""
        yield from _of_patches(inline, scope)
        if document.kind == "Machine":  # of the others, each patch is of several machines
            yield from (seen._replace(scope=scope) for tree in inline for seen in named_machine(tree))
