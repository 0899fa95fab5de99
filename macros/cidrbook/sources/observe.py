"""A tree of files to the plan that they make, whatever their formats."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType

from cidrbook.plan.plan import Plan
from cidrbook.plan.source import Source
from cidrbook.plan.statement import Role, Statement
from cidrbook.sources import readers
from cidrbook.sources.assemble import assemble
from cidrbook.sources.belonging import Layout, layout
from cidrbook.sources.claims import statements
from cidrbook.sources.documents import Broken, Document, documents
from cidrbook.sources.located import Sighting
from cidrbook.sources.tree import files
from cidrbook.sources.unread import unread
from cidrbook.sources.variables import filled, variables

_YAML = (".yaml", ".yml", ".yaml.j2", ".yml.j2", ".sops.yaml")


@cache
def formats() -> tuple[ModuleType, ...]:
    """The readers, by their names."""
    found = pkgutil.iter_modules(readers.__path__, f"{readers.__name__}.")
    return tuple(importlib.import_module(info.name) for info in found)


def observe(
    root: Path,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    clusters: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, Role] = MappingProxyType({}),
) -> Plan:
    """The plan that the files below a folder make.

    `clusters` says which cluster files belong to, by globs of their paths, and `labels` what the words of
    documents mean, where either would be guessed wrong.
    """
    return observed(list(files(root, include, exclude)), clusters, labels)


def observed(
    sources: Sequence[Source],
    clusters: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, Role] = MappingProxyType({}),
    reading: Callable[[str], object] = lambda _: None,
) -> Plan:
    """The plan that these files make. `reading` is told the name of each that takes some time."""
    said = tuple(_meant(it, labels) for source in sources for it in statements(source))
    found = (_placed(it, clusters) for it in sightings(sources, reading))
    return replace(assemble(found, sources), statements=said, observed=True)


def _meant(statement: Statement, labels: Mapping[str, Role]) -> Statement:
    """The statement, with the role that its label was said to have."""
    said = {label.lower(): role for label, role in labels.items()}
    role = next((said[it.lower()] for it in statement.labels if it.lower() in said), None)
    return statement if role is None else statement._replace(role=role, certainty="exact")


def _placed(it: Sighting, clusters: Mapping[str, str]) -> Sighting:
    """The sighting, in the cluster that its path was said to belong to."""
    file = it.entry.origin.source.file if clusters else ""
    cluster = next((cluster for glob, cluster in clusters.items() if fnmatchcase(file, glob)), it.scope)
    return it if cluster == it.scope else it._replace(scope=cluster)


def sightings(sources: Sequence[Source], reading: Callable[[str], object] = lambda _: None) -> Iterator[Sighting]:
    """Everything that all readers see, and the documents that none can read."""
    everything: list[Document] = []
    for source in filter(_is_yaml, sources):
        reading(source.file)
        broken: list[Broken] = []
        everything.extend(documents(source, broken))
        yield from unread(broken)
    paths, known = _filled(everything, layout(everything))
    reads = _readers("read_document")
    for document in known:
        for read in reads:
            yield from _of(document.cluster, read(document))
    for read in _readers("read_documents"):
        yield from read(known)
    reads = _readers("read_text")
    for source in sources:
        cluster = paths.clusters(source.file)[0]
        for read in reads:
            yield from _of(cluster, read(source))


def _readers(name: str) -> list[Callable[..., Iterable[Sighting]]]:
    return [getattr(reader, name) for reader in formats() if hasattr(reader, name)]


def _of(cluster: str, seen: Iterable[Sighting]) -> Iterator[Sighting]:
    """What is seen, as a part of the cluster, unless the file itself names another one."""
    return (it if it.scope else it._replace(scope=cluster) for it in seen)


def _filled(everything: Sequence[Document], paths: Layout) -> tuple[Layout, list[Document]]:
    """The documents that are in use, once for each cluster that uses them, with variables filled in."""
    found = [document for document in everything if paths.applies(document)]
    known = variables((it, cluster) for it in found for cluster in paths.clusters(it.source.file))
    paths = paths._replace(home=known.home)
    return paths, [
        filled(replace(it, cluster=cluster) if cluster else it, known.of(it.source.file, cluster))
        for it in found
        for cluster in paths.clusters(it.source.file)
    ]


def _is_yaml(source: Source) -> bool:
    return source.file.endswith(_YAML)
