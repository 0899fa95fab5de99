"""The nuances of BGP, load balancing and addressing: what applies here, and the whole catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from cidrbook.nuances.match import Judgement, Reason, matches
from cidrbook.pages.book import Book
from cidrbook.pages.markup import prose, render
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Severity
from cidrbook.text.source import Place

_CONFIDENCE = {
    "verified": "verified in the source code that does it",
    "documented": "documented",
    "reported": "reported by users",
    "unverified": "not verified",
}


class Subject(NamedTuple):
    """An object of the plan that nuances are about: its words, and where it is written."""

    number: int
    words: str
    place: Place


def bgp_nuances(book: Book, all: bool = False) -> str:  # noqa: A002, FBT001, FBT002 (what pages write)
    """The nuances that apply to this plan, by severity, each with why, what to do instead and its sources.

    Then those that cannot be told, by the fact that would decide them. Those that do not
    apply are left out. With `all`, the whole catalogue, whatever applies: a block of Markdown that
    stands alone on its lines.
    """
    found = matches(book.plan)
    if all:
        return _catalogue(found)
    applies = [match for match in found if match.verdict == "applies"]
    subjects = _subjects(applies)
    groups = [(one.heading, [match for match in applies if match.nuance.severity == one]) for one in Severity]
    return render(
        "nuances.html.jinja",
        known=bool(found),
        groups=[group for group in groups if group[1]],
        numbers={key: subject.number for key, subject in subjects.items()},
        subjects=list(subjects.values()),
        unclear=_unclear(found),
        confidence=_CONFIDENCE,
    )


def nuances_compared(book: Book, data: str, before: str = "") -> str:
    """What becomes of the nuances when the lab is as the plan in the folder `data` says: gone, still there, new."""
    old, new = _applying(book.other(before).plan), _applying(book.other(data).plan)
    rows = [
        ("gone", [nuance for name, nuance in old.items() if name not in new]),
        ("new", [nuance for name, nuance in new.items() if name not in old]),
        ("still there", [nuance for name, nuance in new.items() if name in old]),
    ]
    return render("nuances-compared.html.jinja", rows=[row for row in rows if row[1]])


def _applying(plan: Plan) -> dict[str, Nuance]:
    return {match.nuance.id: match.nuance for match in matches(plan) if match.verdict == "applies"}


def _subjects(applies: Iterable[Judgement]) -> dict[int, Subject]:
    """What the nuances are about, each object once and numbered, by its identity."""
    reasons: dict[int, Reason] = {}
    for match in applies:
        for reason in match.because:
            reasons.setdefault(reason.key, reason)
    return {
        key: Subject(number, reason.words, reason.entry.at())
        for number, (key, reason) in enumerate(reasons.items(), start=1)
    }


def _unclear(found: Sequence[Judgement]) -> list[tuple[str, list[tuple[Nuance, tuple[str, ...]]]]]:
    """The nuances that cannot be told, by the first fact that would decide them, with the others they need."""
    by_fact: dict[str, list[tuple[Nuance, tuple[str, ...]]]] = defaultdict(list)
    for match in found:
        if match.verdict == "cannot tell":
            first, *rest = match.missing
            by_fact[first].append((match.nuance, tuple(rest)))
    return sorted(by_fact.items(), key=lambda item: (-len(item[1]), item[0]))


def _catalogue(found: Sequence[Judgement]) -> str:
    """Every nuance under the heading of its topic, with its conditions."""
    topics = groupby(found, key=lambda match: (match.nuance.tags or ("Of this plan",))[0])
    return "\n\n".join(
        f"## {prose(topic)}\n\n{_topic([member.nuance for member in members])}" for topic, members in topics
    )


def _topic(nuances: list[Nuance]) -> str:
    rows = [(nuance, in_words(nuance.when)) for nuance in nuances]
    return render("nuances-topic.html.jinja", rows=rows, confidence=_CONFIDENCE)


def in_words(conditions: Conditions) -> str:
    """The conditions as a sentence, with the facts set as code."""
    parts = [f"`{key}` is {_values(values)}" for key, values in conditions.facts.items()]
    if conditions.any:
        parts.append(" or ".join(f"({in_words(way)})" for way in conditions.any))
    return " and ".join(parts)


def _values(values: Iterable[str]) -> str:
    return " or ".join(f"`{value}`" for value in values)
