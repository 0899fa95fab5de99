"""A plan, and the trees of files that it names, checked together: what the command line and the engines call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import join, normpath

from cidrbook import rules
from cidrbook.plan.finding import Finding, Problem, Related
from cidrbook.plan.model import Tree
from cidrbook.plan.plan import Plan
from cidrbook.plan.source import Place, Source


def check(plan: Plan, project: Path, own: str, today: date, shown: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong in the plan, in its trees, and between them.

    `project` is the folder from which trees are named; `own` the plan's folder in it, which is no tree's part; `shown`
    is how reports print the project's folder, if at all.
    """
    if not plan.trees:
        return rules.check(plan, today)
    whole = with_trees(plan, project, own)
    there = [tree for tree in plan.trees if _is_there(tree, project)]
    folders = {
        source: join(shown, tree.path) for tree, seen in zip(there, whole.seen, strict=True) for source in seen.sources
    }
    return named(rules.check(whole, today), folders)


def named(findings: Iterable[Finding], folders: Mapping[Source, str]) -> tuple[Finding, ...]:
    """The findings, with the files of these sources named as in the folder of each; in the order of their names."""
    known = {source: _in(source, folder) for source, folder in folders.items() if normpath(folder) != "."}
    moved = [_moved(it, known) for it in findings] if known else findings
    return tuple(sorted(moved, key=lambda it: (it.problem.at.file, it.problem.at.line, it.problem.at.column, it.code)))


def _in(source: Source, folder: str) -> Source:
    return Source(normpath(join(folder, source.file)), source.text)


def _moved(finding: Finding, known: Mapping[Source, Source]) -> Finding:
    def at(place: Place) -> Place:
        return replace(place, source=known.get(place.source, place.source))

    problem = finding.problem
    related = tuple(Related(at=at(it.at), message=it.message) for it in problem.related)
    return replace(finding, problem=replace(problem, at=at(problem.at), related=related))


def with_trees(plan: Plan, project: Path, own: str) -> Plan:
    """The plan, with what its trees really hold."""
    there = [tree for tree in plan.trees if _is_there(tree, project)]
    missing = tuple(_missing(tree) for tree in plan.trees if tree not in there and tree.path)
    seen = tuple(_observed(tree, project, own) for tree in there)
    return replace(plan, seen=seen, problems=(*plan.problems, *missing))


def _is_there(tree: Tree, project: Path) -> bool:
    return (project / tree.path).is_dir()


def _observed(tree: Tree, project: Path, own: str) -> Plan:
    from cidrbook.sources.observe import observe  # noqa: PLC0415 (a site without trees builds faster)

    exclude = (*tree.exclude, f"{own}/*", "site/*")
    return observe(project / tree.path, tree.include, exclude, tree.clusters, tree.labels)


def _missing(tree: Tree) -> tuple[str, Problem]:
    message = f"there is no folder `{tree.path}` to read the lab's files from"
    hint = "name it as seen from the folder that the plan's folder is in"
    return "unreadable-file", Problem(at=tree.at("path"), message=message, hint=hint)
