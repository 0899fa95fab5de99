"""A lab in a test: a plan or a repository of a few lines, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from cidrbook import checking, rules
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.load import parse
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the whole project."""

LABS = {file.stem: file for file in sorted((ROOT / "tests/labs").glob("*.yaml"))}
"""The plans of labs that people run, by name."""

TODAY = date(2026, 11, 23)
"""The day on which all tests are run."""

Subject = str | Plan | Mapping[str, str] | Observation | Comparison
"""What is judged: the text of a plan, a plan, the files of a repository, what they show, or a plan beside it."""


T = TypeVar("T")

BROKEN = ("data/broken.yaml", "networks: [")
"""A file that cannot be read, and whatever it would have said."""


def planned(text: str, *others: tuple[str, str]) -> Plan:
    """The plan of this text, and of other files beside it."""
    return parse({"data/plan.yaml": text, **dict(others)})


def tree(files: Mapping[str, str]) -> Observation:
    """What a repository of these files shows; a text may be indented as a whole."""
    return observe_files([Source(name, dedent(text)) for name, text in files.items()])


def found(subject: Subject, only: Iterable[str] = ("",)) -> list[Finding]:
    """The findings, in the order in which they are reported: those of these codes, or of codes that begin so."""
    return [finding for finding in _judged(subject) if finding.code.startswith(tuple(only))]


def codes(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """The codes of what is found, sorted."""
    return sorted(finding.code for finding in found(subject, only))


def places(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """What is found, each as its code with file and line: `A201 lan.yaml:3`."""
    return [f"{finding.code} {finding.problem.at.file}:{finding.problem.at.line}" for finding in found(subject, only)]


def short(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """As `places`, with the file's name alone."""
    spelled = [(finding.code, finding.problem.at) for finding in found(subject, only)]
    return [f"{code} {at.file.rpartition('/')[2]}:{at.line}" for code, at in spelled]


def spots(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """As `places`, with the column: `A201 lan.yaml:3:7`."""
    spelled = zip(places(subject, only), found(subject, only), strict=True)
    return [f"{place}:{finding.problem.at.column}" for place, finding in spelled]


def messages(subject: Subject, only: Iterable[str] = ("",)) -> list[str]:
    """The messages of what is found."""
    return [finding.problem.message for finding in found(subject, only)]


def the(subject: Subject, only: Iterable[str] = ("",)) -> Finding:
    """The one thing that is found."""
    (finding,) = found(subject, only)
    return finding


def cluster(seen: Observation, name: str = "cluster") -> Cluster:
    """The cluster of this name: that of a repository that names none is called `cluster`."""
    return next(cluster for cluster in seen.clusters if cluster.name == name)


def nodes(seen: Observation, name: str = "") -> dict[str, list[str]]:
    """The addresses of nodes by name, of one cluster or of all."""
    clusters = [cluster for cluster in seen.clusters if name in ("", cluster.name)]
    return {node.id: [*map(str, node.addresses)] for cluster in clusters for node in cluster.nodes}


def hosts(seen: Observation) -> dict[str, list[str]]:
    """The addresses of hosts by name."""
    return {host.id: [*map(str, host.addresses)] for host in seen.hosts}


def network(seen: Observation, cidr: str) -> Network:
    """The network of this prefix."""
    return next(network for network in seen.networks if network.cidr == cidr)


def pools(seen: Observation) -> list[str]:
    """The pools of all clusters."""
    balancers = [balancer for cluster in seen.clusters for balancer in cluster.load_balancers]
    return [str(pool) for balancer in balancers for pool in balancer.pools]


def some(items: Iterable[T]) -> list[T]:
    """The items, of which there are some: a loop over them runs."""
    every = list(items)
    assert every
    return every


def _judged(subject: Subject) -> Iterable[Finding]:
    match subject:
        case str():
            return rules.check(planned(subject), TODAY)
        case Plan():
            return rules.check(subject, TODAY)
        case Observation():
            return rules.check_observation(subject)
        case Comparison():
            return checking.check(subject, TODAY)
        case _:
            return rules.check_observation(tree(subject))
