"""A folder of files to what should not be in it: values that a profile does not show, identifiers, keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join
from typing import NamedTuple

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.entry import Addressed, Entry, Named
from cidrbook.plan.network import Network
from cidrbook.publish.hidden_values import HiddenValue, HiddenValues
from cidrbook.publish.page_text import Seen, forms
from cidrbook.publish.patterns import identifiers, secrets
from cidrbook.publish.site_files import LIMIT, SiteText, site_texts
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import Place, Source

_CODE = (".js", ".mjs", ".cjs", ".css", ".map", ".woff", ".woff2", ".ttf")
"""Files of a theme: any short word or number may stand in them by chance, as in a drawing."""

_FILES = 3
"""Files that are named beside the first one that holds a value; a value in a menu is on every page."""

VALUE, SECRET, IDENTIFIER = "leaked-value", "leaked-secret", "leaked-identifier"
"""The rules that findings are of."""


class Leak(NamedTuple):
    """Something that should not be there: the rule it breaks, its text, the file and line, and the hidden value.

    `found` is how it is written there; nothing, where that is a secret.
    """

    rule: str
    what: str
    text: str
    file: str
    line: int
    found: str = ""
    value: HiddenValue | None = None

    @property
    def key(self) -> tuple[str, object]:
        """What is the same leak wherever it is."""
        return self.rule, id(self.value) if self.value else self.text or (self.file, self.line)


@dataclass(slots=True)
class SiteReading:
    """What came of reading a folder: the leaks, how many files were read, and those that were not read whole."""

    leaks: list[Leak] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    partly: list[str] = field(default_factory=list)


def read_site(folder: Path, hidden: HiddenValues, shown: str) -> SiteReading:
    """Everything in a folder that should not be there; `shown` is its name as reports print it."""
    reading = SiteReading()
    for text in (one._replace(file=join(shown, one.file)) for one in site_texts(folder)):
        reading.files.add(text.file)
        if not text.whole:
            reading.partly.append(text.file)
        reading.leaks += text_leaks(text, hidden)
    return reading


def text_leaks(text: SiteText, hidden: HiddenValues) -> list[Leak]:
    """What should not be in one text, each thing once, where it is first."""
    found: dict[tuple[str, object], Leak] = {}
    is_code = text.file.partition("!")[0].lower().endswith(_CODE)
    for form in forms(text.text):
        for leak in _in_form(text.file, form, hidden, is_code=is_code):
            known = found.get(leak.key)
            if known is None or leak.line < known.line:
                found[leak.key] = leak
    return list(found.values())


def _in_form(file: str, form: Seen, hidden: HiddenValues, *, is_code: bool) -> Iterator[Leak]:
    text, line = form.text, _line_counter(form.text)
    is_prose = (form.form != "raw" or "<" not in text) and not is_code
    spans: set[int] = set()
    for hit in hidden.hits(text, plain=is_prose):
        spans.add(hit.start)
        yield Leak(VALUE, "value", hit.value.text, file, line(hit.start), text[hit.start : hit.end], hit.value)
    if form.form in ("text", "encoded") or "<" not in text:
        yield from (Leak(SECRET, secret.what, "", file, line(secret.start)) for secret in secrets(file, text))
    for one in identifiers(text) if is_prose else ():
        if one.start not in spans and not hidden.shows(one.text):
            yield Leak(IDENTIFIER, one.what, one.text, file, line(one.start), one.text)


def _line_counter(text: str) -> Callable[[int], int]:
    """What gives the line of a character, in one pass over the text where it is asked in order."""
    counted = {"at": 0, "line": 1}

    def line(index: int) -> int:
        if index < counted["at"]:
            counted.update(at=0, line=1)
        counted["line"] += text.count("\n", counted["at"], index)
        counted["at"] = index
        return counted["line"]

    return line


def site_problems(reading: SiteReading, profile: str, written: Sequence[Source] = ()) -> Iterator[tuple[str, Problem]]:
    """Each leak of a folder; `written` are the sources of its pages, where a value may be typed."""
    yield from leak_problems(reading.leaks, profile, written=written)
    for file in dict.fromkeys(reading.partly):
        message = f"this file was not read whole: it is damaged, cannot be opened, or has more than {LIMIT:,} bytes"
        at = Place(Source(file, ""), 1, 1)
        yield VALUE, Problem(at=at, message=message, hint="leave it out of the site", parties=(file,))


def leak_problems(
    leaks: Iterable[Leak], profile: str, source: Source | None = None, written: Sequence[Source] = ()
) -> Iterator[tuple[str, Problem]]:
    """Each leak once, with the rule that it breaks; `source` is the text of their file, where that is at hand."""
    groups: dict[tuple[str, object], list[Leak]] = defaultdict(list)
    for leak in leaks:
        groups[leak.key].append(leak)
    for group in groups.values():
        yield group[0].rule, _problem(group, profile, source, written)


def _problem(group: Sequence[Leak], profile: str, source: Source | None, written: Sequence[Source]) -> Problem:
    first = group[0]
    files = {leak.file: leak for leak in reversed(group)}
    others = [leak for leak in files.values() if leak.file != first.file][::-1]
    also = (Related(at=_at(leak), message="it is here, too") for leak in others[:_FILES])
    related = (*_typed(first, written), *also)
    more = f", and in {len(others) - _FILES} more files" if len(others) > _FILES else ""
    message, hint = _words(first, profile)
    at = _at(first, source)
    return Problem(at=at, message=f"{message}{more}", hint=hint, related=related, parties=_parties(first))


def _words(leak: Leak, profile: str) -> tuple[str, str]:
    """What a leak is called, and what to do about it."""
    if leak.value is None:
        return f"a {leak.what}{f' `{leak.text}`' if leak.text else ''} is in this file", _ADVICE[leak.rule]
    leaf = leak.value.leaf
    what = f"{leaf.kind.replace('_', ' ')} of {_owner(leaf.entry)}"
    return f"`{leak.text}` is in this file; the profile `{profile}` does not show {what}", _macro(leak.value)


def _parties(leak: Leak) -> tuple[str, ...]:
    """What a waiver names: the value, or the object that it is of."""
    owner = getattr(leak.value.leaf.entry, "id", "") if leak.value else ""
    return tuple(dict.fromkeys(filter(None, (leak.text or leak.file, str(owner)))))


_ADVICE = {
    SECRET: "take it out, and change it: whoever has seen the site or its history knows it",
    IDENTIFIER: "take it out, write one for documentation (192.0.2.1), or allow it by a waiver with a reason",
}


def _at(leak: Leak, source: Source | None = None) -> Place:
    """The line of a leak; where its text is at hand, the value in it. The text of a secret is never shown."""
    if source is None or leak.rule == SECRET or leak.line > len(source.lines):
        return Place(Source(leak.file, ""), leak.line, 1)
    column = max(source.lines[leak.line - 1].find(leak.found), 0) + 1
    return Place(source, leak.line, column, max(len(leak.found), 1))


def _typed(leak: Leak, written: Iterable[Source]) -> tuple[Related, ...]:
    """Where the sources of pages say it, if they do: it was typed in by hand."""
    if not leak.text:
        return ()
    for source in written:
        number = next((at for at, line in enumerate(source.lines, start=1) if leak.text in line), 0)
        if number:
            return (Related(at=Place(source, number, 1), message="it is typed here"),)
    return ()


def _owner(entry: Entry) -> str:
    name = getattr(entry, "name", "") if isinstance(entry, Named) else ""
    return f"`{name}`" if name else f"this {entry.kind}"


def _macro(value: HiddenValue) -> str:
    """What to write in the place of a value."""
    entry, allowed = value.leaf.entry, "or allow it in the plan by a waiver with a reason"
    match entry, value.leaf.kind:
        case Network(), "private_addresses" | "public_addresses":
            return f"write `{{{{ cidr('{entry.id}') }}}}`, {allowed}"
        case Addressed(), "private_addresses" | "public_addresses":
            return f"write `{{{{ address('{entry.id}') }}}}`, {allowed}"
        case Network(), _:
            return f"write `{{{{ network('{entry.id}').name }}}}`, {allowed}"
        case Addressed() | Cluster(), "names":
            return f"put the text through `linked`, as in `{{{{ 'see {entry.name}' | linked }}}}`, {allowed}"
        case _:
            return f"put the text through `linked`, {allowed}"
