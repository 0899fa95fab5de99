"""Lists of a cluster's nodes that name something else: a worker among control planes, or an address of no node.

Only what is known of all nodes tells: a list is compared with a cluster of which as many nodes are known as it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.repository.clues.node_lists import CONTROL_PLANES, NODES
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.text.regex import regex

_CONTROL_PLANE = "control-plane"
_ETCD = regex("etcd", re.IGNORECASE)
"""What may run on machines of its own: a list of it without any node is no list of before."""


@cached_view
def wrong_nodes_in_lists(observation: Observation) -> tuple[StaleCopy, ...]:
    """The members of lists of nodes that are none, or that are workers where control planes are meant."""
    clusters = {cluster.id: cluster for cluster in observation.clusters if not nameless(observation, cluster)}
    found: dict[object, StaleCopy] = {}
    for setting in observation.settings_for(CONTROL_PLANES, NODES):
        if setting.cluster in clusters:
            for copy in _wrong_members(observation, clusters[setting.cluster], setting):
                found.setdefault(copy.at, copy)
    return tuple(found.values())


def _wrong_members(observation: Observation, cluster: Cluster, setting: SettingCopy) -> Iterator[StaleCopy]:
    listed = [(address, which) for which, address in enumerate(setting.addresses)]
    nodes = {address: node for node in cluster.nodes for address in node.addresses}
    meant = _meant_nodes(cluster, setting)
    unknown = [(address, which) for address, which in listed if address not in nodes]
    if setting.purpose == CONTROL_PLANES:
        for address, which in listed:
            node = nodes.get(address)
            if node is not None and meant and node not in meant:
                yield _problem(cluster, setting, which, f"{address}, the worker {node.name}", meant[0])
    missing = [node for node in meant if not any(address in node.addresses for address, _ in listed)]
    if len(unknown) > len(missing):  # other nodes are, which no file says
        return
    if len(unknown) < len(listed):
        for (address, which), node in zip(unknown, missing, strict=False):
            if not _is_virtual(cluster, address):
                yield _problem(cluster, setting, which, f"{address}, which no node has", node)
    elif _all_are_forgotten(observation, setting, listed, meant):
        shown = ", ".join(str(address) for address, _ in listed)
        yield _problem(cluster, setting, 0, f"{shown}, which no node has", missing[0])


def _meant_nodes(cluster: Cluster, setting: SettingCopy) -> list[Node]:
    """The nodes that a list names: the control planes, where all nodes have roles; else any that have an address."""
    nodes = [node for node in cluster.nodes if node.addresses]
    if setting.purpose == CONTROL_PLANES and all(node.roles for node in nodes):
        return [node for node in nodes if _CONTROL_PLANE in node.roles]
    return nodes


def _all_are_forgotten(
    observation: Observation, setting: SettingCopy, listed: list[tuple[IPAddress, int]], meant: list[Node]
) -> bool:
    """Whether a list without any node is of before: nothing has its addresses, on a network without a node."""
    links = {link_of(address) for node in meant for address in node.addresses}
    taken = claimed_addresses(observation)
    return (
        not _ETCD.search(setting.name)
        and len(listed) > 1
        and not any(address in taken or link_of(address) in links for address, _ in listed)
    )


def _is_virtual(cluster: Cluster, address: IPAddress) -> bool:
    """Whether an address is one of the API's, which leads to the control planes."""
    virtual = {own for vip in cluster.virtual_addresses for own in vip.addresses}
    return address in virtual or (cluster.api is not None and address in cluster.api.addresses)


def _problem(cluster: Cluster, setting: SettingCopy, which: int, said: str, node: Node) -> StaleCopy:
    noun = "a control plane" if setting.purpose == CONTROL_PLANES else "a node"
    shown = str(node.addresses[0])
    message = f"{setting.name} of {cluster.name} names {said}; {node.name} ({shown}) is {noun}"
    return StaleCopy(cluster, setting.place(which), message, node.place_of_address(0), shown)
