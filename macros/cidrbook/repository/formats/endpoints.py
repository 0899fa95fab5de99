"""Endpoints written by hand: machines beside the cluster behind a Service.

Read: Endpoints (`subsets[].addresses[].ip`) and EndpointSlice (`endpoints[].addresses`)
([Kubernetes](https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors)). Such
an address is no claim, and several services lead to one machine: it counts where nothing else is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.network import Host
from cidrbook.repository.parts.manifests import addresses
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.yaml import Document, Value, at, items, texts


@reads_documents(kinds=("Endpoints", "EndpointSlice"), examples=True)
def read(document: Document) -> Iterator[Sighting]:
    """The machines behind a Service."""
    for written in listed_addresses(document):
        for text in texts(written):
            for address in addresses(text):
                yield sighting("host", Host, address.place, name=document.name, address=[address])._replace(weak=True)


def listed_addresses(document: Document) -> Iterator[Value]:
    """The addresses that Endpoints or an EndpointSlice list, as written."""
    if document.kind == "Endpoints":
        for subset in items(document.tree, "subsets"):
            yield from (at(entry, "ip") for entry in items(subset, "addresses"))
    if document.kind == "EndpointSlice":
        yield from (at(entry, "addresses") for entry in items(document.tree, "endpoints"))
