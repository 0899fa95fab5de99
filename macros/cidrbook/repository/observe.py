"""A repository to an observation: its files are read, whatever their formats, and what they show is put together.

First the documents of YAML, and which of them are in use (`layout`); then what readers see in these and in all
files (`registry`), joined (`joining/assembly.py`); last what people wrote (`documents`). `drift` goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from cidrbook.plan.model import Tree
from cidrbook.repository.documents.comments import remarks
from cidrbook.repository.documents.details import details
from cidrbook.repository.documents.quoted_objects import quotes
from cidrbook.repository.documents.quoted_settings import quoted_settings
from cidrbook.repository.documents.statements import statements
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.globs import first_match
from cidrbook.repository.joining.assembly import assemble
from cidrbook.repository.layout.embedded_manifests import embedded_documents
from cidrbook.repository.layout.generators import templates
from cidrbook.repository.layout.helm_releases import with_releases
from cidrbook.repository.layout.overlays import with_overlays
from cidrbook.repository.layout.sites import Sites, at_site
from cidrbook.repository.layout.terraform_manifests import terraform_documents
from cidrbook.repository.layout.variables import variables, with_variables
from cidrbook.repository.layout.which_cluster import Layout, layout
from cidrbook.repository.observation import Observation
from cidrbook.repository.registry import Memory, caught, read
from cidrbook.repository.sighting import Failure, Reported, Seen, Sighting
from cidrbook.repository.statement import Detail, Role, Statement
from cidrbook.repository.tree import files
from cidrbook.text.finding import Problem
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import Broken, Document, documents

_ADDRESS = regex(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
_TEMPLATE = regex(r"\{\{|\{%|#\{|<%|%%|@@")
_YAML = (".yaml", ".yml", ".yaml.j2", ".yml.j2", ".yaml.tpl", ".yml.tpl")
_OF_CLOUD_INIT = ("network-config", "user-data", "meta-data")
"""The files of cloud-init's NoCloud, which are YAML without an ending."""


def observe_folder(
    root: Path,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    clusters: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, Role] = MappingProxyType({}),
) -> Observation:
    """What the files below a folder show.

    `clusters` says which cluster files belong to, by globs of their paths, and `labels` what the words of
    documents mean, where either would be guessed wrong.
    """
    return observe_files(list(files(root, include, exclude)), clusters, labels)


def observe_files(
    sources: Sequence[Source],
    clusters: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, Role] = MappingProxyType({}),
    reading: Callable[[str], object] = lambda _: None,
) -> Observation:
    """What these files show. `reading` is told the name of each that takes some time."""
    whole = _Repository.of(sources, reading)
    found = _observation(sources, (_in_cluster(seen, clusters) for seen in whole.seen()), labels)
    return _with_potential(found, whole, [_in_cluster(seen, clusters) for seen in whole.seen_if_used()])


def observe_sites(sources: Sequence[Source], tree: Tree) -> tuple[Observation, ...]:
    """What the files of a repository show: one observation, or one for each of its sites and one for no site."""
    whole = _Repository.of(sources)
    used, if_used = (
        Sites(tree.sites, sources, (_in_cluster(seen, tree.clusters) for seen in found))
        for found in (whole.seen(), whole.seen_if_used())
    )
    if not tree.sites:
        return (_with_potential(_observation(sources, used.seen[""], tree.labels), whole, if_used.seen[""]),)
    own = ((site, used.files(sources, site)) for site in used)
    return tuple(
        at_site(_with_potential(_observation(files, used.seen[site], tree.labels), whole, if_used.seen[site]), site)
        for site, files in own
        if files
    )


def _with_potential(found: Observation, whole: _Repository, if_used: Iterable[Seen | Failure]) -> Observation:
    """An observation, with what the repository would show if files were in use that nothing applies yet."""
    latent = whole.latent
    if not latent:
        return found
    potential = assemble([seen for seen in if_used if not isinstance(seen, Failure)], whole.sources)
    return replace(found, latent=latent, potential=potential)


def _observation(sources: Sequence[Source], found: Iterable[Seen | Failure], labels: Mapping[str, Role]) -> Observation:
    """What these files show, of what was seen in them and what their documents say."""
    seen: list[Seen] = []
    failures: list[Failure] = []
    for one in found:
        if isinstance(one, Failure):
            failures.append(one)
        else:
            seen.append(one)
    own = not_vendored(sources)
    said: list[Statement] = []
    more: list[Detail] = []
    for source in own:  # both of one document, which is taken apart once
        said.extend(_with_role(statement, labels) for statement in _read("documents", statements, source, failures))
        more.extend(_read("documents", details, source, failures))
    aside = (remark for source in sources for remark in _read("comments", remarks, source, failures))
    comments = tuple(_with_role(remark, labels) for remark in aside)
    unread = {(failure.reader, failure.file): failure for failure in failures}.values()
    return replace(
        assemble([*seen, *map(_unreadable, unread)], sources),
        statements=tuple(said),
        details=(*more, *quotes(own), *quoted_settings(own)),
        comments=comments,
        failures=tuple(unread),
    )


T = TypeVar("T")


def _read(name: str, read: Callable[[Source], Iterable[T]], source: Source, failures: list[Failure]) -> Iterator[T]:
    """What is read in a file; of a file that cannot be read, that is a failure."""
    for found in caught(name, source, partial(read, source)):
        if isinstance(found, Failure):
            failures.append(found)
        else:
            yield found


def _unreadable(failure: Failure) -> Reported:
    """A finding about a file that a reader raised an error on."""
    kind = type(failure.error).__name__
    problem = Problem(
        at=Place(failure.source, 1, 1),
        message=f"the reader `{failure.reader}` cannot read this file ({kind}), so what it says there is not known",
        hint="this is a fault of cidrbook: report it, with what `CIDRBOOK_DEBUG=1` shows",
    )
    return Reported("unreadable-file", problem, failure.scope)


