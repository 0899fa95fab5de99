"""The plan: everything that its owner declared, in all files as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Link, Nuance, Settings, Tree, Waiver
from cidrbook.plan.policy import Policy, Uplink
from cidrbook.plan.publication import FULL, REDACTED


@dataclass(frozen=True, eq=False)
class Plan(Inventory):
    """All files of the data as one: the declared inventory, and what the owner says of the site and its checks."""

    repository: str = ""
    links: dict[str, Link] = field(default_factory=dict)
    nuances: tuple[Nuance, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    settings: tuple[Settings, ...] = ()
    trees: tuple[Tree, ...] = ()
    policies: tuple[Policy, ...] = ()
    uplinks: tuple[Uplink, ...] = ()

    @cached_property
    def severities(self) -> dict[str, str]:
        """What settings ask of rules, by name or code in lower case; the first setting counts."""
        pairs = [(name.lower(), severity) for settings in self.settings for name, severity in settings.rules.items()]
        return dict(reversed(pairs))

    @property
    def own_asns(self) -> frozenset[int]:
        """Public AS numbers that the owner says are theirs."""
        return frozenset(asn for settings in self.settings for asn in settings.own_asns)

    @property
    def profile_names(self) -> tuple[str, ...]:
        """The profiles that there are for this plan."""
        own = (name for settings in self.settings for name in settings.profiles)
        return tuple(dict.fromkeys((FULL, REDACTED, *own)))

    @property
    def unread(self) -> bool:
        """Whether a file was left out, so that what it holds is missed without being missing."""
        return any(rule in ("yaml-syntax", "unreadable-file") for rule, _ in self.problems)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every object that has fields of its own to fill in."""
        return tuple(
            chain(
                super().entries,
                self.links.values(),
                self.nuances,
                self.waivers,
                self.trees,
                self.policies,
                self.uplinks,
            )
        )
