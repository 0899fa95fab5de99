"""`cidrbook check`: the plan, or one file of it, and the repositories that it names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cidrbook.checking import check as check_all
from cidrbook.checking import compare
from cidrbook.commands._common import print_failures, report, reporting, root_of, shown, stop
from cidrbook.commands._explanation import explain_plan_line, explaining, line_of, print_explanation
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load, load_file
from cidrbook.plan.plan import Plan
from cidrbook.report.choice import UnknownRuleError, chosen
from cidrbook.rulebook import descriptions
from cidrbook.text.finding import Finding

_FOLDER = "data"


@click.command(short_help="Check the plan in a folder or a file.")
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@reporting
@explaining
def check(  # noqa: PLR0913 (click hands over each option)
    data: Path, form: str, *, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...], explain: str | None
) -> None:
    """Check the plan in DATA (a folder, data/ by default).

    DATA may also be a file: one below a folder data/ is checked with the whole plan there, and only its own
    findings are reported; any other file is a plan by itself. Examples: `cidrbook check`,
    `cidrbook check data/networks.yaml --strict`, `cidrbook check --select bgp,A2 --format json`.

    Exits with 0 if the plan is consistent, 1 if it is not, and 2 if there is no plan.
    """
    try:
        codes = chosen(descriptions(), select, ignore)
        root, today = root_of(form), datetime.now(UTC).date()
        plan, folder = _plan_and_folder(data, root)
        comparison = compare(plan, folder.parent, folder.name)
        print_failures(comparison.observations)
        found = check_all(comparison, today, shown(folder.parent, root))
    except (NoDataError, UnknownRuleError) as error:
        stop(str(error))
    if explain is not None:
        line, named = line_of(explain), shown(folder.parent, root)
        print_explanation(explain_plan_line(comparison, folder.parent, named, found, line), form)
    wanted = [finding for finding in found if finding.code in codes and (folder == data or _is_in(finding, data, root))]
    report(wanted, form, strict=strict, observations=comparison.observations)


def _plan_and_folder(data: Path, root: str) -> tuple[Plan, Path]:
    """The plan that is meant, and its folder; of a file that belongs to no plan, that file alone."""
    if not data.is_file():
        return load(data, shown(data, root)), data
    folder = next((parent for parent in data.parents if parent.name == _FOLDER), None)
    return (load(folder, shown(folder, root)), folder) if folder else (load_file(data, shown(data, root)), data)


def _is_in(finding: Finding, file: Path, root: str) -> bool:
    """Whether the file is one of the places of a finding."""
    problem = finding.problem
    return shown(file, root) in {problem.at.file, *(related.at.file for related in problem.related)}
