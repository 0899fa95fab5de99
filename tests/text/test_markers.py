"""Markers in a document: what they are around, and what is wrong with them."""

from __future__ import annotations

import pytest

from cidrbook.text.markers import MarkerError, marked_parts

OPEN, CLOSE = "<!-- cidrbook: a() -->", "<!-- /cidrbook -->"


def parts(text: str) -> list[tuple[str, int, str, str | None]]:
    return [(part.call, part.line, text[part.start : part.end], part.margin) for part in marked_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("no markers\n", [], id="none"),
        pytest.param(f"x\n{OPEN}\nold\n{CLOSE}\ny\n", [("a()", 2, "\nold\n", "")], id="on lines"),
        pytest.param(f"{OPEN}\r\n{CLOSE}\r\n", [("a()", 1, "\r\n", "")], id="CRLF"),
        pytest.param(f"The NAS: {OPEN}old{CLOSE}.\n", [("a()", 1, "old", None)], id="in a line"),
        pytest.param(f"{OPEN}1{CLOSE} {OPEN}2{CLOSE}", [("a()", 1, "1", None), ("a()", 1, "2", None)], id="two in one"),
        pytest.param(f"- x\n\n  {OPEN}\n  {CLOSE}\n", [("a()", 3, "\n  ", "  ")], id="in a list"),
        pytest.param(f"- {OPEN}\n  {CLOSE}\n", [("a()", 1, "\n  ", "  ")], id="at the mark of an item"),
        pytest.param(f"> {OPEN}\n> {CLOSE}\n", [("a()", 1, "\n> ", "> ")], id="in a quote"),
        pytest.param(f"```\n{OPEN}\n```\n", [], id="in a fence"),
        pytest.param(f"~~~ md\n{OPEN}\n```\n{CLOSE}\n", [], id="in a fence without an end"),
        pytest.param(f"    {OPEN}\n", [], id="in indented code"),
        pytest.param(f"write `{OPEN}` and ``{CLOSE}``\n", [], id="between backticks"),
        pytest.param(f"it`s {OPEN}old{CLOSE}\n", [("a()", 1, "old", None)], id="behind a lonely backtick"),
        pytest.param("<!-- cidrbook: ignore -->\nx <!-- cidrbook: ignore, old -->\n", [], id="what drift leaves out"),
        pytest.param(f"---\nx: {OPEN}\n---\n", [], id="in front matter"),
    ],
)
def test_what_markers_are_around(text: str, expected: list[tuple[str, int, str, str | None]]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f"x\n{OPEN}\n", "2: the part that begins here has no end", id="only the first"),
        pytest.param(f"x\n\n{CLOSE}\n", "3: `<!-- /cidrbook -->` ends nothing", id="only the last"),
        pytest.param(f"{CLOSE}\n{OPEN}\n", "1: `<!-- /cidrbook -->` ends nothing", id="reversed"),
        pytest.param(
            f"{OPEN}\n\n{OPEN}\n{CLOSE}\n{CLOSE}\n", "3: a marker inside the part that begins in", id="nested"
        ),
        pytest.param("x\n<!-- cidrbook: a(\n) -->\n", "2: the marker has no `-->` in its line", id="over two lines"),
        pytest.param(f"The NAS: {OPEN}\n{CLOSE}\n", "1: write each marker on a line of its own", id="behind text"),
        pytest.param(f"{OPEN}\n{CLOSE} more\n", "2: write each marker on a line of its own", id="before text"),
        pytest.param(f"{OPEN}\n```\n{CLOSE}\n", "1: the part that begins here has no end", id="a fence cut short"),
    ],
)
def test_what_is_wrong_with_markers(text: str, said: str) -> None:
    with pytest.raises(MarkerError, match=r"^\d+: ") as error:
        parts(text)
    assert str(error.value).startswith(said)


def test_many_backticks_take_time_in_proportion() -> None:
    runs = " ".join("`" * length for length in range(3, 400))
    assert parts(f"{runs} {OPEN}x{CLOSE} " + "`` ` " * 50_000) == [("a()", 1, "x", None)]
