"""Variables for the pool of a load balancer without any object for it, or for an address in a pool.

Read: Ansible's `metal_lb_ip_range`, `k3s_external_ip_range`, `cluster_net_lb_cidr` and their like, in a tree without
any pool; Flux's variables such as `NGINX_LOAD_BALANCER_IP`, where others of their kind lie in a pool.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.ip import AddressRange, parse_pool
from cidrbook.net.spans import PlainRun
from cidrbook.plan.cluster import LoadBalancer, Service
from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.layout.variables import DEFINING, Definition
from cidrbook.repository.parts.manifests import is_address, pool
from cidrbook.repository.parts.variable_purpose import is_example, is_of_product_in_use, is_placeholder
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_POOL = regex(
    r"(?:[a-z0-9]+_)*?(?:metal_?lb|lb|lbipam|lb_ipam|load_?balancer|lb_ext|external_ip|lb_external|lb_ip)_"
    r"(?:ips?_|ext_|external_|address_|svc_|service_)*(?:range|pool|cidr|addresses)s?",
    re.IGNORECASE,
)
_ADDRESS = regex(r"(?:^|_)(?:LB|LBIP|LOAD_?BALANCER)(?:_|$)")
_USED = regex(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")
_KINDS = ("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool")
_OTHERS = 2
"""Variables that lie in pools. With fewer, an address outside shows no mistake."""


@reads_repository(kinds=DEFINING)
def read(files: Files) -> Iterator[Sighting]:
    """The pools that only variables define, and services' addresses outside of all pools."""
    documents = files.documents
    pools: dict[str, list[PlainRun]] = defaultdict(list)
    others = any("address-pools" in document.keys for document in documents)
    others = others or any("address-pools:" in text for text in {document.source.text for document in documents})
    for document in documents:
        for written in _pool_texts(document):
            pools[document.cluster] += _spans_of_pool(written)
    for document in documents:
        if not others and not pools and has_variables(document) and not is_example(document.source.file):
            yield from _named_pools(document)
    yield from _services_in_pools(files, pools)


def _pool_texts(document: Document) -> Iterator[Located]:
    spec = at(document.tree, "spec") if document.kind in _KINDS else None
    for block in (*items(spec, "blocks"), *items(spec, "cidrs")):
        first, last = text(block, "start"), text(block, "stop")
        yield from texts(at(block, "cidr"))
        if first is not None and last is not None and not first.open and not last.open:
            yield Located(f"{first}-{last}", first.place)
    yield from texts(at(spec, "addresses"))


def _spans_of_pool(written: Located) -> list[PlainRun]:
    """The addresses of a pool; none if the text is not a pool."""
    try:
        found = parse_pool(str(pool(written) or ""))
    except ValueError:
        return []
    if isinstance(found, AddressRange):
        return [PlainRun(found.first.version, int(found.first), int(found.last))]
    return [PlainRun(found.version, found.first, found.last)] if isinstance(found, IPNetwork) else []


def _named_pools(document: Document) -> Iterator[Sighting]:
    """The pools in variables, recognized by the variables' names."""
    for _, mapping in document.mappings:
        for key, value in mapping.items():
            found = _only_pool(value) if _POOL.fullmatch(key) else None
            if found is not None and is_of_product_in_use(key, document.source.text):
                product = "metallb" if "metal" in key else "cilium" if "cilium" in key else "load balancer"
                known = {"product": product, "pools": [found]}
                yield sighting("balancer", LoadBalancer, found.place, scope=document.cluster, **known)


def _only_pool(value: Value) -> Located | None:
    """The pool in a variable, if it is a single one."""
    found = [
        written
        for written in texts(value)
        if not written.open and not is_placeholder(written) and _spans_of_pool(written)
    ]
    return found[0] if len(found) == 1 else None


def _services_in_pools(files: Files, pools: dict[str, list[PlainRun]]) -> Iterator[Sighting]:
    """The services with an address only in variables, if the cluster's other variables lie in its pools."""
    asked = {name for document in files.documents for name in _asked_variables(document)} if pools else set()
    groups: dict[str, dict[str, Definition]] = defaultdict(dict)
    for definition in files.definitions if pools else ():
        if _ADDRESS.search(definition.name.upper()) and is_address(definition.value) and definition.cluster in pools:
            groups[definition.cluster].setdefault(definition.name, definition)
    for cluster, found in groups.items():
        outside = [definition for definition in found.values() if not _is_in_pools(definition.value, pools[cluster])]
        if len(found) - len(outside) < _OTHERS or len(outside) > 1:
            continue
        for definition in outside:
            if definition.name not in asked:
                known = {"name": definition.name, "address": [definition.value], "via": "load-balancer-ip"}
                yield sighting("service", Service, definition.value.place, scope=cluster, **known)


def _asked_variables(document: Document) -> Iterator[str]:
    for mapping in document.having(*KEYS):
        for key in (key for key in mapping if key in KEYS):
            yield from (name for written in texts(mapping[key]) for name in _USED.findall(written.raw))


def _is_in_pools(written: str, pools: list[PlainRun]) -> bool:
    version = 6 if ":" in written else 4
    number = to_int(written, version)
    return any(pool.version != version or pool.first <= (number or 0) <= pool.last for pool in pools)
