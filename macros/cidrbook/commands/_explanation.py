"""The option `--explain` of `check` and `drift`: everything that is known of one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from posixpath import join, normpath
from typing import TYPE_CHECKING, NoReturn

import click

from cidrbook.commands._common import stop
from cidrbook.drift.comparison import Comparison
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

if TYPE_CHECKING:
    from cidrbook.drift.explanation import Explanation


def explaining(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option that explains a line."""
    return click.option(
        "--explain",
        metavar="FILE:LINE",
        help="Explain one line: what was read there, what it was compared with, and what is reported.",
    )(command)


def line_of(wanted: str) -> tuple[str, int]:
    """The file and the line that are meant; stops where there is none."""
    file, _, line = wanted.rpartition(":")
    if not file or not line.isascii() or not line.isdecimal() or len(line) > len("9999999") or int(line) == 0:
        stop(f"`{wanted}` names no line; write FILE:LINE, as in `README.md:5`")
    return normpath(file.replace(os.sep, "/")), int(line)


def explain_repository_line(
    root: Path, exclude: Sequence[str], observation: Observation, findings: Sequence[Finding], wanted: tuple[str, int]
) -> Explanation:
    """The explanation of a line in a repository, whose files are named relative to it, or to this folder."""
    from cidrbook.drift.explanation import findings_on  # noqa: PLC0415 (every other command starts faster)

    file, line = wanted
    if not os.path.lexists(root / file) and os.path.lexists(file):
        file = Path(os.path.relpath(file, root)).as_posix()
    found = findings_on(findings, file, line)
    return _explained(observation, root, file, line, found, exclude=exclude)


def explain_plan_line(
    comparison: Comparison, project: Path, shown: str, findings: Sequence[Finding], wanted: tuple[str, int]
) -> Explanation:
    """The explanation of a line of the plan, or of a repository that it names; `shown` is the name of `project`."""
    from cidrbook.drift.explanation import (  # noqa: PLC0415 (every other command starts faster)
        Explanation,
        explain_plan,
        findings_on,
    )
    from cidrbook.report.explanation import without_secrets  # noqa: PLC0415 (as above)

    file, line = wanted
    found = findings_on(findings, file, line)
    source = next((one for one in comparison.plan.sources if normpath(one.file) == file), None)
    if source is not None:
        return without_secrets(explain_plan(comparison.plan, source, line, found), source)
    for observation in comparison.observations:
        tree = observation.tree
        folder = normpath(join(shown, tree.path if tree else ""))
        inside = os.path.relpath(file, folder).replace(os.sep, "/")
        if not inside.startswith("../"):
            root = project / (tree.path if tree else "")
            include, exclude = (tree.include, tree.exclude) if tree else ((), ())
            explained = _explained(observation, root, inside, line, found, include=include, exclude=exclude)
            return replace(explained, file=file)
    return Explanation(file=file, line=line, unused="it is in no folder that the plan is read from", findings=found)


def _explained(  # noqa: PLR0913 (what says which files are read)
    observation: Observation,
    root: Path,
    file: str,
    line: int,
    findings: tuple[Finding, ...],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Explanation:
    from cidrbook.drift.explanation import Explanation, explain  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.report.explanation import without_secrets  # noqa: PLC0415 (as above)
    from cidrbook.repository.observe import reason_unused, sightings  # noqa: PLC0415 (as above)
    from cidrbook.repository.tree import reason_unread  # noqa: PLC0415 (as above)

    source = _source(observation, file)
    if source is None:
        reason = reason_unread(root, file, include, exclude) or "it is not among the files that were read"
        return Explanation(file=file, line=line, unused=f"the file is not read: {reason}", findings=findings)
    clusters = observation.tree.clusters if observation.tree else {}
    explained = explain(observation, source, line, sightings(observation.sources, clusters), findings)
    return replace(without_secrets(explained, source), unused=reason_unused(observation.sources, file))


def _source(observation: Observation, file: str) -> Source | None:
    return next((one for one in observation.sources if one.file == file), None)


def print_explanation(explanation: Explanation, form: str) -> NoReturn:
    """Print an explanation, as text or as JSON, and end."""
    from cidrbook.report.explanation import (  # noqa: PLC0415 (every other command starts faster)
        explanation_json,
        explanation_text,
    )

    click.echo((explanation_json if form == "json" else explanation_text)(explanation))
    raise SystemExit(0)
