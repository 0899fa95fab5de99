"""`cidrbook check`: the plan, and the repositories that it names."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import click

from cidrbook import rules
from cidrbook.checking import check as check_all
from cidrbook.checking import compare
from cidrbook.commands._common import report, reporting, root_of, shown, stop
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.report.choice import UnknownRuleError, chosen


@click.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@reporting
def check(data: Path, form: str, *, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    """Check the plan in DATA (a folder, by default data/).

    Exits with 0 when it is consistent, 1 when it is not, 2 when there is none.
    """
    gc.disable()  # a plan of 100,000 networks takes a fifth longer with it, and the process ends soon
    try:
        codes = chosen(rules.rules(), select, ignore)
        root, today = root_of(form), datetime.now(UTC).date()
        comparison = compare(load(data, shown(data, root)), data.parent, data.name)
        found = check_all(comparison, today, shown(data.parent, root))
    except (NoDataError, UnknownRuleError) as error:
        stop(str(error))
    report([finding for finding in found if finding.code in codes], form, strict=strict)
