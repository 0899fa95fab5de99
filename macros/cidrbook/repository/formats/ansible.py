"""Ansible: the hosts of inventories in YAML and INI, and variables of groups, hosts and roles that name ranges.

Read: `ansible_host` of a host, wherever it stands ([inventories](https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html)),
variables of a host that name an address of its own (`ip`, `ip_address_lan`), and hosts that are called by their
address; `k3s_registration_address`, `node_ip`; `*_cidr`, `*_subnet` where the name says what for. A host of a group
that is called after Kubernetes is a node of the cluster that the path names, whichever of its groups has the address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.repository.clues.named_ranges import by_name
from cidrbook.repository.named_address import GROUP
from cidrbook.repository.parts.cluster_parts import addresses, endpoint, host, node, parse_address, virtual
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.variable_purpose import is_of_ansible, is_placeholder
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Reported, Sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, text

_CONTROL = regex(r"(?:^|[_-])(?:masters?|controllers?|control[_-]?planes?|control|servers?)(?:$|[_-])", re.IGNORECASE)
_WORKER = regex(r"(?:^|[_-])(?:workers?|agents?)(?:$|[_-])", re.IGNORECASE)
_NODES = regex(
    r"(?:^|[_-])(?:k[38]s|k0s|rke2?|kube\w*|talos)(?:$|[_-])|^(?:masters?|controllers?|control[_-]?planes?|workers?)$",
    re.IGNORECASE,
)
"""Groups of Kubernetes. `server`, `agent` and `node` count only inside one of these, or beside a master."""

_HYPERVISORS = regex(r"(?:^|[_-])(?:proxmox|pve|hypervisors?|esxi|vmware|xcp_?ng)(?:$|[_-])", re.IGNORECASE)
"""Groups of machines that run others: `controllers` among them are none of Kubernetes."""

_HOST_VARS = regex(r"(?:^|/)host_vars/([^/]+?)(?:\.ya?ml|\.json)?(?:/|$)")
_INVENTORY = regex(r"(?:^|/)(?:inventor(?:y|ies)(?:[./_-]|/)|hosts(?:\.ya?ml|\.ini)?$)|(?:^|/)ansible/", re.IGNORECASE)
_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")
_NO_HOST = frozenset({"vars", "all", "hosts", "children", "defaults", ""})
_KEY = regex(r"^[ \t]*[\"']?([0-9a-fA-F.:]{3,45})[\"']?[ \t]*:", re.MULTILINE)
_SECTION = regex(r"^\[([^\]:\n]{1,80})(:[a-z]+)?\][ \t]*(?:[#;].*)?$")
_LINE = regex(r"([A-Za-z0-9][A-Za-z0-9_.:-]{0,252}(?:\[[0-9]{1,4}:[0-9]{1,4}\])?)(?:[ \t]+[^\n]*?)?$")
_ANSIBLE_HOST = regex(r"\bansible_(?:ssh_)?host[ \t]*=[ \t]*[\"']?([0-9a-fA-F.:]{2,45})(?=[\s\"']|$)")
_OWN = regex(
    r"ip|ipv4|access_ip|(?:(?:core|host|machine|vm|lxc|ct|container|static|primary|main|private|internal|lan|mgmt|"
    r"management|own|my|local|interface)_)*(?:ip_?addr(?:ess)?|ipv4_?addr(?:ess)?|(?:static|host|primary|private|lan|"
    r"mgmt|management)_ip)(?:_(?!gateway|gw|router|dns|range|start|end|pool|vip|peer|prefix)[a-z0-9]{1,12})?"
)
"""Variables for a host's own address."""

_SAME = ("ip", "ipv4", "ip_address", "ip_addr", "static_ip", "host_ip")
"""Variables for the address by which a host is also reached."""

_THROUGH = regex(
    r"(?:^|\.)(?:docker|podman|buildah|lxc|lxd|incus|chroot|jail|zone|kubectl|oc|qubes|proxmox_pct_remote)\Z"
)
"""Connections to a container or guest on the machine in `ansible_host`."""

_CARDS = 3
"""Addresses of a host. So many mean several network cards, and one MAC address is not that of all."""

