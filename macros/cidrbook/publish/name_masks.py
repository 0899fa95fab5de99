"""Masks of names: a role and a number, as `server 3`. One name has one mask, whatever it is the name of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.network import ROLES, Network
from cidrbook.plan.policy import ANYBODY
from cidrbook.publish.kinds import Leaf
from cidrbook.text.names import slug

PLAIN_ROLES = frozenset((*ROLES, "clients", "cameras", "dmz"))
"""Roles of networks that tell nothing: those that the product knows, and others that many labs have."""

_WORDS = (
    frozenset(ANYBODY)
    | PLAIN_ROLES
    | {"hosts", "nodes", "routers", "virtual", "services", "pools", "dhcp", "node", "pppoe", "static", "slaac"}
)
"""What may stand where a name does, and is none."""

_HOSTS: Mapping[str, str] = MappingProxyType(
    {
        "servers": "server",
        "management": "managed device",
        "storage": "storage host",
        "iot": "IoT device",
        "guest": "guest",
        "lan": "client",
        "clients": "client",
        "cameras": "camera",
    }
)
"""What a host is called by the role of its network."""

_FIELDS: Mapping[str, str] = MappingProxyType(
    {"ssids": "Wi-Fi", "site": "site", "sites": "site", "vrf": "VRF", "tags": "tag", "namespace": "namespace"}
    | {"sharing_namespaces": "namespace", "sharing_key": "key", "provider": "provider"}
)
_HOST_NAMES = ("hostname", "aliases", "endpoint")
"""Fields with names in DNS: their masks follow from that of the first label."""

_DOMAIN = "example"
"""The top-level domain of masked host names, which RFC 2606 reserves."""


@dataclass(frozen=True, slots=True)
class NameMasks:
    """The masks of all names, by what makes a name the same however it is written."""

    masks: Mapping[str, str]
    shown: frozenset[str] = frozenset()

    def name(self, text: str) -> str:
        """The mask of a name, for people."""
        key = slug(text)
        if not key or key in self.shown or key in _WORDS:
            return text
        if key in self.masks:
            return self.masks[key]
        label, dot, _ = text.removeprefix("*.").partition(".")
        mask = self.masks.get(slug(label), "name")
        return f"{slug(mask)}.{_DOMAIN}" if dot else mask

    def id(self, text: str) -> str:
        """The mask of a name, as references use it."""
        mask = self.name(text)
        return text if mask == text else mask if f".{_DOMAIN}" in mask else slug(mask)


def name_masks(inventories: Iterable[Inventory], leaves: Iterable[Leaf], shown: Iterable[str]) -> NameMasks:
    """The masks of all names: first of the objects that have them, in the order of the plan, then of the rest."""
    masks: dict[str, str] = {}
    counts: Counter[str] = Counter()

    def add(label: str, *names: str) -> None:
        keys = [key for key in map(slug, names) if key]
        known = next((masks[key] for key in keys if key in masks), "")
        if keys and not known:
            counts[label] += 1
            known = f"{label} {counts[label]}"
        masks.update((key, known) for key in keys if key not in masks)

    for inventory in inventories:
        roles = {id(host): network.role for network in inventory.networks for host in network.hosts}
        for entry in inventory.entries:
            if isinstance(entry, Named):
                hostname = str(getattr(entry, "hostname", ""))
                add(_label(entry, roles.get(id(entry), "")), entry.name, entry.id, hostname.partition(".")[0])
        for vlan in inventory.vlans:
            add("segment", vlan.name)
    for leaf in leaves:
        if leaf.kind == "names" and leaf.field not in _HOST_NAMES and leaf.value.lower() not in _WORDS:
            add(_FIELDS.get(leaf.field, "name"), leaf.value)
    return NameMasks(masks, frozenset(map(slug, shown)))


def _label(entry: Entry, role: str) -> str:
    """What an object is called, by its kind and its role."""
    if isinstance(entry, Network):
        return f"{entry.role} network" if entry.role in PLAIN_ROLES else "network"
    return _HOSTS.get(role, entry.kind)
