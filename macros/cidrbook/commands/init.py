"""`cidrbook init`: a first plan, and a site around it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from cidrbook import rules
from cidrbook.commands._common import stop
from cidrbook.commands._draft_allowances import with_allowances
from cidrbook.plan.files import EmptyPlanError, NoDataError
from cidrbook.plan.load import load, parse
from cidrbook.plan.plan import Plan
from cidrbook.report.coverage import unreadable
from cidrbook.report.words import plain
from cidrbook.repository.draft.example import EXAMPLE
from cidrbook.repository.draft.files import RefusedError, write
from cidrbook.repository.draft.plan import Draft, draft
from cidrbook.repository.draft.site import site
from cidrbook.repository.globs import folder_glob
from cidrbook.repository.observe import observe_folder
from cidrbook.text.finding import Finding
from cidrbook.text.source import Place

_SHARED = "H302"
"""The rule about an address that two things have."""
_PUBLISH = (
    "on GitHub, open Settings > Pages and choose GitHub Actions as the source; then push to the branch `main`."
    " A site of a free account is public."
)


@click.command(short_help="Write a first plan, and a site around it.")
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@click.option("--from", "repository", type=click.Path(path_type=Path), metavar="PATH", help="A repository to read.")
@click.option("--site", "with_site", is_flag=True, help="Also write mkdocs.yml and two pages in docs/.")
@click.option("--workflow", is_flag=True, help="With --site: also a workflow that publishes it on GitHub Pages.")
def init(data: Path, repository: Path | None, *, with_site: bool, workflow: bool) -> None:
    """Write a first plan into DATA (a folder, data/ by default): from a repository, or a small example.

    With --site, a site that shows the plan is written beside DATA; a plan that is there already stays. Examples:
    `cidrbook init --site`, `cidrbook init --from ~/lab`.

    Nothing is ever overwritten: all files are written, or none. Exits with 2 if they cannot be written,
    or if the repository shows nothing.
    """
    if workflow and not with_site:
        stop("`--workflow` goes with `--site`")
    if with_site and data.name != "data":
        stop(f"a site reads its plan from a folder called `data`, and this one is called `{data.name}`")
    declared = None if repository or not with_site else _declared(data)
    drafted = _drafted(data, repository) if declared is None else Draft({}, ())
    folder, files = data, drafted.files
    if with_site:
        folder, files = data.parent, {f"data/{name}": text for name, text in drafted.files.items()}
        files |= site(declared or parse(drafted.files), workflow=workflow)
    try:
        write(folder, files)
    except RefusedError as error:
        stop(str(error))
    for name in files:
        click.echo(f"wrote {plain(str(folder / name))}")
    click.echo(f"next: {'mkdocs serve, then open http://127.0.0.1:8000/' if with_site else 'cidrbook check'}")
    if workflow:
        click.echo(f"to publish: {_PUBLISH}")
    for note in drafted.notes:
        click.echo(f"  - {plain(note)}")


def _declared(data: Path) -> Plan | None:
    """The plan that is there already."""
    try:
        return load(data)
    except EmptyPlanError:
        return Plan()
    except NoDataError:
        return None


def _drafted(data: Path, repository: Path | None) -> Draft:
    """The first plan: of a repository, or the example."""
    if repository is None:
        return Draft(EXAMPLE, ())
    if not repository.is_dir():
        stop(f"there is no folder `{repository}`")
    own = folder_glob(Path(os.path.relpath(data, repository)).as_posix())
    observation = observe_folder(repository, exclude=[own])
    findings = rules.check_observation(observation)
    drafted = draft(observation, _contested(findings))
    if not drafted.files:
        stop(unreadable(observation) or f"nothing was seen in `{repository}` that a plan could hold")
    return with_allowances(drafted, {finding.code for finding in findings}, datetime.now(UTC).date())


def _contested(findings: Iterable[Finding]) -> set[Place]:
    """The places of addresses that two things have, as the repository shows."""
    shared = (finding.problem for finding in findings if finding.code == _SHARED)
    return {place for problem in shared for place in (problem.at, *(related.at for related in problem.related))}
