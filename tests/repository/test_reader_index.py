"""The index of readers gives those that their criteria give, which are slower to ask one by one."""

from __future__ import annotations

from textwrap import dedent

import pytest
import texts_of_lines
import texts_of_trees

from cidrbook.repository.reader import Criteria
from cidrbook.repository.reader_index import ReaderIndex
from cidrbook.repository.registry import readers
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, documents

SOURCES = [
    *(Source(file, dedent(text)) for files in texts_of_trees.TEXTS.values() for file, text in files.items()),
    *(Source(file, dedent(text)) for file, text in texts_of_lines.TEXTS.items()),
]
"""A text for each reader, and so texts that other readers do not ask for."""
OF_YAML = [document for source in SOURCES if source.file.endswith((".yaml", ".yml")) for document in documents(source)]
ALL = [reader.criteria for reader in readers()]


def _asks_for_a_key(criteria: Criteria, key: str) -> bool:
    return key in criteria.keys or bool(criteria.key_pattern and criteria.key_pattern.fullmatch(key))


@pytest.mark.parametrize("source", SOURCES, ids=[source.file for source in SOURCES])
def test_a_file_has_the_readers_that_ask_for_it(source: Source) -> None:
    index = ReaderIndex(readers())
    found = {number for number in index.of_file(source) if index.is_of_file(number, source)}
    assert found == {number for number, criteria in enumerate(ALL) if criteria.file(source)}


@pytest.mark.parametrize("document", OF_YAML, ids=[document.source.file for document in OF_YAML])
def test_a_document_has_the_readers_that_ask_for_its_kind_or_a_key(document: Document) -> None:
    assert ReaderIndex(readers()).of_document(document) == {
        number
        for number, criteria in enumerate(ALL)
        if not criteria.of_some_documents
        or document.kind in criteria.kinds
        or any(_asks_for_a_key(criteria, key) for key in document.keys)
    }


def test_globs_have_no_signs_but_stars() -> None:
    assert not [glob for criteria in ALL for glob in criteria.globs if set(glob) & set("?[]{}!")]