_CONNECTION = regex(r"\bansible_connection[ \t]*=[ \t]*[\"']?([a-z0-9._]{2,60})")
_API = ("k3s_registration_address", "k3s_registration_domain")
_VIPS = ("kube_vip_address", "kube_vip_addr", "kubevip_address", "control_plane_vip")
"""Variables of widespread roles for the address of kube-vip or keepalived."""
_ENDPOINTS = ("apiserver_endpoint", "api_endpoint", "rke2_api_ip")
"""Variables for the address of the API: that of the first server, where nothing makes a virtual one."""
_MAKES_VIRTUAL = regex(r"kube[_-]?vip|keepalived|virtual", re.IGNORECASE)


_IPV6_STACK = regex(r"^(?:ipv6_stack|enable_dual_stack_networks):[ \t]*[\"']?true", re.IGNORECASE | re.MULTILINE)

_SPREAD = regex(r"^([^\[\]]*)\[([0-9]{1,4}):([0-9]{1,4})\]([^\[\]]*)$")
_NO_GROUP = frozenset({"all", "hosts", "children", "vars"})
_MANY = 256
"""Hosts of one range such as `node[1:9999]`. No home has more."""


class Groups(NamedTuple):
    """The groups that name a host, the groups that contain a group, and the hosts that a group names."""

    of_host: dict[str, set[str]]
    around: dict[str, set[str]]
    members: dict[str, set[str]]

    @classmethod
    def empty(cls) -> Groups:
        """No groups."""
        return cls(defaultdict(set), defaultdict(set), defaultdict(set))

    def names(self, name: str, groups: Iterable[str]) -> None:
        """Adds a host, or the hosts of a range `node[1:3]`, to each of the groups."""
        known = {group for group in groups if group not in _NO_GROUP}
        for spelled in spread(name):
            self.of_host[spelled] |= known
            for group in known:
                self.members[group].add(spelled)

    def of_only(self, name: str) -> list[str]:
        """The groups that name this host and no other one."""
        return sorted(group for group in self.of_host.get(name, ()) if len(self.members[group]) == 1 and group != name)

    def holds(self, group: str, child: str) -> None:
        """Makes a group a part of another one."""
        if group not in _NO_GROUP:
            self.around[child].add(group)

    def of(self, name: str, groups: Iterable[str] = ()) -> list[str]:
        """All groups of a host: the given ones, those that name it, and those that contain these."""
        found: dict[str, None] = {}
        left = [*groups, *sorted(self.of_host.get(name, ()))]
        while left:
            group = left.pop(0)
            if group not in found:
                found[group] = None
                left += sorted(self.around.get(group, ()))
        return list(found)


def spread(name: str) -> Iterator[str]:
    """The names in a range of numbered names."""
    found = _SPREAD.match(name)
    if not found:
        yield name
        return
    first, last = int(found[2]), int(found[3])
    width = len(found[2]) if found[2].startswith("0") else 0
    for number in range(first, min(last, first + _MANY) + 1):
        yield f"{found[1]}{number:0{width}}{found[4]}"


@reads_documents(kinds=("",))
def read(document: Document) -> Iterator[Sighting]:
    """The hosts of an inventory, and the ranges in variables."""
    inventory = bool(_INVENTORY.search(document.source.file))
    groups = _inventory_groups(document) if inventory else Groups.empty()
    inside = _reached_through(document)
    for path, mapping in document.mappings:
        yield from _host_of_mapping(document, path, mapping, groups, inside)
        if path[-1:] == ("hosts",) and inventory:
            yield from _hosts_named_by_address(document.source, mapping, path, groups)
    if has_variables(document):
        yield from _cluster_variables(document)


def _host_of_mapping(
    document: Document, path: tuple[str, ...], mapping: dict[str, Value], groups: Groups, inside: set[str]
) -> Iterator[Sighting]:
    """The host of a mapping, by the address that reaches it and its own addresses."""
    of_host = host_of_file(document.source.file)
    name = path[-1] if path else of_host
    reached = addresses(text(mapping, "ansible_host") or text(mapping, "ansible_ssh_host"))
    found = [address for address in reached if name not in inside and str(address) not in inside]
    if path[-2:-1] == ("hosts",) or (of_host and not path):
        found += _host_addresses(mapping)
    if name not in _NO_HOST and not any(map(is_placeholder, found)):
        mac = text(mapping, "mac") if len(found) < _CARDS else None
        for seen in _inventory_host(name, found, groups, path[:-1], mac=mac):
            yield seen._replace(problems=(*seen.problems, *_differing_own_addresses(name, mapping)))


