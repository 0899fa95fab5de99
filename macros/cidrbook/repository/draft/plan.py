"""A first plan of a repository: YAML files for `data/`, each value with the file and line that it comes from.

Open questions stand at the end of the files, so that you know what to look for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.bgp import Speaker
from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Host, Network
from cidrbook.plan.pools import is_disabled
from cidrbook.plan.views.container_networks import LAN
from cidrbook.repository.documents.roles import role_of
from cidrbook.repository.draft.clusters import (
    with_cluster_name,
    with_machines_as_hosts,
    with_one_cluster,
    without_empty_clusters,
)
from cidrbook.repository.draft.declarations import Declarations
from cidrbook.repository.draft.documented_clusters import with_documented_clusters
from cidrbook.repository.draft.entries import fields, joined_ranges, once, scalar, shortest, where, with_own_ids
from cidrbook.repository.draft.files import Node, Scalar, as_yaml
from cidrbook.repository.draft.hosts import (
    add_host,
    host_fields,
    with_group_names,
    without_common_beginnings,
    without_nameless_hosts,
)
from cidrbook.repository.draft.link_registry import registry
from cidrbook.repository.draft.networks import CLUSTER, Room, Rooms
from cidrbook.repository.draft.routers import with_whole_routers
from cidrbook.repository.draft.sessions import name_of, talks
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem
from cidrbook.text.names import slug
from cidrbook.text.source import Place

_MOST = 40
"""Notes at the end of a file: nobody reads more, and the rest is counted."""
_MENDS = (
    without_empty_clusters,
    with_machines_as_hosts,
    with_cluster_name,
    with_one_cluster,
    with_group_names,
    without_nameless_hosts,
    without_common_beginnings,
    with_whole_routers,
    with_documented_clusters,
)
"""What is done to an observation before it is drafted, in this order."""
_BEFORE = (
    "Drafted by `cidrbook init --from`. Behind a value is the file and line that it was read from; one without that",
    "is from where the one above is. Go on from here: the file is yours.",
)


class Draft(NamedTuple):
    """The files of a plan by name, and the questions that no file of the repository answers."""

    files: dict[str, str]
    notes: tuple[str, ...]


def draft(seen: Observation, contested: Collection[Place] = ()) -> Draft:
    """The plan of what a repository shows, as files. At `contested` places are addresses that two things have."""
    plan = seen
    for mended in _MENDS:
        plan = mended(plan)
    drafted = _Drafted(plan, contested)
    parts: dict[str, tuple[dict[str, Node], list[str]]] = {
        "networks.yaml": drafted.networks(),
        "vlans.yaml": (drafted.vlans(), []),
        "clusters.yaml": drafted.clusters(),
        "routers.yaml": drafted.routers(),
        "links.yaml": (registry(plan.sources), []),
    }
    written = {name: part for name, part in parts.items() if part[0]}
    for _, notes in (part for name, part in parts.items() if name not in written and written):
        next(iter(written.values()))[1].extend(notes)
    files = {name: as_yaml(tree, _BEFORE, tuple(_closing_notes(notes))) for name, (tree, notes) in written.items()}
    return Draft(files, tuple(dict.fromkeys(note for _, notes in written.values() for note in notes)))


def _closing_notes(notes: list[str]) -> Iterator[str]:
    """The notes at the end of a file."""
    found = list(dict.fromkeys(notes))
    if found:
        yield "What no file says, or files say differently:"
    yield from (f"- {note}" for note in found[:_MOST])
    if len(found) > _MOST:
        yield f"- and {len(found) - _MOST} more"


class _Drafted:
    """A plan between observation and files."""

    def __init__(self, plan: Observation, contested: Collection[Place]) -> None:
        self.plan, self.contested = plan, contested
        self.rooms = rooms = Rooms(plan)
        self.ranges = self._ranges()
        for cluster in plan.clusters:
            self._pools(cluster)
        declarations = Declarations(rooms, plan)
        declarations.add_networks()
        self._adopt_documented()
        self.talks = talks(plan)
        self._place_addresses()
        declarations.add_facts()
        rooms.settle()

    def _ranges(self) -> dict[tuple[str, str], Room]:
        """Adds the networks of each cluster's pods and services."""
        found: dict[tuple[str, str], Room] = {}
        for cluster in self.plan.clusters:
            for part in ("pods", "services"):
                room = self.rooms.ranges(cluster, self.plan, part)
                if room is not None:
                    room.owner = room.owner or cluster.id
                    found[cluster.id, part] = room
        self.rooms.part(found.values())
        return {key: room for key, room in found.items() if room.cidrs}

    def _adopt_documented(self) -> None:
        """Gives the only cluster the only range of pods, and of services, that only a document mentions."""
        for role in CLUSTER if len(self.plan.clusters) == 1 else ():
            rooms = [
                room for room in self.rooms.all if room.documented and role in (room.role, role_of(room.name).role)
            ]
            if len(rooms) == 1 and rooms[0].role == role:
                self.ranges.setdefault((self.plan.clusters[0].id, role), rooms[0])

    def _pools(self, cluster: Cluster) -> None:
        """Adds a network for each pool that is a prefix."""
        for balancer in _enabled(cluster):
            families: dict[int, list[tuple[IPNetwork, Place]]] = {4: [], 6: []}
            for which, pool in enumerate(balancer.pools):
                if isinstance(pool, IPNetwork) and pool.prefixlen < (31 if pool.version == 4 else 127):
                    at = balancer.at("pools", which)
                    families[pool.version].append((self.rooms.clean(pool, at), at))
            for both in zip_longest(*families.values()):
                self.rooms.room(
                    [prefix for prefix in both if prefix], f"load balancers of {cluster.name}", "load-balancer"
                )

    def _place_addresses(self) -> None:
        """Adds a network for each address."""
        for network in self.plan.networks:
            if not network.cidrs:
                self._place_leases(network)
            for host in network.hosts:
                self._place_host(host, "" if LAN in network.tags else network.vrf)
        for router in self.talks.routers:
            self.rooms.house(router, router.vrf)
        for cluster in self.plan.clusters:
            self._place_nodes(cluster)
            for owner in (*cluster.virtual_addresses, *cluster.pinned_services):
                self.rooms.house(owner)

    def _place_host(self, host: Host, vrf: str) -> None:
        """Adds a host to the networks of its addresses."""
        homes = self.rooms.house(host, vrf)
        for room in {id(home): home for home in homes if home}.values():
            own = tuple(which for which, around in enumerate(homes) if around is room)
            add_host(room.hosts, host, own, self.contested)

    def _place_nodes(self, cluster: Cluster) -> None:
        """Adds the networks of a cluster's nodes. A guessed one is called after them, if files name none."""
        for home in (home for node in cluster.nodes for home in self.rooms.house(node)):
            unnamed = home is not None and home.guessed and home.name == str(home.cidrs[0][0])
            if home is not None and unnamed and not cluster.node_networks:
                home.name, home.role = "nodes", home.role or "servers"

    def _place_leases(self, network: Network) -> None:
        """Adds the network of a DHCP range or a gateway if no file has its prefix."""
        spans = [*network.dhcp, *(part.whole for part in network.reserved)]
        ends = [*(end for span in spans for end in span), *network.gateways]
        if not ends:
            return
        keys = ("dhcp" if network.dhcp else "reserved" if network.reserved else "gateway", 0)
        room = self.rooms.at(ends[0], network.vrf) or self.rooms.guess(ends[0], network.at(*keys), network.vrf)
        if all(map(room.holds, ends)):
            room.entries.append(network)
        else:
            self.rooms.notes.append(f"no file says the prefix of {network.name} ({where(network.at(*keys))})")

    def networks(self) -> tuple[dict[str, Node], list[str]]:
        """The networks, and their open questions."""
        notes = list(self.rooms.notes)
        notes += [f"the prefix length of {room.cidrs[0][0]} is guessed" for room in self.rooms.all if room.guessed]
        if self.rooms.all and not any(network.vlan for room in self.rooms.all for network in room.entries):
            notes.append("no VLANs were seen: write `vlan:` where a network is on one")
        elsewhere = ("unresolved-variable", "invalid-asn")
        notes += [_problem_note(problem) for rule, problem in self.plan.problems if rule not in elsewhere]
        return _section_if_any("networks", with_own_ids(map(self._network, self.rooms.all))), notes

    def _network(self, room: Room) -> dict[str, Node]:
        tree: dict[str, Node] = {"name": scalar(room.name, room.titled or room.cidrs[0][1])}
        if room.id != slug(room.name):
            tree["id"] = Scalar(room.id)
        tree["cidr"] = shortest([self._cidr(room, *cidr) for cidr in room.cidrs])
        if room.role:
            tree["role"] = Scalar(room.role)
        if room.parent:
            tree["parent"] = Scalar(room.parent)
        if room.vrf:
            tree["vrf"] = Scalar(room.vrf)
        done = dict.fromkeys(("id", "role", "parent", "vrf", "hosts", "dhcp_servers"))
        known = {"name": tree["name"], "cidrs": tree["cidr"]}  # what a network has to have, or nothing of it is written
        for network in room.entries:
            tree |= {key: node for key, node in fields(network, **done, **known).items() if key not in tree}
        tree |= joined_ranges(room.entries)
        hosts = with_own_ids(host_fields(*host, self.plan.register_files) for host in room.hosts)
        return tree | ({"hosts": hosts} if hosts else {})

    def vlans(self) -> dict[str, Node]:
        """The VLANs that a register lists, each number once, without the group that has it."""
        numbered = {vlan.id: vlan for vlan in reversed(self.plan.vlans) if vlan.id}
        return _section_if_any("vlans", [fields(vlan, site=None) for _, vlan in sorted(numbered.items())])

    def _cidr(self, room: Room, cidr: IPNetwork, place: Place) -> Scalar:
        return Scalar(str(cidr), f"{where(place)}, {room.guessed}" if room.guessed else where(place))

    def clusters(self) -> tuple[dict[str, Node], list[str]]:
        """The clusters, and their open questions."""
        found = with_own_ids(map(self._cluster, self.plan.clusters))
        notes = [note for cluster in self.plan.clusters for note in self._missing_facts(cluster)]
        notes += [_problem_note(problem) for rule, problem in self.plan.problems if rule == "unresolved-variable"]
        return _section_if_any("clusters", found), notes

    def _missing_facts(self, cluster: Cluster) -> Iterator[str]:
        missing = [
            what
            for what, known in (
                ("nodes", cluster.nodes),
                ("pods", (cluster.id, "pods") in self.ranges),
                ("services", (cluster.id, "services") in self.ranges),
                ("API", cluster.api),
            )
            if not known
        ]
        if missing:
            yield f"nothing was seen of the {', '.join(missing)} of {cluster.name}"

    def _cluster(self, cluster: Cluster) -> dict[str, Node]:
        return fields(
            cluster,
            pods=self._ids(cluster, "pods"),
            services=self._ids(cluster, "services"),
            node_networks=self._node_networks(cluster),
            nodes=with_own_ids(map(self._machine, cluster.nodes)),
            virtual_addresses=with_own_ids(map(fields, cluster.virtual_addresses)),
            load_balancers=[
                tree for tree in (self._balancer(cluster, balancer) for balancer in _enabled(cluster)) if tree
            ],
            pinned_services=with_own_ids(map(fields, cluster.pinned_services)),
            cni=self._cni(cluster),
        )

    def _cni(self, cluster: Cluster) -> Node | None:
        """The network plugin, without pod ranges that were dropped because they overlap another cluster's range."""
        if cluster.cni is None:
            return None
        left_out = (cluster.id, "pods") not in self.ranges or not self.ranges[cluster.id, "pods"].cidrs
        return fields(cluster.cni, **({"pods": None} if left_out and cluster.pods else {}))

    def _node_networks(self, cluster: Cluster) -> Node:
        """The nodes' networks: those that files name, and those that hold the nodes' addresses."""
        named = (
            (self.rooms.now.get(name), cluster.at("node_network", which))
            for which, name in enumerate(cluster.node_networks)
        )
        own = (
            (self.rooms.at(address), node.place_of_address(which))
            for node in cluster.nodes
            for which, address in enumerate(node.addresses)
        )
        found = [(room, at) for room, at in (*named, *own) if room] if cluster.node_networks else []
        return once(Scalar(room.id, where(at)) for room, at in found)

    def _ids(self, cluster: Cluster, part: str) -> Node:
        room = self.ranges.get((cluster.id, part))
        return Scalar(room.id, where(room.cidrs[0][1])) if room else []

    def _balancer(self, cluster: Cluster, balancer: LoadBalancer) -> Node:
        pools = [self._pool(pool, balancer.at("pools", which)) for which, pool in enumerate(balancer.pools)]
        silent = balancer.mode == "bgp" and not self._speaks(cluster)
        mode = None if silent else Scalar(balancer.mode, where(balancer.at("mode")))
        return fields(balancer, pools=once(pool for pool in pools if pool), mode=mode if balancer.mode else None)

    def _speaks(self, cluster: Cluster) -> bool:
        """Whether the draft has a session of the cluster. A cluster without one is not drafted as announcing by BGP."""
        own = {cluster.id, *(self.talks.names[node.id] for node in cluster.nodes)}
        return any(own & {session.local, session.peer} for session in self.talks.sessions)

    def _pool(self, pool: object, at: Place) -> Scalar | None:
        if isinstance(pool, str):
            return Scalar(self.rooms.now[pool].id, where(at)) if pool in self.rooms.now else None
        room = self.rooms.of(pool) if isinstance(pool, IPNetwork) else None
        plain = str(pool.cidr if isinstance(pool, IPNetwork) else pool)
        return Scalar(room.id if room and room.role == "load-balancer" else plain, where(at))

    def routers(self) -> tuple[dict[str, Node], list[str]]:
        """The routers and BGP sessions, and their open questions."""
        speakers = with_own_ids(
            self._speaker(speaker) for speaker in self.plan.speakers if speaker.runs_on in self.talks.names
        )
        sessions: list[Node] = [tree for session in self.talks.sessions if (tree := fields(session))]
        bgp = _section_if_any("speakers", speakers) | _section_if_any("sessions", sessions)
        tree = _section_if_any("routers", with_own_ids(map(self._machine, self.talks.routers))) | _section_if_any(
            "bgp", bgp
        )
        notes = [
            *self.talks.notes,
            *(_problem_note(problem) for rule, problem in self.plan.problems if rule == "invalid-asn"),
        ]
        return tree, notes

    def _machine(self, machine: Machine) -> dict[str, Node]:
        """A router or a node, with a unique name and id."""
        own, name = self.talks.names.get(machine.id, machine.id), name_of(machine)
        return fields(machine, name=scalar(name, machine.at("name")), id=None if slug(name) == own else Scalar(own))

    def _speaker(self, speaker: Speaker) -> dict[str, Node]:
        names = self.talks.names
        runs_on = scalar(names[speaker.runs_on], speaker.at("runs_on"))
        return fields(speaker, name=scalar(names[speaker.id], speaker.at()), id=None, runs_on=runs_on)


def _enabled(cluster: Cluster) -> list[LoadBalancer]:
    """The cluster's balancers with pools in use."""
    return [balancer for balancer in cluster.load_balancers if not is_disabled(balancer)]


def _section_if_any(key: str, found: Node) -> dict[str, Node]:
    return {key: found} if found else {}


def _problem_note(problem: Problem) -> str:
    return f"{where(problem.at)}: {problem.message}"
