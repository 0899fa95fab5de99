"""What makes a text no YAML, in words about what was typed."""

from __future__ import annotations

import re
from typing import Any

from cidrbook.text.finding import Problem
from cidrbook.text.source import Place, Source

_CLOSE = re.compile(r"(?:- )?([\w-]{1,40}):(\S.{0,60})\Z")
"""A key with its value right behind the colon."""

_PLAIN = re.compile(r"\s*(?:- +)?([\w-]{1,40}): +([^\"'{}\[\]#&*|>][^\"#{}]{0,80}?)\s*\Z")
"""A key and a value without quotes, which may have a colon in it."""

_DASHED = re.compile(r"\s*-([\w-]{1,40}:(?: .{0,60})?)\Z")
"""An item of a list whose first key follows the dash without a space."""

_CLOSING = {"{": "}", "[": "]"}

_INNER = {"'": "`''`", '"': '`\\"`'}
"""A quote of a kind, inside of quotes of the same kind."""

_LOOKED_BACK = 200
"""Lines above a wrongly indented one that are looked at for what it belongs to."""


def syntax_problem(source: Source, error: Any) -> Problem:
    """PyYAML's complaint in plain words, at its place."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        index = len(source.text.encode()[: error.position].decode(errors="ignore"))
        return Problem(
            at=source.at(index), message="a control character stands here", hint="delete it; YAML does not allow it"
        )
    place = source.at(min(mark.index, len(source.text.rstrip())))
    if source.text[mark.index : mark.index + 1] == "\t":
        return Problem(at=place, message="a tab in the indentation: YAML wants spaces", hint="indent with spaces")
    return _reworded(source, error, place)


def _reworded(source: Source, error: Any, place: Place) -> Problem:  # noqa: PLR0911 (a table of complaints)
    """PyYAML's complaint, in words about what was typed; as it is where there are none."""
    problem = str(error.problem)
    if "could not find expected ':'" in problem:
        return _without_colon(source, error)
    if "mapping values are not allowed" in problem:
        return _second_colon(source, place)
    if "end of stream" in problem or "expected ',' or" in problem:
        return _unclosed(source, error, place)
    first = (
        not _source_line(source, place.line)[: place.column - 1].strip() if place.line <= len(source.lines) else False
    )
    if "cannot start any token" in problem:
        return _needs_quotes(place, source.text[error.problem_mark.index : error.problem_mark.index + 1])
    before = _source_line(source, place.line)[: place.column - 1].rstrip()
    if "comment or line break" in problem:
        block = max(before.rfind(">"), before.rfind("|"))
        return _needs_quotes(Place(source, place.line, block + 1), before[block : block + 1])
    if before.endswith(("'", '"')):
        hint = f"put the whole value into quotes, and write {_INNER[before[-1]]} for a quote in it"
        return Problem(at=place, message="the text goes on behind its closing quote", hint=hint)
    if first and any(words in problem for words in ("block end", "document start", "expected key", "'-' indicator")):
        message = "this line is not indented like the ones it belongs to"
        return Problem(at=place, message=message, hint=_indentation(source, place))
    hint = "check the quotes, colons and indentation of this line and the one before"
    return Problem(at=place, message=f"cannot parse this YAML: {problem}", hint=hint)


def _needs_quotes(place: Place, begin: str) -> Problem:
    """A text whose first character means something to YAML."""
    named = "a backtick" if begin == "`" else f"`{begin}`"
    return Problem(at=place, message=f"a text that begins with {named} needs quotes", hint="put it into quotes")


def _source_line(source: Source, number: int) -> str:
    return source.lines[number - 1] if 0 < number <= len(source.lines) else ""


