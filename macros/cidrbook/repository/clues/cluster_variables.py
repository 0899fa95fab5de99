"""Values of a cluster in variables that are called after them: its API, its DNS, a node, the pool of its services.

Read: Flux's variables and Ansible's, such as `KUBE_VIP_ADDR`, `CLUSTER_CONTROLPLANE_VIP` and `k3s_vip`, which are the
virtual address of the API; `cluster_dns` beside an inventory; and `KUBE_API_ADDR`, `k3s_master_ip`, `COREDNS_ADDR`,
`LB_RANGE` and their like, which are compared with what other files say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from cidrbook.repository.clues.api_copies import api_address, copied_addresses
from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.layout.variables import DEFINING
from cidrbook.repository.parts.cluster_parts import addresses, dns_service, prefixes, virtual
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.parts.variable_purpose import is_example, is_placeholder
from cidrbook.repository.reader import VARIABLES, Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document

Meaning = Literal["", "virtual", "dns service", "api", "master", "dns", "pool"]
"""What a variable is. The first two are the cluster's own; the others are purposes of settings, which are compared."""

_WORD = r"(?:k3s|k8s|rke2|kube|kubernetes|cluster|talos|api|api_?server|control_?planes?|masters?)"
_OF = r"(?:(?:network|net|cluster|k3s|k8s|rke2|kube|kubernetes|talos)_)"
_RANGE = r"(?:cidrs?|ranges?|pools?|subnets?|addresses|ip_range|ip_pool|address_pool|address_range)"
_BETWEEN = r"(?:(?:ext|int|external|internal|ip|svc|service|default|main|l2|bgp|ipv4|v4)_)*"
_MEANINGS: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    (
        "virtual",
        regex(
            rf"(?:(?:network|net)_)?(?:{_WORD}_)+(?:vip|virtual_ip)(?:_(?:ip|addr|address))?"
            r"|(?:network_|net_)?kube_?vip_(?:ip|addr|address)"
        ),
    ),
    ("dns service", regex(r"(?:k3s_|k8s_|rke2_|kube_)?cluster_dns(?:_(?:ip|addr|address))?")),
    ("api", regex(rf"{_OF}+(?:api_?server|api|control_?plane|endpoint)(?:_(?:endpoint|addr|address|ip|host))?")),
    ("master", regex(r"(?:k3s|k8s|rke2|kube|kubernetes)_(?:first_)?(?:master|control_?plane)_(?:ip|addr|address)")),
    ("dns", regex(rf"{_OF}*(?:coredns|kube_?dns)(?:_(?:svc|service))?(?:_(?:ip|addr|address))?")),
    ("pool", regex(rf"(?:\w*_)?(?:lb|lbipam|load_?balancers?|metallb|external_ip)_{_BETWEEN}{_RANGE}")),
)
"""The names of variables for each meaning, in lower case."""

_SPAN = regex(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})\s*-\s*([0-9]{1,3}(?:\.[0-9]{1,3}){3})")
_LONGEST = 60
"""Longer keys are no names of variables. Every key is matched with the patterns, so long ones would cost time."""


@reads_documents(kinds=("",), globs=VARIABLES)
def read(document: Document) -> Iterator[Sighting]:
    """The values among Ansible's variables."""
    if has_variables(document):
        for _, mapping in document.mappings:
            for name, value in mapping.items():
                if isinstance(value, Located):
                    own = addresses(value) if meaning(name) == "dns service" else []
                    yield from dns_service(name, own) if own else cluster_variable(name, value)


@reads_repository(kinds=DEFINING)
def read_definitions(files: Files) -> Iterator[Sighting]:
    """The values among Flux's variables."""
    for definition in files.definitions:
        if not is_example(definition.value.place.file):
            for seen in cluster_variable(definition.name, definition.value):
                yield seen._replace(scope=definition.cluster)


def cluster_variable(name: str, value: Located) -> Iterator[Sighting]:
    """What a variable says of its cluster: a virtual address of its own, or a copy of what other files say."""
    purpose = meaning(name)
    if purpose in ("", "dns service") or value.open or is_placeholder(value):
        return
    if purpose == "virtual":
        yield from virtual(value)
    elif purpose == "api":
        yield from api_address(name, value)
    elif purpose == "pool":
        yield from _copied_pool(name, value)
    else:
        yield from copied_addresses(name, purpose, addresses(value))


@lru_cache(maxsize=8192)
def meaning(name: str) -> Meaning:
    """What a variable of this name is; nothing where the name does not say."""
    spelled = name.lower().replace("-", "_") if len(name) < _LONGEST else ""
    return next((purpose for purpose, names in _MEANINGS if spelled and names.fullmatch(spelled)), "")


def _copied_pool(name: str, value: Located) -> Iterator[Sighting]:
    spans = [f"{match[1]}-{match[2]}" for match in _SPAN.finditer(value)]
    found = [
        prefix for prefix in prefixes(value) if is_private(prefix.partition("/")[0]) and not prefix.endswith("/32")
    ]
    yield from setting_copy(name, "pool", found, [Located(span, value.place) for span in spans])
