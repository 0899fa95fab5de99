"""Decides which documents, passages and lines describe the present.

Not believed are documents about other times (changelogs, decisions, journals, plans), sections and lines about other
times, examples and defaults, and denials.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cidrbook.repository.vocabulary import PAST
from cidrbook.text.markdown import Passage, passages
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_DOCUMENT = regex(r"\.(?:md|mdx|markdown)$|(?:^|/)readme(?:\.(?:txt|rst|adoc))?$", re.IGNORECASE)
_FOR_PEOPLE = regex(r"\.(?:mdx?|markdown|rst|adoc|txt|html?|svg|drawio|ipynb|tex)$|(?:^|/)readme[^/]*$", re.IGNORECASE)
_HISTORY = regex(
    r"(?:^|[/_.-])(?:adrs?|decisions?|changelogs?|changes|history|journals?|diary|blogs?|posts|post-?mortems?|incidents?"
    r"|investigations?|migrations?|proposals?|rfcs?|releases?|audits?|reports|report(?=[_/-])|(?<=[_.-])report|retrospectives?|drafts?|examples?"
    r"|courses?|trainings?|tutorials?|workshops?|exams?|ckad?|cks|templates?|sessions?|todo|roadmap|plans?|specs?|old|legacy|upstream|vendor)(?=[/_.-]|$)|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
_ADDRESS_PLAN = regex(
    r"^#{1,2} .{0,40}\b(?:address(?:es|ing)?|ip(?:v[46])?|ipam|subnets?|vlans?|networks?|numbering) (?:\w+ )?plans?\b"
    r"|(?:^|[/_-])(?:address(?:es|ing)?|ip(?:v[46])?|ipam|subnets?|vlans?|networks?)[_-]?plans?\.\w+$",
    re.IGNORECASE | re.MULTILINE,
)
"""The title or file name of an address plan. Such a plan describes the present, not a task."""
_STATUS = regex(
    r"\A(?:---\n[^\0]{0,2000}?|[^\0]{0,600}?)^[*_\s]*status[*_]*\s*:[*_\s]*"
    r"(?:superseded|deprecated|archived|draft|proposed|planned|rejected|obsolete|outdated|historical|retired"
    r"|not (?:yet )?(?:implemented|in use|deployed|active|done))",
    re.IGNORECASE | re.MULTILINE,
)
_SUPERSEDED = regex(
    r"\bsuperseded by\b|\bsupersedes this\b|\b(?:kept|retained) (?:only )?(?:as|for) (?:the |a )?histor\w+",
    re.IGNORECASE,
)
"""What a document says of itself that another one has replaced."""
_SUPERSEDED_WITHIN = 600
"""Characters of a document in which it says so: its title and a first note."""
_STATUS_WITHIN = 3000
"""Characters of a document that may state its status: about the front matter and a first section."""
_OTHER_TIMES = regex(
    rf"\b(?:{PAST}|history|historical|legacy|deprecated|proposed|proposal|planned|future|examples?"
    r"|migrat\w+|changelog|roadmap|todo|alternatives?|before|archived?|removed|rejected"
    r"|unused|lessons|troubleshooting|incidents?|journal|template|sample)\b",
    re.IGNORECASE,
)
_NOT_SO = regex(
    r"\b(?:e\.g|i\.e\.g|for example|such as|example|formerly|previously|was|were|had|used to|no longer"
    r"|instead of|replaced?|outside(?! (?:of )?(?:the |any |all )?dhcp)"
    r"|deprecated|old|conflicts?|overlaps?|avoid|must not|do not|don't|never|not in|unless|would|could)\b",
    re.IGNORECASE,
)
_SINCE = regex(r"\b(?:post|after|since)\b.{0,60}\bmigration\b", re.IGNORECASE)
"""Titles of pages that mention a past event, but describe the present."""
_EXAMPLE = regex(r"\bexamples?\b", re.IGNORECASE)
_TASK = regex(r"\btodo\b", re.IGNORECASE)
_FOR_ONCE = regex(
    r"\boverrid\w+|\btemporar\w+|\bfor (?:a single|one) (?:run|command|session)\b|\bfor once\b|\bone-off\b"
    r"|\b(?:another|a different|your own) (?:node|host|cluster|network|address|subnet|server|lab)\b"
    r"|\be\.g\.|\bfor (?:example|instance)\b|\bsamples?\b|\bplaceholders?\b",
    re.IGNORECASE,
)
"""What a paragraph says before code that is an example, or another value for one command."""
_FOR_COMMAND = regex(r"\s*(?:[$>]\s+)?(?:env\s+)?(?:[A-Za-z_]\w{0,60}=[^\s;]{1,200}[ \t]+){1,8}[a-z./]")
"""A command with values of variables before it."""
_LOGGED = regex(
    r"\s*(?:<[0-9]{1,3}>)?\[?(?:[A-Z][a-z]{2} {1,2}[0-9]{1,2}|[0-9]{4}[-/][0-9]{2}[-/][0-9]{2})[ T,]+"
    r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"|[^|]{1,120}\s[0-9]+/[0-9]+\s+(?:Running|Completed|Pending|Error|Terminating|CrashLoopBackOff|Succeeded)\s+[0-9]"
)
"""A line of a log, or of `kubectl get pods`: what was so once."""
_COMMENT = ("#", "//", "!")
"""The marks of comments in code."""
_LONGEST_CELL, _LONGEST_LINE, _MOST_CELLS = 2000, 5000, 32
"""Characters of a cell and of a line, cells of a row. Longer ones are generated: nobody writes or reads them.

