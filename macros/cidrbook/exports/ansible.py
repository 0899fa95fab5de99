"""The machines as an inventory for Ansible, with groups by network, VLAN, role, site, cluster, kind and tag.

Ansible fills in templates in variables, and expands ranges in names: nothing that people write freely is in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import yaml
from netaddr import IPAddress

from cidrbook.exports.domain_names import label
from cidrbook.exports.extract import Extract
from cidrbook.exports.host_names import host_names
from cidrbook.pages.rows import Holder
from cidrbook.plan.entry import Machine
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_STRANGE = regex(r"[^a-z0-9_]+")
_RESERVED = frozenset({"all", "ungrouped", "localhost"})
"""Names of hosts that mean something else to Ansible."""


def as_ansible(extract: Extract) -> str:
    """An inventory in YAML: each machine by its id, with the first of its addresses, and the groups that it is in."""
    hosts: dict[str, dict[str, str]] = {}
    groups: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    named: dict[int, str] = {}
    numbers = Counter(_RESERVED)
    for host in host_names(extract):
        owner = host.holder.owner
        if not isinstance(owner, Machine):
            continue
        if id(owner) not in named:
            named[id(owner)] = _free_name(label(owner.id) or host.name, numbers)
            mac = {"mac": str(owner.mac)} if owner.mac else {}
            hosts[named[id(owner)]] = {"ansible_host": str(IPAddress(host.addresses[0]))} | mac
        for group in _group_names(host.holder):
            groups[group][named[id(owner)]] = {}
    children = {name: {"hosts": members} for name, members in sorted(groups.items())}
    text = yaml.safe_dump({"all": {"hosts": hosts, "children": children}}, sort_keys=False, default_flow_style=False)
    return f"# written by `cidrbook export ansible`\n{text}"


def _free_name(name: str, numbers: Counter[str]) -> str:
    """The name, or with a number behind it, where another machine has it; the numbers are counted for the next one."""
    free = name
    while numbers[free]:
        numbers[name] += 1
        free = f"{name}-{numbers[name]}"
    numbers[free] += 1
    return free


def _group_names(holder: Holder) -> Iterator[str]:
    network, (vrf, site) = holder.network, holder.scope
    words = (
        ("kind", holder.owner.kind),
        ("network", network.id if network else ""),
        ("role", network.role if network else ""),
        *(("vlan", str(number)) for number in holder.vlans),
        ("site", site),
        ("vrf", vrf),
        *(("cluster", cluster.id) for cluster in holder.clusters),
        *(("tag", tag) for tag in holder.tags),
    )
    for kind, word in words:
        name = _STRANGE.sub("_", slug(word)).strip("_") if word else ""
        if name:
            yield f"{kind}_{name}"
