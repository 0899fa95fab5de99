"""`cidrbook leaks`: what a folder of files, as a built site, should not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from cidrbook import rules
from cidrbook.checking import compare
from cidrbook.commands._common import profile_option, report, reporting, root_of, shown, stop
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.plan.plan import Plan
from cidrbook.report.choice import UnknownRuleError, chosen
from cidrbook.repository.observation import Observation
from cidrbook.text.paths import real_path
from cidrbook.text.source import Source

_DOCUMENTS = ("*.md", "*.html", "*.svg", "*.yml", "*.yaml")


@click.command(short_help="Find what a built site should not show.")
@click.argument("site", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--data",
    type=click.Path(path_type=Path, readable=False),
    multiple=True,
    help="The folder of the plan, or of each plan; by default data/, if it is there.",
)
@click.option(
    "--docs",
    type=click.Path(path_type=Path, readable=False),
    default=Path("docs"),
    show_default=True,
    help="The sources of the pages, in which a value may be typed.",
)
@profile_option
@reporting
def leaks(  # noqa: PLR0913 (click hands over each option)
    site: Path,
    data: tuple[Path, ...],
    docs: Path,
    profile: str,
    form: str,
    *,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Find what the folder SITE should not show: every file is read, also archives, indexes and texts in pictures.

    With a plan: the values that its profile does not show. Without one, or with the profile `full`: public addresses,
    MAC addresses of devices, serial numbers, keys and tokens. Example: `cidrbook leaks site`.

    Exits with 0 if nothing is found, 1 if something is, and 2 if nothing was read.
    """
    from cidrbook.publish.leaks import read_site, site_problems  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.publish.profile import PublishError  # noqa: PLC0415 (as above)
    from cidrbook.publish.shown_plan import hidden  # noqa: PLC0415 (as above)

    if not site.is_dir():
        stop(f"there is no folder `{site}`")
    try:
        codes = chosen(rules.rules(), select, ignore)
        plans = list(_planned(data))
        choice, values = hidden(plans, profile)
    except (NoDataError, UnknownRuleError, PublishError) as error:
        stop(str(error))
    reading = read_site(site, values, shown(site, root_of(form)))
    if not reading.files:
        stop(f"nothing was read: there is no file in `{site}`")
    known = rules.by_slug()
    found = [
        (known[slug], problem) for slug, problem in site_problems(reading, choice.name, list(_page_texts(docs, site)))
    ]
    findings = rules.judge(plans[0][0], found, datetime.now(UTC).date())
    report([finding for finding in findings if finding.code in codes], form, strict=strict)


def _planned(folders: Sequence[Path]) -> Iterator[tuple[Plan, Sequence[Observation]]]:
    """The plans and what their repositories show; an empty plan where none is named and none is in `data/`."""
    for folder in folders or (Path("data"),):
        try:
            plan = load(folder, folder.as_posix())
        except NoDataError:
            if folders:
                raise
            yield Plan(), ()
        else:
            comparison = compare(plan, folder.parent, folder.name)
            yield comparison.plan, comparison.observations


def _page_texts(docs: Path, site: Path) -> Iterator[Source]:
    """The texts that pages are made of, where the site is not in the same folder."""
    if not docs.is_dir() or real_path(docs) == real_path(site):
        return
    for path in (path for pattern in _DOCUMENTS for path in sorted(docs.rglob(pattern))):
        if path.is_file() and not path.is_symlink():
            yield Source(shown(path, ""), path.read_text(encoding="utf-8", errors="replace"))
