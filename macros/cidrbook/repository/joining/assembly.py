"""Joins what was seen in a repository into the objects that `data/` would declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Cluster, Cni, LoadBalancer, Node, Service
from cidrbook.plan.entry import Addressed, Entry, VirtualAddress
from cidrbook.plan.network import Host, Network, Vlan
from cidrbook.plan.pools import Pool, pool_spans
from cidrbook.plan.views.speakers import speakers_of_cluster
from cidrbook.plan.vpn import Vpn
from cidrbook.repository.installation import Installation, are_apart, installations
from cidrbook.repository.joining.duplicates import distinct, joined_machines
from cidrbook.repository.joining.guesses import guessed_lines
from cidrbook.repository.joining.joined_registers import registers
from cidrbook.repository.joining.machine_gateways import machine_gateways
from cidrbook.repository.joining.machines import with_one_id_each
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.named_addresses import group_names, named_addresses
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.repository.sighting import Part, Reported, Seen, Sighting
from cidrbook.text.finding import Problem
from cidrbook.text.located import Spot
from cidrbook.text.names import slug
from cidrbook.text.source import ORIGIN, Origin, Path, Place, Source

_LISTS = {"node": "nodes", "virtual": "virtual_addresses", "balancer": "load_balancers", "service": "pinned_services"}
"""The cluster's attributes that are lists, by part."""

_LOOSE = ("network", "host", "vlan", "router", "speaker", "session", "vpn")
"""Parts that are of no cluster."""

_OF_MACHINES = ("node", "virtual", "pods", "services", "nodes", "cluster")
"""Parts that the configuration of machines describes."""

_NO_OBJECTS = ("pointer", "occupant", "group", "default", "ignored", "listed", "routed")
"""The parts that say something of an address which another object has."""

_RANGES = {"pods": "pods", "services": "services", "nodes": "node_networks"}
"""The cluster's attributes that name networks, by part."""


E = TypeVar("E", bound=Entry)


class _PartsSeen(NamedTuple):
    """The distinct parts: members by cluster, others by kind, settings, and problems."""

    clusters: dict[str, list[Sighting]]
    loose: dict[str, list[Entry]]
    settings: list[SettingCopy]
    problems: list[tuple[str, Problem]]


def _parts_seen(sightings: Iterable[Sighting]) -> _PartsSeen:
    seen: set[tuple[object, ...]] = set()
    parts = _PartsSeen(defaultdict(list), defaultdict(list), [], [])
    for sighting in sightings:
        parts.problems.extend((reported.rule, reported.problem) for reported in sighting.problems)
        cluster = sighting.scope or cluster_of(sighting.entry.origin.source.file)
        if sighting.part == "setting" and isinstance(sighting.entry, Network):
            parts.settings.append(SettingCopy(slug(cluster or "cluster"), sighting.entry))
        elif sighting.part == "gateway":
            continue
        elif (key := _identity(sighting, cluster)) not in seen:
            seen.add(key)
            if sighting.part in _LOOSE:
                parts.loose["example" if sighting.weak and sighting.part == "network" else sighting.part].append(
                    sighting.entry
                )
            else:
                parts.clusters[cluster].append(sighting)
    return parts


