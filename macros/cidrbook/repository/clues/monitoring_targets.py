"""Names with addresses in monitoring: targets of Prometheus, endpoints of Gatus, entries of a dashboard.

Read: `static_configs` and files of targets
([Prometheus](https://prometheus.io/docs/prometheus/latest/configuration/configuration/#static_config)), where one
address stands in `targets` and a label says whose it is; `name` and `url` of
[Gatus](https://github.com/TwiN/gatus); `href`, `ping` and `siteMonitor` of
[Homepage](https://gethomepage.dev/configs/services/). They are no machines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, embedded, items, mappings, parsed, text, texts

_LABELS = ("host", "hostname", "nodename", "node", "machine", "instance", "name", "device", "alias")
_URLS = ("url", "href", "ping", "siteMonitor")
_NAMED = regex(r"[A-Za-z][A-Za-z0-9 ._-]{0,62}\Z")
_TARGET = regex(
    r"(?:[a-z][a-z0-9+.-]{0,11}://)?(?:[^/@\s]{1,60}@)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::([0-9]{1,5}))?(?:/[^\s]*)?\Z"
)
_OF_MACHINES = frozenset({"", "22", "9100", "9182", "161", "19999", "6556", "10250"})
"""Ports of exporters that run on the machine they watch. Other exporters may run elsewhere."""

_LISTED = regex(r"\A(?:---[^\n]*\n|[ \t]*#[^\n]*\n|[ \t]*\n)*-[ \t]")
_WORDS = ("targets", "href", "url")


@reads_documents(kinds=("ConfigMap",), keys=("targets", *_URLS))
def read(document: Document) -> Iterator[Sighting]:
    """The targets in a document, at any depth."""
    if not document.keys.isdisjoint(("targets", *_URLS)):
        yield from _prometheus_targets(document.tree)
    data = at(document.tree, "data") if document.kind == "ConfigMap" else None
    for written in texts(data):
        if "\n" in written and any(word in written for word in _WORDS):
            yield from _prometheus_targets(embedded(written))


@reads_files(globs=("*.yml", "*.yaml"), words=_WORDS, looks=_LISTED)
def read_list(source: Source) -> Iterator[Sighting]:
    """The targets in a file that is a list of them."""
    tree = parsed(source, source.text)
    yield from _prometheus_targets(tree) if isinstance(tree, list) else ()


def _prometheus_targets(tree: Value) -> Iterator[Sighting]:
    for path, mapping in mappings(tree):
        targets, labels = items(mapping, "targets"), at(mapping, "labels")
        if len(targets) == 1 and isinstance(labels, dict):
            yield from _target_pointer(
                next((value for key in _LABELS if (value := text(labels, key))), None), targets[0], "target"
            )
        for key in _URLS:
            name = text(mapping, "name") or (_last(path, tree) if key != "url" else None)
            yield from _target_pointer(name, mapping.get(key), "entry" if key != "url" else "endpoint")


def _last(path: tuple[str, ...], tree: Value) -> str | None:
    """The key of a mapping."""
    return path[-1] if path and isinstance(tree, list | dict) else None


def _target_pointer(name: Located | str | None, target: Value, noun: str) -> Iterator[Sighting]:
    """The name of one machine or service, and the address that it leads to."""
    if name is None or not isinstance(target, Located) or target.open or not _NAMED.match(name):
        return
    found = _TARGET.match(target)
    if found and as_address(found[1]):
        behind = noun == "target" and (found[2] or "") not in _OF_MACHINES
        yield from pointer(name, target.part(*found.span(1)), "exporter" if behind else noun)
