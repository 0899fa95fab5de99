"""The pods' network of a cluster that names none: what its network plugin is configured with."""

from __future__ import annotations

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.network import Network
from cidrbook.text.located import Spot
from cidrbook.text.source import Origin, Path, Place


def plugin_network(cluster: Cluster) -> Network | None:
    """The plugin's ranges as a network, at the place where they are written; None where the cluster names one."""
    cni = cluster.cni
    if cluster.pods or cni is None or not cni.pods:
        return None
    places: dict[Path, Place] = {("cidr", which): cni.at("pods", which) for which in range(len(cni.pods))}
    return Network.model_construct(
        name=f"the pods of {cluster.name}",
        id=f"{cluster.id}-{cni.product or 'cni'}-pods",
        cidrs=cni.pods,
        role="pods",
        site=cluster.site,
        vrf=cluster.vrf,
        origin=Origin(Spot(cni.origin.source, places, cni.at("pods")), ()),
    )
