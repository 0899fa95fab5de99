"""`cidrbook who`: what is at an address, or what has a name, a MAC address or a VLAN."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from cidrbook.checking import compare
from cidrbook.commands._common import complete_names, plan_option, stop
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.report.answers import Answer, answers, asked_address, free_around, inventories
from cidrbook.report.words import plain
from cidrbook.text.names import did_you_mean


@click.command(short_help="Say who has an address, a prefix or a name.")
@click.argument("asked", metavar="ADDRESS|PREFIX|NAME|MAC|VLAN", shell_complete=complete_names)
@plan_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def who(asked: str, data: Path, form: str) -> None:
    """Say what has an address, lies in a prefix, or is called so; each with its file and line.

    What the repositories show that the plan names is listed, too. Examples: `cidrbook who 10.0.0.47`,
    `cidrbook who nas`, `cidrbook who 52:54:00:12:34:56`, `cidrbook who 42` (a VLAN). Exits with 1 when there is
    nothing of the kind.
    """
    try:
        comparison = compare(load(data, data.as_posix()), data.parent, data.name)
    except NoDataError as error:
        stop(str(error))
    found = list(dict.fromkeys(answers(comparison, asked)))
    if not found:
        _regret(comparison, asked)
    free = free_around(comparison, asked)
    if form == "json":
        click.echo(json_text.dumps(_as_json(asked, found, free), indent=2))
    else:
        _print(asked, found, free)


def _regret(comparison: Comparison, asked: str) -> NoReturn:
    """Say that nothing is known of what was asked for, and end with 1."""
    names = (getattr(entry, "name", "") for inventory in inventories(comparison) for entry in inventory.entries)
    is_name = not any(character in asked for character in ".:/") and not asked.isdecimal()
    hint = did_you_mean(asked, list(filter(None, names))) if is_name else ""
    click.echo(f"nothing is known of {plain(asked)}{f'; {plain(hint)}' if hint else ''}", err=True)
    sys.exit(1)


def _print(asked: str, found: list[Answer], free: list[str]) -> None:
    for answer in found:
        where = f"{answer.place.file}:{answer.place.line}"
        there = " (in the repository)" if answer.seen else ""
        click.echo(plain(f"{answer.what} {answer.name}{there}  {where}"))
    owners = [answer for answer in found if answer.what not in ("network", "DHCP range", "pool", "reserved range")]
    if asked_address(asked) and found and not owners:
        click.echo(f"nothing has {asked} itself")
    if free:
        click.echo(f"free near it: {', '.join(free)}")


def _as_json(asked: str, found: list[Answer], free: list[str]) -> dict[str, Any]:
    return {
        "asked": asked,
        "found": [
            {
                "what": answer.what,
                "name": answer.name,
                "file": answer.place.file,
                "line": answer.place.line,
                "in": "repository" if answer.seen else "plan",
            }
            for answer in found
        ],
        "free": free,
    }
