"""A plan to the plan that is drawn: every value as a profile shows it, before anything is drawn.

So tables, grids, titles of drawings, anchors, the search index and exports follow, and know of no profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from cidrbook.net.ip import AddressRange
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.model import Link, Nuance, Settings
from cidrbook.plan.network import Vlan
from cidrbook.plan.plan import Plan
from cidrbook.publish.judged_leaves import says, treatment
from cidrbook.publish.kinds import kind
from cidrbook.publish.masks import Masks
from cidrbook.publish.name_masks import PLAIN_ROLES
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Origin, Source

E = TypeVar("E", bound=Entry)

_NAMES = ("name",)
"""Fields with names as people say them; any other name is an id, or a reference."""

_NOWHERE = Source("", "")


@dataclass(frozen=True)
class Masker:
    """What makes masked objects of objects; each source is masked once."""

    masks: Masks

    def plan(self, plan: Plan) -> Plan:
        """The plan as the profile shows it. Its findings and waivers are none of the masked plan's."""
        descriptions = self.masks.choice.of("descriptions") != "dropped"
        return Plan(
            **self._inventory(plan),
            repository=plan.repository if self.masks.choice.of("links") == "shown" else "",
            links={name: self._moved(link) for name, link in plan.links.items() if self._is_harmless(link)},
            nuances=tuple(map(self._nuance, plan.nuances)) if descriptions else (),
            settings=tuple(map(self._settings, plan.settings)),
            trees=self.entries(plan.trees) if self._shows_paths else (),
            policies=self.entries(plan.policies),
            uplinks=self.entries(plan.uplinks),
        )

    def observations(self, observations: Iterable[Observation], plan: Plan) -> tuple[Observation, ...]:
        """What repositories show, where the profile shows paths: all that is said of it is where it is."""
        if not self._shows_paths:
            return ()
        return tuple(
            Observation(
                **self._inventory(seen),
                tree=self.entry(seen.tree) if seen.tree else None,
                site=self.masks.names.id(seen.site) if seen.site else "",
                plan=plan,
                declared=seen.declared,
            )
            for seen in observations
        )

    def entries(self, entries: Iterable[E], around: str = "") -> tuple[E, ...]:
        """The objects as the profile shows them, without those that are not to be published."""
        made = (self.entry(entry, around) for entry in entries)
        return tuple(entry for entry in made if entry is not None)

    def entry(self, entry: E, around: str = "") -> E | None:
        """An object as the profile shows it; None, where it is not to be published."""
        said = says(entry, around)
        if said == "false":
            return None
        fields = {name: self._value(entry, name, getattr(entry, name), said) for name in self._fields(entry)}
        if isinstance(entry, Vlan) and fields["id"] is None:
            return None
        origin = self._origin(entry.origin)
        return cast("E", type(entry).model_construct(entry.model_fields_set, origin=origin, **fields))

    def _inventory(self, inventory: Inventory) -> dict[str, Any]:
        lists = ("networks", "vlans", "routers", "clusters", "sites", "delegations", "vpns", "speakers", "sessions")
        return {name: self.entries(getattr(inventory, name)) for name in lists}

    @staticmethod
    def _fields(entry: Entry) -> list[str]:
        return [name for name in type(entry).model_fields if name != "origin"]

    def _value(self, entry: Entry, field: str, value: Any, said: str) -> Any:
        match value:
            case Entry():
                return self.entry(value, said)
            case AddressRange():
                return self._leaf(entry, field, value, said)
            case tuple():
                items = (self._value(entry, field, item, said) for item in value)
                return tuple(item for item in items if item is not None)
            case Mapping():
                made = {key: self._value(entry, field, item, said) for key, item in value.items()}
                # pages may ask for a field of the owner's, which must be there, if only empty
                return {key: item or "" for key, item in made.items() if item is not None or field == "custom"}
            case None | "":
                return value
            case _:
                return self._leaf(entry, field, value, said)

    def _leaf(self, entry: Entry, field: str, value: Any, said: str) -> Any:
        """One value: as it is, its mask, or what its field has where nothing is written."""
        of_kind = kind(entry, field, value)
        becomes = treatment(self.masks.choice, said, field, of_kind)
        if becomes == "shown":
            return self.masks.text(value) if isinstance(value, str) and said != "true" else value
        if field == "role":
            return value if value in PLAIN_ROLES else ""
        if field == "subnet_id" or (becomes == "dropped" and of_kind != "names"):
            is_one_text = isinstance(value, str) and not isinstance(getattr(entry, field), tuple | Mapping)
            return "" if is_one_text else None
        return self.masks.of(value, of_kind, identity=field in _NAMES)

    def _origin(self, origin: Origin) -> Origin:
        """Where an object was written, without the texts there; nowhere, where the profile shows no paths."""
        return Origin(self._source(origin.source), origin.path) if self._shows_paths else Origin(_NOWHERE, ())

    def _source(self, source: Source) -> Source:
        if source not in self._sources:
            self._sources[source] = Source(source.file, self.masks.text(source.text))
        return self._sources[source]

    @cached_property
    def _sources(self) -> dict[Source, Source]:
        return {}

    @property
    def _shows_paths(self) -> bool:
        return self.masks.choice.of("paths") == "shown"

    def _is_harmless(self, link: Link) -> bool:
        """Whether a link leads elsewhere than to the lab: nothing hidden is in it."""
        return all(self.masks.text(said) == said for said in (link.url, link.label))

    def _moved(self, entry: E) -> E:
        """The object as it is, written where the profile lets it be."""
        return entry.model_copy(update={"origin": self._origin(entry.origin)})

    def _nuance(self, nuance: Nuance) -> Nuance:
        """A nuance of the owner's, with masks in its texts; its conditions are words of the model."""
        texts = {name: self.masks.text(getattr(nuance, name)) for name in ("name", "statement", "instead")}
        return self._moved(nuance.model_copy(update={**texts, "id": self.masks.names.id(nuance.id), "sources": ()}))

    def _settings(self, settings: Settings) -> Settings:
        """What the checks need of the settings: nothing that tells how the lab numbers things."""
        own = tuple(asn for asn in self._value(settings, "own_asns", settings.own_asns, "") if asn)
        return Settings(rules=settings.rules, nuances=settings.nuances, capacity=settings.capacity, own_asns=own)
