"""The clusters that a draft is about: those of which anything is known, by the names that files give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import Machine, Named
from cidrbook.plan.network import Host, Network
from cidrbook.repository.observation import UNNAMED, Observation
from cidrbook.repository.vocabulary import CLUSTER_PRODUCTS
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_MACHINES = regex(r"^(?:talosVersion|clusterEndpoint|endpoint|machine):", re.MULTILINE)
_NAME = regex(r"^[ ]{0,4}clusterName:[ ]*[\"']?([A-Za-z][A-Za-z0-9.-]{0,62})[\"']?[ ]*(?:#.*)?$", re.MULTILINE)
"""The name of the cluster in the configuration of Talos, talhelper and topf."""
_KUBERNETES = regex(rf"(?:\b|_)(?:{CLUSTER_PRODUCTS}|kube\w*)", re.IGNORECASE)
"""Words of files that are about a cluster."""
_LISTS = ("nodes", "virtual_addresses", "load_balancers", "pinned_services")
"""What two parts of a cluster have together."""


def without_empty_clusters(plan: Observation) -> Observation:
    """The observation, without clusters of which only a product is known: beside others, it may be theirs."""
    return replace(plan, clusters=tuple(filter(_is_known, plan.clusters)))


def with_one_cluster(plan: Observation) -> Observation:
    """The observation. Files that name no cluster are of the only named one, where neither says what the other does."""
    unnamed = [cluster for cluster in plan.clusters if cluster.name == UNNAMED]
    named = [cluster for cluster in plan.clusters if cluster.name != UNNAMED]
    if len(unnamed) != 1 or len(named) != 1 or not _are_parts(unnamed[0], named[0]):
        return plan
    return with_ids(replace(plan, clusters=(_merged_cluster(*named, *unnamed),)), {unnamed[0].id: named[0].id})


def _are_parts(one: Cluster, other: Cluster) -> bool:
    """Whether one describes the machines of a cluster and the other what runs on it."""
    machines, apps = ("nodes", "api", "virtual_addresses"), ("load_balancers", "pinned_services", "cni")
    return any(
        _has_only(first, machines, apps) and _has_only(second, apps, ("nodes", "api"))
        for first, second in ((one, other), (other, one))
    ) and not _say_the_same(one, other)


def _say_the_same(one: Cluster, other: Cluster) -> bool:
    """Whether both say what a cluster has once."""
    once = ("nodes", "pods", "services", "virtual_addresses", "load_balancers")
    return any(getattr(one, key) and getattr(other, key) for key in once)


def _has_only(cluster: Cluster, some: tuple[str, ...], none: tuple[str, ...]) -> bool:
    return any(getattr(cluster, key) for key in some) and not any(getattr(cluster, key) for key in none)


def with_machines_as_hosts(plan: Observation) -> Observation:
    """The observation. What only lists machines is no cluster: they are hosts."""
    lists = [cluster for cluster in plan.clusters if _lists_machines(cluster)]
    if not lists:
        return plan
    hosts = tuple(_as_host(node) for cluster in lists for node in cluster.nodes)
    network = Network.model_construct(name="hosts", id="listed-hosts", hosts=hosts, origin=hosts[0].origin)
    clusters = tuple(cluster for cluster in plan.clusters if cluster not in lists)
    return replace(plan, clusters=clusters, networks=(*plan.networks, network))


def _lists_machines(cluster: Cluster) -> bool:
    """Whether nothing is known of a cluster but machines, without their roles."""
    said = {key for key, value in cluster if value and key not in ("name", "id", "origin")}
    plain = said == {"nodes"} and cluster.name == UNNAMED and not any(node.roles for node in cluster.nodes)
    files = {node.at().source for node in cluster.nodes}
    return plain and not any(_KUBERNETES.search(f"{source.file} {source.text}") for source in files)


def _as_host(node: Node) -> Host:
    return Host.model_construct(**{key: getattr(node, key) for key in Machine.model_fields})


def _is_known(cluster: Cluster) -> bool:
    own = (cluster.nodes, cluster.virtual_addresses, cluster.pinned_services, cluster.api)
    pools = any(balancer.pools for balancer in cluster.load_balancers)
    return pools or any(own) or bool(cluster.pods or cluster.services)


def with_cluster_name(plan: Observation) -> Observation:
    """The observation, with its unnamed cluster named as in the machines' configuration, if only that names one.

    What a folder of that name holds is then of the same cluster.
    """
    found = {
        match[1] for source in plan.sources if _MACHINES.search(source.text) for match in _NAME.finditer(source.text)
    }
    unnamed = next((cluster for cluster in plan.clusters if cluster.name == UNNAMED), None)
    if len(found) != 1 or unnamed is None:
        return plan
    name = next(iter(found))
    same = next((cluster for cluster in plan.clusters if cluster.id == slug(name)), None)
    taken = any(entry.id == slug(name) for entry in plan.entries if isinstance(entry, Named))
    if (
        len(plan.clusters) > 1 + (same is not None)
        or (taken and same is None)
        or (same and _say_the_same(unnamed, same))
    ):
        return plan
    named = unnamed.model_copy(update={"name": name, "id": slug(name)})
    return with_ids(
        replace(plan, clusters=(_merged_cluster(named, same) if same else named,)), {unnamed.id: slug(name)}
    )


def _merged_cluster(first: Cluster, other: Cluster) -> Cluster:
    """One cluster of two parts. The first value counts, and lists are joined."""
    joined = {key: (*getattr(first, key), *getattr(other, key)) for key in _LISTS}
    values = {key: value for key, value in other if key not in joined and value and not getattr(first, key)}
    return first.model_copy(update=joined | values)


def with_ids(plan: Observation, ids: Mapping[str, str]) -> Observation:
    """The observation, with these clusters' ids changed in sessions and speakers."""
    sessions = tuple(
        session.model_copy(
            update={"local": ids.get(session.local, session.local), "peer": ids.get(session.peer, session.peer)}
        )
        for session in plan.sessions
    )
    speakers = tuple(
        speaker.model_copy(update={"runs_on": ids.get(speaker.runs_on, speaker.runs_on)}) for speaker in plan.speakers
    )
    return replace(plan, sessions=sessions, speakers=speakers)
