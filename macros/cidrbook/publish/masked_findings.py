"""Findings as pages show them: their messages quote the plan, so what is shown is the rule, and who is a party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cidrbook.publish.masks import Masks
from cidrbook.rules import by_slug
from cidrbook.text.finding import Finding, Problem
from cidrbook.text.source import Place, Source

_NOWHERE = Place(Source("", ""), 1, 1)


def masked_findings(findings: Iterable[Finding], masks: Masks) -> tuple[Finding, ...]:
    """The findings, with nothing in them that the profile does not show."""
    return tuple(_masked_finding(finding, masks) for finding in findings)


def _masked_finding(finding: Finding, masks: Masks) -> Finding:
    parties = tuple(masks.reference(party) for party in finding.problem.parties)
    about = f" About {', '.join(f'`{party}`' for party in dict.fromkeys(parties))}." if parties else ""
    problem = Problem(
        at=_masked_place(finding.problem.at, masks), message=f"{by_slug()[finding.rule].title}{about}", parties=parties
    )
    return replace(finding, problem=problem, waived=_reason(finding.waived, masks))


def _masked_place(place: Place, masks: Masks) -> Place:
    """The file and line, where the profile shows paths, without the text there."""
    return place._replace(source=Source(place.file, "")) if masks.choice.of("paths") == "shown" else _NOWHERE


def _reason(reason: str | None, masks: Masks) -> str | None:
    if reason is None:
        return None
    treatment = masks.choice.of("reasons")
    return "with a reason" if treatment == "dropped" else masks.text(reason)
