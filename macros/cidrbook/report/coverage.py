"""What was read of a repository: so many files and objects of each kind, and what gave nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from posixpath import splitext
from typing import NamedTuple

from cidrbook.plan.entry import Machine
from cidrbook.repository.observation import Observation
from cidrbook.repository.registry import is_of_a_known_form
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_ADDRESS = regex(r"[0-9](?<![0-9.][0-9])(?<!0(?=\.))(?!(?<=1)27\.|(?<=2)55\.)[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?![0-9.])")
"""An IPv4 address that may be one of a lab: a listener's 0.0.0.0 or a mask in an app's settings is none.

It begins with the first digit, as that is searched for faster than what is before it.
"""

_TEXTS = (".yaml", ".yml", ".md", ".markdown", ".mdx", ".rst")
"""YAML and pages: they may be about something else than a network."""

_OF_ADDRESSES = regex(
    r"\b(?:IPs?|IPv[46]|CIDRs?|VLANs?|subnets?|gateways?)\b|\b(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}\b", re.IGNORECASE
)
"""A word of addressing, or a prefix. An address alone may be a release."""

_DRAWINGS = (".svg",)
"""Files whose coordinates look like addresses."""

_UNREADABLE = "unreadable-file"
"""The rule that a file breaks which cannot be read: nothing was recognised in it."""

_MOST = 3
"""Endings of files in the summary, so that it stays one line."""


_ONE = {
    "networks": "network",
    "DHCP ranges": "DHCP range",
    "clusters": "cluster",
    "machines": "machine",
    "services and virtual addresses": "service or virtual address",
    "pools": "pool",
    "sessions": "session",
    "named addresses": "named address",
    "leases": "lease",
}
"""The kinds of objects that are counted, in the order of a summary, and one of each."""


class Coverage(NamedTuple):
    """The files that may hold addresses, what was recognised in them, and the rest.

    `objects` are counted by their kind in the plural, `statements` are those of documents and comments, and
    `unrecognised` are files with addresses in which nothing was recognised, by the endings of their names.
    """

    files: int
    objects: Mapping[str, int]
    statements: int
    unrecognised: Mapping[str, int]

    def in_words(self) -> str:
        """The coverage on one line."""
        found = [f"{number} {kind if number > 1 else _ONE[kind]}" for kind, number in self.objects.items() if number]
        if self.statements:
            found.append(f"{self.statements} statement{'s' if self.statements > 1 else ''} of documents and comments")
        files = "1 file" if self.files == 1 else f"{self.files} files"
        text = f"read {files} that may hold addresses: {', '.join(found) or 'nothing was recognised'}"
        if not self.unrecognised:
            return text
        common = sorted(self.unrecognised.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{ending} {number}" for ending, number in common[:_MOST])
        more = ", …" if len(common) > _MOST else ""
        return f"{text}; in {sum(self.unrecognised.values())} of them no address was recognised ({named}{more})"

    def as_json(self) -> dict[str, object]:
        """The coverage for programs."""
        return {
            "files": self.files,
            "objects": dict(self.objects),
            "statements": self.statements,
            "unrecognised": dict(sorted(self.unrecognised.items())),
        }


def coverage(observations: Iterable[Observation]) -> Coverage:
    """What was read in these, together."""
    seen = tuple(observations)
    objects: Counter[str] = Counter()
    for observation in seen:
        objects.update(_object_counts(observation))
    statements = sum(len(one.statements) + len(one.details) + len(one.comments) for one in seen)
    unrecognised = Counter(_ending(source.file) for one in seen for source in _unrecognised(one))
    return Coverage(sum(len(one.sources) for one in seen), objects, statements, unrecognised)


def is_anything(seen: Observation) -> bool:
    """Whether anything was recognised: something that is counted here, or a file that is wrong or not in use.

    A file without an object counts, too, if it has a form that is known, or a text about addresses.
    """
    wrong = any(rule != _UNREADABLE for rule, _ in seen.problems)
    read = next(_places(seen), None) is not None or wrong or bool(seen.latent or seen.failures or seen.plan)
    return read or any(_is_about_addresses(source) or is_of_a_known_form(source) for source in seen.sources)


def _is_about_addresses(source: Source) -> bool:
    return source.file.endswith(_TEXTS) and bool(_OF_ADDRESSES.search(source.text))


def unreadable(observation: Observation) -> str:
    """Why the first file that cannot be read says nothing; empty, if there is none."""
    problem = next((problem for rule, problem in observation.problems if rule == _UNREADABLE), None)
    return f"nothing is known of `{problem.at.file}`: {problem.message}; {problem.hint}" if problem else ""


def _object_counts(seen: Observation) -> dict[str, int]:
    machines = {id(claim.owner) for claim in seen.claims if isinstance(claim.owner, Machine)}
    others = {id(claim.owner) for claim in seen.claims} - machines
    return {
        "networks": sum(bool(network.cidrs) for network in seen.networks),
        "DHCP ranges": len(list(seen.leases)),
        "clusters": len(seen.clusters),
        "machines": len(machines),
        "services and virtual addresses": len(others),
        "pools": len(list(seen.pools)),
        "sessions": len(seen.sessions),
        "named addresses": len(seen.named_addresses),
        "leases": len(seen.occupants),
    }


def _unrecognised(seen: Observation) -> Iterator[Source]:
    """The files with addresses of which nothing was recognised."""
    known = {place.file for place in _places(seen)} | seen.latent.keys() | seen.register_files
    known.update(problem.at.file for _, problem in seen.problems)
    left = (source for source in seen.sources if source.file not in known and not source.file.endswith(_DRAWINGS))
    return (source for source in left if _ADDRESS.search(source.text))


def _places(seen: Observation) -> Iterator[Place]:
    yield from (entry.at() for entry in seen.entries)
    yield from (claim.place for claim in seen.claims)
    yield from (host.at() for host in seen.occupants)
    yield from (statement.place for statement in chain(seen.statements, seen.comments))
    yield from (detail.place for detail in seen.details)
    yield from (named.place for named in seen.named_addresses)
    yield from (network.at() for _, network in (*seen.defaults, *seen.ignored))
    yield from (setting.written.at() for setting in seen.settings)
    yield from (network.at() for network in (*seen.listed, *seen.routed))
    yield from (way.place for way in seen.gateways)
    yield from (group.at() for group in seen.groups)


def _ending(file: str) -> str:
    """How a file's name ends: `.nix`; the whole name, where it has no dot."""
    return splitext(file)[1].lower() or file.rpartition("/")[2]
