"""What was found in the plan, as pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as as_html

from markupsafe import Markup

from cidrbook.pages.book import Book
from cidrbook.pages.markup import render
from cidrbook.report.excerpt import excerpt
from cidrbook.report.summary import in_words
from cidrbook.report.words import plain
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

_WHOLE = 2
"""The errors that the box shows in full; with more of them the page below it would be out of sight."""

_LISTED = 50
"""The findings that a fold lists: nobody reads more of them on a page."""


def findings_table(book: Book) -> str:
    """Everything that was found in the plan: what is open, and what is waived, with the reason."""
    return render("findings.html.jinja", findings=book.findings)


def box(title: str, text: str) -> Markup:
    """The box on top of each page of a preview that has no plan to show."""
    return render("box.html.jinja", title=title, advice="The build would fail.", errors=[], folds=[], text=plain(text))


def findings_box(findings: tuple[Finding, ...]) -> Markup:
    """The box on top of each page of a preview while the plan is inconsistent: errors open, the rest folded."""
    failing = [finding for finding in findings if finding.fails]
    passing = [finding for finding in findings if not finding.fails and finding.waived is None]
    folds = [*_fold(failing[_WHOLE:], "more: "), *_fold(passing, "")]
    return render(
        "box.html.jinja",
        title=f"{in_words(failing)}. The build would fail.",
        advice=f"Fix {'it' if len(failing) == 1 else 'them'}, save, and this box disappears.",
        errors=[(finding, _excerpt_lines(finding.problem.at)) for finding in failing[:_WHOLE]],
        folds=folds,
        text="",
    )


def _fold(findings: Sequence[Finding], before: str) -> Iterator[tuple[str, str, Sequence[Finding]]]:
    """Findings of which only message and place are shown, if there are any."""
    if findings:
        rest = f", the first {_LISTED} are listed" if len(findings) > _LISTED else ""
        note = f"(the build passes{rest})" if not findings[0].fails else f"{rest}"
        yield f"{before}{in_words(findings)}", note, findings[:_LISTED]


def _excerpt_lines(place: Place) -> Markup:
    """The excerpt of a source, every space kept; a line ends with an entity, so that the HTML stays one line."""
    shown = excerpt(place)
    if shown is None:
        return Markup()
    gutter = len(str(shown.number))
    before = f"{shown.number - 1:>{gutter}} | {shown.before}"
    lines = [
        as_html(before) if shown.before else "",
        f"<mark>{as_html(f'{shown.number} | {shown.line}')}</mark>",
        as_html(f"{'':>{gutter}} | {'':>{shown.caret}}{'^' * shown.width}"),
    ]
    return Markup("&#10;".join(filter(None, lines)))  # noqa: S704 (each line is escaped)


class Complaint(Markup):
    """What a macro says where its output would have stood; so does everything that is asked of it."""

    def __getattr__(self, name: str) -> Complaint:
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Complaint:
        return self

    def __iter__(self) -> Iterator[str]:
        yield self


def complaint(message: str, hint: str) -> Complaint:
    """A macro's complaint, with what was probably meant."""
    return Complaint(render("problem.html.jinja", text=f"{message}; {hint}" if hint else message))
