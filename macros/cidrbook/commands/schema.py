"""`cidrbook schema`: the JSON Schema of the data."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = Path(__file__).parents[1] / "report/schema.json"
"""What `make schema` made of the model, which takes a while."""


@click.command(short_help="Print the JSON Schema of the plan.")
def schema() -> None:
    """Print the JSON Schema of a plan's file. Editors complete and check with it.

    Example: `cidrbook schema > plan.schema.json`.
    """
    click.echo(_FILE.read_text(encoding="utf-8"), nl=False)
