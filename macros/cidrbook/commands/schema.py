"""`cidrbook schema`: the JSON Schema of the data."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of the plan.")
def schema() -> None:
    """Print the JSON Schema of a plan's file. Editors complete and check with it.

    Example: `cidrbook schema > plan.schema.json`.
    """
    from cidrbook.report.schema import as_schema  # noqa: PLC0415 (every other command starts faster)

    click.echo(as_schema())
