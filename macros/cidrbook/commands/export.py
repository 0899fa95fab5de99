"""`cidrbook export`: the plan for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from cidrbook.commands._common import shown, stop
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load


@click.group(short_help="Export the plan as a diagram.")
def export() -> None:
    """Export the plan as a diagram."""


@export.command(short_help="Print the BGP sessions for Mermaid.")
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
def mermaid(data: Path) -> None:
    """Print the BGP sessions of the plan in DATA (data/ by default) as a flowchart for Mermaid.

    Exits with 2 if there is no plan.
    """
    from cidrbook.report.mermaid import as_mermaid  # noqa: PLC0415 (every other command starts faster)

    try:
        click.echo(as_mermaid(load(data, shown(data, ""))))
    except NoDataError as error:
        stop(str(error))