def host_of_file(file: str) -> str:
    """The host whose variables a file holds; empty where it is no host's."""
    found = _HOST_VARS.search(file)
    return found[1] if found else ""


def _reached_through(document: Document) -> set[str]:
    """The hosts and addresses that are reached through another machine: guests on it, or its forwarded ports."""
    found: set[str] = set()
    ports: dict[str, set[str]] = {}
    known = dict(document.mappings) if "ansible_connection" in document.keys else {}
    for path, mapping in document.mappings:
        through = text(mapping, "ansible_connection")
        if through is not None and _THROUGH.search(through):
            grouped = known.get(path[:-1], {}) if path[-1:] == ("vars",) else {}
            found |= {*path[-1:], *_keyed(grouped, "hosts")}
        address = text(mapping, "ansible_host")
        if address is not None:
            ports.setdefault(str(address), set()).add(str(text(mapping, "ansible_port") or "22"))
    return found | {address for address, known in ports.items() if len(known) > 1}


def _differing_own_addresses(name: str, mapping: dict[str, Value]) -> Iterator[Reported]:
    """A problem if two variables give a host different addresses in one network."""
    reached = addresses(text(mapping, "ansible_host"))
    for again in (address for key in _SAME for address in addresses(text(mapping, key))):
        near = [
            written for written in reached if written.rpartition(".")[0] == again.partition("/")[0].rpartition(".")[0]
        ]
        if near and near[0] != again.partition("/")[0] and ":" not in again:
            message = f"{name} has {again} here, and {near[0]} by ansible_host"
            related = (Related(at=near[0].place, message=f"{near[0]} is written here"),)
            hint = "write the right one in both"
            problem = Problem(at=again.place, message=message, related=related, hint=hint)
            yield Reported("one-name-two-addresses", problem)


def has_variables(document: Document) -> bool:
    """Whether a document is an inventory, or variables of groups, of hosts or of a role."""
    file = document.source.file
    return not document.kind and (is_of_ansible(file) or bool(_INVENTORY.search(file)))


def _host_addresses(mapping: dict[str, Value]) -> list[Located]:
    """The host's own addresses among its variables, also those with a mask in `*_cidr`."""
    found = [address for key in mapping if _OWN.fullmatch(key.lower()) for address in addresses(text(mapping, key))]
    masked = [address for key in mapping if key.lower().endswith("_cidr") for address in addresses(text(mapping, key))]
    return [*found, *(written for written in masked if _is_interface_address(written))]


def _is_interface_address(written: str) -> bool:
    """Whether a text is a machine's address with its mask, not a network."""
    address, _, length = written.partition("/")
    network = IPNetwork(written) if length else None
    return network is not None and network.value != network.first and not address.endswith((".0", "::"))


def _inventory_groups(document: Document) -> Groups:
    """The groups of an inventory, by host and by parent group."""
    groups = Groups.empty()
    for path, mapping in document.mappings:
        for name in _keyed(mapping, "hosts"):
            groups.names(name, path)
        for name in _keyed(mapping, "children") if path else ():
            groups.holds(path[-1], name)
    return groups


def _keyed(mapping: dict[str, Value], key: str) -> list[str]:
    """The keys of the mapping under a key."""
    found = mapping.get(key)
    return list(found) if isinstance(found, dict) else []


def _cluster_variables(document: Document) -> Iterator[Sighting]:
    for _, mapping in document.mappings:
        yield from by_name(_without_unused_ranges(document.source, mapping))
        for key in _API:
            yield from endpoint(mapping.get(key))
        for key in _VIPS:
            yield from virtual(text(mapping, key), "kube-vip")
        for key in _ENDPOINTS:
            is_virtual = _stands_in(document.source, _MAKES_VIRTUAL)
            yield from virtual(text(mapping, key)) if is_virtual else endpoint(mapping.get(key))


