"""The address of a cluster's DNS, as CoreDNS itself asks for it.

Read: `clusterIP` of a Service `kube-dns`, and `service.clusterIP` in the values of CoreDNS' chart, which say by
`k8sAppLabelOverride` or `service.name` that they are of `kube-dns`
([chart](https://github.com/coredns/helm)).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import addresses, fact
from cidrbook.repository.parts.manifests import helm_values
from cidrbook.repository.sighting import Sighting
from cidrbook.text.yaml import Document, Value, at, text, texts

_NAME = "kube-dns"
_KEYS = ("clusterIP", "clusterIPs")


def read_document(document: Document) -> Iterator[Sighting]:
    """What a Service or a chart's values ask for."""
    if document.kind == "Service":
        yield from _asked(at(document.tree, "spec") if document.name == _NAME else None)
    elif "service" in document.keys:
        yield from (seen for values in helm_values(document) for seen in _of_chart(values.tree))


def _of_chart(values: Value) -> Iterator[Sighting]:
    names = (text(values, "k8sAppLabelOverride"), text(values, "service", "name"))
    if _NAME in names:
        yield from _asked(at(values, "service"))


def _asked(service: Value) -> Iterator[Sighting]:
    found = [own for key in _KEYS for other_text in texts(at(service, key)) for own in addresses(other_text)]
    if found:
        yield fact(found[0].place, dns=found)
