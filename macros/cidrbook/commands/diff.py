"""`cidrbook diff`: what changed in the plan, by meaning."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from cidrbook.changes import difference
from cidrbook.changes.change import Difference
from cidrbook.changes.git import GitError, PlanHistory
from cidrbook.commands._common import plan_option, profile_option, stop
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.plan.plan import Plan
from cidrbook.report.changes import changes_as_json, changes_as_text
from cidrbook.report.words import plain
from cidrbook.text.paths import is_folder
from cidrbook.text.regex import regex

_WORK_TREE = "working tree"
_RANGE = regex(r"(?P<first>.*?)(?P<dots>\.{2,3})(?P<second>.*)", re.DOTALL)


class _Side(NamedTuple):
    """One of the two plans, and what it is called; no plan where a commit has none."""

    name: str
    plan: Plan | None


@click.command(short_help="Say what changed in the plan, by meaning.")
@click.argument("what", nargs=-1, metavar="[REV[..REV] | FOLDER FOLDER]")
@plan_option
@profile_option
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def diff(what: tuple[str, ...], data: Path, profile: str, form: str) -> None:
    """Say what changed in the plan: networks and hosts that were added, resized, renumbered, freed.

    REV is compared with the files here, HEAD where none is named; `main..HEAD` are two commits, `main...HEAD` is what
    HEAD has changed since it left main. FOLDER FOLDER are two plans. Git's objects are read, and no file is changed.
    Example: `cidrbook diff main --format markdown`.

    Exits with 0, whatever changed, and with 2 if there is nothing to compare.
    """
    try:
        before, after = _sides(what, data)
    except (NoDataError, GitError) as error:
        stop(str(error))
    if before.plan is None and after.plan is None:
        stop(f"there is no plan in {data.as_posix()}, neither in {before.name} nor in {after.name}")
    for side in (before, after):
        if side.plan and side.plan.unread:
            click.echo(f"cidrbook: a file of the plan in {plain(side.name)} cannot be read, and is left out", err=True)
    found = _difference(before.plan or Plan(), after.plan or Plan(), profile)
    if form == "json":
        click.echo(changes_as_json(found, before.name, after.name))
    elif form == "markdown":
        from cidrbook.pages.changes import changes_as_markdown  # noqa: PLC0415 (every other format is faster)

        click.echo(changes_as_markdown(found, before.name, after.name))
    else:
        click.echo(changes_as_text(found))


def _difference(before: Plan, after: Plan, profile: str) -> Difference:
    """What changed, as the profile shows it: without findings, where that is not everything, since these quote it."""
    from cidrbook.publish.profile import PublishError  # noqa: PLC0415 (most plans show everything)
    from cidrbook.publish.shown_plan import shown_plans  # noqa: PLC0415 (as above)

    try:
        shown = shown_plans((before, after), profile, os.environ.get("CIDRBOOK_KEY", ""))
    except PublishError as error:
        stop(str(error))
    found = difference(shown[0], shown[1], datetime.now(UTC).date())
    if shown[1] is after:
        return found
    changes = (
        change if change.place and change.place.file else change._replace(place=None) for change in found.changes
    )
    return replace(found, changes=tuple(changes), findings=found.findings._replace(new=(), gone=()))


def _sides(what: Sequence[str], data: Path) -> tuple[_Side, _Side]:
    """The two plans that are meant. Raises `NoDataError` or `GitError`."""
    if len(what) > 2:
        raise GitError("name one revision or range, or two folders")
    if len(what) == 2:
        if not all(map(is_folder, map(Path, what))):
            raise GitError(f"`{what[0]}` and `{what[1]}` are not two folders; a range is written `REV..REV`")
        before, after = (_Side(name, load(Path(name), Path(name).as_posix())) for name in what)
        return before, after
    history = PlanHistory.of(data, data.as_posix())
    asked = what[0] if what else "HEAD"
    found = _RANGE.fullmatch(asked)
    if found is None:
        if is_folder(Path(asked)) and not history.has(asked):
            raise GitError(f"`{asked}` is a folder: name the other one, too")
        return _side(history, asked), _Side(_WORK_TREE, _here(data))
    first, second = found["first"] or "HEAD", found["second"] or "HEAD"
    if found["dots"] == "...":
        first = history.common(history.commit(first), history.commit(second))
    return _side(history, first), _side(history, second)


def _side(history: PlanHistory, revision: str) -> _Side:
    return _Side(revision, history.plan(history.commit(revision)))


def _here(data: Path) -> Plan | None:
    return load(data, data.as_posix()) if data.is_dir() else None
