"""Machines outside of the cluster that manifests name in endpoints.

Read: Endpoints, EndpointSlices and Services of the type ExternalName with one address, whose name is what the address
is said to be of.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.formats.endpoints import listed_addresses
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.parts.manifests import addresses
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, text, texts

_SLICE = "kubernetes.io/service-name"


@reads_repository(kinds=("Endpoints", "EndpointSlice", "Service"))
def read(files: Files) -> Iterator[Sighting]:
    """The machines that services lead to, by name."""
    documents = files.documents
    pinned = {str(document.name) for document in documents if document.name and not document.keys.isdisjoint(KEYS)}
    for document in documents:
        name = _endpoint_name(document)
        if name is not None and name not in pinned:  # what has an address of its own may lead anywhere
            found = [
                own for value in _endpoint_addresses(document) for written in texts(value) for own in addresses(written)
            ]
            for seen in pointer(name, found[0], document.kind) if len(set(found)) == 1 else ():
                yield seen._replace(scope=document.cluster)


def _endpoint_name(document: Document) -> Located | None:
    """The name of the endpoint's target."""
    return text(document.tree, "metadata", "labels", _SLICE) or document.name


def _endpoint_addresses(document: Document) -> Iterator[Value]:
    yield from listed_addresses(document)
    if document.kind == "Service":
        yield at(document.tree, "spec", "externalName")
