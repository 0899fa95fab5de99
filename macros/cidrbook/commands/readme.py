"""`cidrbook readme`: the parts of a README that show the plan, written anew or compared."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from difflib import unified_diff
from functools import partial
from pathlib import Path

import click

from cidrbook.bookshelf import shown_book
from cidrbook.checking import compare
from cidrbook.commands._common import plan_option, profile_option, published, stop
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.report.words import plain
from cidrbook.text.atomic import replace_text
from cidrbook.text.paths import file_bytes, real_path


@click.command(short_help="Write the plan into a README, between markers.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@plan_option
@profile_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if the file is behind the plan.")
def readme(file: Path, data: Path, profile: str, *, only_check: bool) -> None:
    """Write tables of the plan into FILE, between markers. Everything else in it stays as it is.

    The markers are `<!-- cidrbook: cidr_table(role="lan") -->` and `<!-- /cidrbook -->`, each on a line of its own;
    the first one names a macro. Example: `cidrbook readme README.md --check` in CI.

    Exits with 0 when FILE is up to date, 1 when `--check` finds that it is not, and 2 when a marker is wrong.
    """
    from cidrbook.pages.readme import ReadmeError, updated  # noqa: PLC0415 (every other command starts faster)

    name = plain(file.as_posix())
    before = _readme_text(file)
    try:
        after = updated(_book_of(data, profile), before)
    except NoDataError as error:
        stop(str(error))
    except ReadmeError as error:
        for reason in error.reasons:
            click.echo(f"cidrbook: {name}:{plain(reason)}", err=True)
        sys.exit(2)
    if before == after:
        click.echo(f"{name} is up to date")
    elif only_check:
        _print_difference(name, before, after)
        click.echo(f"{name} is behind the plan: run `cidrbook readme {name}`", err=True)
        sys.exit(1)
    else:
        _write_readme(file, before, after)
        click.echo(f"wrote {name}")


def _readme_text(file: Path) -> str:
    """The text of a file, with its line ends."""
    try:
        return file_bytes(file).decode("utf-8")
    except UnicodeDecodeError:
        stop(f"{file}: the file is not UTF-8")
    except FileNotFoundError:
        stop(f"{file}: there is no such file")
    except OSError as error:
        stop(f"{file}: {error.strerror or error}")


def _write_readme(file: Path, before: str, text: str) -> None:
    try:
        replace_text(real_path(file), before, text)
    except OSError as error:
        stop(f"{file}: nothing was written: {error.strerror or error}")


def _book_of(data: Path, profile: str) -> Book:
    """The book of a plan. Raises `NoDataError`, also where a part of the plan could not be read."""
    plan = load(data, data.as_posix())
    if plan.unread or plan.lost:
        raise NoDataError(f"{data.as_posix()}: a part of the plan cannot be read: run `cidrbook check`")
    comparison = compare(plan, data.parent, data.name)
    today = datetime.now(UTC).date()
    book = Book(comparison.plan, today=today, observations=comparison.observations)
    shown = shown_book(book, published(comparison, profile))
    return replace(shown, opener=partial(_open_other, data.parent, profile))


def _open_other(project: Path, profile: str, folder: str) -> Book:
    """The book of the plan in another folder of the project."""
    if not real_path(project / folder).is_relative_to(real_path(project)):
        raise WrongCallError("wrong-argument", f"`{folder}` is not a folder of this project")
    try:
        return replace(_book_of(project / folder, profile), folder=folder)
    except NoDataError as error:
        raise WrongCallError("wrong-argument", str(error)) from None


def _print_difference(name: str, before: str, after: str) -> None:
    found = unified_diff(before.splitlines(), after.splitlines(), name, f"{name} (the plan)", lineterm="")
    click.echo("\n".join(map(plain, found)))