@lru_cache(maxsize=8)
def _stands_in(source: Source, pattern: re.Pattern[str]) -> bool:
    """Whether something stands in a file; asked for each of its mappings, one file after another."""
    return bool(pattern.search(source.text))


def _without_unused_ranges(source: Source, variables: dict[str, Value]) -> dict[str, Value]:
    """The variables without Kubespray's ranges of IPv6, which it uses only where its IPv6 is switched on."""
    if _stands_in(source, _IPV6_STACK):
        return variables
    return {key: value for key, value in variables.items() if not (key.startswith("kube_") and key.endswith("_ipv6"))}


def _hosts_named_by_address(
    source: Source, hosts: dict[str, Value], path: tuple[str, ...], groups: Groups
) -> Iterator[Sighting]:
    """Hosts named by their address. Keys have no place, so the text is searched for it."""
    known = _address_keys(source)
    for name, options in hosts.items():
        if name in known and parse_address(name) and not isinstance(options, Located):
            own = addresses(Located(name, source.at(known[name], len(name))))
            yield from _inventory_host(name, own, groups, path)


@lru_cache(maxsize=4)
def _address_keys(source: Source) -> dict[str, int]:
    """The first place of each key that looks like an address."""
    return {match[1]: match.start(1) for match in reversed([*_KEY.finditer(source.text)])}


@reads_files(globs=("*.ini", "*.cfg", "*inventor*", "*hosts*", "*ansible/"), words=("ansible_", "["))
def read_ini(source: Source) -> Iterator[Sighting]:
    """The hosts of an INI inventory."""
    others = source.file.endswith((".yml", ".yaml", ".j2", ".py", ".sh", ".md"))
    inventory = bool(_INVENTORY.search(source.file)) and not others
    if inventory or ("ansible_" in source.text and source.file.endswith((".ini", ".cfg"))):
        yield from _hosts_in_lines(source)


def _hosts_in_lines(source: Source) -> Iterator[Sighting]:
    groups = Groups.empty()
    hosts: list[tuple[int, str, str, str]] = []
    group, kind, start = "", "", 0
    for line in source.text.splitlines(keepends=True):
        section = _SECTION.match(line.rstrip())
        found = _LINE.match(line.rstrip())
        if section:
            group, kind = section[1], section[2] or ""
        elif found and kind == ":children":
            groups.holds(group, found[1])
        elif found and not kind:
            groups.names(found[1], (group,))
            hosts.append((start, line, found[1], group))
        start += len(line)
    for start, line, name, group in hosts:
        yield from _host_in_line(source, start, line, name, groups, (group,))


def _host_in_line(  # noqa: PLR0913, PLR0917 (a line, what it names, and the groups above it)
    source: Source, start: int, line: str, name: str, groups: Groups, path: tuple[str, ...]
) -> Iterator[Sighting]:
    given = _ANSIBLE_HOST.search(line.partition(" #")[0].rstrip())
    through = _CONNECTION.search(line)
    if through and _THROUGH.search(through[1]):
        return
    if given:
        found = Located(given[1], source.at(start + given.start(1), len(given[1])))
    elif parse_address(name) and "=" not in name:
        found = Located(name, source.at(start, len(name)))
    else:
        return
    if not is_placeholder(found):
        yield from _inventory_host(name, addresses(found), groups, path)


def _inventory_host(
    name: str, found: list[Located], groups: Groups, path: tuple[str, ...], mac: Located | None = None
) -> Iterator[Sighting]:
    """A host; a node if its groups say so. Other sightings of the machine know its better name.

    A group that has no other one names it, too.
    """
    known = {"mac": mac} if mac is not None and _MAC.fullmatch(mac) else {}
    named = [group for group in groups.of(name, path) if group not in _NO_HOST]
    for group in groups.of_only(name) if found else ():
        yield from pointer(group, found[0], GROUP)
    if any(map(_NODES.search, named)) and not any(map(_HYPERVISORS.search, named)):
        role = ["control-plane"] if any(map(_CONTROL.search, named)) else []
        role = role or (["worker"] if any(map(_WORKER.search, named)) else [])
        yield from node(name, found, roles=role, weak=True, **known)
    else:
        yield from host(name, found, **known)
