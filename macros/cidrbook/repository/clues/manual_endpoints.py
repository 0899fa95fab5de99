"""Machines outside of the cluster that manifests name: in endpoints and as NFS servers.

Read: Endpoints, EndpointSlices and Services of the type ExternalName with one address, whose name is what the address
is said to be of; and `server` beside `path` of volumes. One export of one name, which most manifests have from one
server and a single one from another, unknown one of the same network, was forgotten when the server moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cidrbook.repository.formats.endpoints import listed_addresses
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.parts.manifests import addresses
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, Sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, text, texts

_SLICE = "kubernetes.io/service-name"
_MOST = 2
"""Manifests that agree on a server. A single one cannot outvote another."""


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


@reads_repository(keys=("server",))
def read_servers(files: Files) -> Iterator[Reported]:
    """The only manifest that names another NFS server for an export than all other manifests."""
    shares: dict[tuple[str, str], list[tuple[Document, Located]]] = defaultdict(list)
    times: Counter[str] = Counter()
    for document in files.documents:
        for mapping in document.having("server") if "path" in document.keys else ():
            server, path = text(mapping, "server"), text(mapping, "path")
            if server is not None and path is not None and is_private(server) and not is_example(document.source.file):
                shares[document.cluster, str(path)].append((document, server))
                times[server] += 1
    for (_, export), found in shares.items():
        once = [pair for pair in found if times[pair[1]] == 1]
        others = {str(server): server for _, server in found if times[server] > 1}
        if len(once) == 1 and len(others) == 1 and len(found) > _MOST:
            (usual,) = others.values()
            if once[0][1].rpartition(".")[0] == usual.rpartition(".")[0]:
                yield _other_server(*once[0], export, usual)


def _other_server(document: Document, server: Located, path: str, usual: Located) -> Reported:
    problem = Problem(
        at=server.place,
        message=f"{path} is mounted from {server} here, and from {usual} elsewhere",
        label="differs elsewhere",
        related=(Related(at=usual.place, message=f"{usual} is written here"),),
        hint="write in both where the server is",
    )
    return Reported("copies-disagree", problem, document.cluster)
