"""`cidrbook nuances`: which nuances apply to a plan, or to what a repository shows."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cidrbook.commands._common import stop
from cidrbook.nuances.match import Judgement, matches
from cidrbook.plan.inventory import Inventory
from cidrbook.report.words import plain


@click.command(short_help="List the nuances (known pitfalls) that apply.")
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--undecided", is_flag=True, help="Also list nuances that cannot be told, with the facts that decide.")
def nuances(path: Path, form: str, *, undecided: bool) -> None:
    """List the nuances (known pitfalls) that apply to PATH.

    PATH is the folder of a plan (`data`), or a repository, by default this folder. Example:
    `cidrbook nuances data --undecided`. Exits with 0, or with 2 when there is nothing to read.
    """
    found = sorted(matches(_inventory(path)), key=lambda match: match.nuance.severity.rank)
    shown = [match for match in found if match.verdict == "applies" or (undecided and match.verdict == "cannot tell")]
    if form == "json":
        click.echo(json_text.dumps([_as_json(match) for match in shown], indent=2))
        return
    for match in shown:
        for line in _match_lines(match):
            click.echo(plain(line))
    applying = sum(match.verdict == "applies" for match in found)
    open_ones = sum(match.verdict == "cannot tell" for match in found)
    if found:
        click.echo(f"{applying} nuances apply, {open_ones} cannot be told, of {len(found)}")
    else:
        click.echo("no nuance is about this: it has no router, no cluster and no BGP session")


def _inventory(path: Path) -> Inventory:
    """The plan in a folder, where its files declare anything; else what the repository there shows."""
    from cidrbook.plan.files import NoDataError  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.plan.load import load  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.observe import observe_folder  # noqa: PLC0415 (every other command starts faster)

    if not path.is_dir():
        stop(f"there is no folder `{path}`")
    try:
        plan = load(path, path.as_posix())
    except NoDataError:
        return observe_folder(path)
    return plan if plan.entries else observe_folder(path)


def _match_lines(match: Judgement) -> Iterator[str]:
    nuance = match.nuance
    if match.verdict == "cannot tell":
        yield f"cannot tell {nuance.id}: {nuance.name}"
        yield f"   depends on {', '.join(match.missing)}"
        return
    yield f"{nuance.severity} {nuance.id}: {nuance.name}"
    for reason in match.because:
        place = reason.entry.at()
        yield f"   because of {reason.words} ({place.file}:{place.line})"
    yield f"   instead: {nuance.instead}"


def _as_json(match: Judgement) -> dict[str, Any]:
    return {
        "id": match.nuance.id,
        "name": match.nuance.name,
        "severity": match.nuance.severity,
        "verdict": match.verdict,
        "because": [
            {"words": reason.words, "file": reason.entry.at().file, "line": reason.entry.at().line}
            for reason in match.because
        ],
        "missing": list(match.missing),
        "instead": match.nuance.instead,
        "sources": list(match.nuance.sources),
        "checked": match.nuance.checked,
    }
