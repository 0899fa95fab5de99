"""Fences, headings and quotes of Markdown, held to markdown-it, which follows CommonMark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cidrbook.text.markdown import passages
from cidrbook.text.markdown_blocks import fences, line_blocks

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ORACLE = MarkdownIt("commonmark", {"html": False})  # HTML is text to us

MARKS = ("> ", ">", "- ", "-", "* ", "+ ", "1. ", "10. ", "2) ", "    ", "  ", " ", "# ", "## h #", "#", "===", "---")
FENCES = ("```", "```sh", "````", "~~~", "``` a`b", "a", "b c", "10.0.0.1", "***", "+", "\n", "\n", "\n", "\n\n")
TEXTS = st.lists(st.sampled_from((*MARKS, *FENCES)), max_size=24).map(lambda parts: f"{''.join(parts)}\n")

_DEEP_QUOTE = re.compile(r" {4}>")
"""Markdown-it takes `>` behind four blanks as the mark of a quote that goes on; CommonMark does not."""


class Blocks(NamedTuple):
    """The headings of a document, its fences with their numbers of lines, and the quotes that each line is in."""

    headings: list[tuple[int, int, str]]
    fences: list[tuple[int, str, int]]
    quotes: dict[int, int]


def oracle(text: str) -> Blocks:
    """The blocks as markdown-it reads them."""
    found = Blocks([], [], {})
    tokens = ORACLE.parse(text)
    for number, token in enumerate(tokens):
        begin, end = token.map or (0, 0)
        if token.type == "heading_open":
            words = " ".join(line.strip() for line in tokens[number + 1].content.split("\n"))
            found.headings.append((begin, int(token.tag[1]), words))
        elif token.type == "fence":
            found.fences.append((begin, token.info.strip(), token.content.count("\n")))
        elif token.type == "blockquote_open":
            for line in range(begin, end):
                found.quotes[line] = found.quotes.get(line, 0) + 1
    return found


def ours(text: str) -> Blocks:
    """The blocks as we read them."""
    blocks = line_blocks(text.split("\n")[:-1])
    lengths = {begin: len(fence) for fence in fences(text.split("\n")[:-1]) for begin, _ in fence[:1]}
    return Blocks(
        [(number, block.level, block.words) for number, block in enumerate(blocks) if block.level],
        [
            (number, block.words, lengths.get(number + 1, 0))
            for number, block in enumerate(blocks)
            if block.role == "fence"
        ],
        {number: block.quotes for number, block in enumerate(blocks) if block.quotes},
    )


def differences(text: str) -> tuple[Blocks, Blocks]:
    """What the oracle reads and what we read; blank lines are in quotes or beside them, which says nothing."""
    expected, found = oracle(text), ours(text)
    said = {number for number, line in enumerate(text.split("\n")) if line.strip(" >")}
    both = (
        blocks._replace(quotes={number: quotes for number, quotes in blocks.quotes.items() if number in said})
        for blocks in (expected, found)
    )
    return next(both), next(both)


@settings(max_examples=400)
@given(TEXTS)
@example("> ```\n> code\n> ```\nafter\n")
@example("- ```\n  code\n\nafter\n")
@example("> - a\n> ```\nlazy\n")
@example("> a\nlazy\n===\n")
@example("- a\n\n      code\n  ```\n# h\n")
def test_blocks_are_those_of_commonmark(text: str) -> None:
    assume(not text.lstrip().startswith("---"))  # front matter, which CommonMark does not know
    assume(not _DEEP_QUOTE.search(text))
    expected, found = differences(text)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("-\t# a\n", [(0, 1, "a")], id="behind a marker"),
        pytest.param("\t# a\n", [], id="code"),
        pytest.param("- a\n\n\t# b\n", [(2, 1, "b")], id="in an item"),
        pytest.param(">\t# a\n", [(0, 1, "a")], id="in a quote"),
    ],
)
def test_tabs_are_blanks_up_to_the_next_fourth_column(text: str, headings: list[tuple[int, int, str]]) -> None:
    assert (ours(text).headings, oracle(text).headings) == (headings, headings)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_blocks_of_our_own_pages(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if text.startswith("---\n"):  # without front matter, which only we know
        text = text[text.index("\n---\n", 3) + 5 :]
    lines = text.split("\n")
    expected, found = differences(text)
    in_tabs = [fence for fence in found.fences if lines[fence[0]].startswith("    ") and fence not in expected.fences]
    assert found._replace(fences=[fence for fence in found.fences if fence not in in_tabs]) == expected
    assert not in_tabs or re.search(r"^(?:===|!!!|\?\?\?\+?) ", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param('=== "Linux"\n\n    ```sh\n    a\n    ```\n\nb\n', ["    a"], id="a tab"),
        pytest.param('!!! note "b"\n    ```sh\n    a\n\nb\n', ["    a", ""], id="an admonition that ends a fence"),
        pytest.param(
            "??? note\n\n    - c\n\n        ```sh\n        a\n        ```\n", ["        a"], id="an item in one"
        ),
    ],
)
def test_containers_of_mkdocs_hold_fences(text: str, code: list[str]) -> None:
    lines = text.split("\n")
    assert [[lines[number] for number, _ in fence] for fence in fences(lines)] == [code]


@given(st.lists(st.sampled_from(["# One", "## Two #", "### Three", "text", "", "#no", "    # code"]), max_size=8))
def test_headings_above_a_passage_are_those_of_commonmark(lines: list[str]) -> None:
    text = "\n".join([*lines, "", "10.0.0.1"]) + "\n"
    path: list[tuple[int, str]] = []
    for _, level, words in oracle(text).headings:
        path = [*(heading for heading in path if heading[0] < level), (level, words)]
    assert list(passages(text))[-1].headings == tuple(words for _, words in path)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("# a\n> ## b\n> 10.0.0.1\n", ("a", "b"), id="inside of its quote"),
        pytest.param("# a\n> ## b\n\n10.0.0.1\n", ("a",), id="behind its quote"),
        pytest.param("a\nb\n---\n10.0.0.1\n", ("a b",), id="underlined lines"),
        pytest.param("- a\n---\n10.0.0.1\n", (), id="a break below a list"),
        pytest.param("> a\n---\n10.0.0.1\n", (), id="a break below a quote"),
    ],
)
def test_a_heading_ends_with_its_quote(text: str, headings: tuple[str, ...]) -> None:
    assert list(passages(text))[-1].headings == headings
    assert list(passages(text))[-1].cells[0].text == "10.0.0.1"


def test_rows_in_a_quote_are_rows_at_their_places() -> None:
    text = "> | What | CIDR |\n> | --- | --- |\n> | Pods | 10.69.0.0/16 |\n"
    (row,) = passages(text)
    assert (row.kind, row.title) == ("row", ("What", "CIDR"))
    assert [text[cell.start :].startswith(cell.text) for cell in row.cells] == [True, True]
