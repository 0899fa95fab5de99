"""The names of clusters that paths say: by the words of a folder, or beside folders that each describe a cluster."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, at, text, texts

_WORD = r"(?:main|prod|production|staging|dev|development|test|testing|edge)"
_NAMED = (
    regex(r"(?:^|/)clusters/([^/]+)/"),
    regex(rf"(?:^|/)cluster/({_WORD}(?:[-_]?[0-9]+)?)/"),
    regex(r"(?:^|/)cluster/([^/]+)/(?:apps|flux|flux-system|bootstrap|talos)/"),
    regex(r"(?:^|/)(cluster-[a-z0-9-]+)/"),
    regex(r"(?:^|/)(?:kubernetes|k8s|kube)/([^/]+)/(?:apps|flux|bootstrap|talos|cluster|core|config)/"),
    regex(rf"(?:^|/)(?:kubernetes|k8s|kube)/({_WORD})/"),
    regex(r"(?:^|/)(?:overlays|environments|envs)/((?:main|prod|staging|dev|test|edge)[a-z0-9-]*)/"),
)
_NO_NAMES = frozenset(
    {"apps", "base", "core", "bases", "config", "flux", "bootstrap", "crds", "components", "shared", "common", "charts"}
    | {"repositories", "settings", "vars", "templates", "infrastructure", "kube-system", "default", "network", "deploy"}
    | {"global", "all", "cluster-vars", "cluster-settings", "cluster-config", "cluster-variables", "cluster-secrets"}
    | {"cluster-apps", "cluster-resources", "cluster-issuer", "cluster-issuers", "cluster-api", "cluster-policies"}
    | {"cluster-operator", "cluster-autoscaler", "cluster-secret-store", "cluster-template", "cluster-role"}
)
_NO_CLUSTERS = frozenset(
    {"talos", "talhelper", "kubeadm", "k3s", "old", "archive", "archived", "legacy", "previous", "backup", "deprecated"}
)
"""Folders that are no cluster's: they are called after what is in them, or hold what was there once."""
_OF_TALOS = regex(r"(?:^|/)talos/([^/]+)/[^/]+$")
_IN_APPS = regex(r"(?:^|/)(?:kubernetes|k8s|kube)/apps/([^/]+)/.")
_BESIDE_APPS = regex(r"(?:^|/)(?:kubernetes|k8s|kube)/([^/]+)/.")
_ONCE = regex(r"(?:^|/)cluster/([^/]+)/(kube-system|flux-system|metallb|metallb-system|cilium|calico|talos)/")
"""A folder in `cluster/` that holds something each cluster has once, such as `kube-system`."""


def cluster_of(path: str) -> str:
    """The cluster that a path names; "" if none: then the repository's only cluster is meant."""
    return _cluster_of_folder(path[: path.rfind("/") + 1])


@lru_cache(maxsize=1 << 14)
def _cluster_of_folder(folder: str) -> str:
    """The same of a folder, with a slash at its end: only folders are called as clusters."""
    for pattern in _NAMED:
        found = pattern.search(folder)
        if found and found[1].lower().lstrip("_") not in _NO_NAMES:  # `_base` is no cluster, either
            return found[1].lower()
    return ""


def cluster_folders(documents: Iterable[Document]) -> re.Pattern[str] | None:
    """Matches the names of clusters in paths: Talos folders of different clusters, and folders of the same names."""
    files = {document.source.file for document in documents}
    talos = _talos_clusters(documents)
    spaces = {found[1].lower() for file in files if (found := _IN_APPS.search(file))} - _NO_NAMES
    beside = {found[1].lower() for file in files if (found := _BESIDE_APPS.search(file))} | spaces
    several = len(set(talos.values())) > 1
    own = {name for name in talos if several or name in beside}
    named = {cluster_of(file) for file in files} | own | _files_of_one_name(files)
    places = [(r"talos|cluster|clusters", named), (r"kubernetes|k8s|kube", own | (named & beside))]
    if spaces <= own:  # else they are namespaces, one of which is called as a cluster
        places.append((r"(?:kubernetes|k8s|kube)/apps", own))
    patterns = [f"(?:^|/)(?:{place})/(?={_only_one(names)})" for place, names in places if names - {""}]
    patterns += [
        f"^{re.escape(around)}(?={_only_one(names)})" for around, names in _sibling_clusters(documents).items()
    ]
    return re.compile(f"(?:{'|'.join(patterns)})([^/]+)/", re.IGNORECASE) if patterns else None


def _only_one(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(re.escape(name) for name in names if name))})/"


def _talos_clusters(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The Talos folders that describe a cluster, each with the cluster names in it."""
    found: dict[str, tuple[str, ...]] = {}
    for document in documents:
        name = text(document.tree, "clusterName") if not document.kind else None
        folder = _OF_TALOS.search(document.source.file) if name else None
        if name and folder and folder[1].lower() not in _NO_NAMES:
            said = name, *texts([at(document.tree, "clusterEndpoint"), at(document.tree, "endpoint")])
            own = (folder[1],) if any(written.open for written in said) else ()  # two files, two clusters
            found.setdefault(folder[1].lower(), (*map(str, said), *own))
    return found


def _sibling_clusters(documents: Iterable[Document]) -> dict[str, set[str]]:
    """The folders side by side that each have a file of one name for another cluster, by the path up to them."""
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for document in documents:
        said = _cluster_said(document)
        steps = document.source.file.split("/") if said else []
        for depth, name in enumerate(steps[:-1]):
            if name.lower() not in _NO_NAMES:
                found["".join(f"{step}/" for step in steps[:depth]), "/".join(steps[depth + 1 :])][name] = said
    siblings: dict[str, set[str]] = defaultdict(set)
    for (around, _), names in found.items():
        if len(set(names.values())) > 1 and _NO_CLUSTERS.isdisjoint(map(str.lower, names)):
            siblings[around].update(names)
    return siblings


def _cluster_said(document: Document) -> tuple[str, ...]:
    """The name and the endpoint of the cluster that a file of Talos or kubeadm describes; nothing if it names none."""
    name = text(document.tree, "clusterName") if document.kind in (None, "", "ClusterConfiguration") else None
    said = texts([at(document.tree, key) for key in ("clusterEndpoint", "endpoint", "controlPlaneEndpoint")])
    return (str(name), *map(str, said)) if name and not name.open else ()


def _files_of_one_name(files: Iterable[str]) -> set[str]:
    """The folders side by side in `cluster/` that each hold something a cluster has once."""
    having: dict[str, set[str]] = defaultdict(set)
    for found in filter(None, map(_ONCE.search, files)):
        having[found[2]].add(found[1].lower())
    return {name for names in having.values() if len(names) > 1 for name in names} - _NO_NAMES
