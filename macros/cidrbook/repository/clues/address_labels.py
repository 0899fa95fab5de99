"""Names that programs put in the place of an address: of hosts in logs and in metrics.

Read: `replace(…, "10.0.0.5", "node-1")` of [Vector](https://vector.dev/docs/reference/vrl/functions/#replace);
`regex` and `replacement` of Prometheus' rules for `instance` and the like; `label_replace(…, "node-1", "instance",
"10.0.0.5:.*")` of its queries. They are no machines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, text

_NAME = r"[A-Za-z][A-Za-z0-9._-]{0,62}"
_ADDRESS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_REPLACED = regex(rf"\breplace!?\([^,\n()]{{1,80}}, *\"({_ADDRESS})\", *\"({_NAME})\"")
_QUERIED = regex(rf"\\?\"({_NAME})\\?\", *\\?\"instance\\?\", *\\?\"({_ADDRESS})(?::[^\"\\]{{1,9}})?\\?\"")
_RULE = regex(rf"\^?\(?({_ADDRESS})\)?(?::[0-9.*+()\\d]{{0,12}})?\$?\Z")
_SOURCES = ("source_labels", "sourceLabels")


@reads_files(words=("replace(", "replace!("), looks=_REPLACED)
def read(source: Source) -> Iterator[Sighting]:
    """The names in a program of Vector."""
    for found in _REPLACED.finditer(source.text):
        yield from _labelled(source, found, 1, found[2])


@reads_files(words=("label_replace(",), looks=_QUERIED)
def read_queries(source: Source) -> Iterator[Sighting]:
    """The names in queries of Prometheus."""
    for found in _QUERIED.finditer(source.text):
        yield from _labelled(source, found, 2, found[1])


@reads_documents(keys=_SOURCES)
def read_rules(document: Document) -> Iterator[Sighting]:
    """The names in Prometheus' rules for labels."""
    for mapping in document.having(*_SOURCES):
        pattern, name = text(mapping, "regex"), text(mapping, "replacement")
        found = _RULE.match(pattern.replace("\\.", ".")) if pattern is not None else None
        if pattern is not None and name is not None and found and re.fullmatch(_NAME, name) and as_address(found[1]):
            yield from pointer(name, Located(found[1], pattern.place), "target")


def _labelled(source: Source, found: re.Match[str], address: int, name: str) -> Iterator[Sighting]:
    written = Located(found[address], source.at(found.start(address), len(found[address])))
    if as_address(written):
        yield from pointer(name, written, "target")
