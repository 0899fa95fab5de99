"""Whether a nuance applies to a plan: it does, it does not, or the plan does not say enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from cidrbook.nuances.facts import known
from cidrbook.nuances.facts.networks import concerned
from cidrbook.nuances.release import fits, is_constraint
from cidrbook.nuances.setting import Setting, settings
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.load import parse
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.product_names import distribution_name, product_name
from cidrbook.text.finding import Severity

_CATALOGUE = Path(__file__).with_name("catalogue.yaml")
Verdict = Literal["applies", "does not apply", "cannot tell"]


class Reason(NamedTuple):
    """An object of the plan that a nuance is about, in words."""

    words: str
    entry: Entry

    @property
    def key(self) -> int:
        """What tells the object from all others, however equal."""
        return id(self.entry)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one nuance. `because` is what it is about, `missing` the facts that would decide it."""

    nuance: Nuance
    verdict: Verdict
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()


@cache
def catalogue() -> tuple[Nuance, ...]:
    """The nuances that come with cidrbook."""
    return parse({_CATALOGUE.name: _CATALOGUE.read_text(encoding="utf-8")}).nuances


@cache
def grave_part() -> tuple[Nuance, ...]:
    """Those of the catalogue that are errors, and that no rule finds: what a check needs, in a third of the time."""
    head, *entries = re.split(r"^(?=  - )", _CATALOGUE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = (entry if _is_grave_text(entry) else "\n" * entry.count("\n") for entry in entries)
    return parse({_CATALOGUE.name: "".join([head, *texts])}).nuances


def _is_grave_text(entry: str) -> bool:
    """Whether an entry of the catalogue says that it is an error, and names no rule."""
    return "\n    severity: error\n" in entry and "\n    rule: " not in entry


@cached_view
def nuances(plan: Inventory) -> tuple[Nuance, ...]:
    """The catalogue and a plan's own, which take the place of those with their ids; `off` takes one out."""
    return _with_own(plan, catalogue() if _has_subjects(plan) else ())


def _with_own(plan: Inventory, known_ones: tuple[Nuance, ...]) -> tuple[Nuance, ...]:
    """The same of a part of the catalogue."""
    shipped = {nuance.id: nuance for nuance in known_ones}
    if not isinstance(plan, Plan):
        return tuple(shipped.values())
    own = {nuance.id: nuance for nuance in reversed(plan.nuances)}
    asked = {name: severity for written in reversed(plan.settings) for name, severity in written.nuances.items()}
    listed = {name: own.get(name, nuance) for name, nuance in shipped.items()}
    listed |= {nuance.id: nuance for nuance in plan.nuances if nuance.id not in listed}
    return tuple(
        nuance.model_copy(update={"severity": Severity.named(asked[name])}) if name in asked else nuance
        for name, nuance in listed.items()
        if asked.get(name) != "off"
    )


def _has_subjects(plan: Inventory) -> bool:
    """Whether there is anything in the plan that the catalogue speaks of."""
    return bool(plan.routers or plan.clusters or plan.sessions)


@cached_view
def matches(plan: Inventory) -> tuple[Judgement, ...]:
    """The verdict on each nuance, in the order of the catalogue, then of the plan."""
    return tuple(judge(plan, nuance) for nuance in nuances(plan))


def grave_matches(plan: Inventory) -> Iterator[Judgement]:
    """The verdicts on nuances that are errors, and that no rule finds."""
    graded_anew = isinstance(plan, Plan) and any(written.nuances for written in plan.settings)
    known_ones = () if not _has_subjects(plan) else catalogue() if graded_anew else grave_part()
    found = (nuance for nuance in _with_own(plan, known_ones) if nuance.severity.fails and not nuance.rule)
    return (judge(plan, nuance) for nuance in found)


def judge(plan: Inventory, nuance: Nuance) -> Judgement:
    """Applies where any setting meets all conditions; cannot tell where one would, if only a fact were known."""
    undecided: Judgement | None = None
    subjects = frozenset(key.partition(".")[0] for key in _condition_keys(nuance.when))
    for setting in _about(plan, subjects):
        missing = _missing(nuance.when, setting)
        if missing == ():
            return Judgement(nuance, "applies", because=tuple(_because(setting, subjects, nuance)))
        if missing and undecided is None:
            undecided = Judgement(
                nuance, "cannot tell", tuple(_because(setting, subjects, nuance)), tuple(dict.fromkeys(missing))
            )
    return undecided or Judgement(nuance, "does not apply")


def _about(plan: Inventory, subjects: frozenset[str]) -> tuple[Setting, ...]:
    """The settings as far as they are about these subjects, each once."""
    known_ones = _projections(plan)
    if subjects not in known_ones:
        whole = settings(plan) or (Setting(plan, None, None, None, None),)
        parts = (setting.only(subjects) for setting in whole)
        known_ones[subjects] = tuple({tuple(map(id, part)): part for part in parts}.values())
    return known_ones[subjects]


@cached_view
def _projections(plan: Inventory) -> dict[frozenset[str], tuple[Setting, ...]]:  # noqa: ARG001 (kept with the plan)
    return {}


def _condition_keys(conditions: Conditions) -> Iterator[str]:
    yield from conditions.facts
    for alternative in conditions.any:
        yield from _condition_keys(alternative)


def _missing(conditions: Conditions, setting: Setting) -> tuple[str, ...] | None:
    """The facts that would decide: none where all conditions hold, and None where one surely does not."""
    missing: list[str] = []
    for key, wanted in conditions.facts.items():
        holds = _condition_holds(key, wanted, setting)
        if holds is False:
            return None
        missing += [key] if holds is None else []
    if conditions.any:
        ways = [way for other_conditions in conditions.any if (way := _missing(other_conditions, setting)) is not None]
        if not ways:
            return None
        missing += [] if () in ways else [key for way in ways for key in way]
    return tuple(missing)


def _condition_holds(key: str, wanted: tuple[str, ...], setting: Setting) -> bool | None:
    """Whether one condition holds; None where the plan does not say. An unknown condition is never met."""
    fact = known(key)
    if fact is None:
        return False
    values = None if setting.unsure and key.startswith("router.") else fact.read(setting)
    if values is None:
        return None
    answers = [_value_meets(value, condition) for value in values for condition in wanted]
    return True if True in answers else None if None in answers else False


def _value_meets(value: str, condition: str) -> bool | None:
    if not is_constraint(condition):
        return value == condition.lower()
    return False if value == "unset" else fits(value, condition)


def _because(setting: Setting, subjects: frozenset[str], nuance: Nuance) -> Iterator[Reason]:
    """The parts of the setting that the nuance's conditions are about."""
    _, router, cluster, balancer, virtual, _ = setting
    if subjects & {"router", "sessions"} and router:
        yield Reason(_thing_name("router", router.name, product_name(router.product, router.version)), router)
    if subjects & {"api", "cluster", "services", "sessions"} and cluster:
        yield Reason(
            _thing_name("cluster", cluster.name, distribution_name(cluster.distribution, cluster.version)), cluster
        )
    if "cni" in subjects and cluster and cluster.cni:
        cni = cluster.cni
        yield Reason(_product(cni.product, cni.version, "bgp" if cni.bgp else ""), cni)
    if "lb" in subjects and balancer:
        yield Reason(_product(balancer.product, balancer.version, balancer.mode), balancer)
    if "vip" in subjects and virtual:
        yield Reason(_product(virtual.product or virtual.name, virtual.version, virtual.mode), virtual)
    if "networks" in subjects:
        for network in concerned(setting.plan, nuance.when.facts):
            yield Reason(_thing_name("network", network.name, str(network.cidr)), network)


def _thing_name(kind: str, name: str, what: str) -> str:
    """A thing with what it is: `router edge (VyOS 1.5)`; of one that is called after its product, only that."""
    if not what or what.lower().startswith(name.lower()):
        return f"{kind} {what or name}".strip()
    return f"{kind} {name} ({what})"


def _product(product: str, version: str, mode: str) -> str:
    """A product with how it runs: `MetalLB 0.15 (L2)`. What speaks BGP for Calico is BIRD."""
    how = "BIRD" if product.lower() == "calico" and mode == "bgp" else mode.upper()
    return product_name(product, version) + (f" ({how})" if how else "")
