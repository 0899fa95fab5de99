"""What changed in a plan, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cidrbook.changes.change import Difference
from cidrbook.pages.github import as_github
from cidrbook.pages.markup import code, render
from cidrbook.pages.notation import several
from cidrbook.report.changes import finding_words, nuance_words, summary
from cidrbook.text.source import Place

_MOST = 500
"""So many changes are shown: GitHub cuts a comment at 65,536 characters, and nobody reads more."""


def changes_as_markdown(difference: Difference, before: str, after: str) -> str:
    """What changed in the Markdown of GitHub: for the summary of a job, or a comment."""
    title = as_github(Markup("Network plan, {} to {}: {}").format(code(before), code(after), summary(difference)))
    body = as_github(changes_as_html(difference, places=True))
    return f"### {title}\n\n{body}" if body else f"### {title}"


def changes_as_html(difference: Difference, *, places: bool) -> Markup:
    """What changed as a table, and below it what is found anew and no longer."""
    return render(
        "changes.html.jinja",
        changes=difference.changes[:_MOST],
        rest=several(len(difference.changes) - _MOST, "change") if len(difference.changes) > _MOST else "",
        judged=list(_judged(difference))[:_MOST],
        places=places,
    )


def _judged(difference: Difference) -> Iterator[tuple[str, str, Place | None]]:
    """The findings and nuances that are new or gone, in words, and where they are written."""
    for how, findings in zip(("New", "Gone"), difference.findings, strict=True):
        yield from ((how, finding_words(finding), finding.problem.at) for finding in findings)
    for how, nuances in zip(("New", "Gone"), difference.nuances, strict=True):
        yield from ((how, nuance_words(nuance), None) for nuance in nuances)
