"""Statements of items and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.documents.context import Context
from cidrbook.repository.documents.credibility import for_once, line_doubt
from cidrbook.repository.documents.labels import (
    clean,
    end_with_bracket,
    ending,
    heading_name,
    labelled,
    name_before,
    names_nothing,
    reaches,
    subject_before,
)
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import NO_ROLE, NamedRole, hands_out, role_of, words
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ASIDE
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

RECORD = regex(r"(?:host-record=|address=/|dhcp-host=)([\w.:-]{1,80})[/,]")
"""A name before an address in dnsmasq's configuration."""
_POOL = regex(r"(?:ip |address )?pools?\b", re.IGNORECASE)
_SPAN = regex(r"\(\s*`([^`\n]{1,50})`\s*\)")
_LABELLED = regex(r"\s*(?:\*\*|__)[^*_\n]{1,60}(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)\s`?[0-9a-f]+[.:]")
"""A line that looks like an item: `**Name:** 10.0.0.5`."""
_SETTING_BEFORE = regex(r"`(?:export )?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[:=]\s?[\"']?$")
"""The name of a variable before its value, in one code span."""
_VIP = regex(r"(?:vip|lb|(?:lb|load ?balancer|virtual|external|service) ip)(?: address)?")
"""Labels that only say that an address is a service's or the API's."""
_AT = regex(r"\s(?:lives |runs |is )?at[\s`*]*$")
_ID = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_CHAIN = 2
"""The parts of a chain of arrows before an address, with what is behind the last arrow."""
_ARROWS = regex(r"\s(?:\u2192|-{1,2}>|=>)\s")
_SHORT_LINE = 5
"""Words of a line that is as short as an item; also spaces of a label that is not a sentence."""


def line_statements(source: Source, passage: Passage) -> Iterator[Statement]:
    """The statements of an item or a sentence."""
    cell = passage.cells[0]
    if line_doubt(cell.text):
        return
    line = _TextLine(Context(source, passage, cell, "an item" if is_item(passage) else "a sentence"))
    since = 0
    for literal, label, aside in labelled(cell.text, line.found):
        yield from line.statement(literal, label, aside, since)
        since = end_with_bracket(cell.text, literal)