def _with_role(statement: Statement, labels: Mapping[str, Role]) -> Statement:
    """The statement, with the role that its label was said to have."""
    roles = {label.lower(): role for label, role in labels.items()}
    role = next((roles[label.lower()] for label in statement.labels if label.lower() in roles), None)
    if role is None:
        return statement
    return statement._replace(
        role=role, certainty="exact", reasons=(*statement.reasons, "the plan says what the label means")
    )


def sightings(sources: Sequence[Source], clusters: Mapping[str, str] = MappingProxyType({})) -> Iterator[Sighting]:
    """The objects that readers see in these files, before it is known which of them are one thing."""
    for found in _Repository.of(sources).seen():
        if isinstance(found, Sighting):
            yield found._replace(scope=_cluster_of(found, clusters))


def reason_unused(sources: Sequence[Source], file: str) -> str:
    """Why what a file of YAML holds is not in use; empty, if it is, or if nothing says so."""
    found = [document for source in filter(_is_yaml_source, sources) for document in documents(source)]
    paths, own = layout(found), [document for document in found if document.source.file == file]
    reasons = [paths.reason_unused(document) for document in own]
    return reasons[0] if reasons and all(reasons) else ""


def _in_cluster(seen: Seen | Failure, clusters: Mapping[str, str]) -> Seen | Failure:
    """What was seen, in the cluster that its path was said to belong to."""
    cluster = _cluster_of(seen, clusters)
    return seen if cluster == seen.scope else seen._replace(scope=cluster)


def _cluster_of(seen: Seen | Failure, clusters: Mapping[str, str]) -> str:
    cluster = first_match(seen.file, clusters)
    return seen.scope if cluster is None else cluster


@dataclass(frozen=True, eq=False)
class _Repository:
    """The files of a repository, with their documents and what applies these."""

    sources: Sequence[Source]
    documents: Sequence[Document]
    broken: Sequence[Reported]
    paths: Layout
    memory: Memory

    @classmethod
    def of(cls, sources: Sequence[Source], reading: Callable[[str], object] = lambda _: None) -> _Repository:
        """The documents of all files but templates with a result, and how they lead to each other."""
        made_from = templates([source.file for source in sources])
        sources = [source for source in sources if source.file not in made_from]
        everything: list[Document] = []
        reports: list[Reported] = []
        for source in filter(_is_yaml_source, sources):
            reading(source.file)
            broken: list[Broken] = []
            everything.extend(documents(source, broken))
            reports.extend(_broken(broken))
        for source in sources:
            everything.extend(embedded_documents(source, yaml=_is_yaml_source(source)))
        everything.extend(terraform_documents(sources))
        return cls(sources, everything, reports, layout(everything), Memory())

    @cached_property
    def latent(self) -> dict[str, str]:
        """The files that nothing applies yet, each with the reason; not those that are left over."""
        used = set(map(id, self._in_use))
        unused = (document for document in self._kept if id(document) not in used)
        return {document.source.file: self.paths.reason_unused(document) for document in unused}

    @cached_property
    def _in_use(self) -> list[Document]:
        return [document for document in self.documents if self.paths.applies(document)]

    @cached_property
    def _kept(self) -> list[Document]:
        """The documents that are in use or may be some day."""
        return [document for document in self.documents if not self.paths.is_left_over(document)]

    def seen(self) -> Iterator[Seen | Failure]:
        """Everything that readers see in what is in use."""
        return self._seen_in(self._in_use)

    def seen_if_used(self) -> Iterator[Seen | Failure]:
        """Everything that readers would see if what is latent were in use; nothing where nothing is latent."""
        return self._seen_in(self._kept) if self.latent else iter(())

    def _seen_in(self, documents: Sequence[Document]) -> Iterator[Seen | Failure]:
        yield from self.broken
        paths, known = _filled(documents, self.paths, self.sources)
        yield from read(self.sources, known, lambda file: paths.clusters(file)[0], self.memory)


def _broken(found: Sequence[Broken]) -> Iterator[Reported]:
    """The first document of a file that is no YAML, where there is an address in it: nothing of it is read.

    A template is no mistake: a document with the mark of one is left out without a word.
    """
    addressed = (broken for broken in found if _ADDRESS.search(broken.text) and not _TEMPLATE.search(broken.text))
    for broken in islice(addressed, 1):
        message = f"this is not valid YAML, so nothing of it is read: {broken.problem}"
        problem = Problem(at=broken.place, message=message, hint="correct it, or leave it out with `--exclude`")
        yield Reported("yaml-syntax", problem)


def _filled(everything: Sequence[Document], paths: Layout, sources: Sequence[Source]) -> tuple[Layout, list[Document]]:
    """The documents that are in use, once for each cluster that uses them, with overlays and variables filled in."""
    placed = [
        replace(document, cluster=cluster) if cluster else document
        for document in everything
        for cluster in paths.clusters(document.source.file)
    ]
    found = [*with_releases(with_overlays(placed, sources, paths.clusters))]
    known = variables((document, document.cluster) for document in found)
    at_home = (
        replace(document, cluster=known.home) if known.home and not document.cluster else document for document in found
    )
    return paths._replace(home=known.home or paths.home), [
        with_variables(document, known.of(document.source.file, document.cluster)) for document in at_home
    ]


def _is_yaml_source(source: Source) -> bool:
    of_cloud_init = source.file.rpartition("/")[2] in _OF_CLOUD_INIT and not source.text.startswith("#!")
    return of_cloud_init or source.file.endswith(_YAML)
