"""The command line: what a person, a hook or a CI job runs."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from glob import escape
from operator import attrgetter
from pathlib import Path
from typing import NoReturn

import click

from cidrbook import __version__, rules
from cidrbook.checking import check as check_all
from cidrbook.checking import named, with_trees
from cidrbook.plan.files import NoDataError
from cidrbook.plan.finding import Finding
from cidrbook.plan.load import load
from cidrbook.plan.plan import Plan
from cidrbook.report import FORMATS, FROM_ROOT
from cidrbook.report.choice import UnknownRuleError, chosen, one
from cidrbook.report.page import as_index, as_page
from cidrbook.report.text import as_text, plain

_RULES = "RULE[,RULE…]"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cidrbook")
def main() -> None:
    """Check a home lab's network plan, and make a documentation site of it."""


def _reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that finds things the options of how, and of what."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(list(FORMATS)),
            default="text",
            show_default=True,
            help="How findings are printed.",
        ),
        click.option("--strict", is_flag=True, help="Fail on warnings, too."),
        click.option(
            "--select",
            multiple=True,
            metavar=_RULES,
            help="Report these rules only: a code, a name, the beginning of a code, or a family.",
        ),
        click.option("--ignore", multiple=True, metavar=_RULES, help="Do not report these rules."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@_reporting
def check(data: Path, form: str, *, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    """Check the plan in DATA (a folder, by default data/).

    Exits with 0 when it is consistent, 1 when it is not, 2 when there is none.
    """
    gc.disable()  # a plan of 100,000 networks takes a fifth longer with it, and the process ends soon
    try:
        codes = chosen(rules.rules(), select, ignore)
        root, today = _root(form), datetime.now(UTC).date()
        plan = with_trees(load(data, _shown(data, root)), data.parent, data.name)
        found = check_all(plan, today, _shown(data.parent, root))
    except (NoDataError, UnknownRuleError) as error:
        _stop(str(error))
    _report([finding for finding in found if finding.code in codes], form, strict=strict)


@main.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.argument("changed", type=click.Path(path_type=Path, readable=False), nargs=-1)
@_reporting
@click.option("--exclude", multiple=True, metavar="GLOB", help="Do not read these files, as in `docs/old/*`.")
def drift(  # noqa: PLR0913 (click hands over each option)
    path: Path,
    changed: tuple[Path, ...],
    form: str,
    *,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
) -> None:
    """Find contradictions in the repository at PATH (a folder, by default this one), whether it has a plan or not.

    Manifests, machine and router configuration and documents are read; files are named as seen from PATH.
    Where files that were CHANGED are named, nothing is read if none of them can hold an address.
    Exits with 0 when they are consistent, 1 when they are not, 2 when there is no such folder.
    """
    gc.disable()  # as above
    try:
        codes = chosen(rules.rules(), select, ignore)
    except UnknownRuleError as error:
        _stop(str(error))
    if not path.is_dir():
        _stop(f"there is no folder `{path}`")
    if changed and not _matters(path, changed):
        _report([], form, strict=strict)
    plan = _seen(path, exclude)
    folder = _shown(path, _root(form)) if form in FROM_ROOT else "."
    found = named(rules.check_partial(plan, datetime.now(UTC).date()), dict.fromkeys(plan.sources, folder))
    _report([finding for finding in found if finding.code in codes], form, strict=strict)


def _matters(path: Path, changed: Sequence[Path]) -> bool:
    """Whether one of these files may be a part of what a folder says."""
    from cidrbook.sources.tree import is_read  # noqa: PLC0415 (every other command starts faster)

    return any(is_read(path, it) for it in changed)


def _seen(path: Path, exclude: Sequence[str]) -> Plan:
    """What is in a folder; somebody who waits at a terminal sees that it goes on."""
    from cidrbook.report.progress import Progress  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.sources.observe import observed  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.sources.tree import files  # noqa: PLC0415 (every other command starts faster)

    progress = Progress(sys.stderr)
    try:
        sources = list(progress.of(files(path, exclude=exclude), attrgetter("file")))
        return observed(sources, reading=progress.reading)
    finally:
        progress.done()


@main.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@click.option("--from", "repository", type=click.Path(path_type=Path), metavar="PATH", help="A repository to read.")
def init(data: Path, repository: Path | None) -> None:
    """Write a plan to begin with into DATA (a folder, by default data/): of a repository, or a small example.

    Nothing is overwritten. Exits with 2 where nothing can be written, or the repository shows nothing.
    """
    from cidrbook.sources.drafting.draft import Draft, draft  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.sources.drafting.emit import RefusedError, write  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.sources.drafting.example import EXAMPLE  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.sources.observe import observe  # noqa: PLC0415 (every other command starts faster)

    if repository is not None and not repository.is_dir():
        _stop(f"there is no folder `{repository}`")
    own = os.path.relpath(data, repository) if repository else ""
    drafted = draft(observe(repository, exclude=[f"{escape(own)}/*"])) if repository else Draft(EXAMPLE, ())
    if not drafted.files:
        _stop(f"nothing was seen in `{repository}` that a plan could hold")
    try:
        write(data, drafted.files)
    except RefusedError as error:
        _stop(str(error))
    for name in drafted.files:
        click.echo(f"wrote {plain(str(data / name))}")
    for note in drafted.notes:
        click.echo(f"  - {plain(note)}")


def _report(findings: Sequence[Finding], form: str, *, strict: bool) -> NoReturn:
    """Print what was found, and end with the status that says whether it fails."""
    colour = form == "text" and _in_colour()
    write = partial(as_text, colour=True) if colour else FORMATS[form]
    click.echo(write(findings, rules.rules()), color=colour)
    sys.exit(1 if any(finding.fails or (strict and _warns(finding)) for finding in findings) else 0)


@main.command()
@click.argument("name", required=False)
def rule(name: str | None) -> None:
    """Print what a rule finds, why it matters and what to write instead.

    NAME is its code or its name. Without one, all rules are listed.
    """
    try:
        click.echo(as_page(one(name, rules.rules())) if name is not None else as_index(rules.rules()))
    except UnknownRuleError as error:
        _stop(str(error))


@main.command()
def schema() -> None:
    """Print the JSON Schema of a file of the plan, for editors."""
    from cidrbook.report.schema import as_schema  # noqa: PLC0415 (every other command starts faster)

    click.echo(as_schema())


@main.group()
def export() -> None:
    """Print the plan for other programs to draw."""


@export.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
def mermaid(data: Path) -> None:
    """Print the BGP sessions of the plan in DATA (by default data/) as a flowchart for Mermaid.

    Exits with 2 when there is no plan.
    """
    from cidrbook.report.mermaid import as_mermaid  # noqa: PLC0415 (every other command starts faster)

    try:
        click.echo(as_mermaid(load(data, _shown(data, ""))))
    except NoDataError as error:
        _stop(str(error))


def _warns(finding: Finding) -> bool:
    return finding.severity == "warning" and finding.waived is None


def _root(form: str) -> str:
    """The folder that paths begin at: this one, or the root of the repository for what GitHub reads."""
    return os.environ.get("GITHUB_WORKSPACE", "") if form in FROM_ROOT else ""


def _shown(path: Path, root: str) -> str:
    """The path as reports print it: from the root, where it lies below; with slashes."""
    relative = os.path.relpath(path, root or None)
    return path.absolute().as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _in_colour() -> bool:
    """Whether the output is for a terminal. NO_COLOR and FORCE_COLOR, if they are not empty, say it instead."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return terminal or bool(os.environ.get("FORCE_COLOR"))


def _stop(reason: str) -> NoReturn:
    """Say in one line why nothing could be done."""
    click.echo(f"cidrbook: {plain(reason)}", err=True)
    sys.exit(2)


def run() -> None:
    """The `cidrbook` command: `main`, on whatever it is given to print to, and a quick end.

    Taking a plan of 100,000 networks apart, object by object, would take as long as loading it.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # it would look for some in all installed packages
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    status: object = 0
    try:
        try:
            main()
        except OSError as error:  # a folder that is gone, a disk that is full
            _stop(error.strerror or "this cannot be done here")
    except SystemExit as end:
        status = end.code
    os._exit(_flushed(status if isinstance(status, int) else 0 if status is None else 1))


def _flushed(status: int) -> int:
    """The exit status, when all is printed; 2 where that cannot be done."""
    for stream in (sys.stderr, sys.stdout):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            return status
        except (OSError, ValueError):
            status = 2
    return status