Each cell of a row is searched for words once for each of its addresses, so a huge row would cost much time.
"""


@lru_cache(maxsize=1 << 14)
def is_for_people(file: str) -> bool:
    """Whether a file is written or drawn for people, in whatever format: its values configure nothing."""
    return bool(_FOR_PEOPLE.search(file))


def is_document(file: str, text: str = "") -> bool:
    """Whether a file is written for people, about the present state. The text decides if the path does not."""
    return _is_document_format(file) and not _history(file, text)


@lru_cache(maxsize=1 << 14)
def _is_document_format(file: str) -> bool:  # many checks ask it of each file
    return bool(_DOCUMENT.search(file))


def _history(file: str, text: str) -> re.Match[str] | None:
    """The part of a path that says that a file is about other times; None for a plan of addresses."""
    found = _HISTORY.search(file)
    is_plan = found is not None and "plan" in found[0].lower() and _HISTORY.search(file, found.end()) is None
    if is_plan and (_ADDRESS_PLAN.search(file) or _ADDRESS_PLAN.search(text, 0, _STATUS_WITHIN)):
        return None
    return found


@lru_cache(maxsize=1 << 14)
def is_history(file: str) -> bool:
    """Whether the path of a file says that it is about other times."""
    return bool(_HISTORY.search(file))


def document_doubt(source: Source) -> str:
    """Why nothing of a document is believed; "" if it is, or if the file is no document."""
    history = _history(source.file, source.text)
    if history and _DOCUMENT.search(source.file):
        return f"its path says that it tells of other times or of examples: `{history[0].strip('/_.-')}`"
    status = _STATUS.search(source.text, 0, _STATUS_WITHIN)
    if status and is_document(source.file, source.text):
        return f"the document says its status: `{status[0].rpartition(':')[2].strip(' *_')}`"
    replaced = _SUPERSEDED.search(source.text, 0, _SUPERSEDED_WITHIN)
    if replaced and is_document(source.file, source.text):
        return f"the document says that another one has replaced it: `{replaced[0]}`"
    return ""


def passage_doubt(passage: Passage, *, examples: bool = False) -> str:
    """Why a passage is not believed, by its headings and its length; "" if it is."""
    lengths = [len(cell.text) for cell in passage.cells]
    if len(lengths) > _MOST_CELLS or sum(lengths) > _LONGEST_LINE or max(lengths, default=0) > _LONGEST_CELL:
        return "the line is so long that it was generated"
    once = for_once(passage.above) if passage.kind == "code" and not examples else ""
    if once:
        return f"the paragraph above it says that it is no setting of this lab: `{once}`"
    first = [_SINCE.sub(" ", heading) for heading in passage.headings[:1]]
    for heading in (*first, *passage.headings[1:]):
        word = other_times(_EXAMPLE.sub(" ", heading) if examples else heading)
        if word:
            return f"the heading `{heading}` is about another time or an example: `{word}`"
    return ""


def for_once(text: str) -> str:
    """What a text says of an example, or of another value for one command; "" if it says no such thing."""
    found = _FOR_ONCE.search(text)
    return found[0] if found else ""


def believed(source: Source, *, examples: bool = False) -> tuple[Passage, ...]:
    """The believed passages of a document, with examples or without; none of other files."""
    return _believed(source, examples) if _is_document_format(source.file) else ()


@lru_cache(maxsize=1 << 11)
def _believed(source: Source, examples: bool) -> tuple[Passage, ...]:  # noqa: FBT001 (a key of what is remembered)
    """The same of a document. Many readers and checks ask for them; labs have tens to hundreds of documents."""
    if not is_document(source.file, source.text) or document_doubt(source):
        return ()
    return tuple(passage for passage in _passages(source) if not passage_doubt(passage, examples=examples))


@lru_cache(maxsize=1 << 10)
def _passages(source: Source) -> tuple[Passage, ...]:
    """All passages of a document, which is taken apart once, with examples and without."""
    return tuple(passages(source.text))


@lru_cache(maxsize=1 << 12)
def other_times(text: str) -> str:
    """The first word of a text for another time or an example; "" if there is none. Headings are asked of again."""
    found = _OTHER_TIMES.search(text)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 12)
def denial(text: str) -> str:
    """The first word of a text that denies it, in general or for now; "" if there is none."""
    found = _NOT_SO.search(text)
    return found[0] if found else ""


def row_doubt(texts: Iterable[str]) -> str:
    """Why a row of a table is not believed, by its cells without addresses; "" if it is.

    Words for a task count only in the first cell: elsewhere they say nothing about the present.
    """
    for which, text in enumerate(texts):
        word = other_times(_TASK.sub(" ", text) if which else text)
        if word:
            return f"the row tells of another time or of an example: `{word}`"
    return ""


def line_doubt(text: str) -> str:
    """Why an item, a sentence or a line of code is not believed; "" if it is."""
    if _LOGGED.match(text):
        return "the line is one of a log"
    word = denial(text)
    return f"the line says that something is not so, or not now: `{word}`" if word else ""


def code_doubt(text: str) -> str:
    """Why a line of code is not believed; "" if it is."""
    if text.lstrip().startswith(_COMMENT):
        return "the line is a comment"
    if _FOR_COMMAND.match(text):
        return "the line sets a variable for one command"
    return line_doubt(text)
