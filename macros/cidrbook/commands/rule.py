"""`cidrbook rule`: the page of a rule, in a terminal."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from cidrbook.commands._common import stop
from cidrbook.report.choice import UnknownRuleError, several
from cidrbook.report.page import as_index, as_page
from cidrbook.rulebook import descriptions


def _rule_name_items(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 (click's interface)
    """What a shell offers: names, codes and families that begin so."""
    known = [(name, rule.title) for rule in descriptions() for name in (rule.slug, rule.code)]
    known += [(family, "") for family in dict.fromkeys(rule.family for rule in descriptions())]
    begun = incomplete.lower()
    return [CompletionItem(name, help=title) for name, title in known if name.lower().startswith(begun)]


@click.command(short_help="Explain a rule, or list rules.")
@click.argument("name", required=False, shell_complete=_rule_name_items)
def rule(name: str | None) -> None:
    """Explain a rule: what it finds, why that matters, and what to write instead.

    NAME is a code (A201) or a name (overlapping-networks). A family (space) or the start of a code (A2) lists
    the rules it stands for. Without a NAME, all rules are listed. Examples: `cidrbook rule A201`, `cidrbook rule bgp`.
    """
    try:
        codes = None if name is None else several([name], descriptions())
    except UnknownRuleError as error:
        stop(str(error))
    if codes is not None and not codes:
        stop("name a rule, as in `cidrbook rule A201`")
    named = [one for one in descriptions() if codes is None or one.code in codes]
    click.echo(as_page(named[0]) if len(named) == 1 else as_index(named))
