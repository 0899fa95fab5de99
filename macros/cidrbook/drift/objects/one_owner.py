"""Owners of one address that may be one thing with two names. When in doubt whether two are one, they are one."""

from __future__ import annotations

import re
from posixpath import basename, dirname

from cidrbook.net.ip import mask_of
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import Addressed, Machine, VirtualAddress
from cidrbook.plan.network import Host
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.regex import regex

_LOGIN = regex(
    r"\bansible_(?:connection[ \t]*[=:](?![ \t]*ssh\b)|(?:user|port|network_os|password|ssh_\w+|become_\w+)[ \t]*[=:])"
    r"[ \t]*[^\s,}]+"
)
"""How Ansible logs in to a machine."""

_WORD = regex(r"[a-z]{3,}")
"""A word of a name that says which thing is meant; shorter ones are `vm`, `ip` or `k8`."""

_COPIED_LINES = 5
"""Fewer lines of a service's values may be those of any other one."""

_NUMBER = regex(r"[0-9]+")

_KUBERNETES = regex(r"\bk[38]s|\bk0s|kube|\brke2|\btalos", re.IGNORECASE)
"""What the machines of a cluster are called after."""

_OF_ALL = word_set(
    "node host server machine guest lxc container worker master control plane agent main prod test dev home lab local"
    " lan kube talos proxmox service svc app new old the"
)
"""Words of names that say which kind of thing is meant, and not which one."""


def may_be_one(observation: Observation, first: Addressed, second: Addressed) -> bool:
    """Whether two owners may be one: a virtual address that two files name, or that a host in front balances for.

    One machine may be written with its domain and without. What a product moves between the nodes is no host's.
    """
    if any(as_address(owner.name) in owner.addresses for owner in (first, second)):
        return True  # what is called as its address is whoever has that
    if any(isinstance(owner, Service) for owner in (first, second)) and _is_one_service(observation, first, second):
        return True
    if isinstance(first, Machine) and isinstance(second, Machine):
        return _is_one_machine(first, second)
    virtual = [owner for owner in (first, second) if isinstance(owner, VirtualAddress)]
    if len(virtual) == len((first, second)):
        return not _of_two_clusters(observation, *virtual)
    balances = any(not owner.product for owner in virtual)
    return any(isinstance(owner, Host) for owner in (first, second)) and (balances or _are_called_alike(first, second))


def _is_one_machine(first: Machine, second: Machine) -> bool:
    """Whether two machines have one MAC, are named again or called alike, or are two on purpose."""
    return (
        (first.mac is not None and first.mac == second.mac)
        or _is_one_named_again(first, second)
        or _are_called_alike(first, second)
        or _is_in_folder_of(first, second)
        or _is_in_folder_of(second, first)
        or _are_anycast(first, second)
    )


def _is_one_service(observation: Observation, first: Addressed, second: Addressed) -> bool:
    """Whether two services may listen on other ports, or are one thing that two files say; or one is at its node."""
    if isinstance(first, Service) and isinstance(second, Service):
        return _may_have_other_ports(first, second) or _is_copied(first, second)
    return _is_at_its_node(observation, first, second)


def _is_at_its_node(observation: Observation, first: Addressed, second: Addressed) -> bool:
    """Whether a service is at the address of its node, as ServiceLB of K3s has it where no other balancer is.

    So no file tells of a pool, of a virtual address or of a node, and the machine is called after Kubernetes.
    """
    is_named = any(isinstance(owner, Host) and _KUBERNETES.search(owner.name) for owner in (first, second))
    clusters = observation.clusters
    return is_named and not any(one.load_balancers or one.virtual_addresses or one.nodes for one in clusters)


def _may_have_other_ports(first: Service, second: Service) -> bool:
    """Whether two services share an external address, and a chart sets the ports of one: they may differ."""
    external = first.via == second.via == "external-ips"
    return external and bool(first.ports) != bool(second.ports)


def _is_copied(first: Service, second: Service) -> bool:
    """Whether one thing is written twice: all lines of one file stand in a longer one, in their order."""
    texts = [[line.strip() for line in owner.origin.source.lines if line.strip()] for owner in (first, second)]
    short, long = sorted(texts, key=len)
    rest = iter(long)
    return _COPIED_LINES <= len(short) < len(long) and all(line in rest for line in short)


