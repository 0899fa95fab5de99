"""Statements in code that a document shows: options of commands, keys of configuration, labels of drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.documents.context import Context
from cidrbook.repository.documents.credibility import code_doubt
from cidrbook.repository.documents.labels import clean, is_neutral, labelled, names_nothing
from cidrbook.repository.documents.line_statements import RECORD, labels_beside, role_beside
from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import NamedRole, role_of, words
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ASIDE
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_BREAK = regex(r"<br\s*/?>")
_DRAWN = regex(r'"([^"\n]+)"|\[([^\]\n]+)\]|\(([^)\n]+)\)|\{([^}\n]+)\}|\|([^|\n]+)\|')
_FLAG = regex(r"(--?[A-Za-z][\w.-]{2,50})[=\s\"']{1,3}$")
_KEY = regex(r"([A-Za-z][\w.-]{1,60})[\"']?\s*[:=]\s*[\[\"'\s]*$")
_DNS_NAME = regex(r"((?:\*\.)?[a-z0-9][\w-]*\.(?:[\w-]+\.)*(?:\$\{\w+\}|[a-z]{2,}))[\"']?\s*[:=]\s*[\"']?$")
_REMARK = regex(r"\s#\s{0,3}([A-Za-z][\w.-]{2,40})\s*$")
_HOSTS_LINE = regex(r"\s*[0-9][0-9.]{6,14}[ \t]+([a-z][\w.-]{2,60})(?:[ \t]+[a-z][\w.-]{1,60}){0,4}\s*$")
_VARIABLE = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""The name of a variable, as the files that a document quotes set it."""
_FLAG_WITHIN, _KEY_WITHIN, _NAME_WITHIN = 60, 80, 120
"""Characters before an address in which its option, its key or its DNS name stands.

Longer text is about something else.
"""
_POOL_KINDS = ("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool")
_POOL_KEYS = ("cidr", "start", "stop", "addresses", "blocks")
_HOST_KEYS = ("ansible_host", "ip", "address", "ip_address", "ipAddress", "ipv4", "ipv4_address")
"""Keys for an address below the name of a machine."""


def code_statements(source: Source, passage: Passage) -> Iterator[Statement]:
    """The statements of a line of code."""
    cell = passage.cells[0]
    if not code_doubt(cell.text):
        context = Context(source, passage, cell, "a line of code")
        for literal in literals(cell.text):
            yield from _code_statement(context, literal)


def _code_statement(context: Context, literal: Literal) -> Iterator[Statement]:
    """The statement of an address with a role from an option or a key, or with a name before it."""
    before = context.cell.text[: literal.start]
    above = context.passage.title[0] if context.passage.title else ""
    own = _KEY.search(before[-_KEY_WITHIN:])
    name, meaning = _named_meaning(context, before, own, above)
    if meaning.role:
        labels = (name, above) if meaning.role == "vip" and above not in ("", name) else (name,)
        yield context.statement(literal, labels, meaning)
        return
    if name_beside := _name_beside(context.cell.text, literal):
        yield context.statement(literal, (name_beside,), near=name_beside)._replace(sentence=True)
        return
    host = _DNS_NAME.search(before[-_NAME_WITHIN:])
    record = RECORD.search(context.cell.text)
    if host:
        yield context.statement(literal, (host[1],), near=host[1])
    elif own and _VARIABLE.fullmatch(own[1]):
        yield context.statement(literal, (own[1],))._replace(sentence=True)
    elif record or (own and own[1] in _HOST_KEYS and above and not names_nothing(above)):
        said = context.statement(literal, (record[1] if record else above,))
        yield said._replace(near=said.labels[0], sentence=True)


def _name_beside(text: str, literal: Literal) -> str:
    """The name in a comment behind the only address of a command, or behind that of a line of a hosts file."""
    found = _REMARK.search(text, literal.end) or (_HOSTS_LINE.match(text) if literal.address is not None else None)
    return found[1] if found and len(literals(text)) == 1 else ""


def _named_meaning(context: Context, before: str, own: re.Match[str] | None, above: str) -> tuple[str, NamedRole]:
    """The option or key of an address, and its role. The key above counts if the line has none."""
    flag = _FLAG.search(before[-_FLAG_WITHIN:])
    kind = context.passage.title[1] if context.passage.title else ""
    name = above
    if flag:
        name = flag[1]
    elif own:
        name = own[1] if role_of(own[1]).role else ""
    meaning = role_of(name, "option" if flag else "key")
    if kind in _POOL_KINDS and words(own[1] if own else above) in _POOL_KEYS:
        meaning = NamedRole("load-balancers", "exact", f"it is a key of a {kind}")
    return name, meaning if flag or not meaning.role else meaning._replace(certainty="likely")


def drawn_labels(source: Source, passage: Passage) -> Iterator[tuple[Context, str]]:
    """The labels of a drawing, each with the whole label up to its end."""
    cell = passage.cells[0]
    text = _BREAK.sub(lambda found: " " * len(found[0]), cell.text)
    for found in _DRAWN.finditer(text):
        which = found.lastindex or 0
        part = Cell(found[which], cell.start + found.start(which))
        yield Context(source, passage, part, "a label of a drawing"), cell.text[found.start(which) : found.end(which)]


def drawing_statements(source: Source, passage: Passage) -> Iterator[Statement]:
    """The statements in the labels of a drawing."""
    for context, written in drawn_labels(source, passage):
        text = context.cell.text
        for literal, label, aside in labelled(text, list(literals(text))):
            meaning = role_beside(label, aside)
            labels = labels_beside(text, literal, label, aside)
            near = _name_on_line(written[: literal.start])
            yield context.statement(literal, labels, meaning._replace(certainty="likely"), near)


def _name_on_line(before: str) -> str:
    """The name of an address on a line of a label that is not the first: `External: 10.0.0.5`."""
    lines = _BREAK.split(before)
    own = clean(lines[-1]) if len(lines) > 1 and lines[-1].rstrip(" `*").endswith(":") else ""
    return own if own.lower() == "public" or not (is_neutral(own) or ASIDE.search(words(own))) else ""
