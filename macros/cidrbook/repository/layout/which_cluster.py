"""Which cluster a file belongs to, and whether anything applies it.

A path that names a cluster decides (`clusters/<name>/…`, `kubernetes/<name>/apps/…`). What is shared
belongs to each cluster whose [Flux Kustomizations](https://fluxcd.io/flux/components/kustomize/kustomizations/)
lead there by `spec.path` and by the entries of `kustomization.yaml`. Overlays side by side that use one base
(`overlays/attic`, `overlays/garage`) are clusters of these names; so are folders of Talos that each describe another
cluster (`talos/attic`, `talos/garage`), and folders of the same name beside them. Below `cluster/`, a name is one of
applications where nothing says that it is a cluster's. A file or folder that a `kustomization.yaml` beside it leaves
out, and that nothing else names, is not applied: it is kept, and not in use. Where the list is
empty, somebody took all out of it: that is left over, and nobody waits for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname, join, normpath
from typing import NamedTuple

from cidrbook.repository.layout.cluster_paths import cluster_folders, cluster_of
from cidrbook.text.located import Located
from cidrbook.text.paths import upwards
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_SITE = regex(r"(?:^|/)(?:overlays|environments|envs|sites|locations)/([^/]+)(?:/|$)")
_POOLS = {"CiliumLoadBalancerIPPool", "IPAddressPool"}
_DEPLOYED = _POOLS | {"HelmRelease", "Service", "Deployment", "StatefulSet", "DaemonSet", "Gateway"}
"""Kinds that show that their folder belongs to a cluster."""

_APPLYING = ("kustomize.toolkit.fluxcd.io", "argoproj.io")
"""The APIs of Flux and Argo CD, whose objects apply the folders of their paths."""

_PARAMETER = regex(r"\{\{-?\s*\.?([A-Za-z_][A-Za-z0-9_]*)\s*-?\}\}")
"""A value of a generator in a template, as `{{ .app }}` or `{{app}}`."""

_KUSTOMIZATION = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_UNLISTED = "a `kustomization.yaml` beside it lists other files, and nothing leads to this one"
_EMPTIED = "a `kustomization.yaml` beside it lists nothing, and nothing leads to this one"
_BESIDE = "Flux or Argo CD applies a folder beside its own, and nothing leads to this one"
"""Why a file is not in use."""

_MAX_TEXT = 300
"""Longer texts are no paths."""
_MAX_STEPS = 8
"""References followed from one cluster's folder to the next. Labs need three or four; the limit ends circles."""


class Names(NamedTuple):
    """The names of clusters that only the repository's folders reveal, not a path alone."""

    sites: frozenset[str] = frozenset()
    """The overlays that are clusters."""
    folders: re.Pattern[str] | None = None
    """Finds a cluster's name in a path."""

    def of(self, path: str) -> str:
        """The cluster that a path names."""
        return cluster_of(path) or self._folder(path) or self._site(path)

    def _folder(self, path: str) -> str:
        found = self.folders.search(path) if self.folders else None
        return found[1].lower() if found else ""

    def _site(self, path: str) -> str:
        found = _SITE.search(path) if self.sites else None
        return found[1].lower() if found and found[1].lower() in self.sites else ""


class Layout(NamedTuple):
    """What applies which files: the clusters of shared folders, the folders with a list, and the named paths."""

    owners: Mapping[str, frozenset[str]]
    listing: frozenset[str]
    entered: frozenset[str]
    home: str = ""
    """The repository's only cluster, used for files that name none; "" if there are several."""
    names: Names = Names()
    alternatives: frozenset[str] = frozenset()
    """The folders that nothing leads to, although a path of Flux or Argo CD leads to a folder beside each."""
    emptied: frozenset[str] = frozenset()
    """The folders whose list is empty."""

    def clusters(self, path: str) -> tuple[str, ...]:
        """The clusters that a file belongs to. The name is "" if the repository names none."""
        named = self.names.of(path)
        return (named,) if named else tuple(sorted(_owning(path, self.owners))) or (self.home,)

    def applies(self, document: Document) -> bool:
        """Whether a document is in use: no list leaves its file out."""
        path = document.source.file
        if self.alternatives and any(upward in self.alternatives for upward in upwards(dirname(path))):
            return False
        steps = path if document.kind and document.api else dirname(path)
        folders = upwards(steps)
        return all(
            around not in self.listing or inner in self.entered
            for inner, around in zip(folders, (*folders[1:], ""), strict=False)
        )

    def is_left_over(self, document: Document) -> bool:
        """Whether a document was in use once: the list of its folder is empty, and nothing else applies it."""
        return bool(self.emptied) and self.reason_unused(document) == _EMPTIED

    def reason_unused(self, document: Document) -> str:
        """Why a document is not in use; empty if it is."""
        if self.applies(document):
            return ""
        above = upwards(document.source.file)
        if not self.emptied.isdisjoint(above):
            return _EMPTIED
        return _UNLISTED if self.alternatives.isdisjoint(above) else _BESIDE


