"""A file's text as its readers see it: escapes read, tags taken out, what attributes say, what is encoded.

Each form keeps the line breaks of the file, so that what is found has the file's line.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from cidrbook.text.regex import regex

Form = Literal["raw", "text", "attributes", "encoded"]
"""A file as it is, without its tags, only what its attributes say, and what is encoded in it."""

_UNSEEN = regex("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ESCAPED = regex(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf])|([/\"']))")
_ENTITY = regex(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_PERCENT = regex(r"(?:%[0-9a-fA-F]{2})+")
_TAG = regex(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<rest>[^<>]*)>|<!--|-->|<!\[CDATA\[|\]\]>")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_ATTRIBUTE = regex(
    r"\s(?:alt|title|content|aria-label|href|src|id|value|placeholder|label|summary|datetime|data-[\w-]+)"
    r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_BASE64 = regex(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![A-Za-z0-9+/=])"
)
_LONGEST = 200_000
"""Characters that are decoded as base64; what is longer is a font or a picture."""


class Seen(NamedTuple):
    """One form of a file's text."""

    form: Form
    text: str


def forms(text: str) -> Iterator[Seen]:
    """The forms of a file's text that differ."""
    raw = _read_escapes(text)
    yield Seen("raw", raw)
    if "<" in raw:
        yield Seen("text", _without_tags(raw))
        yield Seen("attributes", _attributes(raw))
    decoded = _decoded(raw)
    if decoded:
        yield Seen("encoded", decoded)


def _read_escapes(text: str) -> str:
    """The text with its escapes read: of HTML, JSON, JavaScript and addresses of the web."""
    if "\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _one_line(html.unescape(found[0])), text)
    if "%" in text:
        text = _PERCENT.sub(lambda found: _one_line(unquote(found[0], errors="replace")), text)
    return text if text.isascii() else _UNSEEN.sub("", text)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return _one_line(chr(int(code, 16)))
    return found[4] or " "


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _without_tags(raw: str) -> str:
    """The text between the tags. What only changes the look of letters joins them, any other tag parts them."""
    return _TAG.sub(_in_place_of_tag, raw)


def _in_place_of_tag(tag: re.Match[str]) -> str:
    joins = (tag["name"] or "").lower() in _INLINE
    return ("" if joins else " ") + "\n" * tag[0].count("\n")


def _attributes(raw: str) -> str:
    """What the attributes of the tags say, on the lines of their tags."""
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(raw):
        parts += ["\n" * raw.count("\n", end, tag.start())]
        if tag["rest"]:
            said = (next(filter(None, found), "") for found in _ATTRIBUTE.findall(tag["rest"]))
            parts += [" ; ".join(_one_line(value) for value in said), " ; "]
        parts += ["\n" * tag[0].count("\n")]
        end = tag.end()
    return "".join(parts)


def _decoded(raw: str) -> str:
    """What is encoded in base64 and is text, on the lines of its codes; nothing where there is none."""
    parts: list[str] = []
    end = 0
    for found in _BASE64.finditer(raw):
        text = _code_text(found[0]) if len(found[0]) <= _LONGEST else ""
        if text:
            parts += ["\n" * raw.count("\n", end, found.start()), _one_line(text), " ; "]
            end = found.end()
    return "".join(parts)


def _code_text(encoded: str) -> str:
    """What a code stands for, if that is text."""
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""
