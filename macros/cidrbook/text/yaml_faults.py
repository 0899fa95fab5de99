"""What makes a text no YAML, in words about what was typed."""

from __future__ import annotations

import re
from typing import Any

from cidrbook.text.finding import Problem
from cidrbook.text.line_faults import line_fault, missing_colon
from cidrbook.text.lookalikes import CURLY
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_CLOSE = regex(r"(?:- )?([\w-]{1,40}):(\S.{0,60})\Z")
"""A key with its value right behind the colon."""

_PLAIN = regex(r"\s*(?:- +)?([\w-]{1,40}): +([^\"'{}\[\]#&*|>][^\"#{}]{0,80}?)\s*\Z")
"""A key and a value without quotes, which may have a colon in it."""

_KEYED = regex(r"\s*(?:- +)*[\w-]{1,40}:(?:\s|\Z)")
"""A line that begins with a key."""

_RUN_ON = regex(r"(.*[^\s:]) +([\w-]{1,40})\Z")
"""A value between braces, and the key of the next entry without a comma before it."""

_ADDRESS_END = regex("[0-9a-fA-F:.]*\\Z")

_CLOSING = {"{": "}", "[": "]"}

_INNER = {"'": "`''`", '"': '`\\"`'}
"""A quote of a kind, inside of quotes of the same kind."""

_LONGEST = 100
"""Characters of a line that are repeated in a hint."""

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
        hint = f"write spaces in place of each tab{_like(_above(source, place.line))}"
        is_indented = not _source_line(source, place.line)[: place.column - 1].strip()
        where = "this line is indented with a tab" if is_indented else "a tab stands here"
        return Problem(at=place, message=f"{where}, and YAML takes only spaces", hint=hint)
    return _reworded(source, error, place)


def _reworded(source: Source, error: Any, place: Place) -> Problem:
    """PyYAML's complaint, in words about what was typed; as it is where there are none."""
    problem = str(error.problem)
    fault = line_fault(source, place.line)
    if fault:
        return fault
    for words, reworded in _COMPLAINTS:
        if words in problem:
            return reworded(source, error, place)
    line = _source_line(source, place.line)
    before, after = line[: place.column - 1].rstrip(), line[place.column - 1 :]
    if before.endswith(("'", '"')):
        return _second_quote(source, error, place)
    if not before and place.line <= len(source.lines) and any(words in problem for words in _AT_LINE_BEGIN):
        message = "this line is not indented like the ones it belongs to"
        return Problem(at=place, message=message, hint=_indentation(source, place))
    if before.endswith(("}", "]")) and after.startswith(","):
        hint = "write `[` before the first item and `]` behind the last one, if they are a list"
        return Problem(at=place, message="more follows the bracket that ends the value", hint=hint)
    hint = "check the quotes, colons and indentation of this line and the one before"
    return Problem(at=place, message=f"cannot parse this YAML: {problem}", hint=hint)


_AT_LINE_BEGIN = ("block end", "document start", "expected key", "'-' indicator")
"""What PyYAML says of a line that is indented too little or too much."""


def _second_quote(source: Source, error: Any, place: Place) -> Problem:
    """A text that goes on behind its second quote, as one does with an apostrophe in it."""
    end = error.problem_mark.index
    line = _source_line(source, place.line)
    quote, rest = line[: place.column - 1].rstrip()[-1], line[place.column - 1 :].rstrip()
    opened = source.text.rfind(quote, 0, source.text.rfind(quote, 0, end))
    inner = source.text[opened + 1 : end] + rest.removesuffix(quote)
    if quote == '"':
        inner = inner.replace(quote, "", 1)
    plain = opened >= 0 and not {'"', "\\", "\n", "{", "[", ","} & set(inner)
    hint = (
        f'write `"{inner}"`'
        if plain
        else f"put the whole value into quotes, and write {_INNER[quote]} for each quote in it"
    )
    return Problem(at=place, message=f"the text ends at its second `{quote}`, and more follows", hint=hint)


def _colons_at_end(source: Source, error: Any, place: Place) -> Problem:  # noqa: ARG001 (one of the complaints)
    """An IPv6 address that ends with colons, between braces."""
    line = _source_line(source, place.line)
    start = place.column - 1 - len(_ADDRESS_END.search(line[: place.column - 1])[0])  # type: ignore[index] # matches nothing, too
    text = line[start : place.column].rstrip()
    at = Place(source, place.line, start + 1, len(text))
    return Problem(at=at, message="a text that ends with a colon needs quotes", hint=f'write `"{text}"`')


