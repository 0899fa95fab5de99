"""All readers, and what they see in the files and documents that each of them matches.

The folders `formats` and `clues` are the registry. What a reader asks of a whole file (its name, its words) is looked
up once, however many documents are in the file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, partial
from typing import Any

from cidrbook.repository import clues, formats
from cidrbook.repository.reader import Files, Reader
from cidrbook.repository.reader_index import ReaderIndex
from cidrbook.repository.sighting import Failure, Seen, Sighting
from cidrbook.text.lines import Block, blocks, scalars
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document
from cidrbook.text.yaml import documents as yaml_documents

_YAML = (".yaml", ".yml")


@cache
def readers() -> tuple[Reader[Any], ...]:
    """The readers of formats and of clues, by the names of their modules: what is seen first has the first place."""
    found = [info for room in (formats, clues) for info in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")]
    modules = [importlib.import_module(info.name) for info in sorted(found, key=_module_name)]
    return tuple(
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, Reader) and thing.read.__module__ == module.__name__
    )


def _module_name(info: pkgutil.ModuleInfo) -> str:
    return info.name.rpartition(".")[2]


Found = list[Seen | Failure]


class Memory:
    """What readers saw in documents and files, for a second reading of them among other ones."""

    def __init__(self, asked: Sequence[Reader[Any]] = ()) -> None:
        self.index = ReaderIndex(asked or readers())
        self._of_documents: dict[tuple[Source, int, str, int], tuple[Document, Found]] = {}
        self._of_files: dict[Source, Found] = {}

    def of_document(self, document: Document, look: Callable[[], Iterable[Seen | Failure]]) -> Found:
        """What is seen in a document: the same as before, if its values are the same ones."""
        key = (document.source, document.number, document.cluster, id(document.tree))
        if key not in self._of_documents:
            self._of_documents[key] = document, list(look())  # kept, as no other tree has its number then
        return self._of_documents[key][1]

    def of_file(self, source: Source, look: Callable[[], Iterable[Seen | Failure]]) -> Found:
        """What is seen in a file."""
        if source not in self._of_files:
            self._of_files[source] = list(look())
        return self._of_files[source]


def read(
    sources: Sequence[Source],
    documents: Sequence[Document],
    cluster_of: Callable[[str], str],
    memory: Memory | None = None,
) -> Iterator[Seen | Failure]:
    """What readers see in a repository: in its documents, in all of it, in its files."""
    memory = memory or Memory()
    index = memory.index
    whole, asked = Files(sources, documents), set(index.of_every_document)
    for document in documents:
        numbers = index.of_document(document)
        asked |= numbers
        found = memory.of_document(document, partial(_in_document, index, numbers, document))
        yield from _scoped(found, document.cluster)
    for number, reader in enumerate(index.readers):
        if reader.subject == "repository" and number in asked and index.has_a_file_for(number, sources):
            yield from _in_repository(reader, whole)
    for source in sources:
        yield from _scoped(memory.of_file(source, partial(_in_file, index, source)), cluster_of(source.file))


def is_of_a_known_form(source: Source) -> bool:
    """Whether a file has an object of a kind that readers ask for, or looks as a product's configuration does."""
    kinds = {kind for reader in readers() for kind in reader.criteria.kinds} - {""}
    if source.file.endswith(_YAML) and any(document.kind in kinds for document in yaml_documents(source)):
        return True
    of_products = (reader.criteria for reader in readers() if reader.read.__module__.startswith(formats.__name__))
    return any(criteria.looks is not None and criteria.file(source) for criteria in of_products)


def caught(name: str, source: Source, found: Callable[[], Iterable[Any]]) -> list[Any]:
    """All that a reader finds in a file; only the error, where it raises one."""
    try:
        return list(found())
    except Exception as error:  # noqa: BLE001 (whatever one file makes of one reader, the others are read)
        return [Failure(name, source, error)]


def _scoped(found: Iterable[Seen | Failure], cluster: str) -> Iterator[Seen | Failure]:
    """What is seen, as a part of the cluster, unless it names another one itself."""
    for seen in found:
        yield seen if seen.scope else seen._replace(scope=cluster)


class _Blocks:
    """The blocks of a document or a file, taken apart for the first reader that asks for some."""

    def __init__(self, found: Callable[[], Iterable[Block]]) -> None:
        self._found = found

    @cached_property
    def _texts(self) -> list[tuple[Block, str]]:
        return [(block, block.text) for block in self._found()]

    def of(self, reader: Reader[Any]) -> list[Block]:
        """Those that look as the reader says."""
        looks = reader.criteria.looks
        return [block for block, text in self._texts if looks is None or looks.search(text)]


def _in_document(index: ReaderIndex, numbers: frozenset[int], document: Document) -> Iterator[Seen | Failure]:
    """What these readers see in a document, and in the texts of several lines in it."""
    texts = _Blocks(lambda: scalars(document))
    for number in sorted(numbers & index.of_text(document.source)):
        reader = index.readers[number]
        subjects: list[Any] = []
        if reader.subject == "block" and reader.criteria.in_documents:
            subjects = texts.of(reader)
        elif reader.subject == "document" and index.is_of_file(number, document.source):
            subjects = [document]
        if subjects:
            yield from _seen_by_reader(reader, subjects, document.source)


def _in_file(index: ReaderIndex, source: Source) -> Iterator[Seen | Failure]:
    """What readers see in a file, and in its blocks: all of it, or the fences of a page."""
    parts = _Blocks(lambda: blocks(source))
    for number in sorted(index.of_file(source)):
        reader = index.readers[number]
        if reader.subject in ("block", "file") and index.is_of_file(number, source):
            yield from _seen_by_reader(reader, parts.of(reader) if reader.subject == "block" else [source], source)


def _seen_by_reader(reader: Reader[Any], subjects: Iterable[Any], source: Source) -> Iterator[Seen | Failure]:
    for subject in subjects:
        yield from _by(reader, caught(reader.name, source, lambda subject=subject: reader.read(subject)))  # type: ignore[misc]


def _by(reader: Reader[Any], found: Iterable[Seen | Failure]) -> Iterator[Seen | Failure]:
    """What a reader sees, with the reader's name."""
    for seen in found:
        yield seen._replace(reader=reader.name, guessed=reader.guesses) if isinstance(seen, Sighting) else seen


def _in_repository(reader: Reader[Files], whole: Files) -> Iterator[Seen | Failure]:
    """What a reader sees in all files; in all but those that it fails on by themselves, where it fails."""
    first = next(iter(whole.sources), Source("", ""))
    found = caught(reader.name, first, lambda: reader.read(whole))
    if any(isinstance(seen, Failure) for seen in found):
        failures = [failure for own in _apart(whole) for failure in _failures(reader, own)]
        lost = {failure.source for failure in failures}
        rest = Files(
            [source for source in whole.sources if source not in lost],
            [document for document in whole.documents if document.source not in lost],
        )
        found = [*failures, *caught(reader.name, first, lambda: reader.read(rest))]
    yield from _by(reader, found)


def _apart(whole: Files) -> Iterator[Files]:
    """Each file of a repository as one of its own."""
    of_file: dict[Source, list[Document]] = defaultdict(list)
    for document in whole.documents:
        of_file[document.source].append(document)
    yield from (Files([source], of_file[source]) for source in whole.sources)


def _failures(reader: Reader[Files], own: Files) -> list[Failure]:
    """That a reader fails on a file alone."""
    found = caught(reader.name, own.sources[0], lambda: reader.read(own))
    return [seen for seen in found if isinstance(seen, Failure)]
