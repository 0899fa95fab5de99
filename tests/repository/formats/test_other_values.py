"""Texts of the formats that are trees, and of clues: cut behind each word, and with each value another, all is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from textwrap import dedent
from typing import Any

import pytest
import yaml
from texts_of_lines import TEXTS as OF_LINES
from texts_of_trees import FINDINGS, TEXTS

from cidrbook.repository.observe import observe_files, sightings
from cidrbook.repository.registry import readers
from cidrbook.text.source import Source

OTHERS: tuple[Any, ...] = (
    None,
    "",
    [],
    {},
    7,
    [None],
    "10.0.0.1",
    [{"name": 1}],
    {"ip": []},
    True,
    10**30,
    "::",
    "- {{ a }}",
)
"""What may stand where a value of another kind is meant."""


def sources(files: Mapping[str, str]) -> list[Source]:
    return [Source(name, dedent(text).lstrip()) for name, text in files.items()]


def cut(files: Mapping[str, str]) -> Iterator[list[Source]]:
    """The files, with one of them cut behind each of its words, or with a line of it that ends there."""
    whole = sources(files)
    for at, source in enumerate(whole):
        for word in re.finditer(r"\S+", source.text):
            rest = source.text[word.end() :].partition("\n")[2]
            for text in (source.text[: word.end()], f"{source.text[: word.end()]}\n{rest}"):
                yield [*whole[:at], Source(source.file, text), *whole[at + 1 :]]


def with_others(files: Mapping[str, str]) -> Iterator[list[Source]]:
    """The files of YAML, with one value of one of them another."""
    others = cycle(OTHERS)
    whole = sources(files)
    for at, source in enumerate(whole):
        if source.file.endswith((".yaml", ".yml")):
            documents = list(yaml.safe_load_all(source.text))
            for path in paths(documents):
                for _ in range(3):
                    text = yaml.safe_dump_all(replaced(documents, path, next(others)))
                    yield [*whole[:at], Source(source.file, text), *whole[at + 1 :]]


def paths(value: Any) -> Iterator[tuple[Any, ...]]:
    """Where values are in a tree."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (key,)
        yield from ((key, *path) for path in paths(inner))


def replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """A tree with another value in a place."""
    if not path:
        return other
    key, *rest = path
    if isinstance(value, list):
        return [*value[:key], replaced(value[key], tuple(rest), other), *value[key + 1 :]]
    return {**value, key: replaced(value[key], tuple(rest), other)}


@pytest.mark.parametrize("reader", TEXTS)
def test_a_text_may_end_behind_any_word(reader: str) -> None:
    found = [(one, observe_files(one).failures) for one in cut(TEXTS[reader])]
    assert found
    assert [pair for pair in found if pair[1]] == []


@pytest.mark.parametrize(
    "reader", [name for name, files in TEXTS.items() if any(file.endswith((".yaml", ".yml")) for file in files)]
)
def test_a_value_may_be_any_other(reader: str) -> None:
    found = [(one, observe_files(one).failures) for one in with_others(TEXTS[reader])]
    assert found
    assert [pair for pair in found if pair[1]] == []


def test_each_reader_has_a_text() -> None:
    groups = [*TEXTS.values(), *({file: text} for file, text in OF_LINES.items())]
    seen = (one for files in groups for one in sightings(sources(files)))
    assert {reader.name for reader in readers()} - {one.reader for one in seen} == FINDINGS
    assert set(TEXTS) >= FINDINGS
