"""Services that ask for one address inside the cluster: `clusterIP`, in manifests and in the values of charts.

The API server refuses the second one ([Kubernetes](https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/)).
The cluster's DNS is left out: it is set in several places. One app may be written twice, for its bootstrap.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, text

_DNS = regex(r"dns", re.IGNORECASE)
_LAYERS = frozenset({"app", "apps", "base", "resources", "manifests", "templates", "helm", "config"})
"""Folders that are not called after an app."""


@reads_repository(keys=("clusterIP",))
def read(files: Files) -> Iterator[Reported]:
    """Services of two apps with one address."""
    found: dict[tuple[str, str], dict[str, Located]] = defaultdict(dict)
    for document in files.documents:
        for mapping in document.having("clusterIP") if _is_of_one_app(document) else ():
            address = text(mapping, "clusterIP")
            if address is not None and is_private(address):
                found[document.cluster, str(address)].setdefault(_app_of(document), address)
    for (cluster, _), apps in found.items():
        (first, address), *others = apps.items()
        if not any(map(_DNS.search, apps)):
            problems = (_second_service(first, address, *other) for other in others)
            yield from (Reported("duplicate-address", problem, cluster) for problem in problems)


def _is_of_one_app(document: Document) -> bool:
    """Whether a document is of an app that somebody wrote; a list is what a cluster printed."""
    return not document.kind.endswith("List") and not is_example(document.source.file)


def _app_of(document: Document) -> str:
    """The app that a document belongs to: the object's name, or the folder of a file of values."""
    folders = [part for part in dirname(document.source.file).split("/") if part not in _LAYERS]
    return slug(str(document.name or (folders[-1:] or [document.source.file])[0]))


def _second_service(first: str, address: Located, again: str, twice: Located) -> Problem:
    return Problem(
        at=twice.place,
        message=f"{again} has the address {twice}, which {first} already has",
        label="again",
        related=(Related(at=address.place, message="the first one is written here"),),
        hint="give one of them another address: the API server refuses the second service",
        parties=(first, again),
    )
