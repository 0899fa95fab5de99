"""The command line: what a person, a hook or a CI job runs."""

from __future__ import annotations

import gc
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from cidrbook import __version__, rules
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.report import FORMATS
from cidrbook.report.text import plain


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cidrbook")
def main() -> None:
    """Check a home lab's network plan, and make a documentation site of it."""


@main.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
def check(data: Path, form: str) -> None:
    """Check the plan in DATA (a folder, by default data/).

    Exits with 0 when it is consistent, 1 when it is not, 2 when there is none.
    """
    gc.disable()  # a plan of 100,000 networks takes a fifth longer with it, and the process ends soon
    try:
        findings = rules.check(load(data, _shown(data)), datetime.now(UTC).date())
    except NoDataError as error:
        _stop(str(error))
    click.echo(FORMATS[form](findings))
    sys.exit(1 if any(finding.fails for finding in findings) else 0)


def _shown(path: Path) -> str:
    """The path as reports print it: from here, where it lies below; with slashes."""
    relative = os.path.relpath(path)
    return path.absolute().as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _stop(reason: str) -> NoReturn:
    """Say in one line why nothing could be done."""
    click.echo(f"cidrbook: {plain(reason)}", err=True)
    sys.exit(2)


def run() -> None:
    """The `cidrbook` command: `main`, on whatever it is given to print to, and a quick end.

    Taking a plan of 100,000 networks apart, object by object, would take as long as loading it.
    """
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