class _TextLine:
    """A line, and the end of the line before it if it begins with an address.

    It is a list if each address has a bracket of its own behind it: `10.0.0.5 (oak), 10.0.0.6 (elm)`.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.passage, self.text = context.passage, context.cell.text
        self.found = list(literals(self.text))
        begins = bool(self.found) and not clean(self.text[: self.found[0].start])
        self.goes_on = self.passage.kind == "prose" and bool(self.passage.above) and begins
        behind = {self.text[one.end : end_with_bracket(self.text, one)] for one in self.found}
        self.is_list = 1 < len(self.found) == len(behind - {""})

    def statement(self, literal: Literal, label: str, aside: str, since: int) -> Iterator[Statement]:
        """The statement of an address with a role, with a name before it, or in an item; else None."""
        labels, meaning = self._labels_and_meaning(literal, label, aside)
        if not meaning.role and reaches(self.text[since : literal.start]):
            return
        text = f"{self.passage.above} " if self.goes_on else self.text[since : literal.start]
        record = RECORD.search(self.text[: literal.start])
        subject = subject_before(text)
        name = record[1] if record else subject or name_before(text, len(text), 0)
        is_named = bool(subject) or (bool(name) and _is_right_before(text, name))
        near = (owner_of_vip(self.passage, labels[0]) if labels and self.passage.kind == "item" else "") or name
        if is_item(self.passage) or meaning.role:
            said = self.context.statement(literal, labels, meaning, near)
            yield said._replace(within=_is_within(self.passage, literal))
        elif (variable := _SETTING_BEFORE.search(self.text[: literal.start])) and not for_once(self.text):
            yield self.context.statement(literal, (variable[1],))._replace(sentence=True)
        elif is_named and literal.address is not None:
            yield self.context.statement(literal, (near,), meaning, near)._replace(sentence=True)
        elif aside and self.is_list and literal.address is not None:
            yield self.context.statement(literal, (aside,), near=aside)._replace(sentence=True)

    def _labels_and_meaning(self, literal: Literal, label: str, aside: str) -> tuple[tuple[str, ...], NamedRole]:
        before = ending(self.passage.above) if self.goes_on else label
        meaning = _line_meaning(self.passage, before, aside)
        labels = labels_beside(self.text, literal, before, aside)
        if names_nothing(" ".join(labels)):
            labels = labels_above(self.passage)
            behind = self.text[literal.end :]
            meaning = _meaning_around(behind, labels) if is_item(self.passage) else NO_ROLE
        if meaning.role == "vip" and meaning.certainty == "likely":
            labels = (*labels, clean(self.text[literal.end :]))
        if self.goes_on and meaning.certainty == "exact":
            meaning = meaning._replace(certainty="guessed")
        return labels, meaning


def _is_right_before(text: str, name: str) -> bool:
    """Whether an address in a sentence is that of the name before it: `oak (10.0.0.5)`, `oak at 10.0.0.5`."""
    is_span_of_id = text.endswith(" `") and bool(_ID.fullmatch(name))
    return text.rstrip("`* ").endswith(("(", ",")) or bool(_AT.search(text)) or is_span_of_id


def _is_within(passage: Passage, literal: Literal) -> bool:
    """Whether the line that an item is below says a prefix that holds an address or a range, and is larger."""
    above = literals(passage.above) if passage.kind == "item" else ()
    return any(
        one.version == literal.version
        and one.address is None
        and one.first <= literal.first
        and literal.last <= one.last
        for one in above
    )


def is_item(passage: Passage) -> bool:
    """Whether a line is an item, or as short as one: `**blocky** (10.0.0.53)`."""
    text = passage.cells[0].text
    return passage.kind == "item" or len(text.split()) <= _SHORT_LINE or bool(_LABELLED.match(text))


def labels_beside(text: str, literal: Literal, label: str, aside: str) -> tuple[str, ...]:
    """The labels of an address. Of `the old one is blocky (10.0.0.53)` also the word before the bracket.

    Of a chain of arrows, `oak -> oak.example.org -> 10.0.0.5`, also its begin.
    """
    before = text[: literal.start].rstrip("` ")
    nearest = label.rpartition(" ")[2] if before.endswith("(") else ""
    chain = _ARROWS.split(text[: literal.start])
    begin = clean(chain[0]) if len(chain) > _CHAIN and " " not in clean(chain[0]) else ""
    return tuple(dict.fromkeys(part for part in (label, begin, nearest, aside) if part))


def labels_above(passage: Passage) -> tuple[str, ...]:
    """The names above a row or an item without a name: the item above it, and the nearest two headings."""
    found: list[str] = []
    if passage.kind != "prose":
        found += (clean(passage.above), *_spans_in_brackets(passage.above))
    for heading in reversed(passage.headings[-2:]):
        found += (clean(heading), heading_name(heading))
    for heading in passage.headings[-1:]:
        found += _spans_in_brackets(heading)
    return tuple(dict.fromkeys(text for text in found if text and not names_nothing(text)))


def owner_of_vip(passage: Passage, label: str) -> str:
    """The owner of a `VIP`: the heading above it, without brackets and words that name nothing."""
    if not _VIP.fullmatch(words(label)) or not passage.headings:
        return ""
    above = clean(passage.headings[-1].partition("(")[0]).split()
    return " ".join(word for word in above if word.lower() == "internal" or not names_nothing(word))


def _spans_in_brackets(text: str) -> Iterator[str]:
    """The code spans in brackets: `**Inner gateway** (`envoy-inner`)`."""
    yield from (found[1] for found in _SPAN.finditer(text))


def _meaning_around(after: str, labels: tuple[str, ...]) -> NamedRole:
    """The role of an item without one: from the words behind its address, or above it."""
    behind = clean(after) if not any(literals(after)) else ""
    for text in (behind, *labels):
        meaning = role_of(text, "text behind or above the address")
        if meaning.role:
            return meaning._replace(certainty="guessed")
    return NO_ROLE


def _line_meaning(passage: Passage, label: str, aside: str) -> NamedRole:
    """The role in a label or in brackets. In a sentence only a plain role counts, as a guess."""
    if ASIDE.search(words(label)):
        return NO_ROLE
    meaning = role_beside(label, aside)
    if meaning.role in ("pods", "services") and "default" in words(label).split():
        return NO_ROLE
    if not meaning.role and (hands_out(label) or _is_pool(passage)):
        return NamedRole(
            "load-balancers", "guessed", "the line, or the heading above it, says that load balancers get it"
        )
    if is_item(passage) and words(label).count(" ") <= _SHORT_LINE:
        return meaning
    return meaning._replace(certainty="guessed") if meaning.certainty == "exact" else NO_ROLE


def role_beside(label: str, aside: str) -> NamedRole:
    """The role that a label names plainly, else the one that what is in brackets names, else what the label may mean.

    The word service has two meanings, so that a bracket about load balancers says which: `Services (LB pool)`.
    """
    own, in_brackets = role_of(label), role_of(aside, "text in brackets")
    balanced = own.role == "services" and in_brackets.role == "load-balancers"
    return own if not in_brackets.role or (own.certainty == "exact" and not balanced) else in_brackets


def _is_pool(passage: Passage) -> bool:
    """Whether an item begins with the word pool, below a heading about load balancers."""
    about = passage.headings[-2:] if _POOL.match(clean(passage.cells[0].text)) else ()
    return any(role_of(text).role == "load-balancers" for text in about)