def assemble(found: Iterable[Seen], sources: Sequence[Source] = ()) -> Observation:
    """One observation of all that was seen. A thing that was seen twice is in it once, with its first place."""
    everything = list(found)
    sightings = [seen for seen in everything if isinstance(seen, Sighting)]
    clusters, loose, settings, problems = _parts_seen(
        with_one_id_each(sighting for sighting in sightings if sighting.part not in _NO_OBJECTS)
    )
    problems += [(seen.rule, seen.problem) for seen in everything if isinstance(seen, Reported)]
    _leave_to_named(clusters)
    networks = [*_entries_of_type(loose["network"], Network), *_with_hosts(_entries_of_type(loose["host"], Host))]
    installed = installations(sightings)
    built = [_assembled_cluster(name, members, installed) for name, members in sorted(clusters.items())]
    networks, now = distinct(
        [*networks, *(network for _, own in built for network in own), *_entries_of_type(loose["example"], Network)]
    )
    peerings = [
        peering
        for (cluster, _), name in zip(built, sorted(clusters), strict=True)
        for peering in _cluster_sessions(cluster, clusters[name])
    ]
    return Observation(
        networks=tuple(networks),
        vlans=tuple(_entries_of_type(loose["vlan"], Vlan)),
        routers=tuple(loose["router"]),  # type: ignore[arg-type] # readers yield each part as its kind
        vpns=tuple(loose["vpn"]),  # type: ignore[arg-type]
        speakers=tuple(loose["speaker"]),  # type: ignore[arg-type]
        sessions=(*loose["session"], *peerings),  # type: ignore[arg-type]
        clusters=_with_namespaces([_with_node_networks(cluster, now) for cluster, _ in built]),
        sources=tuple(sources),
        problems=tuple(dict.fromkeys(problems)),
        settings=tuple(settings),
        defaults=_ranges_aside(sightings, "default"),
        ignored=_ranges_aside(sightings, "ignored"),
        listed=_entries_of_part(sightings, "listed", Network),
        routed=_entries_of_part(sightings, "routed", Network),
        gateways=machine_gateways(sightings),
        groups=_groups(sightings),
        named_addresses=named_addresses(sightings),
        group_names=group_names(sightings),
        installations=installed,
        occupants=_entries_of_part(sightings, "occupant", Host),
        guessed=guessed_lines(sightings),
        registers=registers(sightings),
        register_files=frozenset(seen.file for seen in sightings if seen.register),
    )


def _entries_of_part(sightings: Iterable[Sighting], part: Part, kind: type[E]) -> tuple[E, ...]:
    return tuple(_entries_of_type((seen.entry for seen in sightings if seen.part == part), kind))


def _ranges_aside(sightings: Iterable[Sighting], part: Part) -> tuple[tuple[str, Network], ...]:
    """The ranges of a part that no cluster has for certain, each with the name of its cluster."""
    found = ((seen.scope or cluster_of(seen.file), seen.entry) for seen in sightings if seen.part == part)
    return tuple((slug(cluster or "cluster"), entry) for cluster, entry in found if isinstance(entry, Network))


def _groups(sightings: Iterable[Sighting]) -> tuple[VirtualAddress, ...]:
    """The groups of VRRP, each place once."""
    return tuple({entry.at(): entry for entry in _entries_of_part(sightings, "group", VirtualAddress)}.values())


def _leave_to_named(clusters: dict[str, list[Sighting]]) -> None:
    """Drop ranges from unassigned files if a named cluster already has them."""
    known = {
        (cluster.part, cluster.entry.cidrs)
        for name in clusters
        if name
        for cluster in clusters[name]
        if isinstance(cluster.entry, Network)
    }
    own = clusters.pop("", [])
    left = [
        sighting
        for sighting in own
        if not (isinstance(sighting.entry, Network) and (sighting.part, sighting.entry.cidrs) in known)
    ]
    if len(clusters) == 1 and _are_machines(left, *clusters.values()):
        next(iter(clusters.values())).extend(left)
    elif left:
        clusters[""] = left


def _are_machines(own: list[Sighting], named: list[Sighting]) -> bool:
    """Whether files without a cluster describe only machines that the only named cluster does not have.

    Where they only say the address of an API, that is the named cluster's, though it has another one there.
    """
    parts = {sighting.part for sighting in named}
    more = {sighting.part for sighting in own} - {"cluster"}
    return more <= set(_OF_MACHINES) and (parts.isdisjoint(more) or more == {"virtual"})


def _entries_of_type(entries: Iterable[Entry], kind: type[E]) -> list[E]:
    return [entry for entry in entries if isinstance(entry, kind)]


def _with_hosts(hosts: list[Host]) -> list[Network]:
    """Hosts live in networks, so hosts read from a repository go into one placeholder network."""
    if not hosts:
        return []
    origin = hosts[0].origin
    return [
        Network.model_construct(name="the hosts of this tree", id="hosts", hosts=joined_machines(hosts), origin=origin)
    ]