def layout(documents: Sequence[Document]) -> Layout:
    """The layout of a repository: which documents lead to which files."""
    references: list[tuple[str, str]] = []
    listing: set[str] = set()
    for document in documents:
        references.extend((document.source.file, name) for name in _named_by(document))
        if _lists_resources(document):
            listing.update((dirname(document.source.file), *_itemised_folders(document)))
            references.append((dirname(document.source.file), document.source.file))
    references.extend(_generated_folders(documents))
    entered = {upward for source, target in references for upward in upwards(target) if _is_outside(source, upward)}
    names = Names(_overlay_clusters(references), cluster_folders(documents))
    found = Layout(
        _folder_owners(references, names),
        frozenset(listing),
        frozenset(entered),
        names=names,
        alternatives=_alternatives(documents, listing, references),
        emptied=frozenset(dirname(document.source.file) for document in documents if _lists_nothing(document)),
    )
    return found._replace(home=_home(documents, found))


def _itemised_folders(document: Document) -> Iterator[str]:
    """The folders below a list from which it takes single files: it leaves out the others there."""
    folder = dirname(document.source.file)
    for entry in items(document.tree, "resources"):
        if isinstance(entry, Located) and entry.endswith((".yaml", ".yml")) and len(entry) < _MAX_TEXT:
            target = dirname(normpath(join(folder, entry)))
            if target != folder and f"{target}/".startswith(f"{folder}/" if folder else ""):
                yield target


def _alternatives(
    documents: Sequence[Document], listing: set[str], references: Sequence[tuple[str, str]]
) -> frozenset[str]:
    """The folders that nothing leads to, beside one that a path of Flux or Argo CD leads to.

    Such a path applies its folder and all below it (fluxcd.io, Kustomization, path). Folders without a list count as
    well where Argo CD's Applications take some of them: it applies manifests as they are.
    """
    applying = [document for document in documents if document.api.startswith(_APPLYING)]
    paths = {path for document in applying for path in _named_by(document)}
    if "." in paths or any(document.kind == "ApplicationSet" for document in applying):
        return frozenset()  # such a path, or a generator, may find any folder
    plain = _plain_folders(documents) - listing if any(one.kind == "Application" for one in applying) else set()
    beside = {dirname(path) for path in paths if path in listing or path in plain}
    roots = {upward for document in applying for upward in upwards(dirname(document.source.file))}
    led, around = _led_to(references)
    candidates = {folder for folder in (listing | plain) - around - roots if dirname(folder) in beside}
    return frozenset(folder for folder in candidates if led.isdisjoint(upwards(folder)))


def _plain_folders(documents: Sequence[Document]) -> set[str]:
    """The folders with Services or pools."""
    return {dirname(document.source.file) for document in documents if document.kind in _POOLS | {"Service", "Gateway"}}


