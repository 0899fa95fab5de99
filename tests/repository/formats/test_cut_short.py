"""Configuration of routers and servers that ends anywhere: no reader takes a line for longer than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

import pytest
from texts_of_lines import TEXTS

from cidrbook.repository.registry import read
from cidrbook.repository.sighting import Failure, Sighting
from cidrbook.text.source import Source
from cidrbook.text.yaml import documents


def failures(file: str, text: str, *, whole: bool = True) -> list[str]:
    """What readers fail on in a file; and in a document that holds it, if it is a whole one."""
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    inside = Source("cm.yaml", f"kind: ConfigMap\ndata:\n  {file}: |\n{lines}")
    seen = [
        *read([Source(file, text)], [], lambda _: ""),
        *(read([inside], list(documents(inside)), lambda _: "") if whole else ()),
    ]
    return [f"{found.reader}: {found.error!r} on {text!r}" for found in seen if isinstance(found, Failure)]


def cut(text: str) -> Iterator[tuple[str, bool]]:
    """Each line alone up to each of its characters, and the whole text with each line cut behind each word."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        yield from ((line[:end], False) for end in range(1, len(line) + 1))
        for word in re.finditer(r"\S+", line):
            yield "\n".join([*lines[:number], line[: word.end() + 1], *lines[number + 1 :]]), True


@pytest.mark.parametrize("file", TEXTS)
def test_a_text_may_end_anywhere(file: str) -> None:
    text = dedent(TEXTS[file]).lstrip()
    assert any(isinstance(found, Sighting) for found in read([Source(file, text)], [], lambda _: ""))
    assert [failure for part, whole in cut(text) for failure in failures(file, part, whole=whole)] == []


@pytest.mark.parametrize(
    "line",
    ["set interfaces ", "set interfaces address 10.0.0.1/24", "set protocols bgp", "set service ", "set vrf name"],
)
def test_a_line_of_vyos_alone_says_nothing(line: str) -> None:
    for file in ("vyos.conf", "frr.conf", "x.sh", "config-parts/a.sh"):
        assert failures(file, f"{line}\n") == []
    assert failures("README.md", f"# Router\n\n```\n{line}\n```\n") == []
