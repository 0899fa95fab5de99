"""Readers by what they ask for: most documents and files concern few of them, and the others cost nothing.

Readers go by their numbers in the order in which they are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Criteria, Reader
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document

_Numbers = frozenset[int]
_NONE: _Numbers = frozenset()
_LONGEST_KEY = 60
"""Longer keys are hashes, texts or generated; the patterns of keys are made for names."""


class ReaderIndex:
    """The readers of documents by kinds and keys, and those of any file by words in it and by parts of its path."""

    def __init__(self, readers: Sequence[Reader[Any]]) -> None:
        self.readers = readers
        criteria = [reader.criteria for reader in readers]
        self.of_every_document = frozenset(n for n, own in enumerate(criteria) if not own.of_some_documents)
        self._by_kind = _numbers_by(own.kinds for own in criteria)
        self._by_key = _ByKey(criteria)
        self._by_word = _numbers_by(own.words for own in criteria)
        self._wordless = frozenset(n for n, own in enumerate(criteria) if not own.words)
        self._by_part = _numbers_by(map(_longest_part, own.globs) for own in criteria)
        self._anywhere = frozenset(n for n, own in enumerate(criteria) if not own.globs)
        self._of_examples = frozenset(n for n, own in enumerate(criteria) if own.examples)
        self._of_texts: dict[Source, _Numbers] = {}
        self._of_files: dict[Source, _Numbers] = {}
        self._is_of_file: dict[tuple[Source, int], bool] = {}

    def of_document(self, document: Document) -> _Numbers:
        """The readers that ask for documents of such a kind, or with such keys, or for any document."""
        by_kind = self._by_kind.get(document.kind, _NONE)
        return self.of_every_document.union(by_kind, *map(self._by_key.__getitem__, document.keys))

    def of_text(self, source: Source) -> _Numbers:
        """The readers that ask for one of the words of a file, or for none."""
        if source not in self._of_texts:
            text = source.text
            found = [numbers for word, numbers in self._by_word.items() if word in text]
            numbers = self._wordless.union(*found)
            self._of_texts[source] = numbers & self._of_examples if is_example(source.file) else numbers
        return self._of_texts[source]

    def of_file(self, source: Source) -> _Numbers:
        """Those that may ask for the file as well, as a part of their globs stands in its path."""
        if source not in self._of_files:
            path = source.file.lower()
            found = [numbers for part, numbers in self._by_part.items() if part in path]
            self._of_files[source] = self.of_text(source) & self._anywhere.union(*found)
        return self._of_files[source]

    def is_of_file(self, number: int, source: Source) -> bool:
        """Whether one of these readers asks for a file of exactly such a name and looks."""
        key = (source, number)
        if key not in self._is_of_file:
            self._is_of_file[key] = self.readers[number].criteria.looks_of(source)
        return self._is_of_file[key]

    def has_a_file_for(self, number: int, sources: Iterable[Source]) -> bool:
        """Whether one of the files is such as a reader asks for, if it asks for some."""
        criteria = self.readers[number].criteria
        if not criteria.words and not criteria.globs:
            return True
        return any(number in self.of_file(source) and self.is_of_file(number, source) for source in sources)


class _ByKey(dict[str, _Numbers]):
    """The readers that ask for a key, by its name or by a pattern; each key is looked at once."""

    def __init__(self, criteria: Sequence[Criteria]) -> None:
        super().__init__()
        self._by_name = _numbers_by(own.keys for own in criteria)
        self._patterns = [(n, own.key_pattern) for n, own in enumerate(criteria) if own.key_pattern]

    def __missing__(self, key: str) -> _Numbers:
        fitting = (n for n, keys in self._patterns if len(key) < _LONGEST_KEY and keys.fullmatch(key))
        self[key] = self._by_name.get(key, _NONE).union(fitting)
        return self[key]


def _longest_part(glob: str) -> str:
    """The longest text between the stars of a glob: it stands in each path that matches."""
    return max(glob.lower().split("*"), key=len)


def _numbers_by(asked: Iterable[Iterable[str]]) -> dict[str, _Numbers]:
    """The numbers of those that ask for something, by what they ask for."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, words in enumerate(asked):
        for word in words:
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