def _led_to(references: Sequence[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """The folders that a file outside them names, and these with the folders that they lie in."""
    led: set[str] = set()
    around: set[str] = set()
    for source, target in references:
        folder = dirname(target) if target.endswith(_KUSTOMIZATION) else target
        if _is_outside(source, folder):
            led.add(folder)
        around.update(upward for upward in upwards(folder) if _is_outside(source, upward))
    return led, around


def _is_outside(source: str, folder: str) -> bool:
    return bool(folder) and folder not in upwards(source)


def _generated_folders(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """The folders that an ApplicationSet makes Applications of, each with the file that lists it.

    Its Git generator takes globs of folders, of which those to exclude win; its list generator fills in a path
    (argo-cd.readthedocs.io, ApplicationSet, generators).
    """
    sets = [document for document in documents if document.kind == "ApplicationSet"]
    folders = {upward for document in documents if sets for upward in upwards(dirname(document.source.file))}
    for document in sets:
        for generator in _generators(document):
            taken, left_out = (_globbed(generator, folders, exclude=flag) for flag in (False, True))
            listed = folders & set(_listed_folders(document, generator))
            yield from ((document.source.file, folder) for folder in sorted((taken - left_out) | listed))


def _globbed(generator: Value, folders: Iterable[str], *, exclude: bool) -> set[str]:
    """The folders that the globs of a Git generator match, of those to take or of those to exclude."""
    globs = [
        str(path).strip("/") if part == "directories" else dirname(str(path).strip("/"))
        for part in ("directories", "files")
        for entry in items(generator, "git", part)
        if (path := text(entry, "path")) is not None and (text(entry, "exclude") == "true") is exclude
    ]
    patterns = [_as_pattern(glob) for glob in globs]
    return {folder for folder in folders if any(pattern.fullmatch(folder) for pattern in patterns)}


def _listed_folders(document: Document, generator: Value) -> Iterator[str]:
    """The paths of an ApplicationSet's template, with the values of each element of a list filled in."""
    template = at(document.tree, "spec", "template", "spec")
    sources = (*items(template, "source"), *items(template, "sources"))
    paths = [path for source in sources if (path := text(source, "path")) is not None]
    for element in items(generator, "list", "elements"):
        for path in paths:
            yield normpath(_with_parameters(path, element))


def _with_parameters(path: str, element: Value) -> str:
    """A path with the values of an element in it."""
    return _PARAMETER.sub(lambda found: text(element, found[1]) or "", path)


def _generators(document: Document) -> Iterator[Value]:
    """The generators of an ApplicationSet, also those inside a matrix or a merge."""
    for generator in items(document.tree, "spec", "generators"):
        yield generator
        for combined in ("matrix", "merge"):
            yield from items(generator, combined, "generators")


def _as_pattern(glob: str) -> re.Pattern[str]:
    """The pattern of a glob of folders: `*` matches one name, `**` any number of names."""
    parts = (".*" if part == "**" else re.escape(part).replace(r"\*", "[^/]*") for part in glob.split("/"))
    return re.compile("/".join(parts))


def _overlay_clusters(references: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The overlays that are clusters: they lie side by side and use one base."""
    using: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source, target in references:
        found = _SITE.search(source)
        if found and not target.startswith(source[: found.end()]):
            using[source[: found.start(1)], target].add(found[1].lower())
    return frozenset().union(*(names for names in using.values() if len(names) > 1))


def _home(documents: Iterable[Document], found: Layout) -> str:
    """The only cluster with applications in the repository, if no application lies in a folder without a cluster."""
    names = {
        name for document in documents if document.kind in _DEPLOYED for name in found.clusters(document.source.file)
    }
    return next(iter(names)) if len(names) == 1 else ""


def _lists_resources(document: Document) -> bool:
    if not document.source.file.endswith(_KUSTOMIZATION):
        return False
    return any(items(document.tree, key) or document.tree.get(key) == [] for key in ("resources", "bases"))


def _lists_nothing(document: Document) -> bool:
    return _lists_resources(document) and not any(
        items(document.tree, key) for key in ("resources", "bases", "components")
    )


def _named_by(document: Document) -> Iterator[str]:
    """The paths that a document refers to. Any text in a `kustomization.yaml` may be a path."""
    if document.source.file.endswith(_KUSTOMIZATION) and not document.api.startswith("kustomize.toolkit"):
        folder = dirname(document.source.file)
        for written in texts(document.tree):
            path = written.rpartition("=")[2]
            if len(written) < _MAX_TEXT and "://" not in path and " " not in path and "\n" not in path:
                yield normpath(join(folder, path))
    if document.kind == "ApplicationSet":
        yield from (normpath(name.partition("*")[0]) for name in texts(at(document.tree, "spec")) if "/*" in name)
    if document.kind not in ("Kustomization", "Application"):
        return
    spec = at(document.tree, "spec")
    for source in (spec, *items(spec, "source"), *items(spec, "sources")):
        path_of = text(source, "path")
        if path_of is not None and len(path_of) < _MAX_TEXT:
            yield normpath(path_of.lstrip("/"))


def _owning(path: str, owners: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The clusters of the nearest parent folder that has any."""
    if not owners:
        return frozenset()
    return next((owners[upward] for upward in upwards(path) if upward in owners), frozenset())


def _folder_owners(references: list[tuple[str, str]], names: Names) -> dict[str, frozenset[str]]:
    """The clusters of shared folders, found by following references from folders of clusters."""
    owners: dict[str, frozenset[str]] = {}
    shared = [(source, target) for source, target in references if not names.of(f"{target}/")]
    for _ in range(_MAX_STEPS):
        found: dict[str, set[str]] = defaultdict(set)
        for source, target in shared:
            named = names.of(source)
            found[target].update((named,) if named else _owning(source, owners))
        new = {target: frozenset(names) for target, names in found.items() if names}
        if new == owners:
            break
        owners = new
    return owners
