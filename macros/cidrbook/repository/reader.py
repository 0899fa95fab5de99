"""Readers: functions of a module in `formats` or `clues`, with what of a repository they ask for.

A decorator says what a reader reads (a YAML document, a file, a block of lines, the repository) and which of them it
matches. It is called with nothing else, and yields what it sees, each thing once:

    @reads_documents(kinds=("IPAddressPool",))
    def read(document: Document) -> Iterator[Sighting]: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from cidrbook.repository.globs import is_named_so
from cidrbook.repository.layout.variables import Definition, definitions
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document

VARIABLES = ("*vars/", "*defaults/", "*inventor*", "*hosts*", "*ansible/")
"""Where variables of Ansible's groups, hosts and roles are, and inventories."""

DOCUMENTS = ("*.md", "*.mdx", "*.markdown", "*.rst", "*.adoc", "*.txt", "*.tex", "*.html")
"""Texts for people: the addresses in their lines are read as statements."""

S = TypeVar("S")
Subject = Literal["document", "block", "file", "repository"]


@dataclass(frozen=True, eq=False)
class Files:
    """A repository: its files, and the YAML documents in them that are in use, with variables filled in."""

    sources: Sequence[Source]
    documents: Sequence[Document]

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The variables that its documents define."""
        return tuple(definitions((document, document.cluster) for document in self.documents))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a reader asks for. Each condition that is given must hold: of several words or globs, one.

    `kinds`, `keys` and `key_pattern` are of documents, of which one must be there; the kind "" is that of a document
    without one. `words` and `looks` are of the text of a file, or of a block of it. Files of `but` are left out, and
    so are `examples`.
    """

    kinds: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    key_pattern: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()
    looks: re.Pattern[str] | None = None
    globs: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    examples: bool = False
    in_documents: bool = True

    @property
    def of_some_documents(self) -> bool:
        """Whether only documents of certain kinds, or with certain keys, are asked for."""
        return bool(self.kinds or self.keys or self.key_pattern)

    def words_of(self, source: Source) -> bool:
        """Whether a file has one of the words; an example only where those count."""
        if not self.examples and is_example(source.file):
            return False
        return not self.words or any(word in source.text for word in self.words)

    def looks_of(self, source: Source) -> bool:
        """Whether a file has such a name, and looks so."""
        if self.globs and not is_named_so(source.file, self.globs):
            return False
        return not is_named_so(source.file, self.but) and (self.looks is None or bool(self.looks.search(source.text)))

    def file(self, source: Source) -> bool:
        """Whether a file has such a name, and such a text."""
        return self.words_of(source) and self.looks_of(source)


@dataclass(frozen=True, eq=False)
class Reader(Generic[S]):
    """A function that reads one subject, and what it asks for. It can be called as the function itself."""

    name: str
    subject: Subject
    criteria: Criteria
    read: Callable[[S], Iterable[Seen]]

    @property
    def guesses(self) -> bool:
        """Whether only a name or a copy tells it what a value is for, and no format does."""
        return ".clues." in self.read.__module__

    def __call__(self, subject: S) -> Iterable[Seen]:
        """What it sees."""
        return self.read(subject)


def reads_documents(  # noqa: PLR0913 (a reader names those of the conditions that it has)
    *,
    kinds: Iterable[str] = (),
    keys: Iterable[str] = (),
    key_pattern: re.Pattern[str] | None = None,
    words: Sequence[str] = (),
    looks: re.Pattern[str] | None = None,
    globs: Sequence[str] = (),
    examples: bool = False,
) -> Callable[[Callable[[Document], Iterable[Seen]]], Reader[Document]]:
    """A reader of one YAML document at a time: of these kinds or with one of these keys, in such files."""
    criteria = Criteria(
        frozenset(kinds), frozenset(keys), key_pattern, tuple(words), looks, tuple(globs), examples=examples
    )
    return _declared("document", criteria)


def reads_blocks(  # noqa: PLR0913 (a reader names those of the conditions that it has)
    *,
    looks: re.Pattern[str] | None = None,
    words: Sequence[str] = (),
    globs: Sequence[str] = (),
    but: Sequence[str] = (),
    examples: bool = False,
    in_documents: bool = True,
) -> Callable[[Callable[[Block], Iterable[Seen]]], Reader[Block]]:
    """A reader of lines that look so: a file of such a name, a fence of a page, and a text inside of any YAML.

    Not `in_documents` leaves the last one out: then files of YAML are read as any other file.
    """
    criteria = Criteria(
        words=tuple(words),
        looks=looks,
        globs=tuple(globs),
        but=tuple(but),
        examples=examples,
        in_documents=in_documents,
    )
    return _declared("block", criteria)


def reads_files(
    *,
    globs: Sequence[str] = (),
    but: Sequence[str] = (),
    words: Sequence[str] = (),
    looks: re.Pattern[str] | None = None,
    examples: bool = False,
) -> Callable[[Callable[[Source], Iterable[Seen]]], Reader[Source]]:
    """A reader of one whole file at a time: of such a name, with one of these words."""
    criteria = Criteria(words=tuple(words), looks=looks, globs=tuple(globs), but=tuple(but), examples=examples)
    return _declared("file", criteria)


def reads_repository(
    *, kinds: Iterable[str] = (), keys: Iterable[str] = (), words: Sequence[str] = (), globs: Sequence[str] = ()
) -> Callable[[Callable[[Files], Iterable[Seen]]], Reader[Files]]:
    """A reader of everything, where what one file says depends on others: if any file, or any document, is such."""
    criteria = Criteria(frozenset(kinds), frozenset(keys), words=tuple(words), globs=tuple(globs), examples=True)
    return _declared("repository", criteria)


def _declared(subject: Subject, criteria: Criteria) -> Callable[[Callable[[Any], Iterable[Seen]]], Reader[Any]]:
    def decorated(read: Callable[[Any], Iterable[Seen]]) -> Reader[Any]:
        return Reader(read.__module__.rpartition(".")[2], subject, criteria, read)

    return decorated
