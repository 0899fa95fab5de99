"""Values of Kubernetes objects in documents."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue
from cidrbook.repository.observation import Observation

_SHOWN = 3
"""Values in a message, so that it stays one line."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each quoted value that the repository's object of this kind and name lacks."""
    for detail in observation.details:
        if detail.topic != "quoted":
            continue
        values = list(dict.fromkeys(statement.text for statement in detail.beside))
        yield Disagreement(
            at=detail.place,
            said=detail.text,
            subject=f"{detail.labels[-1]} of {detail.label}",
            about="value",
            truth=f"it is {' or '.join(values[:_SHOWN])}",
            correct=values[0],
            known=tuple(KnownValue(statement.text, statement.place) for statement in detail.beside),
            reasons=(f"the block quotes {detail.label}, which has another value there",),
        )
