"""Facts of the BGP sessions between the nodes of a cluster and its router."""

from __future__ import annotations

from collections.abc import Callable

from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, Known, Setting, number, sessions
from cidrbook.plan.peering import Peering


def _any(setting: Setting, read: Callable[[Peering], str | None]) -> Fact:
    """What any session says; not known where none of several does, or where there are none in the plan."""
    found = sessions(setting)
    values = {read(it) for it in found}
    return None if None in values and len(values) == 1 else sorted(value for value in values if value)


def _kind(peering: Peering) -> str | None:
    return {None: None, True: "ibgp", False: "ebgp"}[peering.internal]


FACTS = {
    "sessions.count": Known(
        "How many there are.",
        lambda it: number(len(sessions(it))) if it.cluster or it.router else NOTHING,
        measured=True,
    ),
    "sessions.type": Known("`ebgp` or `ibgp`.", lambda it: _any(it, _kind), ("ebgp", "ibgp")),
    "sessions.bfd": Known(
        "Whether BFD watches one.",
        lambda it: _any(it, lambda peering: _said(peering, "bfd")),
        TRUTH,
    ),
}


def _said(peering: Peering, field: str) -> str | None:
    """What the descriptions of a session say in a field; the first that says anything."""
    return next((str(value).lower() for it in peering.sessions if (value := getattr(it, field)) is not None), None)
