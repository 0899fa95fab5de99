"""`cidrbook init`: a first plan."""

from __future__ import annotations

import os
from glob import escape
from pathlib import Path

import click

from cidrbook.commands._common import stop
from cidrbook.report.text import plain


@click.command()
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@click.option("--from", "repository", type=click.Path(path_type=Path), metavar="PATH", help="A repository to read.")
def init(data: Path, repository: Path | None) -> None:
    """Write a plan to begin with into DATA (a folder, by default data/): of a repository, or a small example.

    Nothing is overwritten. Exits with 2 where nothing can be written, or the repository shows nothing.
    """
    from cidrbook.repository.draft.example import EXAMPLE  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.draft.files import RefusedError, write  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.draft.plan import Draft, draft  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.repository.observe import observe  # noqa: PLC0415 (every other command starts faster)

    if repository is not None and not repository.is_dir():
        stop(f"there is no folder `{repository}`")
    own = os.path.relpath(data, repository) if repository else ""
    drafted = draft(observe(repository, exclude=[f"{escape(own)}/*"])) if repository else Draft(EXAMPLE, ())
    if not drafted.files:
        stop(f"nothing was seen in `{repository}` that a plan could hold")
    try:
        write(data, drafted.files)
    except RefusedError as error:
        stop(str(error))
    for name in drafted.files:
        click.echo(f"wrote {plain(str(data / name))}")
    for note in drafted.notes:
        click.echo(f"  - {plain(note)}")
