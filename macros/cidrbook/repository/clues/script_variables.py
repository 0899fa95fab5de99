"""Addresses of a cluster in the variables of scripts, recognized by name and compared with the cluster's own.

Read: lines such as `export CLUSTER_VIP=10.0.0.9`, `K0S_LB_POOL=10.0.0.64,10.0.0.95`, `K0S_WORKER_ADDRESSES=…` and
`POD_CIDR := "10.42.0.0/16"` of shell scripts, `.env` and `.envrc`, justfiles, Makefiles, `mise.toml` and Taskfiles.
A tree whose other files have no pool, or no virtual address, has the one that a script names. A variable with two
values in two files is one of each environment, and says nothing of the other. `NODE_K8S_1_IP` leads to `k8s-1`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cidrbook.plan.cluster import LoadBalancer
from cidrbook.repository.clues.cluster_variables import cluster_variable, meaning
from cidrbook.repository.clues.named_ranges import by_name
from cidrbook.repository.layout.variables import Definition
from cidrbook.repository.parts.cluster_parts import addresses, parse_address
from cidrbook.repository.parts.manifests import pool
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.parts.variable_purpose import is_environment, is_example, is_placeholder
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document

_SHELL = regex(r"\.(?:sh|bash|zsh|ksh)(?:\.j2)?$|(?:^|/)\.envrc$", re.IGNORECASE)
_OTHERS = regex(
    r"(?:^|/)(?:\.?justfile|makefile|gnumakefile|taskfile\.ya?ml|\.?mise\.toml)$|\.(?:just|mk)$|(?:^|/)\.taskfiles?/",
    re.IGNORECASE,
)
_GLOBS = (
    *("*.sh", "*.bash", "*.zsh", "*.ksh", "*.sh.j2", "*.bash.j2", "*.zsh.j2", "*.ksh.j2", "*env*", "*justfile"),
    *("*makefile", "*taskfile*", "*mise.toml", "*.just", "*.mk"),
)
_ASSIGNED = regex(
    r"^[ \t]*(?:(?:export|readonly|local)[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]{2,60})"
    r"(?:=|[ \t]*(?:\?=|::?=|=)[ \t]*|:[ \t]+)(?P<quote>[\"']?)"
    r"(?P<value>[0-9][0-9a-fA-F.:]{4,45}[0-9a-fA-F.:/, \t-]{0,300}?)(?P=quote)[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
_OF = r"(?:k3s|k8s|k0s|rke2|kube|kubernetes|talos|cluster)_(?:[a-z0-9]+_){0,2}?"
_NODES = regex(
    rf"{_OF}(?:controllers?|control_?planes?|cps?|masters?|servers?|workers?|agents?|nodes?)_(?:addresses|addrs?|ips?)"
)
_MACHINE = regex(
    r"(?:(?:node|host|machine|vm|ssh|remote|target)_)*([a-z][a-z0-9_]{1,40}?)(?:_(?:node|host|ssh|server))*"
    r"_(?:ip|ipv4|ip_?addr|ip_?address|addr|address|host)"
)
_POOL = regex(
    r"(?:[a-z0-9]+_){0,3}?(?:lb|lbipam|lb_ipam|load_?balancers?|metal_?lb)_"
    r"(?:(?:ips?|ipv4|address|addresses|ext|external|int|internal|svc|service)_){0,2}(?:pool|range|cidr|addresses)s?"
)
_TALKS_OF_API = frozenset({"vip", "endpoint", "clusterEndpoint", "tls-san", "k8sServiceHost", "vip_address"})
_POOLS = ("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool")


@reads_repository(globs=_GLOBS)
def read(files: Files) -> Iterator[Sighting]:
    """The cluster addresses in the scripts of a repository. They complete or contradict other files."""
    found = [
        (source, variable) for source in files.sources if _is_script(source.file) for variable in _assignments(source)
    ]
    if not found:
        return
    values: dict[str, set[str]] = defaultdict(set)
    for _, variable in found:
        values[variable.name.lower()].add(str(variable.value))
    named = _documented_values(files.documents)
    for source, variable in found:
        alone = len(values[variable.name.lower()]) == 1
        if _POOL.fullmatch(variable.name.lower()):
            yield from _pool_of_variable(variable, named, alone=alone)
        elif alone:
            yield from _cluster_value(variable, named)
            if not is_environment(source.file):  # which is read for these as a whole
                yield from by_name({variable.name: variable.value})


class _Documented(NamedTuple):
    """Whether other files have pools, and an address of the API."""

    pools: bool
    api: bool


def _documented_values(documents: Sequence[Document]) -> _Documented:
    """What other files have."""
    texts = {document.source.text for document in documents}
    pools = any(document.kind in _POOLS or "address-pools" in document.keys for document in documents)
    api = any(
        document.kind == "Layer2VIPConfig" or not _TALKS_OF_API.isdisjoint(document.keys) for document in documents
    )
    return _Documented(
        pools or any("address-pools:" in written for written in texts),
        api or any("kube-vip" in written for written in texts),
    )


def _is_script(file: str) -> bool:
    return bool(_SHELL.search(file) or is_environment(file) or _OTHERS.search(file)) and not is_example(file)


def _assignments(source: Source) -> Iterator[Definition]:
    for match in _ASSIGNED.finditer(source.text):
        value = match["value"].rstrip()
        found = Located(value, source.at(match.start("value"), len(value)))
        if not is_placeholder(found):
            yield Definition(match["name"], found)


def _cluster_value(variable: Definition, named: _Documented) -> Iterator[Sighting]:
    if meaning(variable.name) == "virtual" and named.api:
        yield from setting_copy(variable.name, "api", _private_addresses(addresses(variable.value)))
    elif _NODES.fullmatch(variable.name.lower()):
        found = _private_addresses(addresses(variable.value))
        yield from setting_copy(variable.name, "master", found) if len(found) == 1 else ()  # others are lists
    else:
        yield from cluster_variable(variable.name, variable.value)
        machine = _MACHINE.fullmatch(variable.name.lower())
        if machine and parse_address(variable.value) and "/" not in variable.value:
            yield from pointer(machine[1].replace("_", "-"), variable.value, "variable")


def _private_addresses(found: list[Located]) -> list[Located]:
    return [text for text in found if is_private(text)]


def _pool_of_variable(variable: Definition, named: _Documented, *, alone: bool) -> Iterator[Sighting]:
    """A pool: compared with other files' pools, or the repository's own if they have none."""
    both = addresses(variable.value)
    bare = len(both) == 2 and all("/" not in written for written in both) and "," in variable.value
    written = Located("-".join(both), variable.value.place) if bare else variable.value
    spans = bare or "-" in written
    if not named.pools:
        found = pool(written)
        place = variable.value.place
        if found:
            yield sighting("balancer", LoadBalancer, place, product="load balancer", pools=[found])
    elif alone:
        cidrs = [] if spans else [written for written in both if (known := parse_address(written)) and known[1]]
        yield from setting_copy(variable.name, "pool", cidrs, [written] if spans else [])
