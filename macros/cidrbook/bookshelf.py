"""The books of a site's plans: read, checked, with masks where the profile wants them, and kept from page to page.

Zensical calls once a page, and gives us nothing that lives longer.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cidrbook.checking import check, compare, is_current
from cidrbook.pages.book import Book
from cidrbook.plan.load import load
from cidrbook.plan.plan import Plan
from cidrbook.publish.masked_findings import masked_findings
from cidrbook.publish.profile import VARIABLE, Choice, profile
from cidrbook.publish.shown_plan import KEY, Publication, publication
from cidrbook.text.finding import Problem


class Opened(NamedTuple):
    """A plan as it was read, its book, what of it is published, and the book that pages are drawn from."""

    declared: Plan
    book: Book
    publication: Publication
    shown: Book


NOTHING = Opened(Plan(), Book(Plan()), publication(Plan(), (), profile(Plan()), ""), Book(Plan()))
"""What is open where there is no plan."""

_opened: dict[tuple[Path, str], Opened] = {}


class SiteBuild(NamedTuple):
    """What is asked of all plans of a site: the project, the folder of its own plan, and how it is built."""

    project: Path
    own: str
    previewing: bool
    allow_outside: bool
    """Whether plans may name repositories outside of the project's own."""


def take(site: SiteBuild, folder: str, today: date) -> tuple[Opened, bool]:
    """The plan in a folder of a site on a day, and whether it is new: its files, or the day, have changed.

    Raises `NoDataError` or a `PublishError`.
    """
    project = site.project
    declared = load(project / folder, folder)
    before = _opened.get((project, folder))
    if before and _is_current(before, declared, today, folder, site):
        return before, False
    comparison = compare(declared, project, folder, allow_outside=site.allow_outside)
    findings = check(comparison, today)
    book = Book(comparison.plan, findings, today, project, observations=comparison.observations)
    choice = _choice(book.plan, _opened.get((project, site.own)) if folder != site.own else None)
    published = publication(book.plan, book.observations, choice, os.environ.get(KEY, ""))
    _opened[project, folder] = Opened(declared, book, published, shown_book(book, published))
    if not site.previewing:
        gc.freeze()  # what is here now stays until the build ends; looking through it again and again costs a tenth
    return _opened[project, folder], True


def put_back(project: Path, folder: str) -> None:
    """Forget the plan in a folder."""
    _opened.pop((project, folder), None)


def site_problems(project: Path, site: Path) -> Iterator[tuple[str, Problem]]:
    """What the built site of a project holds that the profiles of its plans do not show."""
    name = Path(os.path.relpath(site, project)).as_posix()
    for (where, _), opened in _opened.items():
        if where == project and opened.publication.masks is not None:
            from cidrbook.publish.guard import folder_problems  # noqa: PLC0415 (a site that shows all builds faster)

            yield from folder_problems(opened.publication, site, name)


def _is_current(before: Opened, declared: Plan, today: date, folder: str, site: SiteBuild) -> bool:
    """Whether a book is still that of the project's files; a build reads the plan's trees once."""
    book = before.book
    same = before.declared is declared and book.today == today and book.root is not None
    allowed = site.allow_outside
    return same and (not site.previewing or is_current(book.comparison, site.project, folder, allow_outside=allowed))


def _choice(plan: Plan, site: Opened | None) -> Choice:
    """The profile that was asked for; else the plan's own; else that of the site's plan."""
    asked = os.environ.get(VARIABLE, "")
    own = any(settings.publish for settings in plan.settings)
    return site.publication.choice if site and not asked and not own else profile(plan, asked)


def shown_book(book: Book, published: Publication) -> Book:
    """The book that pages are drawn from: the same one, where everything is shown."""
    masks = published.masks
    if masks is None:
        return book
    findings = masked_findings(book.findings, masks)
    return replace(
        book, plan=published.plan, observations=published.observations, findings=findings, masked=masks.argument
    )
