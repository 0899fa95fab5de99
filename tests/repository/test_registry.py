"""Readers: what they may yield, what they are asked, and that one that fails loses one file."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from cidrbook import rules
from cidrbook.plan.cluster import Node
from cidrbook.plan.network import Host, Network
from cidrbook.repository import clues, formats, registry
from cidrbook.repository.observe import observe_files
from cidrbook.repository.reader import Files, Reader, reads_documents, reads_files, reads_repository
from cidrbook.repository.registry import readers
from cidrbook.repository.sighting import RuleSlug, Seen, Sighting, sighting
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import Document, documents

PLACE = Place(Source("a.yaml", "a: 1\n"), 1, 1)
SERVICE = "kind: Service\nmetadata: {name: %s}\nspec: {loadBalancerIP: %s}\n"


@pytest.mark.parametrize("slug", get_args(RuleSlug))
def test_each_slug_that_a_reader_may_yield_has_a_rule_that_hands_it_on(slug: str) -> None:
    rule = rules.by_slug()[slug]
    assert rule.observed is not None
    assert f'problems_of("{slug}")' in inspect.getsource(inspect.getmodule(rule.observed))  # type: ignore[arg-type]


def test_a_key_that_an_object_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="Network has no key gatway"):
        sighting("network", Network, PLACE, name="lan", gatway="10.0.0.1")
    with pytest.raises(TypeError, match="Host has no key addresses"):  # the data call it `address`
        sighting("host", Host, PLACE, name="nas", addresses=["10.0.0.1"])
    assert isinstance(sighting("node", Node, PLACE, name="n", address=["10.0.0.1"]).entry, Node)


def test_each_module_of_formats_and_clues_has_a_reader() -> None:
    with_readers = {reader.read.__module__ for reader in readers()}
    found = (info for room in (formats, clues) for info in pkgutil.iter_modules(room.__path__, f"{room.__name__}."))
    modules = {info.name for info in found}
    assert modules == with_readers
    assert all(reader.read.__name__.startswith("read") and reader.read.__doc__ for reader in readers())


def test_a_reader_is_asked_only_what_it_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @reads_documents(kinds=("Service",), keys=("special",))
    def read(document: Document) -> Iterator[Seen]:
        asked.append(f"{document.source.file} {document.number}")
        yield from ()

    @reads_files(globs=("*.cfg",), words=("router",), but=("*old.cfg",))
    def read_file(source: Source) -> Iterator[Seen]:
        asked.append(source.file)
        yield from ()

    monkeypatch.setattr(registry, "readers", lambda: (read, read_file))
    texts = {
        "a.yaml": "kind: Service\n---\nkind: Pod\n---\nb: {special: 1}\n",
        "examples/b.yaml": "kind: Service\n",
        "c.cfg": "router",
        "old.cfg": "router",
        "d.cfg": "server",
    }
    observe_files([Source(*pair) for pair in texts.items()])
    assert asked == ["a.yaml 0", "a.yaml 2", "c.cfg"]


@pytest.mark.parametrize("name", ["service_addresses", "invalid_addresses"])
def test_a_reader_that_fails_loses_one_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(reader: Reader[object]) -> Reader[object]:
        def read(subject: object) -> Iterator[Seen]:
            files = subject.documents if isinstance(subject, Files) else [subject]
            if any(isinstance(document, Document) and document.source.file == "bad.yaml" for document in files):
                raise IndexError
            yield from reader.read(subject)

        return replace(reader, read=read)

    own = tuple(failing(reader) if reader.name == name else reader for reader in readers())
    monkeypatch.setattr(registry, "readers", lambda: own)
    texts = {"bad.yaml": SERVICE % ("a", "10.0.0.300"), "good.yaml": SERVICE % ("b", "10.0.0.301")}
    texts["other.yaml"] = SERVICE % ("c", "10.0.0.9")
    observation = observe_files([Source(*pair) for pair in texts.items()])
    found = [finding for finding in rules.check_observation(observation) if finding.rule == "unreadable-file"]
    assert [(finding.problem.at.file, finding.severity) for finding in found] == [("bad.yaml", "warning")]
    assert f"`{name}`" in found[0].problem.message
    assert "IndexError" in found[0].problem.message
    assert [(failure.reader, failure.file) for failure in observation.failures] == [(name, "bad.yaml")]
    assert [service.name for cluster in observation.clusters for service in cluster.pinned_services] == ["c"]
    assert "good.yaml" in {finding.problem.at.file for finding in rules.check_observation(observation)}


def test_a_file_is_looked_through_once_for_all_of_its_documents() -> None:
    class Counting(str):
        __slots__ = ()
        searches = 0

        def __contains__(self, word: object) -> bool:
            Counting.searches += 1
            return super().__contains__(str(word))

    def searches(documents: int) -> int:
        Counting.searches = 0
        services = (SERVICE % (f"s{number}", f"10.0.0.{number}") for number in range(documents))
        settings = "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata: {SVC_A_ADDR: 10.0.0.1}\n"
        observe_files([Source("all.yaml", Counting("---\n".join([settings, *services])))])
        return Counting.searches

    assert searches(100) == searches(10) > 0


def test_a_second_reading_sees_what_the_first_one_saw_and_asks_only_of_what_is_new() -> None:
    asked: list[str] = []

    @reads_documents(kinds=("Service",))
    def read(document: Document) -> Iterator[Seen]:
        asked.append(document.source.file)
        yield sighting("host", Host, PLACE, name=document.source.file)

    memory = registry.Memory((read,))
    sources = [Source(file, SERVICE % (file, "10.0.0.1")) for file in ("a.yaml", "b.yaml")]
    known = [document for source in sources for document in documents(source)]
    changed = replace(known[0], tree={**known[0].tree})
    names = [
        [one.entry.name for one in registry.read(sources, found, lambda _: "", memory) if isinstance(one, Sighting)]  # type: ignore[attr-defined]
        for found in (known[:1], known, [changed, known[1]])
    ]
    assert names == [["a.yaml"], ["a.yaml", "b.yaml"], ["a.yaml", "b.yaml"]]
    assert asked == ["a.yaml", "b.yaml", "a.yaml"]


def test_what_is_seen_names_its_reader() -> None:
    seen = registry.read([Source("hosts", "10.0.0.9 nas\n")], [], lambda _: "")
    assert [found.reader for found in seen if isinstance(found, Sighting)] == ["host_files"]


def test_a_repository_is_read_only_where_something_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    @reads_repository(kinds=("Gateway",))
    def read(files: Files) -> Iterator[Seen]:
        asked.append(len(files.documents))
        yield from ()

    monkeypatch.setattr(registry, "readers", lambda: (read,))
    observe_files([Source("a.yaml", "kind: Service\n")])
    observe_files([Source("a.yaml", "kind: Service\n---\nkind: Gateway\n")])
    assert asked == [2]
    assert read.name == "test_registry"
