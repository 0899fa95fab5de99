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

from cidrbook.plan.model import Tree
from cidrbook.repository import clues
from cidrbook.repository import formats as own_formats
from cidrbook.repository.documents.comments import remarks
from cidrbook.repository.documents.details import details
from cidrbook.repository.documents.quoted_objects import quotes
from cidrbook.repository.documents.statements import statements
from cidrbook.repository.joining.assembly import assemble
from cidrbook.repository.layout.embedded_manifests import enclosed
from cidrbook.repository.layout.helm_releases import released
from cidrbook.repository.layout.overlays import overlaid
from cidrbook.repository.layout.sites import Sites, at_site
from cidrbook.repository.layout.variables import filled, variables
from cidrbook.repository.layout.which_cluster import Layout, layout
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.unreadable_yaml import unread
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.statement import Role, Statement
from cidrbook.repository.tree import files
from cidrbook.text.source import Source
from cidrbook.text.yaml import Broken, Document, documents

_YAML = (".yaml", ".yml", ".yaml.j2", ".yml.j2", ".yaml.tpl", ".yml.tpl")


@cache
def formats() -> tuple[ModuleType, ...]:
    """The readers of formats and of clues, by their names: what is seen first has the first place."""
    found = (info for room in (own_formats, clues) for info in pkgutil.iter_modules(room.__path__, f"{room.__name__}."))
    return tuple(importlib.import_module(info.name) for info in sorted(found, key=_module_name))


def _module_name(info: pkgutil.ModuleInfo) -> str:
    return info.name.rpartition(".")[2]


def observe(
    root: Path,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    clusters: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, Role] = MappingProxyType({}),
) -> Observation:
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
) -> Observation:
    """The plan that these files make. `reading` is told the name of each that takes some time."""
    return _plan(sources, (_placed(sighting, clusters) for sighting in sightings(sources, reading)), labels)


def observed_at(sources: Sequence[Source], tree: Tree) -> tuple[Observation, ...]:
    """The plans that the files of a tree make: one, or one for each of its sites, and one for what is at none."""
    sites = Sites(tree.sites, sources, (_placed(sighting, tree.clusters) for sighting in sightings(sources)))
    if not tree.sites:
        return (_plan(sources, sites.sightings[""], tree.labels),)
    own = ((site, sites.files(sources, site)) for site in sites)
    return tuple(at_site(_plan(files, sites.sightings[site], tree.labels), site) for site, files in own if files)


def _plan(sources: Sequence[Source], found: Iterable[Sighting], labels: Mapping[str, Role]) -> Observation:
    """The plan that these files make, and what was seen in them."""
    said = tuple(_meant(statement, labels) for source in sources for statement in statements(source))
    more = (*(detail for source in sources for detail in details(source)), *quotes(sources))
    aside = tuple(_meant(remark, labels) for source in sources for remark in remarks(source))
    return replace(assemble(found, sources), statements=said, details=more, comments=aside)


def _meant(statement: Statement, labels: Mapping[str, Role]) -> Statement:
    """The statement, with the role that its label was said to have."""
    said = {label.lower(): role for label, role in labels.items()}
    role = next((said[label.lower()] for label in statement.labels if label.lower() in said), None)
    if role is None:
        return statement
    return statement._replace(
        role=role, certainty="exact", reasons=(*statement.reasons, "the plan says what the label means")
    )


def seen(sources: Sequence[Source], clusters: Mapping[str, str] = MappingProxyType({})) -> Iterator[Sighting]:
    """The objects that readers see in these files, before it is known which of them are one thing."""
    for sighting in sightings(sources):
        if sighting.part != "problem":
            yield _placed(sighting, clusters)


def reason_unused(sources: Sequence[Source], file: str) -> str:
    """Why what a file of YAML holds is not in use; empty, if it is, or if nothing says so."""
    found = [document for source in filter(_is_yaml, sources) for document in documents(source)]
    paths, own = layout(found), [document for document in found if document.source.file == file]
    if own and not any(map(paths.applies, own)):
        return "a `kustomization.yaml` beside it lists other files, and nothing leads to this one"
    return ""


def _placed(sighting: Sighting, clusters: Mapping[str, str]) -> Sighting:
    """The sighting, in the cluster that its path was said to belong to."""
    file = sighting.entry.origin.source.file if clusters else ""
    cluster = next((cluster for glob, cluster in clusters.items() if fnmatchcase(file, glob)), sighting.scope)
    return sighting if cluster == sighting.scope else sighting._replace(scope=cluster)


def sightings(sources: Sequence[Source], reading: Callable[[str], object] = lambda _: None) -> Iterator[Sighting]:
    """Everything that all readers see, and the documents that none can read."""
    everything: list[Document] = []
    for source in filter(_is_yaml, sources):
        reading(source.file)
        broken: list[Broken] = []
        everything.extend(documents(source, broken))
        yield from unread(broken)
    for source in sources:
        everything.extend(enclosed(source, yaml=_is_yaml(source)))
    paths, known = _filled(everything, layout(everything), sources)
    reads = _readers("read_document")
    for document in known:
        yield from _seen(reads, document, document.cluster)
    for read in _readers("read_documents"):
        yield from _by(read, read(known))
    for read in _readers("read_sources"):
        yield from _by(read, read(sources))
    for read in _readers("read_templates"):
        yield from _by(read, read(sources, known))
    reads = _readers("read_text")
    for source in sources:
        yield from _seen(reads, source, paths.clusters(source.file)[0])


def _readers(name: str) -> list[Callable[..., Iterable[Sighting]]]:
    return [getattr(reader, name) for reader in formats() if hasattr(reader, name)]


def _seen(reads: Sequence[Callable[..., Iterable[Sighting]]], what: object, cluster: str) -> Iterator[Sighting]:
    """What these readers see in a document or file, as a part of the cluster, unless it names another one itself."""
    for read in reads:
        for sighting in _by(read, read(what)):
            yield sighting if sighting.scope else sighting._replace(scope=cluster)


def _by(read: Callable[..., object], found: Iterable[Sighting]) -> Iterator[Sighting]:
    """What a reader sees, with the reader's name."""
    name = read.__module__.rpartition(".")[2]
    for sighting in found:
        yield sighting._replace(reader=name)


def _filled(everything: Sequence[Document], paths: Layout, sources: Sequence[Source]) -> tuple[Layout, list[Document]]:
    """The documents that are in use, once for each cluster that uses them, with overlays and variables filled in."""
    placed = [
        replace(document, cluster=cluster) if cluster else document
        for document in everything
        if paths.applies(document)
        for cluster in paths.clusters(document.source.file)
    ]
    found = [*released(overlaid(placed, sources, paths.clusters))]
    known = variables((document, document.cluster) for document in found)
    at_home = (
        replace(document, cluster=known.home) if known.home and not document.cluster else document for document in found
    )
    return paths._replace(home=known.home or paths.home), [
        filled(document, known.of(document.source.file, document.cluster)) for document in at_home
    ]


def _is_yaml(source: Source) -> bool:
    return source.file.endswith(_YAML)
