"""Fences and headings of Markdown, held to markdown-it, which follows CommonMark."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cidrbook.text.markdown import passages
from cidrbook.text.markdown_blocks import fences

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ORACLE = MarkdownIt("commonmark")

STARTS = ("```", "````", "~~~", "```yaml", "> ```", "> code", ">", "> > ```", "- item", "- ```", "  ```", "   ```")
OTHERS = ("    ```", "1. one", "  text", "code", "", "10.0.0.1", "> - ```", ">   ```", "> text", "``` `x`", "  code")
LINES = st.lists(st.sampled_from((*STARTS, *OTHERS)), max_size=12)


def code_of(tokens: list[Token]) -> list[list[str]]:
    """The lines of each fence, as the oracle reads them."""
    return [token.content.split("\n")[:-1] for token in tokens if token.type == "fence"]


def read(text: str) -> list[list[str]]:
    """The same, as we do; indentation inside of a fence is not compared, as an indented fence takes some of it away."""
    lines = text.split("\n")
    return [[lines[number][margin:].lstrip() for number, margin in fence] for fence in fences(lines)]


@given(LINES)
@example(["> ```", "> code", "> ```", "after"])
@example(["- ```", "  code", "", "after"])
def test_fences_are_those_of_commonmark(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    expected = [[line.lstrip() for line in code] for code in code_of(ORACLE.parse(text))]
    assert [_trimmed(code) for code in read(text)] == [_trimmed(code) for code in expected]


def _trimmed(code: list[str]) -> list[str]:
    """Without blank lines at the end, which an open fence at the end of a text has or has not."""
    while code and not code[-1].strip():
        code = code[:-1]
    return code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_fences_of_our_own_pages(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    expected = [[line.lstrip() for line in code] for code in code_of(ORACLE.parse(text))]
    assert [_trimmed(code) for code in read(text)] == [_trimmed(code) for code in expected]


@given(st.lists(st.sampled_from(["# One", "## Two #", "### Three", "text", "", "#no", "    # code"]), max_size=8))
def test_headings_are_those_of_commonmark(lines: list[str]) -> None:
    text = "\n".join([*lines, "", "10.0.0.1"]) + "\n"
    tokens = ORACLE.parse(text)
    path: list[tuple[int, str]] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1:])
            path = [*(heading for heading in path if heading[0] < level), (level, tokens[at + 1].content)]
    assert list(passages(text))[-1].headings == tuple(words for _, words in path)
