"""The clusters that a draft is about: those of which anything is known, by the names that files give them."""

from __future__ import annotations

import re
from dataclasses import replace

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Named
from cidrbook.repository.observation import Observation
from cidrbook.text.names import slug

_MACHINES = re.compile(r"^(?:talosVersion|clusterEndpoint|endpoint|machine):", re.MULTILINE)
_NAME = re.compile(r"^[ ]{0,4}clusterName:[ ]*[\"']?([A-Za-z][A-Za-z0-9.-]{0,62})[\"']?[ ]*(?:#.*)?$", re.MULTILINE)
"""The name of the cluster in the configuration of Talos, talhelper and topf."""


def without_empty_clusters(plan: Observation) -> Observation:
    """The observation, without clusters of which only a product is known, beside others: it may be theirs."""
    known = tuple(cluster for cluster in plan.clusters if _is_known(cluster))
    return replace(plan, clusters=known) if known else plan


def _is_known(cluster: Cluster) -> bool:
    own = (cluster.nodes, cluster.virtual_addresses, cluster.load_balancers, cluster.pinned_services, cluster.api)
    return any(own) or bool(cluster.pods or cluster.services)


def with_cluster_name(plan: Observation) -> Observation:
    """The observation, with its only cluster named as in the machines' configuration, if nothing else names it."""
    found = {
        match[1] for source in plan.sources if _MACHINES.search(source.text) for match in _NAME.finditer(source.text)
    }
    if len(found) != 1 or len(plan.clusters) != 1 or plan.clusters[0].name != "cluster":
        return plan
    (name,), (cluster,) = found, plan.clusters
    ids = {cluster.id: slug(name)}
    if any(entry.id == slug(name) for entry in plan.entries if isinstance(entry, Named)):
        return plan
    sessions = tuple(
        session.model_copy(
            update={"local": ids.get(session.local, session.local), "peer": ids.get(session.peer, session.peer)}
        )
        for session in plan.sessions
    )
    speakers = tuple(
        speaker.model_copy(update={"runs_on": ids.get(speaker.runs_on, speaker.runs_on)}) for speaker in plan.speakers
    )
    renamed = cluster.model_copy(update={"name": name, "id": slug(name)})
    return replace(plan, clusters=(renamed,), sessions=sessions, speakers=speakers)
