"""`cidrbook rule`: the page of a rule, in a terminal."""

from __future__ import annotations

import click

from cidrbook import rules
from cidrbook.commands._common import stop
from cidrbook.report.choice import UnknownRuleError, one
from cidrbook.report.page import as_index, as_page


@click.command()
@click.argument("name", required=False)
def rule(name: str | None) -> None:
    """Print what a rule finds, why it matters and what to write instead.

    NAME is its code or its name. Without one, all rules are listed.
    """
    try:
        click.echo(as_page(one(name, rules.rules())) if name is not None else as_index(rules.rules()))
    except UnknownRuleError as error:
        stop(str(error))
