"""`cidrbook schema`: the JSON Schema of the data."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a file of the plan, for editors."""
    from cidrbook.report.schema import as_schema  # noqa: PLC0415 (every other command starts faster)

    click.echo(as_schema())
