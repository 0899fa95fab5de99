"""The machines of a Talos cluster in `topf.yaml`.

Read: `clusterEndpoint`, `kubernetesVersion` and of each of `nodes` its `host`, `ip` and `role`
([topf](https://github.com/postfinance/topf)); where there is no `ip`, the `host` can be the address. What the patches
beside it say is read as any configuration of [Talos](https://www.talos.dev/latest/reference/configuration/).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import addresses, endpoint, fact, node
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.yaml import Document, Value, at, items, text

_ROLES = {"control-plane": "control-plane", "controlplane": "control-plane", "worker": "worker"}


@reads_documents(keys=("nodes",))
def read(document: Document) -> Iterator[Sighting]:
    """The API and the nodes of the cluster."""
    if _is_topf(document):
        version = text(document.tree, "kubernetesVersion")
        yield fact(document.place, distribution="talos", version=version)
        yield from endpoint(at(document.tree, "clusterEndpoint"))
        for entry in items(document.tree, "nodes"):
            yield from _topf_node(entry)


def _is_topf(document: Document) -> bool:
    tree = document.tree
    named = "clusterEndpoint" in tree or "clusterName" in tree
    return not document.kind and named and any(text(entry, "host") for entry in items(tree, "nodes"))


def _topf_node(value: Value) -> Iterator[Sighting]:
    name, role = text(value, "host"), text(value, "role") or ""
    own = addresses(at(value, "ip")) or addresses(name)
    yield from node(
        name or "",
        own,
        hostname="" if name in own else name,
        roles=[written for written in [_ROLES.get(role)] if written],
    )
