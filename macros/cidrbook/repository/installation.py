"""Which installation of Kubernetes a file is of, and which two are proven to be two clusters.

Settings are copies of one cluster if they share the API's address, a node or a name. Two distributions are two
clusters: a machine of Talos never runs a server of k3s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname

from cidrbook.plan.cluster import Cluster, Node
from cidrbook.plan.entry import VirtualAddress
from cidrbook.repository.layout.environments import are_in_two
from cidrbook.repository.sighting import Sighting
from cidrbook.text.regex import regex

_OF_ANSIBLE = regex(
    r"(?:^|/)(?:inventor(?:y|ies)|hosts\.ya?ml|hosts\.ini|group_vars|host_vars|roles|tasks|vars|defaults)(?:/|$)"
)
_INVENTORY = regex(
    r"^(?:.*/)?inventor(?:y|ies)/(?!group_vars/|host_vars/)[^/]+/(?=(?:group_vars|host_vars)/|(?:hosts|inventory)\.\w+$)"
)
"""A folder of one of several inventories, as Kubespray has them: `inventory/home/`."""
_FAMILIES = {"talos": "talos", "kubeadm": "kubeadm", "k0s": "k0s", "k3s": "k3s", "rke2": "k3s", "kubespray": "kubeadm"}
"""The distributions that nothing else installs; RKE2 has the options of k3s."""


@dataclass(frozen=True)
class Installation:
    """What one folder says of the cluster that it installs: API addresses, nodes, names and distributions."""

    apis: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    distributions: set[str] = field(default_factory=set)


def root_of(file: str) -> str:
    """The folder that holds all of an installation: of Ansible, the one around inventories, variables and roles.

    Of several inventories side by side, each in a folder of its own, it is that folder.
    """
    own = _INVENTORY.search(file)
    if own:
        return own[0]
    found = _OF_ANSIBLE.search(file)
    return file[: found.start()] if found else dirname(file)


def installations(sightings: Iterable[Sighting]) -> dict[str, Installation]:
    """What each folder says of its cluster."""
    found: dict[str, Installation] = defaultdict(Installation)
    for seen in sightings:
        root = root_of(seen.file)
        known = _FAMILIES.get(basename(root).lower())
        if known:
            found[root].distributions.add(known)
        if isinstance(seen.entry, Node):
            found[root].nodes.update({seen.entry.id, *map(str, seen.entry.addresses)})
        elif isinstance(seen.entry, VirtualAddress):
            found[root].apis.update(map(str, seen.entry.addresses))
        elif isinstance(seen.entry, Cluster):
            _add_facts(found[root], seen.entry)
    return dict(found)


def _add_facts(installation: Installation, cluster: Cluster) -> None:
    installation.apis.update(map(str, cluster.api.addresses if cluster.api else ()))
    installation.names.update({cluster.id} - {"cluster", ""})
    known = _FAMILIES.get(cluster.distribution)
    installation.distributions.update({known} if known else ())


def are_apart(found: Mapping[str, Installation], one: str, other: str) -> bool:
    """Whether two files are proven to be of two clusters."""
    if are_in_two(one, other):
        return True
    first, second = found.get(root_of(one)), found.get(root_of(other))
    if first is None or second is None or first is second:
        return False
    if _differ(first.distributions, second.distributions):
        return True
    shared = first.apis & second.apis or first.nodes & second.nodes or first.names & second.names
    if not shared and _INVENTORY.search(one) and _INVENTORY.search(other) and _differ(first.nodes, second.nodes):
        return True
    both = (first.nodes and second.nodes) or (first.names and second.names)
    return bool(not shared and both and _differ(first.apis, second.apis))


def _differ(one: set[str], other: set[str]) -> bool:
    return bool(one and other and one.isdisjoint(other))
