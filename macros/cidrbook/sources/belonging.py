"""Which cluster a file belongs to, and whether anything applies it.

A path that names a cluster decides (`clusters/<name>/…`, `kubernetes/<name>/apps/…`). What is shared
belongs to each cluster whose [Flux Kustomizations](https://fluxcd.io/flux/components/kustomize/kustomizations/)
lead there by `spec.path` and by the entries of `kustomization.yaml`. A file or folder that a `kustomization.yaml`
beside it leaves out, and that nothing else names, is not applied: it is kept, and not in use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import NamedTuple

from cidrbook.sources.documents import Document, at, items, text, texts

_NAMED = (
    re.compile(r"(?:^|/)clusters?/([^/]+)/"),
    re.compile(r"(?:^|/)(cluster-[a-z0-9-]+)/"),
    re.compile(r"(?:^|/)(?:kubernetes|k8s|kube)/([^/]+)/(?:apps|flux|bootstrap|talos|cluster|core|config)/"),
    re.compile(r"(?:^|/)(?:kubernetes|k8s|kube)/(main|prod|production|staging|dev|development|test|testing|edge)/"),
    re.compile(r"(?:^|/)(?:overlays|environments|envs)/((?:main|prod|staging|dev|test|edge)[a-z0-9-]*)/"),
)
_NO_NAMES = frozenset(
    {"apps", "base", "core", "bases", "config", "flux", "bootstrap", "crds", "components", "shared", "common", "charts"}
    | {"repositories", "settings", "vars", "templates", "infrastructure", "kube-system", "default", "network", "deploy"}
    | {"global", "all", "cluster-vars", "cluster-settings", "cluster-config", "cluster-variables", "cluster-secrets"}
    | {"cluster-apps", "cluster-resources", "cluster-issuer", "cluster-issuers", "cluster-api", "cluster-policies"}
    | {"cluster-operator", "cluster-autoscaler", "cluster-secret-store", "cluster-template", "cluster-role"}
)
_KUSTOMIZATION = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_MAX_TEXT = 300
_MAX_STEPS = 8
"""How many references are followed from one cluster's folder to the next; labs have three or four."""


def cluster_of(path: str) -> str:
    """The cluster that a path names; empty where it names none, which is the tree's one cluster."""
    for pattern in _NAMED:
        found = pattern.search(path)
        if found and found[1].lower() not in _NO_NAMES:
            return found[1].lower()
    return ""


class Layout(NamedTuple):
    """What applies what in a tree: the clusters of shared folders, the folders with a list, and what is named."""

    owners: Mapping[str, frozenset[str]]
    listing: frozenset[str]
    entered: frozenset[str]
    home: str = ""
    """The cluster of files that name none, where the tree has one with settings that they use."""

    def clusters(self, path: str) -> tuple[str, ...]:
        """The clusters that a file belongs to; an empty name where the tree has one that has none."""
        named = cluster_of(path)
        return (named,) if named else tuple(sorted(_owning(path, self.owners))) or (self.home,)

    def applies(self, document: Document) -> bool:
        """Whether nothing says that the document's file is left out."""
        path = document.source.file
        steps = path if document.kind and document.api else dirname(path)
        return all(dirname(it) not in self.listing or it in self.entered for it in _upwards(steps))


def layout(documents: Iterable[Document]) -> Layout:
    """How the documents of a tree lead to each other."""
    references: list[tuple[str, str]] = []
    listing: set[str] = set()
    for document in documents:
        references.extend((document.source.file, it) for it in _named_by(document))
        if _is_list(document):
            listing.add(dirname(document.source.file))
            references.append((dirname(document.source.file), document.source.file))
    entered = {it for source, target in references for it in _upwards(target) if not f"{source}/".startswith(f"{it}/")}
    return Layout(_owners(references), frozenset(listing), frozenset(entered))


def _is_list(document: Document) -> bool:
    in_use = any(items(document.tree, key) for key in ("resources", "bases"))
    return document.source.file.endswith(_KUSTOMIZATION) and in_use


def _named_by(document: Document) -> Iterator[str]:
    """The paths that a document leads to; anything in a `kustomization.yaml` may be one."""
    if document.source.file.endswith(_KUSTOMIZATION) and not document.api.startswith("kustomize.toolkit"):
        folder = dirname(document.source.file)
        for written in texts(document.tree):
            path = written.rpartition("=")[2]
            if len(written) < _MAX_TEXT and "://" not in path and not any(it in path for it in " \n"):
                yield normpath(join(folder, path))
    if document.kind == "ApplicationSet":
        yield from (normpath(it.partition("*")[0]) for it in texts(at(document.tree, "spec")) if "/*" in it)
    sources = (*items(document.tree, "spec", "source"), *items(document.tree, "spec", "sources"))
    for source in (at(document.tree, "spec"), *sources):
        path_of = text(source, "path") if document.kind in ("Kustomization", "Application") else None
        if path_of is not None:
            yield normpath(path_of.lstrip("/"))


def _upwards(path: str) -> Iterator[str]:
    """A path and the folders around it, the nearest first."""
    while path and path not in (".", "/"):
        yield path
        path = dirname(path)


def _owning(path: str, owners: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The clusters of the nearest folder around a path that has some."""
    if not owners:
        return frozenset()
    return next((owners[it] for it in _upwards(path) if it in owners), frozenset())


def _owners(references: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The clusters of the folders that name none, as far as the references from named ones lead."""
    owners: dict[str, frozenset[str]] = {}
    shared = [(source, target) for source, target in references if not cluster_of(f"{target}/")]
    for _ in range(_MAX_STEPS):
        found: dict[str, set[str]] = defaultdict(set)
        for source, target in shared:
            named = cluster_of(source)
            found[target].update((named,) if named else _owning(source, owners))
        new = {target: frozenset(names) for target, names in found.items() if names}
        if new == owners:
            break
        owners = new
    return owners
