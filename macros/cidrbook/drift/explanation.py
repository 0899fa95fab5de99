"""What was read on one line, what it was taken for and why, and what each check concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cidrbook.drift.documents.conclusion import Conclusion
from cidrbook.drift.documents.detectors import conclusions
from cidrbook.drift.documents.known_ranges import ROLES
from cidrbook.plan.entry import Entry
from cidrbook.plan.plan import Plan
from cidrbook.repository.documents.comments import comment_doubts
from cidrbook.repository.documents.credibility import believed, document_doubt, is_document
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.documents.statements import doubts
from cidrbook.repository.documents.vendored_folders import vendored_folders
from cidrbook.repository.observation import Observation
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.statement import Certainty, Detail, Statement, Topic
from cidrbook.text.finding import Finding
from cidrbook.text.markdown import Cell
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_CERTAINTY: dict[Certainty, str] = {
    "none": "",
    "guessed": ", a guess",
    "likely": ", likely",
    "exact": ", plainly named",
}
_TOPICS: dict[Topic, str] = {
    "asn": "an AS number",
    "vlan": "the VLAN of a network",
    "gateway": "the gateway of a network",
    "dhcp": "the DHCP range of a network",
    "quoted": "a value of a quoted object",
    "api": "an address at which the API is reached",
    "nodes": "an address at which a node is reached",
}
_ADDRESS = regex(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\.?[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that was read on a line: its text, what it was taken for, and why."""

    at: Place
    text: str
    taken_for: str
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A line, what was read there, what checks concluded, and what is reported.

    `compared` are what checks concluded about documents by a value on the line. `unused` says why its file is not read,
    or not in use. `silence` says why nothing of the line was read.
    """

    file: str
    line: int
    text: str = ""
    unused: str = ""
    silence: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    conclusions: tuple[tuple[str, Conclusion], ...] = ()
    compared: tuple[tuple[str, Conclusion], ...] = ()
    findings: tuple[Finding, ...] = ()


def explain(
    observation: Observation, source: Source, line: int, seen: Iterable[Sighting], findings: Sequence[Finding]
) -> Explanation:
    """What an observation has of a line of one of its files. `seen` are the objects before they were put together."""
    readings = tuple(_readings(observation, source, line, seen))
    known = conclusions(observation)
    return Explanation(
        file=source.file,
        line=line,
        text=_line_text(source, line),
        silence=() if readings else (_reason_vendored(observation, source) or tuple(_silence(source, line))),
        readings=readings,
        conclusions=tuple((check, one) for check, one in known if _is_on(one.at, source.file, line)),
        compared=tuple((check, one) for check, one in known if _is_known_from(one, source.file, line)),
        findings=tuple(findings),
    )


def explain_plan(plan: Plan, source: Source, line: int, findings: Sequence[Finding]) -> Explanation:
    """What a plan has of a line of one of its files."""
    readings = tuple(_plan_readings(plan, source, line))
    silence = () if readings else ("no value of an object is written on the line",)
    text = _line_text(source, line)
    return Explanation(
        file=source.file, line=line, text=text, silence=silence, readings=readings, findings=tuple(findings)
    )


def findings_on(findings: Iterable[Finding], file: str, line: int) -> tuple[Finding, ...]:
    """The findings of a line, and those that a value on it is a party to."""
    return tuple(
        finding
        for finding in findings
        if any(_is_on(at, file, line) for at in (finding.problem.at, *(one.at for one in finding.problem.related)))
    )


def _is_on(place: Place, file: str, line: int) -> bool:
    return place.file == file and place.line == line


def _is_known_from(conclusion: Conclusion, file: str, line: int) -> bool:
    return any(_is_on(known.place, file, line) for known in conclusion.known)


def _line_text(source: Source, line: int) -> str:
    return source.lines[line - 1] if 0 < line <= len(source.lines) else ""


def _readings(observation: Observation, source: Source, line: int, seen: Iterable[Sighting]) -> Iterator[Reading]:
    said: tuple[Statement | Detail, ...] = (*observation.statements, *observation.details, *observation.comments)
    found = [_document_reading(one) for one in said if _is_on(one.place, source.file, line)]
    yield from sorted(found, key=lambda reading: reading.at.column)
    for sighting in seen:
        yield from _sighting_readings(sighting, source, line)


def _document_reading(said: Statement | Detail) -> Reading:
    return Reading(
        at=said.place,
        text=said.text,
        taken_for=_TOPICS[said.topic] if isinstance(said, Detail) else _role(said),
        reasons=said.reasons,
        labels=said.labels,
        headings=said.headings,
    )


def _role(statement: Statement) -> str:
    """What a statement was taken for."""
    if statement.role:
        return f"{ROLES[statement.role]}{_CERTAINTY[statement.certainty]}"
    kind = "an address" if statement.address is not None else "a prefix" if "/" in statement.text else "a range"
    return f"{kind} of what its labels name" if statement.labels or statement.near else kind


def _sighting_readings(sighting: Sighting, source: Source, line: int) -> Iterator[Reading]:
    """The values of an object that are written on a line."""
    origin = sighting.entry.origin
    if origin.source.file != source.file:
        return
    cluster = f" of cluster {sighting.scope}" if sighting.scope else ""
    reasons = (
        f"read by the reader `{sighting.reader}`",
        *(["only counts where nothing else does"] if sighting.weak else []),
    )
    for path, at in origin.source.values_on(line):
        yield Reading(
            at=at,
            text=_text_of_line(source, at),
            taken_for=f"{sighting.part} `{_name_of_entry(sighting.entry)}`{cluster}: {_key_path(path)}",
            reasons=reasons,
        )


def _plan_readings(plan: Plan, source: Source, line: int) -> Iterator[Reading]:
    """The values on a line, each of the innermost object that it is written in."""
    entries = [entry for entry in plan.entries if entry.origin.source is source]
    for path, at in source.values_on(line):
        around = [entry for entry in entries if path[: len(entry.origin.path)] == entry.origin.path]
        entry = max(around, key=lambda one: len(one.origin.path), default=None)
        if entry is None:
            yield Reading(at=at, text=_text_of_line(source, at), taken_for=f"a value of the plan: {_key_path(path)}")
        else:
            keys = _key_path(path[len(entry.origin.path) :])
            yield Reading(
                at=at, text=_text_of_line(source, at), taken_for=f"{entry.kind} `{_name_of_entry(entry)}`: {keys}"
            )


def _name_of_entry(entry: Entry) -> str:
    return str(getattr(entry, "id", "") or getattr(entry, "name", "") or entry.kind)


def _key_path(path: Sequence[str | int]) -> str:
    return ".".join(str(key) for key in path if isinstance(key, str)) or "itself"


def _text_of_line(source: Source, at: Place) -> str:
    return _line_text(source, at.line)[at.column - 1 : at.column - 1 + at.width]


def _reason_vendored(observation: Observation, source: Source) -> tuple[str, ...]:
    """Why nothing of a document is read that belongs to somebody else's work; nothing for other files."""
    folders = vendored_folders(observation.sources) if is_document(source.file) else ()
    return tuple(
        f"it is of a published role, collection or chart, whose documents show examples: `{folder}`"
        for folder in folders
        if source.file.startswith(folder)
    )[:1]


