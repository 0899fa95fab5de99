"""What several commands share: the options of how findings are reported, paths, and how a command ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from cidrbook.report import FORMATS, FROM_ROOT
from cidrbook.report.words import plain
from cidrbook.rulebook import descriptions
from cidrbook.text.finding import Finding

if TYPE_CHECKING:  # every command imports this module, and some need no plan
    from click.shell_completion import CompletionItem

    from cidrbook.drift.comparison import Comparison
    from cidrbook.publish.shown_plan import Publication
    from cidrbook.report.coverage import Coverage
    from cidrbook.repository.observation import Observation

_RULES = "RULE[,RULE…]"


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that finds things the options of how, and of what."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(list(FORMATS)),
            default="text",
            show_default=True,
            help="The output format.",
        ),
        click.option("--strict", is_flag=True, help="Fail on warnings too."),
        click.option(
            "--select",
            multiple=True,
            metavar=_RULES,
            help="Report only these rules: codes, names, the start of a code, or families.",
        ),
        click.option("--ignore", multiple=True, metavar=_RULES, help="Do not report these rules."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def complete_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of networks and of what has addresses in them, for a shell that completes a word."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 (only a shell that completes asks)

    from cidrbook.plan.files import NoDataError  # noqa: PLC0415 (as above)
    from cidrbook.plan.load import load  # noqa: PLC0415 (as above)

    try:
        plan = load(Path(context.params.get("data") or "data"))
    except NoDataError:
        return []
    ids = dict.fromkeys((*(network.id for network in plan.networks), *(claim.owner.id for claim in plan.claims)))
    return [CompletionItem(name) for name in ids if name.startswith(incomplete)]


def plan_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that asks a plan the option that says where it is."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, readable=False),
        default=Path("data"),
        show_default=True,
        help="The folder of the plan.",
    )(command)


def profile_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that shows a plan to others the option that says what of it."""
    return click.option(
        "--profile",
        default=lambda: os.environ.get("CIDRBOOK_PROFILE", ""),
        metavar="NAME",
        help="What to show: `full`, `redacted`, or a profile of the plan. By default what CIDRBOOK_PROFILE or the plan"
        " says.",
    )(command)


def published(comparison: Comparison, profile: str) -> Publication:
    """What of a plan and its repositories a profile shows; the end of the command, where that cannot be told."""
    from cidrbook.publish.profile import PublishError  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.publish.profile import profile as chosen  # noqa: PLC0415 (as above)
    from cidrbook.publish.shown_plan import publication  # noqa: PLC0415 (as above)

    try:
        choice = chosen(comparison.plan, profile)
        made = publication(comparison.plan, comparison.observations, choice, os.environ.get("CIDRBOOK_KEY", ""))
    except PublishError as error:
        stop(str(error))
    if not choice.is_full:
        click.echo(f"cidrbook: this is what the profile `{choice.name}` shows; `--profile full` shows all", err=True)
    return made


def report(
    findings: Sequence[Finding], form: str, *, strict: bool, observations: Sequence[Observation] = ()
) -> NoReturn:
    """Print what was found, and what was read of repositories, and end with the status that says whether it fails."""
    colour = form == "text" and in_colour()
    click.echo(FORMATS[form](findings, descriptions(), _coverage(observations), colour=colour), color=colour)
    sys.exit(1 if any(finding.fails or (strict and finding.fails_strictly) for finding in findings) else 0)


def _coverage(observations: Sequence[Observation]) -> Coverage | None:
    """What was read of repositories, where any were."""
    if not observations:
        return None
    from cidrbook.report.coverage import coverage  # noqa: PLC0415 (a plan alone is checked faster)

    return coverage(observations)


def root_of(form: str) -> str:
    """The folder that paths begin at: this one, or the root of the repository for what GitHub reads."""
    return os.environ.get("GITHUB_WORKSPACE", "") if form in FROM_ROOT else ""


def shown(path: Path, root: str) -> str:
    """The path as reports print it: from the root, never from the top of a machine; with slashes."""
    return Path(os.path.relpath(path, root or None)).as_posix()


def in_colour() -> bool:
    """Whether the output is for a terminal. NO_COLOR and FORCE_COLOR, if they are not empty, say it instead."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return terminal or bool(os.environ.get("FORCE_COLOR"))


def print_failures(observations: Iterable[Observation]) -> None:
    """Print the traceback of each reader that failed on a file, if CIDRBOOK_DEBUG asks for it."""
    if os.environ.get("CIDRBOOK_DEBUG", "") in ("", "0"):
        return
    from traceback import format_exception  # noqa: PLC0415 (every other run starts faster)

    for failure in (failure for observation in observations for failure in observation.failures):
        click.echo(f"{plain(failure.file)}: reader `{failure.reader}`", err=True)
        for line in "".join(format_exception(failure.error)).splitlines():
            click.echo(plain(line), err=True)


def stop(reason: str) -> NoReturn:
    """Say in one line why nothing could be done."""
    click.echo(f"cidrbook: {plain(reason)}", err=True)
    sys.exit(2)