def _identity(sighting: Sighting, cluster: str) -> tuple[object, ...]:
    """What makes two sightings one thing: part, cluster, name and addresses."""
    entry = sighting.entry
    if isinstance(entry, Network):
        mistyped = entry.at("cidr") if any(cidr.value != cidr.first for cidr in entry.cidrs) else None
        hosts = (host.id for host in entry.hosts)
        own = (entry.name, entry.id, *hosts, *map(str, entry.dhcp)) if sighting.part == "network" else ()
        return sighting.part, cluster, tuple(map(str, entry.cidrs)), entry.gateways, own, mistyped
    if isinstance(entry, Addressed):
        addresses = tuple(sorted(map(str, entry.addresses)))
        namespace = getattr(entry, "namespace", "")
        return sighting.part, cluster, namespace, "" if sighting.part == "virtual" else entry.id, addresses
    if isinstance(entry, Vpn):  # a text in a document is read there, and in the file
        return sighting.part, entry.at()
    return sighting.part, cluster, repr(entry)


def _assembled_cluster(
    name: str, members: list[Sighting], installed: Mapping[str, Installation]
) -> tuple[Cluster, list[Network]]:
    """A cluster made of its parts, and the networks that it uses."""
    first = members[0].entry
    cluster = Cluster.model_validate({"name": name or "cluster", ORIGIN: first.origin})
    entries: dict[str, list[Entry]] = defaultdict(list)
    for member in members:
        entries[member.part].append(member.entry)
    update: dict[str, object] = {attribute: tuple(entries[part]) for part, attribute in _LISTS.items()}
    update["load_balancers"] = _handing_out(cluster, _entries_of_type(map(_entry_of_sighting, members), LoadBalancer))
    update["nodes"] = joined_machines(_entries_of_type(map(_entry_of_sighting, members), Node))
    cni = _joined_cni(_entries_of_type(map(_entry_of_sighting, members), Cni), installed)
    update["cni"] = cni
    ranges = [(part, network) for part in _RANGES for network in _range_networks(cluster, part, entries[part], cni)]
    for part, attribute in _RANGES.items():
        update[attribute] = tuple(network.id for of, network in ranges if of == part)
    facts = entries["cluster"]
    update = _first_of_each(facts, without=("origin", "name", "id")) | update
    update["origin"] = _cluster_origin(first, facts, ranges)
    known = {key: value for key, value in update.items() if value}
    return cluster.model_copy(update=known), [network for _, network in ranges]


def _entry_of_sighting(sighting: Sighting) -> Entry:
    return sighting.entry


def _first_of_each(entries: Iterable[Entry], without: tuple[str, ...]) -> dict[str, object]:
    """The values of several entries by key. The first value of a key counts."""
    found: dict[str, object] = {}
    for entry in entries:
        found |= {key: value for key, value in entry if value and key not in without and key not in found}
    return found


def _with_node_networks(cluster: Cluster, now: Mapping[str, str]) -> Cluster:
    """The cluster, with the present ids of its nodes' networks."""
    names = tuple(dict.fromkeys(now.get(name, name) for name in cluster.node_networks))
    return cluster.model_copy(update={"node_networks": names})


def _cluster_origin(first: Entry, facts: Sequence[Entry], networks: Sequence[tuple[str, Network]]) -> Origin:
    """The places of a cluster's values: each fact where it is first written, each range at its own place."""
    places: dict[Path, Place] = {}
    counts: dict[str, int] = defaultdict(int)
    for part, network in networks:
        key = "node_network" if part == "nodes" else part
        places[key, counts[key]] = network.at("cidr")
        counts[key] += 1
    places = _first_places(facts) | places
    return Origin(Spot(first.origin.source, places, first.at()), ())


def _range_networks(cluster: Cluster, part: str, seen: Iterable[Entry], cni: object) -> list[Network]:
    """The networks of one part of a cluster, with ids unique to the cluster."""
    found = _entries_of_type(seen, Network)
    if part == "pods" and not found and isinstance(cni, Cni) and cni.pods:
        found = [_pods_of(cni)]
    ids = (f"{cluster.id}-{part}{f'-{index}' if index else ''}" for index in range(len(found)))
    return [network.model_copy(update={"id": name}) for name, network in zip(ids, found, strict=True)]


