"""Files to a plan: read each, type its values, put them together. Nothing here stops at the first mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from cidrbook.plan.boundary import repository
from cidrbook.plan.entry import Entry
from cidrbook.plan.files import EmptyPlanError, Stamp, open_source, stamp
from cidrbook.plan.model import PlanFile
from cidrbook.plan.plan import Plan
from cidrbook.plan.typed import read_document
from cidrbook.text.finding import Notes
from cidrbook.text.paths import real_path
from cidrbook.text.plan_yaml import duplicate_key
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_WRITTEN = regex(r"^(?!\s*(?:#|$)|---\s*$|[\w-]+:[ \t]*(?:#.*)?\r?$).", re.MULTILINE)
"""A line that says something: it is neither empty nor a comment, nor a key without a value at the left edge."""


def load(folder: Path, shown: str = "") -> Plan:
    """The plan in `folder`; read anew only when a file's path, modification time or size has changed.

    `shown` is the folder's name as reports print it. Raises `NoDataError` where
    there is no folder, no YAML file in it, or nothing in its files.
    """
    shown = shown or str(folder)
    return _load(str(folder), shown, stamp(folder, shown))


def load_file(path: Path, shown: str) -> Plan:
    """The plan in one file alone; `shown` is its name as reports print it."""
    notes = Notes()
    source = open_source(path, shown, notes, repository(path.parent))
    return _plan_of_sources([source] if source else [], notes)


def with_texts(plan: Plan, texts: Mapping[str, str]) -> Plan:
    """The plan as it is with other texts of some of its files, each by the file's name."""
    sources = [Source(source.file, texts.get(source.file, source.text)) for source in plan.sources]
    of_files = [(rule, problem) for rule, problem in plan.problems if rule in ("unreadable-file", "byte-order-mark")]
    return _plan_of_sources(sources, Notes(of_files))


def parse(texts: Mapping[str, str]) -> Plan:
    """The plan that these texts make, each under its file's name."""
    return _plan_of_sources([Source(name, text) for name, text in texts.items()], Notes())


@lru_cache(maxsize=4)
def _load(folder: str, shown: str, files: Stamp) -> Plan:
    notes = Notes()
    named = ((Path(path), PurePosixPath(shown, Path(path).relative_to(folder).as_posix())) for path, _, _ in files)
    home = repository(real_path(Path(folder)).parent)
    sources = [open_source(path, str(name), notes, home) for path, name in named]
    plan = _plan_of_sources([source for source in sources if source], notes)
    if not plan.problems and not any(_WRITTEN.search(source.text) for source in plan.sources):
        what = f"{plan.sources[0].file} is" if len(plan.sources) == 1 else f"all files in {shown} are"
        raise EmptyPlanError(f"{what} empty; begin with `networks:`, as in the example that `cidrbook init` writes")
    return plan


def _plan_of_sources(sources: Sequence[Source], notes: Notes) -> Plan:
    documents = [read_document(source, notes) for source in sources]
    return _combine([document for document in documents if document], sources, notes)


def _combine(documents: list[PlanFile], sources: Sequence[Source], notes: Notes) -> Plan:
    """One plan of all documents: lists follow one another, mappings are merged key by key."""

    def every(field: str) -> tuple[Any, ...]:
        return tuple(chain.from_iterable(getattr(document, field) for document in documents))

    links = [document.links for document in documents if document.links]
    settings = [document.settings for document in documents if document.settings]
    repository = _merged([(part, (), {"repository": part.repository}) for part in links if part.repository], notes)
    return Plan(
        networks=every("networks"),
        vlans=every("vlans"),
        routers=every("routers"),
        clusters=every("clusters"),
        sites=every("sites"),
        delegations=every("delegations"),
        vpns=every("vpns"),
        speakers=tuple(chain.from_iterable(document.bgp.speakers for document in documents if document.bgp)),
        sessions=tuple(chain.from_iterable(document.bgp.sessions for document in documents if document.bgp)),
        repository=repository.get("repository", ""),
        links=_merged([(part, ("external",), part.external) for part in links], notes),
        nuances=every("nuances"),
        waivers=every("waivers"),
        trees=every("sources"),
        policies=every("policies"),
        uplinks=every("uplinks"),
        settings=tuple(settings),
        sources=tuple(sources),
        problems=tuple(notes.problems),
        lost=frozenset(notes.lost),
    )


def _merged(parts: list[tuple[Entry, tuple[str, ...], Mapping[str, Any]]], notes: Notes) -> dict[str, Any]:
    """One mapping of all; a key that two files write is reported, and the first one counts."""
    first: dict[str, tuple[Entry, tuple[str, ...]]] = {}
    merged: dict[str, Any] = {}
    for entry, prefix, mapping in parts:
        for key, value in mapping.items():
            if key not in merged:
                merged[key], first[key] = value, (entry, (*prefix, key))
                continue
            before, path = first[key]
            problem = duplicate_key(key, entry.at(*prefix, key, key=True), before.at(*path, key=True))
            notes.problems.append(("duplicate-key", problem))
    return merged
