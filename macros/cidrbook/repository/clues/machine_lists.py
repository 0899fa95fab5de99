"""Lists of machines of a lab's own making.

Read: at the top of YAML of no kind (lists also one level below), TOML or JSON, a list or a mapping that is called after
machines (`machines`, `devices`, `servers`, …) and in which each entry has a name and an address (`{name: nas, ip:
10.0.0.5}`); a list alone, or a table of comma-separated values, in a file that is called so. An entry with a port, a
URL or an image is no machine; nor is one of several with the same address, but for one pair among others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.formats.containers import is_compose
from cidrbook.repository.parts.cluster_parts import addresses, host, node
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.csv_table import header, records
from cidrbook.text.json_tree import json_tree
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.toml import toml
from cidrbook.text.yaml import Document, Value, text

_LISTS = regex(
    r"(?:(?:home|lab|network|net|physical|virtual|static|bare_?metal|proxmox|my|all)[_-]?)*"
    r"(?:machines?|devices?|servers?|vms|virtual_machines|guests|lxcs?|appliances|switches|routers|access_?points|aps"
    r"|clients|hypervisors|workstations|printers|cameras|(?:cluster|k3s|k8s|talos)?_?nodes|hosts|computers|equipment|hardware)",
    re.IGNORECASE,
)
"""What lists of machines are called."""
_NAMES = ("hostname", "host_name", "name", "host", "fqdn")
_ADDRESSES = ("ip", "ip_address", "ipAddress", "ip_addr", "ipaddr", "ipv4", "ipv4_address", "address", "static_ip")
_NO_MACHINE = frozenset(
    {"url", "href", "port", "ports", "image", "service", "path", "icon", "weight", "upstream", "backend", "record"}
)
"""Keys of services, targets and records."""
_OTHERS = frozenset(
    {"clusterName", "talosVersion", "clusterEndpoint", "apiVersion", "network", "ethernets", "bootstrap_distribution"}
)
"""Keys at the top of files whose nodes another reader reads."""
_OTHER_FILES = regex(
    r"dns|record|proxy|upstream|backend|haproxy|monitor|prometheus|gatus|homepage|dashboard|uptime|values",
    re.IGNORECASE,
)
"""Files of lists that only lead to machines, or that another reader reads."""
_NODES = regex(r"(?:cluster_|k3s_|k8s_|talos_)?nodes", re.IGNORECASE)
"""Lists of the nodes of a cluster."""
_TEMPLATES = frozenset({"controller", "mac_addr", "schematic_id"})
"""Keys of nodes in the inputs of cluster-template, which has a reader of its own."""
_OF_REGISTERS = frozenset({"status", "vrf", "tenant", "prefix", "subnet", "vid", "dns_name", "last_seen", "lease"})
"""Columns of what registers and servers export, which have readers of their own."""
_PAIR = 2
"""Two entries with one address may be two services; a third one of its own shows a list of machines."""
_MACS = ("mac", "mac_address", "macaddr", "mac_addr")


class _Entry(NamedTuple):
    """A machine of a list."""

    name: Located | str
    address: Located
    mac: Located | None


@reads_documents(kinds=("",))
def read(document: Document) -> Iterator[Sighting]:
    """The machines of a file's lists."""
    if not _is_others(document.source.file, document.tree) and not is_compose(document):
        leased = has_variables(document)
        for key, value in (*document.tree.items(), *_inner_lists(document.tree)):
            entries = _machine_entries(value) if _LISTS.fullmatch(key) else ()
            yield from _listed_machines(key, (entry for entry in _told_apart(entries) if not (leased and entry.mac)))


@reads_files(globs=("*.toml", "*.json"), words=_ADDRESSES)
def read_tree(source: Source) -> Iterator[Sighting]:
    """The machines of the lists in TOML or JSON."""
    tree = toml(source) if source.file.endswith(".toml") else json_tree(source)
    lists = tree if isinstance(tree, dict) else {_stem(source.file): tree}
    for key, value in lists.items() if not _is_others(source.file, lists) else ():
        entries = _machine_entries(value) if _LISTS.fullmatch(key) else ()
        yield from _listed_machines(key, _told_apart(entries))


@reads_files(globs=("*.csv", "*.tsv"))
def read_table(source: Source) -> Iterator[Sighting]:
    """The machines of a table that no register exports."""
    if _LISTS.fullmatch(_stem(source.file)) and _OF_REGISTERS.isdisjoint(header(source)):
        entries = (found for row in records(source) if (found := _entry("", row)))
        yield from _listed_machines(_stem(source.file), _told_apart(entries))


def _inner_lists(tree: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The lists one level down: `cluster: {nodes: […]}`. Mappings there are settings of many kinds."""
    for above, inner in tree.items():
        if isinstance(inner, dict) and not _OTHER_FILES.search(above) and not _is_others("", inner):
            yield from ((key, value) for key, value in inner.items() if isinstance(value, list))


def _is_others(file: str, tree: Mapping[str, Value]) -> bool:
    """Whether another reader reads the nodes of a file, or its lists only lead to machines."""
    return not _OTHERS.isdisjoint(tree) or _OTHER_FILES.search(file) is not None


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _listed_machines(key: str, entries: Iterable[_Entry]) -> Iterator[Sighting]:
    for name, address, mac in entries:
        yield from node(name, [address], mac=mac) if _NODES.fullmatch(key) else host(name, [address], mac=mac)


def _told_apart(entries: Iterable[_Entry]) -> list[_Entry]:
    """The entries with an address of their own; and the one pair that shares an address, among others that do not."""
    found = list(entries)
    shared = Counter(str(entry.address) for entry in found)
    one_pair = len(found) - len(shared) == 1 and len(found) > _PAIR
    return [entry for entry in found if one_pair or shared[str(entry.address)] == 1]


def _machine_entries(value: Value) -> Iterator[_Entry]:
    """The machines of a list or a mapping in which each entry has a name."""
    named = value.items() if isinstance(value, dict) else [("", entry) for entry in value or ()]
    entries = [(name, entry) for name, entry in named if isinstance(entry, dict)]
    if len(entries) == len(named):
        yield from (found for name, entry in entries if (found := _entry(name, entry)))


def _entry(name: str, entry: Mapping[str, Value]) -> _Entry | None:
    if not (_NO_MACHINE | _TEMPLATES).isdisjoint(entry):
        return None
    called = next((found for key in _NAMES if (found := text(dict(entry), key))), name)
    own = [found for key in _ADDRESSES for found in addresses(text(dict(entry), key))]
    mac = next((found for key in _MACS if (found := text(dict(entry), key))), None)
    if not called or len(own) != 1 or not is_private(own[0].partition("/")[0]) or is_placeholder(own[0]):
        return None
    return _Entry(called, own[0], mac)
