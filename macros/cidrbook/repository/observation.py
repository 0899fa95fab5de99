"""An observation: what a repository shows, as the objects that a plan would declare, and what its documents say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Entry, VirtualAddress
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Tree
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan

if TYPE_CHECKING:  # rules name an observation, and a plan alone is checked without any
    from cidrbook.repository.installation import Installation
    from cidrbook.repository.machine_gateway import MachineGateway
    from cidrbook.repository.named_address import NamedAddress
    from cidrbook.repository.setting_copy import SettingCopy
    from cidrbook.repository.sighting import Failure
    from cidrbook.repository.statement import Detail, Statement

UNNAMED = "cluster"
"""What a cluster is called that no path names."""


@dataclass(frozen=True, eq=False)
class Observation(Inventory):
    """What the files of a repository show. It is never all there is, and paths tell clusters apart."""

    statements: tuple[Statement, ...] = ()
    """What documents say of addresses."""
    details: tuple[Detail, ...] = ()
    """What documents say of AS numbers, VLANs, gateways, DHCP ranges."""
    comments: tuple[Statement, ...] = ()
    """What comments in configurations say of addresses."""
    settings: tuple[SettingCopy, ...] = ()
    """Values under a name, which are compared with others."""
    defaults: tuple[tuple[str, Network], ...] = ()
    """What distributions take where a whole configuration says no range, each with the name of its cluster."""
    ignored: tuple[tuple[str, Network], ...] = ()
    """Ranges that have no effect in the mode that is set, each with the name of its cluster."""
    listed: tuple[Network, ...] = ()
    """The ranges that the rules of routers name, each with the name of its list."""
    routed: tuple[Network, ...] = ()
    """The prefixes that routers have routes for."""
    gateways: tuple[MachineGateway, ...] = ()
    """The gateways of machines, as the files of each have them."""
    groups: tuple[VirtualAddress, ...] = ()
    """The groups of VRRP and CARP, as each file has them."""
    named_addresses: tuple[NamedAddress, ...] = ()
    """Every name with an address, as one file has them together."""
    group_names: Mapping[str, IPAddress] = field(default_factory=dict)
    """The groups of inventories that have one machine, each with its address."""
    registers: tuple[Inventory, ...] = ()
    """What registers hold, such as an IPAM's export: each is complete in itself."""
    register_files: frozenset[str] = frozenset()
    """The files of registers."""
    installations: Mapping[str, Installation] = field(default_factory=dict)
    """What each folder says of the cluster that it installs."""
    latent: Mapping[str, str] = field(default_factory=dict)
    """Files that nothing applies yet, each with the reason; see `potential`."""
    potential: Observation | None = None
    """What the repository would show if its latent files were in use, too; None where there are none."""
    tree: Tree | None = None
    """The repository that it was read from, where a plan names it."""
    site: str = ""
    """The site that its files are at, where a plan says so."""
    plan: Plan | None = None
    """The plan that its documents are compared with."""
    declared: bool = False
    """Whether its objects are those of a plan, each called by its own name."""
    guessed: frozenset[tuple[str, int]] = frozenset()
    """The lines, each with its file, whose values only a name or a copy told the meaning of."""
    failures: tuple[Failure, ...] = ()
    """The readers that raised an error on a file."""

    def settings_for(self, *purposes: str) -> list[SettingCopy]:
        """The settings that are compared with one of these."""
        return [setting for setting in self.settings if setting.purpose in purposes]


def is_entered(observation: Observation, *owners: Entry) -> bool:
    """Whether all of these are entered in registers, which are checked by themselves."""
    return all(owner.origin.source.file in observation.register_files for owner in owners)


def nameless(observation: Observation, cluster: Cluster) -> bool:
    """Whether no path names a cluster, although there are others: its parts may be theirs."""
    return cluster.name == UNNAMED and len(observation.clusters) > 1