def _sign_first(source: Source, error: Any, place: Place) -> Problem:
    """A text that begins with a sign of YAML's."""
    return _needs_quotes(place, source.text[error.problem_mark.index : error.problem_mark.index + 1])


def _block_sign_first(source: Source, error: Any, place: Place) -> Problem:  # noqa: ARG001 (one of the complaints)
    """A text that begins with the sign of a block."""
    before = _source_line(source, place.line)[: place.column - 1]
    block = max(before.rfind(">"), before.rfind("|"))
    return _needs_quotes(Place(source, place.line, block + 1), before[block : block + 1])


def _needs_quotes(place: Place, begin: str) -> Problem:
    """A text whose first character means something to YAML."""
    named = "a backtick" if begin == "`" else f"`{begin}`"
    line = _source_line(place.source, place.line)
    text = line[place.column - 1 :].rstrip()
    if {"{", "["} & set(line[: place.column - 1]):
        text = re.split(r"[,}\]]", text, maxsplit=1)[0].rstrip()
    plain = 0 < len(text) <= _LONGEST and not {'"', "\\", "`"} & set(text)
    hint = f'write `"{text}"`' if plain else "put it into quotes"
    return Problem(at=place, message=f"a text that begins with {named} needs quotes", hint=hint)


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
        other = source.text[error.problem_mark.index]
        if other in "]}":
            message = f"`{other}` stands here, and `{closing}` belongs to the `{opening}` before"
            return Problem(at=place, message=message, hint=f"write `{closing}`")
        if source.text[error.problem_mark.index] == ":":
            return _colon_in_braces(source, opened, place)
        hint = f"write `,` between two entries, or `{closing}` after the last one"
        return Problem(at=place, message=f"a `,` or `{closing}` is missing before this", hint=hint)
    message = f"the `{opening}` opened here is not closed"
    if opening in _CLOSING:
        return Problem(at=opened, message=message, hint=_bracket_advice(source, opened, place, ends=ends))
    return Problem(at=opened, message=message, hint=_quote_advice(_source_line(source, opened.line), opened))


def _colon_in_braces(source: Source, opened: Place, place: Place) -> Problem:
    """A second colon in an entry between braces: a comma is missing before its key, or the value needs quotes."""
    line = _source_line(source, place.line)
    start = max(line.rfind(mark, opened.column - 1, place.column - 1) for mark in "{[,")
    entry = line[start + 1 : place.column - 1].lstrip()
    run_on = _RUN_ON.match(entry)
    if run_on:
        at = Place(source, place.line, place.column - len(run_on[2]), len(run_on[2]))
        hint = f"write `{run_on[1]}, {run_on[2]}: …`"
        return Problem(at=at, message=f"a `,` is missing before `{run_on[2]}`", hint=hint)
    key, _, begun = entry.partition(": ")
    value = begun + re.split("[,}\\]]", line[place.column - 1 :])[0].rstrip()
    return Problem(at=place, message="a text with `:` in it needs quotes", hint=f'write `{key}: "{value}"`')


def _quote_advice(line: str, opened: Place) -> str:
    """What to write where a quote is not closed."""
    quote, rest = line[opened.column - 1], line[opened.column :].rstrip()
    curly = next((char for char in rest if char in CURLY), "")
    if curly:
        return f"write `{quote}` in place of the curly quote `{curly}`"
    if rest.endswith(("}", "]")) and {"{", "["} & set(line[: opened.column - 1]):
        rest = re.split(r"[,}\]]", rest, maxsplit=1)[0]
        return f"write `{quote}` where the text ends: `{quote}{rest}{quote}`"
    return f"write `{quote}` at the end of this line{_closed_line(quote, rest, quote)}"


def _bracket_advice(source: Source, opened: Place, place: Place, *, ends: bool) -> str:
    """What to write where a bracket is not closed, for what stands at the place where that is noticed."""
    line, following = _source_line(source, opened.line), _source_line(source, place.line)
    bracket, rest = line[opened.column - 1], line[opened.column :].rstrip()
    closing = _CLOSING[bracket]
    if closing in rest.partition(" #")[2]:
        return "a `#` behind a space begins a comment, which hides the rest of this line: put the text into quotes"
    begins = place.line == opened.line + 1 and (_KEYED.match(following) or following.lstrip().startswith("- "))
    if begins or (ends and rest):
        return f"write `{closing}` at the end of this line{_closed_line(bracket, rest, closing)}"
    return f"write `{closing}` at its end" + (
        "" if ends else f"; if that is there, a `,` is missing before line {place.line}"
    )


