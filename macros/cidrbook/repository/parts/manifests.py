"""Helpers for Kubernetes manifests: Helm values, lists of addresses, switches, durations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.net.address_text import to_int
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place
from cidrbook.text.yaml import Document, Value, at, embedded, items, text, texts

_ITEM = regex(r"[^\s,;\"'\[\]]+")
_DURATION = regex(r"(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s?)?")
_MAX_TEXT = 100_000
"""Longer texts are dashboards and the like, not values."""

_ALL_NODES = ("linux", "kubernetes.io/os", "beta.kubernetes.io/os", "In")
_NO_PLACES = ("0.0.0.0", "::")  # noqa: S104 (nothing is bound: kube-vip asks DHCP where it reads these)


class Values(NamedTuple):
    """Helm values: of which chart, of which release of it, and the values themselves."""

    chart: str
    version: Located | None
    tree: Value
    place: Place


def helm_values(document: Document) -> Iterator[Values]:
    """The values of each chart that a document installs.

    Read: Flux's HelmRelease (`spec.values`), k3s' HelmChart and HelmChartConfig (`spec.valuesContent`), Argo CD's
    Application (`spec.source.helm`), values in a ConfigMap, and a file of values.
    """
    for chart, version, tree in _VALUES.get(document.kind, _file_values)(document):
        named = f"{chart or ''} {document.name or ''}" if document.kind else document.source.file
        if isinstance(tree, dict):
            yield Values(named.lower(), version, tree, document.place)


_Found = Iterator[tuple[Located | None, Located | None, Value]]


def _release_values(document: Document) -> _Found:
    spec = at(document.tree, "spec")
    chart = text(spec, "chart", "spec", "chart") or text(spec, "chartRef", "name")
    yield chart, text(spec, "chart", "spec", "version"), at(spec, "values")


def _chart_values(document: Document) -> _Found:
    spec = at(document.tree, "spec")
    yield text(spec, "chart"), text(spec, "version"), _values_in_text(at(spec, "valuesContent"))


def _application_values(document: Document) -> _Found:
    spec = at(document.tree, "spec")
    for source in (*items(spec, "source"), *items(spec, "sources")):
        values = at(source, "helm", "valuesObject") or _values_in_text(at(source, "helm", "values"))
        yield text(source, "chart"), text(source, "targetRevision"), values


def _config_map_values(document: Document) -> _Found:
    for value in items(document.tree, "data"):
        for key, inner in value.items() if isinstance(value, dict) else ():
            named = key.endswith((".yaml", ".yml")) or "values" in key
            if named and isinstance(inner, Located) and len(inner) < _MAX_TEXT:
                yield None, None, embedded(inner)


def _file_values(document: Document) -> _Found:
    if not document.kind:
        yield None, None, document.tree


_VALUES = {
    "HelmRelease": _release_values,
    "HelmChart": _chart_values,
    "HelmChartConfig": _chart_values,
    "Application": _application_values,
    "ConfigMap": _config_map_values,
}


CHARTS = (*_VALUES, "")
"""The kinds of documents that Helm values are in, with a file of values, which has none."""


def _values_in_text(value: Value) -> Value:
    return embedded(value) if isinstance(value, Located) else None


def addresses(written: Located) -> Iterator[Located]:
    """The addresses in a text that commas or blanks part; none where a part of it is not known."""
    if not written.open:
        for found in _ITEM.finditer(written):
            if is_address(found[0].partition("/")[0]):
                yield written.part(found.start(), found.end())


def is_address(written: str) -> bool:
    """Whether it is an address that a machine can have. IPv4-mapped IPv6 addresses are not."""
    version = 6 if ":" in written else 4
    number = to_int(written, version)
    return number is not None and written not in _NO_PLACES and (version == 4 or number >> 32 != 0xFFFF)


def is_mapped(prefix: str) -> bool:
    """Whether a prefix is an IPv4-mapped IPv6 one."""
    return prefix.lower().startswith("::ffff:")


def bare(address: Located) -> Located:
    """An address without its prefix length."""
    end = address.find("/")
    return address if end < 0 else address.part(0, end)


def is_on(value: Value) -> bool:
    """Whether a switch is written, and on."""
    return isinstance(value, Located) and value.lower() in ("true", "yes", "on", "enabled")


def selected(*selectors: Value) -> Located | None:
    """The first text of a selector that chooses some of the nodes; None if it chooses all (each runs Linux)."""
    chosen = (written for written in texts(list(selectors)) if written not in _ALL_NODES)
    return next(chosen, None)


def is_off(value: Value) -> bool:
    """Whether a switch is written, and off."""
    return isinstance(value, Located) and value.lower() in ("false", "no", "off", "disabled")


def seconds(value: Value) -> Located | None:
    """A duration in whole seconds, as Go writes it: `90`, `90s`, `1m30s`."""
    found = _DURATION.fullmatch(value) if isinstance(value, Located) else None
    if not isinstance(value, Located) or found is None or not value:
        return None
    total = sum(int(part or 0) * unit for part, unit in zip(found.groups(), (3600, 60, 1), strict=True))
    return Located(str(total), value.place)


def pool(written: Value) -> Located | None:
    """A pool as written. A pool with a variable is `unknown`, so that it counts as one without addresses."""
    if not isinstance(written, Located) or is_mapped(written):
        return None
    return Located("unknown", written.place, "") if written.open else written


def run(first: Value, last: Value) -> Located | None:
    """The pool from one address to another; one address alone is a pool of one."""
    if not isinstance(first, Located):
        return None
    end = last if isinstance(last, Located) else first
    return pool(Located(f"{first}-{end}", first.place, str(first)))


def is_of_kind(host: str | None) -> bool:
    """Whether an API's host is the node of a cluster that kind makes for a test: it is called by that cluster."""
    return host is not None and host.endswith("-control-plane")
