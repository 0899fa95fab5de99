"""The address of a cluster's DNS, as requested for CoreDNS.

Read: `clusterIP` of a Service `kube-dns`, and `service.clusterIP` in the values of CoreDNS' chart, which say by
`k8sAppLabelOverride` or `service.name` that they are of `kube-dns`
([chart](https://github.com/coredns/helm)).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import addresses, dns_service
from cidrbook.repository.parts.manifests import helm_values
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.yaml import Document, Value, at, text, texts

_NAME = "kube-dns"
_KEYS = ("clusterIP", "clusterIPs")


@reads_documents(kinds=("Service",), keys=("service",), examples=True)
def read(document: Document) -> Iterator[Sighting]:
    """The address in a Service, or in a chart's values."""
    if document.kind == "Service":
        yield from _dns_of(at(document.tree, "spec") if document.name == _NAME else None)
    elif "service" in document.keys:
        yield from (seen for values in helm_values(document) for seen in _dns_of_chart(values.tree))


def _dns_of_chart(values: Value) -> Iterator[Sighting]:
    names = (text(values, "k8sAppLabelOverride"), text(values, "service", "name"))
    if _NAME in names:
        yield from _dns_of(at(values, "service"))


def _dns_of(service: Value) -> Iterator[Sighting]:
    found = [own for key in _KEYS for written in texts(at(service, key)) for own in addresses(written)]
    yield from dns_service("clusterIP", found)
