"""Charts that a document installs, as Helm releases that the other readers know.

Read: kustomize's `helmCharts` (`valuesInline`), patches of what a HelmRelease renders (`postRenderers`), the releases
of a Helmfile, values beside a `Chart.yaml` that are of its dependencies, and Argo CD's Applications (`helm.values`,
`helm.valuesObject`, `helm.parameters`), also as the template of an ApplicationSet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import basename, dirname

from cidrbook.repository.layout.kustomizations import is_kustomization
from cidrbook.repository.layout.patches import fields, merged, set_at, target, with_operations
from cidrbook.text.located import Located
from cidrbook.text.source import Place
from cidrbook.text.yaml import Document, Value, at, embedded, items, text

_SERVICE = "Service"
_CHART = "Chart.yaml"


def with_releases(documents: Sequence[Document]) -> Iterator[Document]:
    """The documents, each followed by the releases that it installs."""
    charts = _charts(documents)
    for document in documents:
        make = _INSTALLED_BY_KIND.get(document.kind)
        if is_kustomization(document):
            yield from _charts_of_kustomization(document)
        elif make is not None:
            yield from make(document)
        elif not document.kind and (charts or "releases" in document.tree):
            yield from (
                _values_of_charts(document, charts.get(dirname(document.source.file), ()))
                if charts
                else _releases_of_helmfile(document)
            )
        else:
            yield document


def _release(document: Document, place: Place, chart: Value, values: Value, **meta: Value) -> Document:
    """A release of a chart, in Flux's form."""
    spec: Value = {"chart": {"spec": {"chart": chart}}, "values": values}
    kind = Located("HelmRelease", place)
    return replace(document, tree={"kind": kind, "metadata": meta, "spec": spec}, number=-1)


def _without_keys(document: Document, *keys: str) -> Document:
    return replace(document, tree={key: value for key, value in document.tree.items() if key not in keys})


def _charts_of_kustomization(document: Document) -> Iterator[Document]:
    """The kustomization without its charts, then each chart as a release."""
    charts = items(document.tree, "helmCharts")
    yield _without_keys(document, "helmCharts") if charts else document
    for entry in charts:
        chart, values = text(entry, "name"), at(entry, "valuesInline")
        if chart and values:
            name = at(entry, "releaseName") or chart
            yield _release(document, chart.place, chart, values, name=name, namespace=at(entry, "namespace"))


def _releases_of_helmfile(document: Document) -> Iterator[Document]:
    """The Helmfile without its releases, then each release whose values stand in it."""
    yield _without_keys(document, "releases")
    for release in items(document.tree, "releases"):
        chart, name = text(release, "chart"), text(release, "name")
        for values in items(release, "values") if chart and name else ():
            if chart and name and isinstance(values, dict):
                own = chart.part(chart.rfind("/") + 1, len(chart))
                yield _release(document, name.place, own, values, name=name, namespace=at(release, "namespace"))


def _charts(documents: Sequence[Document]) -> Mapping[str, tuple[Located, ...]]:
    """The names under which a `Chart.yaml` takes values for its dependencies, by folder."""
    found = {}
    for document in documents:
        if document.source.file.endswith(_CHART) and basename(document.source.file) == _CHART:
            own = (
                text(dependency, "alias") or text(dependency, "name")
                for dependency in items(document.tree, "dependencies")
            )
            found[dirname(document.source.file)] = tuple(name for name in own if name)
    return {folder: names for folder, names in found.items() if names}


def _values_of_charts(document: Document, charts: Sequence[Located]) -> Iterator[Document]:
    """The chart's own values, then a release for each dependency. A single dependency has the folder's name."""
    if not charts or not basename(document.source.file).startswith("values"):
        yield from _releases_of_helmfile(document) if "releases" in document.tree else (document,)
        return
    yield _without_keys(document, *charts)
    for chart in charts:
        values = at(document.tree, chart)
        if isinstance(values, dict):
            folder = Located(basename(dirname(document.source.file)) or chart, document.place)
            yield _release(document, document.place, chart, values, name=folder if len(charts) == 1 else chart)


def _release_with_patches(document: Document) -> Iterator[Document]:
    """The release, then the Services that its patches change. Those belong to the release."""
    yield document
    renderers = items(document.tree, "spec", "postRenderers")
    patches = [patch for renderer in renderers for patch in items(renderer, "kustomize", "patches")]
    found = [tree for patch in patches if (tree := _patched_service(patch))]
    for tree in found:
        name = document.name if len(found) == 1 else at(tree, "metadata", "name")
        space = at(document.tree, "metadata", "namespace")
        named = merged(tree, {"metadata": {"name": name, "namespace": space}}, core=False)
        yield replace(document, tree=named if isinstance(named, dict) else {}, number=-1)


def _patched_service(patch: Value) -> dict[str, Value]:
    """The Service that a patch changes, with the fields that the patch sets."""
    written = text(patch, "patch")
    body = embedded(written) if written else None
    chosen = target(at(patch, "target"))
    if not written or _SERVICE not in (chosen.kind, str(text(body, "kind"))):
        return {}
    start: dict[str, Value] = {
        "kind": Located(_SERVICE, written.place),
        "metadata": {"name": Located(chosen.name or "service", written.place)},
    }
    tree = with_operations(start, body, create=True) if isinstance(body, list) else merged(start, body, core=True)
    return tree if isinstance(tree, dict) else {}


def _releases_of_application(document: Document) -> Iterator[Document]:
    """The Application without its values, then a release for each of its sources."""
    spec = at(document.tree, "spec")
    sources = [*items(spec, "source"), *items(spec, "sources")]
    if not any(at(source, "helm") for source in sources):
        yield document
        return
    bare: dict[str, Value] = {key: None for key in ("source", "sources") if at(spec, key)}
    yield replace(document, tree={**document.tree, "spec": merged(spec, bare, core=False)})
    for source in sources:
        values = _values_of_source(source)
        if values:
            space = at(spec, "destination", "namespace")
            made = _release(document, document.place, at(source, "chart"), values, name=document.name, namespace=space)
            yield made


def _values_of_source(source: Value) -> Value:
    """The values of a source. `valuesObject` counts before `values`, and parameters before both."""
    written = text(source, "helm", "values")
    values = at(source, "helm", "valuesObject") or (embedded(written) if written else None)
    for parameter in items(source, "helm", "parameters"):
        name, value = text(parameter, "name"), text(parameter, "value")
        if name and value:
            values = set_at(values, fields(name), _always(value), create=True)
    return values


def _always(value: Located) -> Callable[[Value], Value]:
    return lambda _: value


def _releases_of_application_set(document: Document) -> Iterator[Document]:
    """The releases that the template of an ApplicationSet installs."""
    spec = at(document.tree, "spec", "template", "spec")
    meta = at(document.tree, "metadata")
    made = {"kind": Located("Application", document.place), "metadata": meta, "spec": spec}
    yield from _releases_of_application(replace(document, tree=made))


_INSTALLED_BY_KIND: dict[str, Callable[[Document], Iterator[Document]]] = {
    "HelmRelease": _release_with_patches,
    "Application": _releases_of_application,
    "ApplicationSet": _releases_of_application_set,
}
