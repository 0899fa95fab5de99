"""Whether a nuance applies to a plan: it does, it does not, or the plan does not say enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from cidrbook.nuances.facts import FACTS, Fact, Setting, settings
from cidrbook.plan.model import Nuance
from cidrbook.plan.plan import Plan

_NUMBERS = re.compile(r"v?\d+(\.\d+)*")

Verdict = Literal["applies", "does not apply", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on one nuance. `because` names what it is about, `missing` the facts that would decide it."""

    nuance: Nuance
    verdict: Verdict
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def matches(plan: Plan) -> tuple[Match, ...]:
    """The verdict on each nuance of the plan, in its order."""
    return tuple(_judge(plan, nuance) for nuance in plan.nuances)


def _judge(plan: Plan, nuance: Nuance) -> Match:
    """Applies where any setting meets all conditions; cannot tell where one would, if only a fact were known."""
    undecided: Match | None = None
    for setting in settings(plan):
        answers = {key: _holds(key, wanted, setting) for key, wanted in nuance.when.items()}
        if all(answers.values()):
            return Match(nuance, "applies", because=_because(setting, nuance))
        if undecided is None and False not in answers.values():
            missing = tuple(key for key, answer in answers.items() if answer is None)
            undecided = Match(nuance, "cannot tell", because=_because(setting, nuance), missing=missing)
    return undecided or Match(nuance, "does not apply")


def _holds(key: str, wanted: tuple[str, ...], setting: Setting) -> bool | None:
    """Whether one condition holds; None where the plan does not say. An unknown condition is never met."""
    values: Fact = FACTS[key].read(setting) if key in FACTS else ()
    if values is None:
        return None
    if key.endswith(".version"):
        answers = [_version_fits(value, constraint) for value in values for constraint in wanted]
        return True if True in answers else None if None in answers else False
    return any(value in values for value in map(str.lower, wanted))


def _version_fits(written: str, constraint: str) -> bool | None:
    """Whether a release meets a constraint such as `>=22.1,<23`; None where either cannot be read."""
    try:
        return SpecifierSet(constraint).contains(_version(written), prereleases=True)
    except ValueError:  # not a constraint, not a version, or thousands of digits
        return None


def _version(written: str) -> Version:
    """A release as packaging compares it; of `21.7.3_1` or `2.7.2-RELEASE`, the numbers it begins with."""
    try:
        return Version(written)
    except InvalidVersion:
        numbers = _NUMBERS.match(written)
        if numbers is None:
            raise
        return Version(numbers[0])


def _because(setting: Setting, nuance: Nuance) -> tuple[str, ...]:
    """The parts of the setting that the nuance's conditions are about, in words."""
    router, cluster, balancer, virtual = setting
    subjects = {key.partition(".")[0] for key in nuance.when}
    words: list[str] = []
    if "router" in subjects and router:
        words.append(_words("router", router.product or router.name, router.version))
    if subjects & {"cluster", "services"} and cluster:
        words.append(_words("cluster", cluster.name, cluster.distribution, cluster.version))
    if "cni" in subjects and cluster and cluster.cni:
        words.append(_words(cluster.cni.product, cluster.cni.version, "speaking BGP" if cluster.cni.bgp else ""))
    for subject, speaker in (("lb", balancer), ("vip", virtual)):
        if subject in subjects and speaker:
            mode = f"in {speaker.mode.upper()} mode" if speaker.mode else ""
            words.append(_words(speaker.product, speaker.version, mode))
    return tuple(words)


def _words(*parts: str) -> str:
    return " ".join(filter(None, parts))
