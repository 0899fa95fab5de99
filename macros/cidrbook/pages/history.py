"""The history of a plan as Git has it: what each commit changed, and who had which address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from markupsafe import Markup

from cidrbook.changes.git import Commit, GitError, PlanHistory
from cidrbook.changes.history import MOST, Version, committed, steps, tenures, with_present
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import render
from cidrbook.pages.notation import several

_FOLDER = "data"
_CHANGES = 500
_TENURES = 1000
"""So many rows are shown: about 250 bytes each, so that a page stays below 300 kB."""


def changes(book: Book, since: str | None = None) -> Markup:
    """What the commits since a day changed in the plan, the newest first, and who had which address.

    `since` is a day, as `2026-01-01`; by default all commits are shown, up to 200. Where there is no history of
    Git, a sentence says so.
    """
    day = _since_day(since)
    if book.masked is not None:
        return _no_history("what it was is not shown")
    folder = book.folder or _FOLDER
    try:
        history = PlanHistory.of(Path(book.root or "", folder), folder)
        versions = committed(history, history.commit("HEAD"))
    except GitError as error:
        return _no_history(str(error))
    if not versions:
        return _no_history("it is not committed yet")
    return _history_html(book, with_present(versions, book.plan), day, is_shallow=history.is_shallow)


def _no_history(reason: str) -> Markup:
    return render("sentence.html.jinja", text=f"There is no history of this plan here: {reason}.")


def _since_day(since: str | None) -> date:
    try:
        return date.fromisoformat(since) if since is not None else date.min
    except (TypeError, ValueError):
        message = f"`since` is a day such as `2026-01-01`, not {since!r}"
        raise WrongCallError("wrong-argument", message, wanted=str(since)) from None


def _history_html(book: Book, versions: Sequence[Version], day: date, *, is_shallow: bool) -> Markup:
    rows = [(step.commit, change) for step in steps(versions) if _is_after(step.commit, day) for change in step.changes]
    found = [tenure for tenure in tenures(versions) if tenure.is_open or _is_after(tenure.end, day)]
    commits = {version.commit.name for version in versions if version.commit}
    return render(
        "history.html.jinja",
        begin=_beginning(versions, day, is_shallow=is_shallow),
        rows=rows[:_CHANGES],
        rest=several(len(rows) - _CHANGES, "change") if len(rows) > _CHANGES else "",
        tenures=found[:_TENURES],
        unshown=several(len(found) - _TENURES, "row") if len(found) > _TENURES else "",
        links={name: book.hosting.commit_url(name) for name in commits},
    )


def _is_after(commit: Commit | None, day: date) -> bool:
    """Whether a commit was made on a day or later; what is not committed is of today."""
    return commit is None or commit.day >= day


def _beginning(versions: Sequence[Version], day: date, *, is_shallow: bool) -> str:
    """From when on the history is known."""
    first = versions[0].commit
    known = f"{first.day} ({first.short})" if first else ""
    if is_shallow:
        return f"This clone of the repository is shallow: nothing is known of the time before {known}."
    if len(versions) >= MOST:
        return f"Of the time before {known}, nothing is shown."
    return f"Since {day}." if first and day > first.day else f"Since {known}, when the plan was first committed."
