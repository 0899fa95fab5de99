"""`cidrbook drift`: a repository, with or without a plan."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import click

from cidrbook import rules
from cidrbook.checking import named
from cidrbook.commands._common import print_failures, report, reporting, root_of, shown, stop
from cidrbook.commands._explanation import explain_repository_line, explaining, line_of, print_explanation
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.report import FROM_ROOT
from cidrbook.report.choice import UnknownRuleError, chosen
from cidrbook.report.coverage import is_anything, unreadable
from cidrbook.repository.observation import Observation
from cidrbook.rulebook import descriptions
from cidrbook.text.source import Source

_DATA = "data/"
"""The folder of a plan, as `check` takes it."""


@click.command(short_help="Find contradictions in a repository.")
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.argument("changed", type=click.Path(path_type=Path, readable=False), nargs=-1)
@reporting
@click.option("--exclude", multiple=True, metavar="GLOB", help="Do not read these files, as in `docs/old/*`.")
@explaining
def drift(  # noqa: PLR0913 (click hands over each option)
    path: Path,
    changed: tuple[Path, ...],
    form: str,
    *,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    explain: str | None,
) -> None:
    """Find contradictions in the repository at PATH (a folder, this one by default). It needs no plan.

    Reads manifests, machine and router configuration, and documents. Files are named relative to PATH.

    With CHANGED files, as a hook has them, nothing is read unless one of them can hold an address. Examples:
    `cidrbook drift`, `cidrbook drift ~/lab --exclude 'docs/old/*'`, `cidrbook drift --explain README.md:12`.

    Exits with 0 if the files are consistent, 1 if they are not, and 2 if nothing was checked: there is no such folder
    or file, or nothing in it is recognised.
    """
    try:
        codes = chosen(descriptions(), select, ignore)
    except UnknownRuleError as error:
        stop(str(error))
    if not path.is_dir():
        stop(f"there is no folder `{path}`")
    line = line_of(explain) if explain is not None else None
    if changed and not line and not _matters(path, changed):
        report([], form, strict=strict)
    observation = _observation(path, exclude)
    print_failures([observation])
    if not line and not is_anything(observation):
        stop(unreadable(observation) or _nothing_recognised(path, len(observation.sources)))
    if line:
        findings = rules.check_observation(observation)
        print_explanation(explain_repository_line(path, exclude, observation, findings, line), form)
    folder = shown(path, root_of(form)) if form in FROM_ROOT else "."
    found = named(rules.check_observation(observation), dict.fromkeys(observation.sources, folder))
    wanted = [finding for finding in found if finding.code in codes]
    report(wanted, form, strict=strict, observations=[observation])


def _matters(path: Path, changed: Sequence[Path]) -> bool:
    """Whether one of these files may be a part of what a folder says. A name that leads to nothing is a mistake."""
    from cidrbook.repository.tree import is_read  # noqa: PLC0415 (every other command starts faster)

    outside = [file for file in changed if not _is_below(path, file)]
    gone = next((file for file in outside if not os.path.lexists(file)), None)
    if gone is not None:
        stop(f"there is no file `{gone}`: changed files are named as they are seen from here")
    if len(outside) == len(changed):
        stop(f"nothing was checked: `{changed[0]}` is not below `{path}`")
    return any(is_read(path, other_path) for other_path in changed)


def _is_below(path: Path, file: Path) -> bool:
    return not os.path.relpath(file, path).startswith("..")


def _nothing_recognised(path: Path, count: int) -> str:
    if not count:
        return f"nothing was checked: no file below `{path}` can hold an address"
    return f"nothing was checked: nothing is recognised in the files below `{path}` that may hold addresses ({count})"


def _plan_in_data(sources: Sequence[Source]) -> Plan | None:
    """The plan in the folder data/ of a repository; None where nothing there declares anything."""
    texts = {
        source.file: source.text for source in sources if source.file.startswith(_DATA) and _is_yaml_file(source.file)
    }
    plan = parse(texts) if texts else None
    return plan if plan and (plan.networks or plan.routers or plan.clusters) else None


def _is_yaml_file(file: str) -> bool:
    return file.endswith((".yaml", ".yml"))


def _observation(path: Path, exclude: Sequence[str]) -> Observation:
    """What is in a folder; somebody who waits at a terminal sees that it goes on."""
    from cidrbook.report.progress import Progress  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.observe import observe_files  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.tree import files  # noqa: PLC0415 (every other command starts faster)

    progress = Progress(sys.stderr)
    try:
        sources = list(progress.of(files(path, exclude=exclude), attrgetter("file")))
        return replace(observe_files(sources, reading=progress.reading), plan=_plan_in_data(sources))
    finally:
        progress.done()
