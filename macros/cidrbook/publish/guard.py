"""What guards a site while it is built: each page as it is written and drawn, and in the end every file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cidrbook.publish.leaks import leak_problems, read_site, site_problems, text_leaks
from cidrbook.publish.shown_plan import Publication
from cidrbook.publish.site_files import SiteText
from cidrbook.text.finding import Problem
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_EXPRESSION = regex(r"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}|\{#[^{}]{0,2000}#\}")
"""What the engine replaces: a macro may be told the real name of something."""


def page_problems(publication: Publication, source: Source, html: str) -> Iterator[tuple[str, Problem]]:
    """What a page says that it should not, by the source that it is written in, and by what became of it."""
    if publication.masks is None:
        return
    text = _EXPRESSION.sub(lambda found: "\n" * found[0].count("\n") or " ", source.text)
    typed = text_leaks(SiteText(source.file, text), publication.hidden)
    known = {leak.key for leak in typed}
    drawn = text_leaks(SiteText(source.file, html), publication.hidden)
    others = [leak._replace(line=1, found="") for leak in drawn if leak.key not in known]
    yield from leak_problems([*typed, *others], publication.choice.name, source)


def folder_problems(publication: Publication, site: Path, shown: str) -> Iterator[tuple[str, Problem]]:
    """What the files of a built site say that they should not."""
    if publication.masks is not None:
        yield from site_problems(read_site(site, publication.hidden, shown), publication.choice.name)
