"""RackPeek: its `config.yaml`.

Read ([RackPeek](https://timmoth.github.io/RackPeek/)): of `resources`, each System with its `ip`; and each Service with
`network.ip`, which is only where it is reached, as a System has the address.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.network import Host
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Seen, sighting
from cidrbook.text.yaml import Document, Value, items, text


@reads_documents(kinds=("",), keys=("resources",), words=("kind: System", "kind: Service"))
def read(document: Document) -> Iterator[Seen]:
    """The systems, and where services are reached."""
    for resource in items(document.tree, "resources"):
        yield from _resource(resource)


def _resource(resource: Value) -> Iterator[Seen]:
    kind, name = text(resource, "kind"), text(resource, "name")
    if name is None:
        return
    address = text(resource, "ip") if kind == "System" else text(resource, "network", "ip")
    if address is not None and as_address(address):
        if kind == "System":
            yield sighting("host", Host, address.place, name=name, address=address)
        elif kind == "Service":
            yield from pointer(str(name), address, "RackPeek service")
