"""Lists of machines of a lab's own making.

Read: in YAML of no kind, at its top, a list or a mapping that is called after machines (`machines`, `devices`,
`servers`, …) and in which each entry has a name and an address (`{name: nas, ip: 10.0.0.5}`). An entry with a port, a
URL or an image is no machine; nor is one of several with the same address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.formats.containers import is_compose
from cidrbook.repository.parts.cluster_parts import addresses, host, node
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, text

_LISTS = re.compile(
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
_OTHER_FILES = re.compile(
    r"dns|record|proxy|upstream|backend|haproxy|monitor|prometheus|gatus|homepage|dashboard|uptime|values",
    re.IGNORECASE,
)
"""Files of lists that only lead to machines, or that another reader reads."""
_NODES = re.compile(r"(?:cluster_|k3s_|k8s_|talos_)?nodes", re.IGNORECASE)
"""Lists of the nodes of a cluster."""
_TEMPLATES = frozenset({"controller", "mac_addr", "schematic_id"})
"""Keys of nodes in the inputs of cluster-template, which has a reader of its own."""
_MACS = ("mac", "mac_address", "macaddr", "mac_addr")


class _Entry(NamedTuple):
    """A machine of a list."""

    name: Located | str
    address: Located
    mac: Located | None


@reads_documents(kinds=("",))
def read(document: Document) -> Iterator[Sighting]:
    """The machines of a file's lists."""
    if not _OTHERS.isdisjoint(document.tree) or _OTHER_FILES.search(document.source.file) or is_compose(document):
        return
    leased = has_variables(document)
    for key, value in document.tree.items():
        entries = list(_machine_entries(value)) if _LISTS.fullmatch(key) else []
        shared = Counter(str(entry.address) for entry in entries)
        for name, address, mac in entries:
            if shared[str(address)] == 1 and not (leased and mac):
                yield from node(name, [address], mac=mac) if _NODES.fullmatch(key) else host(name, [address], mac=mac)


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