def _unclosed(source: Source, error: Any, place: Place) -> Problem:
    """A quote or bracket that is still open where the text cannot go on; or a comma that is missing there."""
    mark = getattr(error, "context_mark", None)
    opening = source.text[mark.index : mark.index + 1] if mark else ""
    if mark is None or opening not in ("{", "[", '"', "'"):
        return Problem(at=place, message="a quote or bracket is still open here", hint="close it")
    opened, closing = source.at(mark.index), _CLOSING.get(opening, opening)
    ends = error.problem_mark.index >= len(source.text.rstrip())
    if opened.line == place.line and not ends:
        hint = f"write `,` between two entries, or `{closing}` after the last one"
        return Problem(at=place, message=f"a `,` or `{closing}` is missing before this", hint=hint)
    hint = f"write `{closing}` at its end"
    if opening in _CLOSING and not ends:
        hint += f"; if that is there, a `,` is missing before line {place.line}"
    return Problem(at=opened, message=f"the `{opening}` opened here is not closed", hint=hint)


def _without_colon(source: Source, error: Any) -> Problem:
    """A line that should be `key: value` and is not; PyYAML notices it at the next one."""
    start = getattr(error, "context_mark", None) or error.problem_mark
    place = source.at(start.index)
    close = _CLOSE.match(_source_line(source, place.line).strip())
    if close:
        message, hint = "a space is missing after the colon", f"write `{close[1]}: {close[2]}`"
    else:
        message, hint = "this line is neither `key: value` nor a list item", "write the key, a colon and a space first"
    return Problem(at=place, message=message, hint=hint)


def _second_colon(source: Source, place: Place) -> Problem:
    """A `: ` where no key can be: in a text, or because the line is indented too far or follows a wrong dash."""
    line, before = _source_line(source, place.line), _above(source, place.line)
    dashed = _DASHED.match(_source_line(source, before))
    if ": " in line[: place.column - 1]:
        value = _PLAIN.match(line)
        hint = "put the whole value into quotes" + (f', as in `{value[1]}: "{value[2]}"`' if value else "")
        return Problem(at=place, message="a text with `: ` in it needs quotes", hint=hint)
    if dashed:
        dash = Place(source, before, dashed.start(1))
        return Problem(at=dash, message="a space is missing after the dash", hint=f"write `- {dashed[1]}`")
    hint = f"{_indentation(source, place)}; put quotes around a value that holds `: `"
    return Problem(at=place, message="this line is indented further than the one it follows", hint=hint)


def _above(source: Source, number: int) -> int:
    """The number of the last line above that says something; 0 where none does."""
    for above in range(number - 1, max(number - 1 - _LOOKED_BACK, 0), -1):
        if _source_line(source, above).strip() and not _source_line(source, above).lstrip().startswith("#"):
            return above
    return 0


def _indentation(source: Source, place: Place) -> str:
    """How far to indent a line: as the line above whose key or dash begins nearest to it."""
    line = _source_line(source, place.line)
    own, is_item = len(line) - len(line.lstrip(" ")), line.lstrip(" ").startswith("- ")
    items = 0
    number, nearest = place.line, (0, 0, 0)
    for _ in range(_LOOKED_BACK):
        number = _above(source, number)
        if not number:
            break
        column = _column(_source_line(source, number), is_item=is_item)
        dashed = _column(_source_line(source, number), is_item=True)
        items = items or (number if dashed == own and dashed < column else 0)
        nearest = min(nearest if nearest[2] else (own + 1_000, 0, 0), (abs(column - own), -number, column + 1))
        if dashed == 0:
            break
    distance, above, column = nearest
    if not distance or not column:
        return "indent it like its neighbours"
    spaces = f"{column - 1} space{'' if column == 2 else 's'}" if column > 1 else ""
    if items and not is_item:
        return f"begin it with `- ` if it is an item like line {items}; else indent it by {spaces}, like line {-above}"
    return f"indent it by {spaces}, like line {-above}" if spaces else f"begin it at the left edge, like line {-above}"


def _column(line: str, *, is_item: bool) -> int:
    """Where the key of a line begins, behind the dash of an item; or the dash, for the place of another item."""
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    return indent if is_item or not bare.startswith("- ") else indent + len(bare) - len(bare[2:].lstrip(" "))