def _closed_line(opening: str, rest: str, closing: str) -> str:
    """The rest of a line as it is when it is closed, if it is short."""
    return f": `{opening}{rest}{closing}`" if rest and len(rest) <= _LONGEST and "`" not in rest else ""


def _without_colon(source: Source, error: Any, place: Place) -> Problem:
    """A line that should be `key: value` and is not; PyYAML notices it at the next one."""
    start = getattr(error, "context_mark", None) or error.problem_mark
    place = source.at(start.index)
    close = _CLOSE.match(_source_line(source, place.line).strip())
    if close:
        return Problem(
            at=place, message="a space is missing after the colon", hint=f"write `{close[1]}: {close[2].rstrip()}`"
        )
    fault = line_fault(source, place.line) or missing_colon(source, place.line, bare=False)
    if fault:
        return fault
    message, hint = "this line is neither `key: value` nor a list item", "write the key, a colon and a space first"
    return Problem(at=place, message=message, hint=hint)


def _second_colon(source: Source, error: Any, place: Place) -> Problem:  # noqa: ARG001 (one of the complaints)
    """A `: ` where no key can be: in a text, or because the line is indented too far or follows a wrong dash."""
    line, above = _source_line(source, place.line), _above(source, place.line)
    if ": " in line[: place.column - 1]:
        value = _PLAIN.match(line)
        hint = "put the whole value into quotes" + (f', as in `{value[1]}: "{value[2]}"`' if value else "")
        return Problem(at=place, message="a text with `: ` in it needs quotes", hint=hint)
    fault = line_fault(source, above) or missing_colon(
        source, above, bare=_indented(line) > _indented(_source_line(source, above))
    )
    if fault:
        return fault
    hint = _indentation(source, place)
    if not _KEYED.match(_source_line(source, above)):
        hint += "; put quotes around a value that holds `: `"
    begin = Place(source, place.line, _indented(line) + 1)
    return Problem(at=begin, message="this line is indented further than the one it follows", hint=hint)


def _indented(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def _like(above: int) -> str:
    return f", like line {above}" if above else ""


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
    items, key = 0, _line_key(line)
    number, nearest = place.line, (0, 0, 0)
    for _ in range(_LOOKED_BACK):
        number = _above(source, number)
        if not number:
            break
        column = _column(_source_line(source, number), is_item=is_item)
        dashed = _column(_source_line(source, number), is_item=True)
        items = items or (
            number if dashed == own and dashed < column and _line_key(_source_line(source, number)) == key else 0
        )
        nearest = min(nearest if nearest[2] else (own + 1_000, 0, 0), (abs(column - own), -number, column + 1))
        if dashed == 0:
            break
    distance, above, column = nearest
    if not distance or not column:
        return "indent it like its neighbours"
    aligned = _aligned(source, line, -above, column - 1)
    return (
        f"begin it with `- ` if it is an item like line {items}; else {aligned}" if items and not is_item else aligned
    )


def _aligned(source: Source, line: str, above: int, column: int) -> str:
    """How a line begins that stands below what begins in a column of a line above."""
    if not column:
        return f"begin it at the left edge, as line {above} does"
    spaces = f"begin it with {column} space{'' if column == 1 else 's'}"
    like = _source_line(source, above)
    if _indented(like) == column:
        return f"{spaces}, as line {above} does"
    return (
        f"{spaces}, so that `{_line_key(line)[:_LONGEST]}` stands below `{_line_key(like)[:_LONGEST]}` in line {above}"
    )


def _line_key(line: str) -> str:
    """The key that a line begins with, behind the dash of an item."""
    return line.strip().removeprefix("- ").lstrip().partition(":")[0]


def _column(line: str, *, is_item: bool) -> int:
    """Where the key of a line begins, behind the dash of an item; or the dash, for the place of another item."""
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    return indent if is_item or not bare.startswith("- ") else indent + len(bare) - len(bare[2:].lstrip(" "))


_COMPLAINTS = (
    ("could not find expected ':'", _without_colon),
    ("mapping values are not allowed", _second_colon),
    ("end of stream", _unclosed),
    ("expected ',' or", _unclosed),
    ("cannot start any token", _sign_first),
    ("comment or line break", _block_sign_first),
    ("unexpected ':'", _colons_at_end),
)
"""Words of PyYAML's, and what says the same in words about what was typed."""
