"""What was found in the plan, as pages show it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cidrbook.pages.book import Book
from cidrbook.pages.markup import render
from cidrbook.report.summary import in_words
from cidrbook.report.text import as_text, plain
from cidrbook.text.finding import Finding


def findings_table(book: Book) -> str:
    """Everything that was found in the plan: what is open, and what is waived, with the reason."""
    return render("findings.html.jinja", findings=book.findings)


def box(title: str, text: str) -> Markup:
    """What stands on top of each page of a preview while the plan is inconsistent."""
    return render("box.html.jinja", title=title, lines=[plain(line) for line in text.splitlines()])


def findings_box(findings: tuple[Finding, ...]) -> Markup:
    """The box for these findings."""
    return box(f"The network plan is inconsistent: {in_words(findings)}", as_text(findings))


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