def _silence(source: Source, line: int) -> Iterator[str]:
    """Why nothing of a line was read."""
    text = _line_text(source, line)
    if not text.strip():
        yield "the line is empty" if line <= len(source.lines) else "the file has no such line"
        return
    known = list(dict.fromkeys(_doubts_on(source, line)))
    yield from known
    if known:
        return
    if _ADDRESS.search(text) and not any(literals(text)):
        yield "its addresses are public, or no addresses of a network: only private ones are compared"
    elif not is_document(source.file, source.text):
        yield "no reader found an object on the line"
    elif any(literals(text)) and not any(_starts_on(source, line, cell.start) for cell in _believed_cells(source)):
        yield "the line is a heading, struck through, in a comment, or left out by `<!-- cidrbook: ignore -->`"
    elif any(literals(text)):
        yield "a sentence or a line of code says nothing of an address where no word says its role or its owner"
    else:
        yield "no private address, AS number or VLAN is written there as people write them"


def _doubts_on(source: Source, line: int) -> Iterator[str]:
    for passage, reason in doubts(source):
        if any(_starts_on(source, line, cell.start) for cell in passage.cells[:1]):
            yield reason
    yield from (reason for at, reason in comment_doubts(source) if at.line == line)
    if document_doubt(source):
        yield document_doubt(source)


def _believed_cells(source: Source) -> Iterator[Cell]:
    for passage in believed(source):
        yield from passage.cells[:1]


def _starts_on(source: Source, line: int, index: int) -> bool:
    return source.at(index).line == line
