"""The hosts of a draft: each machine once, by the best name that files have for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from netaddr import IPAddress

from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.draft.entries import fields, scalar, shortest
from cidrbook.repository.draft.files import Node
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.vocabulary import words_of
from cidrbook.text.names import slug
from cidrbook.text.source import Place

_HYPHEN = " - "
"""What stands between the words that comments have in common and the name of a host."""
_FEW = 3
"""Names that show what is common to all. Fewer may be of one room."""

HostOf = tuple[Host, tuple[int, ...]]
"""A host, and which of its addresses are in one network."""


def add_host(hosts: list[HostOf], host: Host, own: tuple[int, ...], contested: Collection[Place]) -> None:
    """Adds a host to those of a network. Its other name is an alias of the host that has its addresses there.

    Addresses that two things are known to have, which are said at contested places, keep both.
    """
    for which, (other, others) in enumerate(hosts):
        same = [str(other.addresses[at]) for at in others] == [str(host.addresses[at]) for at in own]
        places = {*map(other.place_of_address, others), *map(host.place_of_address, own)}
        are_two = not places.isdisjoint(contested) and not all(map(_is_of_inventory, places))
        are_two = are_two and not _are_alike_by_words(other, host)
        if same and _have_one_card(other, host) and not are_two:
            hosts[which] = (_merged_host(other, host), others)
            return
    hosts.append((host, own))


def _is_of_inventory(place: Place) -> bool:
    """Whether an address is one of Ansible's connections, of which a machine may have several: for root, for setup."""
    return "ansible_host" in place.source.lines[place.line - 1]


def _have_one_card(one: Host, other: Host) -> bool:
    """Whether two hosts have no two MAC addresses."""
    return one.mac is None or other.mac is None or one.mac == other.mac


def _words_of_name(host: Host) -> frozenset[str]:
    return words_of(slug(host.name.partition(".")[0]))


def _are_alike_by_words(one: Host, other: Host) -> bool:
    """Whether all words of a name are in the other: `pve` and `pve-host`."""
    some, more = sorted((_words_of_name(one), _words_of_name(other)), key=len)
    return bool(some) and some <= more


def _merged_host(first: Host, other: Host) -> Host:
    """One host. Of two alike names the shorter counts; another name, such as one of DNS, is an alias."""
    one, two = _words_of_name(first), _words_of_name(other)
    kept, left = (other, first) if two < one else (first, other)
    alias = () if _are_alike_by_words(first, other) else (left.name,)
    known = {"mac": first.mac or other.mac, "aliases": tuple(dict.fromkeys((*first.aliases, *other.aliases, *alias)))}
    return kept.model_copy(update=known)


def with_group_names(plan: Observation) -> Observation:
    """The observation, with hosts that have an address for a name named as the inventory's group of that one host."""
    names: dict[IPAddress, str] = {}
    for name, address in plan.group_names.items():
        names.setdefault(address, name)
    return replace(plan, networks=tuple(_with_names(network, names) for network in plan.networks))


def without_common_beginnings(plan: Observation) -> Observation:
    """The observation, with hosts named without the words that most of their file begin with: `Kept by hand - nas`."""
    names: dict[str, list[str]] = defaultdict(list)
    for host in (host for network in plan.networks for host in network.hosts):
        names[host.at().file].append(host.name)
    common = {file: _common_beginning(found) for file, found in names.items()}
    networks = (_without_beginnings(network, common) for network in plan.networks)
    return replace(plan, networks=tuple(networks)) if any(common.values()) else plan


def _common_beginning(names: Sequence[str]) -> str:
    """The words before a hyphen that half of the names begin with; nothing where there are few names."""
    begun = Counter(name.partition(_HYPHEN)[0] for name in names if _HYPHEN in name)
    beginning, number = next(iter(begun.most_common(1)), ("", 0))
    return f"{beginning}{_HYPHEN}" if number >= max(_FEW, len(names) / 2) else ""


def _without_beginnings(network: Network, common: Mapping[str, str]) -> Network:
    hosts = tuple(_without_beginning(host, common[host.at().file]) for host in network.hosts)
    return network.model_copy(update={"hosts": hosts}) if hosts != network.hosts else network


def _without_beginning(host: Host, beginning: str) -> Host:
    name = host.name.removeprefix(beginning).strip()
    return host.model_copy(update={"name": name, "id": slug(name)}) if name and name != host.name else host


def without_nameless_hosts(plan: Observation) -> Observation:
    """The observation, without hosts that only an address is known of, and without examples."""
    networks = [network for network in plan.networks if not is_example(network.at().file)]
    return replace(plan, networks=tuple(map(_with_known_hosts, networks)))


def _with_known_hosts(network: Network) -> Network:
    known = (host for host in network.hosts if host.mac or as_address(host.name) is None)
    hosts = tuple(host for host in known if not is_example(host.at().file))
    return network.model_copy(update={"hosts": hosts}) if hosts != network.hosts else network


def _with_names(network: Network, names: dict[IPAddress, str]) -> Network:
    hosts = tuple(_named_by_group(host, names) for host in network.hosts)
    return network.model_copy(update={"hosts": hosts}) if hosts != network.hosts else network


def _named_by_group(host: Host, names: dict[IPAddress, str]) -> Host:
    name = next((names[at] for at in host.addresses if at in names), "") if as_address(host.name) else ""
    return host.model_copy(update={"name": name, "id": slug(name)}) if name else host


def host_fields(host: Host, own: tuple[int, ...], registers: Collection[str]) -> dict[str, Node]:
    """A host with its addresses in one network."""
    addresses: list[Node] = [scalar(host.addresses[number], host.place_of_address(number)) for number in own]
    known = host.mac or host.origin.source.file in registers
    unsaid: dict[str, Node | None] = {} if known else {"assigned": None}  # a DNS record says nothing of DHCP
    return fields(host, name=scalar(_plain_name(host), host.at("name")), addresses=shortest(addresses), **unsaid)


def _plain_name(host: Host) -> str:
    """The name of a host, without a domain that is a variable or a secret."""
    first, _, domain = host.name.partition(".")
    return first if any(mark in domain for mark in "<{$") else host.name
