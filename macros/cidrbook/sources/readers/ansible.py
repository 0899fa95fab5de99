"""Ansible: the hosts of inventories in YAML and INI, and variables of groups, hosts and roles that name ranges.

Read: `ansible_host` of a host, wherever it stands ([inventories](https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html)),
and hosts that are called by their address; `k3s_registration_address`, `node_ip`; `*_cidr`, `*_subnet` where the name
says what for. A host of a group that is called after Kubernetes is a node of the cluster that the path names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cidrbook.plan.source import Source
from cidrbook.sources.documents import Document, Value, text
from cidrbook.sources.located import Located, Sighting
from cidrbook.sources.parts import addresses, endpoint, host, node, numbers, virtual
from cidrbook.sources.purpose import is_example, is_placeholder
from cidrbook.sources.readers.named_ranges import by_name

_CONTROL = re.compile(
    r"(?:^|[_-])(?:masters?|controllers?|control[_-]?planes?|control|servers?)(?:$|[_-])", re.IGNORECASE
)
_WORKER = re.compile(r"(?:^|[_-])(?:workers?|agents?)(?:$|[_-])", re.IGNORECASE)
_NODES = re.compile(
    r"(?:^|[_-])(?:k[38]s|k0s|rke2?|kube\w*|talos)(?:$|[_-])|^(?:masters?|controllers?|control[_-]?planes?|workers?)$",
    re.IGNORECASE,
)
"""Groups that are of Kubernetes; `server`, `agent` and `node` are so inside of one of these, or beside a master."""

_VARS = re.compile(r"(?:^|/)(?:group_vars|host_vars|vars|defaults)/")
_HOST_VARS = re.compile(r"(?:^|/)host_vars/([^/]+?)(?:\.ya?ml|\.json)?(?:/|$)")
_INVENTORY = re.compile(
    r"(?:^|/)(?:inventor(?:y|ies)(?:[./_-]|/)|hosts(?:\.ya?ml|\.ini)?$)|(?:^|/)ansible/", re.IGNORECASE
)
_NO_HOST = frozenset({"vars", "all", "hosts", "children", "defaults", ""})
_KEY = re.compile(r"^[ \t]*[\"']?([0-9a-fA-F.:]{3,45})[\"']?[ \t]*:", re.MULTILINE)
_SECTION = re.compile(r"^\[([^\]:\n]{1,80})(:[a-z]+)?\][ \t]*(?:[#;].*)?$")
_LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.:-]{0,252})(?:[ \t]+[^\n]*?)?$")
_ANSIBLE_HOST = re.compile(r"\bansible_(?:ssh_)?host[ \t]*=[ \t]*[\"']?([0-9a-fA-F.:]{2,45})(?=[\s\"']|$)")
_API = ("k3s_registration_address", "k3s_registration_domain")
_VIPS = (
    "apiserver_endpoint",
    "rke2_api_ip",
    "kube_vip_address",
    "kube_vip_addr",
    "kubevip_address",
    "control_plane_vip",
)
"""Variables of widespread roles: the address of kube-vip, or of keepalived."""


def read_document(document: Document) -> Iterator[Sighting]:
    """The hosts of an inventory, and the ranges that variables name."""
    file = document.source.file
    if document.kind or is_example(file):
        return
    own = _HOST_VARS.search(file)
    for path, mapping in document.mappings:
        name = path[-1] if path else own[1] if own else ""
        found = addresses(text(mapping, "ansible_host") or text(mapping, "ansible_ssh_host"))
        if name not in _NO_HOST and not any(map(is_placeholder, found)):
            yield from _host(name, found, path[:-1])
        if path[-1:] == ("hosts",) and _INVENTORY.search(file):
            yield from _called_by_address(document.source, mapping, path)
    if _VARS.search(file) or _INVENTORY.search(file):
        yield from _variables(document)


def _variables(document: Document) -> Iterator[Sighting]:
    for _, mapping in document.mappings:
        yield from by_name(mapping)
        for key in _API:
            yield from endpoint(mapping.get(key))
        for key in _VIPS:
            yield from virtual(text(mapping, key), "kube-vip" if "vip" in key else "")


def _called_by_address(source: Source, hosts: dict[str, Value], path: tuple[str, ...]) -> Iterator[Sighting]:
    """Hosts without another name. Keys know no place: the text is searched."""
    known = _keys(source)
    for name, options in hosts.items():
        if name in known and numbers(name) and not isinstance(options, Located):
            yield from _host(name, addresses(Located(name, source.at(known[name], len(name)))), path)


@lru_cache(maxsize=4)
def _keys(source: Source) -> dict[str, int]:
    """Where each key of a file that looks like an address stands first."""
    return {it[1]: it.start(1) for it in reversed([*_KEY.finditer(source.text)])}


def read_text(source: Source) -> Iterator[Sighting]:
    """The hosts of an inventory in INI."""
    inventory = _INVENTORY.search(source.file) and not source.file.endswith(
        (".yml", ".yaml", ".j2", ".py", ".sh", ".md")
    )
    looks = source.file.endswith((".ini", ".cfg")) or inventory
    if looks and not is_example(source.file) and ("ansible_" in source.text or (inventory and "[" in source.text)):
        yield from _lines(source)


def _lines(source: Source) -> Iterator[Sighting]:
    group, kind, start = "", "", 0
    for line in source.text.splitlines(keepends=True):
        section = _SECTION.match(line.rstrip())
        found = _LINE.match(line.rstrip())
        if section:
            group, kind = section[1], section[2] or ""
        elif found and not kind:
            yield from _of_line(source, start, line, found[1], group)
        start += len(line)


def _of_line(source: Source, start: int, line: str, name: str, group: str) -> Iterator[Sighting]:
    given = _ANSIBLE_HOST.search(line.partition(" #")[0].rstrip())
    if given:
        found = Located(given[1], source.at(start + given.start(1), len(given[1])))
    elif numbers(name) and "=" not in name:
        found = Located(name, source.at(start, len(name)))
    else:
        return
    if not is_placeholder(found):
        yield from _host(name, addresses(found), (group,))


def _host(name: str, found: list[Located], groups: Iterable[str]) -> Iterator[Sighting]:
    """A host; a node, where its groups say so. What else is known of the machine calls it by its right name."""
    groups = [it for it in groups if it not in _NO_HOST]
    if any(map(_NODES.search, groups)):
        role = ["control-plane"] if any(map(_CONTROL.search, groups)) else []
        role = role or (["worker"] if any(map(_WORKER.search, groups)) else [])
        yield from node(name, found, roles=role, weak=True)
    else:
        yield from host(name, found)
