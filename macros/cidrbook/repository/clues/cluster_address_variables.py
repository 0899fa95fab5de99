"""The addresses of a cluster's API and DNS in variables, recognized by the variables' names.

Read: Flux's variables and Ansible's, such as `KUBE_VIP_ADDR`, `CLUSTER_CONTROLPLANE_VIP` and `k3s_vip`; and
`cluster_dns` beside an inventory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.layout.variables import DEFINING
from cidrbook.repository.parts.cluster_parts import addresses, dns_service, virtual
from cidrbook.repository.parts.variable_purpose import is_example, is_placeholder
from cidrbook.repository.reader import VARIABLES, Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, text

_WORD = r"(?:k3s|k8s|rke2|kube|kubernetes|cluster|talos|api|api_?server|control_?planes?|masters?)"
VIP = regex(
    rf"(?:(?:network|net)_)?(?:{_WORD}_)+(?:vip|virtual_ip)(?:_(?:ip|addr|address))?"
    r"|(?:network_|net_)?kube_?vip_(?:ip|addr|address)",
    re.IGNORECASE,
)
_DNS = regex(r"(?:k3s_|k8s_|rke2_|kube_)?cluster_dns(?:_(?:ip|addr|address))?", re.IGNORECASE)


@reads_documents(kinds=("",), globs=VARIABLES)
def read(document: Document) -> Iterator[Sighting]:
    """The addresses among Ansible's variables."""
    if has_variables(document):
        for _, mapping in document.mappings:
            for name in mapping:
                value = text(mapping, name)
                if VIP.fullmatch(name) and value is not None and not is_placeholder(value):
                    yield from virtual(value)
                if _DNS.fullmatch(name):
                    yield from dns_service(name, addresses(value))


@reads_repository(kinds=DEFINING)
def read_definitions(files: Files) -> Iterator[Sighting]:
    """The API's address among Flux's variables."""
    for definition in files.definitions:
        if VIP.fullmatch(definition.name) and not is_example(definition.value.place.file):
            yield from virtual(definition.value, scope=definition.cluster)