def _are_called_alike(first: Addressed, second: Addressed) -> bool:
    """Whether two names are one with and without a domain; or of one thing in two files, as `lamp` and `lamp-vm`.

    Other numbers and MACs are others'.
    """
    short, long = sorted((first.name.lower(), second.name.lower()), key=len)
    if short and (short == long or long.startswith(f"{short}.")):
        return True
    macs = {owner.mac for owner in (first, second) if isinstance(owner, Machine)} - {None}
    numbers = [[int(number) for number in _NUMBER.findall(owner.name)] for owner in (first, second)]
    alike = (numbers[0] == numbers[1] or [] in numbers) and len(macs) < 2
    return alike and len(machine_lists(first, second)) == 2 and share_word(first, second)


def _is_in_folder_of(machine: Machine, other: Machine) -> bool:
    """Whether a machine's file is in a folder that is called as another machine is, which is of another folder.

    So `hosts/ox/` says that the machine `barn-ox` there is the `ox` of Terraform.
    """
    folder, others = (dirname(owner.origin.source.file).lower() for owner in (machine, other))
    macs = {machine.mac, other.mac} - {None}
    return folder != others and basename(folder) == other.name.lower() and len(macs) < 2


def _is_one_named_again(first: Machine, second: Machine) -> bool:
    """Whether one list names a machine again: with its MAC, and without; or with another user to log in as.

    A name without a MAC may be of what runs on the machine. Two of a series, as `web-1` and `web-2`, are two.
    """
    if len(machine_lists(first, second)) == 2:
        return False
    hosts = isinstance(first, Host) and isinstance(second, Host)
    if (first.mac is None) != (second.mac is None):
        return hosts
    return first.mac is None and not are_siblings(first, second) and _logins(first) != _logins(second)


def _logins(machine: Machine) -> set[str]:
    """How Ansible logs in to a machine, by the line of its address, and in YAML by the lines around with its margin."""
    place = machine.place_of_address(0)
    lines, at = place.source.lines, place.line - 1
    margin = _margin(lines[at])
    first, last = at, at + 1
    while margin and first and _margin(lines[first - 1]) == margin:
        first -= 1
    while margin and last < len(lines) and _margin(lines[last]) == margin:
        last += 1
    return {login for line in lines[first:last] for login in _LOGIN.findall(line)}


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _are_anycast(first: Machine, second: Machine) -> bool:
    """Whether what two machines share is of a loopback of each, as `/32` tells: routes lead to the nearest."""
    both = {*first.addresses} & {*second.addresses}
    shared = (address for machine in (first, second) for address in machine.addresses if address in both)
    return all(mask_of(address) == (32 if address.version == 4 else 128) for address in shared)


def _of_two_clusters(observation: Observation, first: VirtualAddress, second: VirtualAddress) -> bool:
    """Whether two virtual addresses are of two clusters that are both known by name."""
    clusters = [
        cluster
        for cluster in observation.clusters
        if any(own is one for own in cluster.virtual_addresses for one in (first, second))
    ]
    return len(clusters) > 1 and not any(nameless(observation, cluster) for cluster in clusters)


def are_siblings(first: Addressed, second: Addressed) -> bool:
    """Whether two names are of a series: equal but for a number."""
    one, other = (re.sub(r"[^a-z]", "", owner.name.lower()) for owner in (first, second))
    return one == other != ""


def share_word(first: Addressed, second: Addressed) -> bool:
    """Whether two names have a word in common: both may mean one thing, as `laptop-wifi` and `laptop-dock` do."""
    words = [{*_WORD.findall(owner.name.lower())} - _OF_ALL for owner in (first, second)]
    return not words[0].isdisjoint(words[1])


def files_of(*owners: Addressed) -> set[str]:
    """The files of owners."""
    return {owner.origin.source.file for owner in owners}


def machine_lists(*owners: Addressed) -> set[str]:
    """The files that list machines; the folder, where a file of its own is called after each, as in `host_vars`."""
    return {_machine_list(owner.origin.source.file, owner.name) for owner in owners}


def _machine_list(file: str, name: str) -> str:
    folder, _, own = file.rpartition("/")
    return folder if own.partition(".")[0].lower() == name.lower() else file