def _pods_of(cni: Cni) -> Network:
    """The pods' network of the network plugin, for a cluster without any other."""
    places: dict[Path, Place] = {("cidr", index): cni.at("pods", index) for index in range(len(cni.pods))}
    origin = Origin(Spot(cni.origin.source, places, cni.at("pods", 0)), ())
    return Network.model_construct(name="pods", id="pods", cidrs=cni.pods, role="pods", origin=origin)


def _handing_out(cluster: Cluster, found: list[LoadBalancer]) -> tuple[LoadBalancer, ...]:
    """The balancers, without those of Calico that announce ranges of another balancer."""
    others = tuple(balancer for balancer in found if balancer.product != "calico")
    taken = Spans(_pool_spans(cluster, others))
    announcing = {
        id(balancer)
        for balancer in found
        if balancer.product == "calico" and any(taken.meeting(*span[:3]) for span in _pool_spans(cluster, (balancer,)))
    }
    return tuple(balancer for balancer in found if id(balancer) not in announcing)


def _pool_spans(cluster: Cluster, balancers: tuple[LoadBalancer, ...]) -> Iterator[Span[Pool]]:
    return pool_spans([cluster.model_copy(update={"load_balancers": balancers})], lambda _: None)


def _cluster_sessions(cluster: Cluster, members: list[Sighting]) -> Iterator[Session]:
    """The sessions of a cluster: those of all nodes, and those of a node that is known by name.

    Where several programs of a cluster speak BGP, a session is that of the one whose configuration has it.
    """
    names = {name: node.id for node in cluster.nodes for name in (node.hostname.partition(".")[0], node.id) if name}
    programs = {slug(speaker.product): speaker.id for speaker in speakers_of_cluster(cluster)}
    for member in members:
        if isinstance(member.entry, Session):
            program = programs.get(slug(member.reader), cluster.id) if len(programs) > 1 else cluster.id
            yield member.entry.model_copy(update={"local": names.get(slug(member.entry.local), program)})


def _with_namespaces(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """The clusters, with each service's namespace taken from other files of the same service."""
    spaces: dict[str, set[str]] = defaultdict(set)
    for cluster in clusters:
        for service in cluster.pinned_services:
            spaces[service.id].add(service.namespace)
    known = {name: max(found) for name, found in spaces.items() if len(found) == 2 and "" in found}
    return tuple(cluster.model_copy(update={"pinned_services": _in_namespaces(cluster, known)}) for cluster in clusters)


def _in_namespaces(cluster: Cluster, known: Mapping[str, str]) -> tuple[Service, ...]:
    """The services of a cluster, each once, with their known namespaces."""
    found: dict[tuple[object, ...], Service] = {}
    for pinned in cluster.pinned_services:
        service = pinned
        if not pinned.namespace and pinned.id in known:
            service = pinned.model_copy(update={"namespace": known[pinned.id]})
        found.setdefault((service.namespace, service.id, service.addresses), service)
    return tuple(found.values())


def _joined_cni(found: list[Cni], installed: Mapping[str, Installation]) -> Cni | None:
    """The network plugin, joined from several files. The first value of a key counts."""
    parts = [cni for cni in found if not are_apart(installed, found[0].origin.source.file, cni.origin.source.file)]
    if not parts:
        return None
    origin = Origin(Spot(parts[0].origin.source, _first_places(parts), parts[0].at()), ())
    return parts[0].model_copy(update={**_first_of_each(parts, without=("origin",)), "origin": origin})


def _first_places(entries: Sequence[Entry]) -> dict[Path, Place]:
    """Where each value of several entries stands: at the first of them that says it."""
    places: dict[Path, Place] = {}
    for entry in entries:
        known = entry.origin.source.places if isinstance(entry.origin.source, Spot) else {}
        said = {path[0] for path in places}
        places |= {path: place for path, place in known.items() if path[0] not in said}
    return places
