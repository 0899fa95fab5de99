"""Owners of one address: those that are two things, and those that are proven to be two in one place.

Two that may live in different places, or are only called differently, are not proven to be two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from posixpath import dirname

from cidrbook.drift.objects.one_owner import are_siblings, files_of, machine_lists, may_be_one, share_word
from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Addressed, Machine
from cidrbook.plan.inventory import Claim
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.regex import regex

_LAYERS = word_set(
    "ansible terraform tofu opentofu terragrunt pulumi packer nix nixos talos proxmox kubernetes k8s k3s kube cluster"
    " clusters apps applications flux argocd gitops helm charts manifests infrastructure infra inventory inventories"
    " playbooks roles docker compose bootstrap deploy docs"
)
"""Top folders of a lab that are called by how their things are made, and not by where they are."""

_MANIFEST = regex(r"^[ \t-]*kind:[ \t]*[\"']?[A-Z]", re.MULTILINE)
"""An object of Kubernetes: what it gives an address is a pod, which nothing else is."""

_OF_CONTAINER = regex(r"ipv[46]_address|set container name |^[ \t]*IP6?=|--ip6?[ =]")
"""How Compose, VyOS, Quadlet and a command line give an address to a container, which nothing else has a name for."""

_RESOURCES = (".tf", ".tofu", ".tf.json")
"""Files of Terraform, in which each resource makes a machine of its own."""

_SAME_MACHINES = 2
"""Pairs of machines with one address in a list, or in two: with as many, a machine has several names there."""


def pairs_of_two(observation: Observation, found: Sequence[tuple[Claim, Claim]]) -> Iterator[tuple[Claim, Claim, bool]]:
    """The claims on one address whose owners are two, each pair with whether that is proven."""
    pairs = {(_lists(before.owner, claim.owner), before.owner.id, claim.owner.id) for before, claim in found}
    counts = Counter(lists for lists, *_ in pairs if lists)
    for before, claim in found:
        owners = before.owner, claim.owner
        many = counts[_lists(*owners)] >= _SAME_MACHINES
        if not many and not may_be_one(observation, *owners):
            yield before, claim, are_proven_two(observation, *owners)


def _lists(first: Addressed, second: Addressed) -> frozenset[str]:
    """The files that list two machines which may be one with two names; none where that is not so."""
    if not (isinstance(first, Node | Host) and isinstance(second, Node | Host)):
        return frozenset()
    files = frozenset(machine_lists(first, second))
    named_once = len(files) == 1 and (are_siblings(first, second) or _are_two_machines(first, second))
    macs = {machine.mac for machine in (first, second)} - {None}
    return frozenset() if named_once or len(macs) == 2 else files


def are_proven_two(observation: Observation, first: Addressed, second: Addressed) -> bool:
    """Whether two owners are proven to be two, and to be in one place: one cluster, one list of machines, one LAN."""
    if not _are_of_one_part(first, second):
        return False
    clusters, others = (_clusters_of_owner(observation, owner) for owner in (first, second))
    if clusters and others:
        are_nodes = isinstance(first, Node) and isinstance(second, Node)
        return bool(clusters & others) and not (are_nodes and len(files_of(first, second)) == 2)
    if isinstance(first, Machine) and isinstance(second, Machine):
        return _are_two_machines(first, second)
    hosts = any(isinstance(owner, Host) for owner in (first, second))
    return hosts and not share_word(first, second)


def _are_two_machines(first: Machine, second: Machine) -> bool:
    """Whether two machines are two: pods, containers, resources of Terraform; of one list, with a MAC each or a series.

    A machine that Terraform makes is none that a list calls by quite another name.
    """
    files = files_of(first, second)
    if all(map(_is_pod, (first, second))):
        return True
    if all(map(_is_container, (first, second))):
        return len({file.partition("/")[0] for file in files}) == 1  # else they may be on two machines
    made = [file.endswith(_RESOURCES) for file in files]
    if all(made):
        return len({dirname(file) for file in files}) == 1  # else each is applied by itself, perhaps at another site
    if any(made) and not share_word(first, second):
        return True
    macs = {owner.mac for owner in (first, second)}
    differ = None not in macs and len(macs) == 2 and not share_word(first, second)
    return len(machine_lists(first, second)) == 1 and (differ or are_siblings(first, second))


def _is_pod(owner: Machine) -> bool:
    """Whether an object of Kubernetes gives a host its address."""
    source = owner.origin.source
    return isinstance(owner, Host) and source.file.endswith((".yaml", ".yml")) and bool(_MANIFEST.search(source.text))


def _is_container(owner: Machine) -> bool:
    at = owner.place_of_address(0)
    return isinstance(owner, Host) and bool(_OF_CONTAINER.search(at.source.lines[at.line - 1]))


def _are_of_one_part(first: Addressed, second: Addressed) -> bool:
    """Whether one top folder has both; those called by a tool or a layer do not count, nor do files at the top."""
    parts = {file.partition("/")[0].lower() for file in files_of(first, second) if "/" in file}
    return len(parts - _LAYERS) < 2


def _clusters_of_owner(observation: Observation, owner: Addressed) -> set[str]:
    """The ids of the clusters whose node, service or virtual address it is; clusters may share the file that says it.

    What no path assigns to a cluster may be of any, where there are several: it counts for none.
    """
    return {
        cluster.id
        for cluster in observation.clusters
        if not nameless(observation, cluster)
        for own in (*cluster.nodes, *cluster.pinned_services, *cluster.virtual_addresses)
        if own.id == owner.id and own.at() == owner.at()
    }
