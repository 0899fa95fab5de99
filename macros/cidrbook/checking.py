"""A plan and the repositories that it names, checked together: what the command line and the engines call."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import basename, isabs, join, normpath
from types import MappingProxyType

from cidrbook import rules
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.boundary import VARIABLE, allows_outside, is_inside, repository
from cidrbook.plan.model import Tree
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Finding, Problem, Related
from cidrbook.text.paths import is_folder, real_path
from cidrbook.text.source import Place, Source


def check(comparison: Comparison, today: date, shown: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong in the plan, in the repositories that were read with it, and between them.

    `shown` is how reports print the folder from which repositories are named, if at all.
    """
    found = rules.check(comparison, today)
    if not comparison.observations:
        return found
    return named(
        found, {source: join(shown, _path(seen)) for seen in comparison.observations for source in seen.sources}
    )


def named(findings: Iterable[Finding], folders: Mapping[Source, str]) -> tuple[Finding, ...]:
    """The findings, with the files of these sources named as in the folder of each; in the order of their names."""
    known = {source: _in(source, folder) for source, folder in folders.items() if normpath(folder) != "."}
    moved = [_moved(finding, known) for finding in findings] if known else findings
    return tuple(
        sorted(
            moved,
            key=lambda finding: (
                finding.problem.at.file,
                finding.problem.at.line,
                finding.problem.at.column,
                finding.code,
            ),
        )
    )


def _path(seen: Observation) -> str:
    return seen.tree.path if seen.tree else ""


def _in(source: Source, folder: str) -> Source:
    """The source, named as in a folder; in one that an absolute path names, by that one's own name alone."""
    near = basename(normpath(folder)) if isabs(folder) else folder
    return Source(normpath(join(near, source.file)), source.text)


def _moved(finding: Finding, known: Mapping[Source, Source]) -> Finding:
    def at(place: Place) -> Place:
        return place._replace(source=known.get(place.source, place.source))

    problem = finding.problem
    related = tuple(
        Related(at=at(other_related.at), message=other_related.message) for other_related in problem.related
    )
    return replace(finding, problem=replace(problem, at=at(problem.at), related=related))


def compare(
    plan: Plan,
    project: Path,
    own: str,
    opened: Mapping[Path, str] = MappingProxyType({}),
    *,
    allow_outside: bool = False,
) -> Comparison:
    """The plan beside what its repositories show; one that is not there, or not to be read, is a problem of the plan.

    `project` is the folder from which they are named; `own` the plan's folder in it, which is no part of them.
    `opened` are texts that somebody writes just now and count before the files on disk, by their resolved paths. What
    is outside of the project's Git repository is only read where that is allowed, here or by the environment.
    """
    allowed = allow_outside or allows_outside()
    unread = tuple(_unread(plan, project, allow_outside=allowed))
    there = _there(plan, project, allow_outside=allowed)
    seen = (one for tree in there for one in _observations(tree, project, own, opened))
    observations = tuple(replace(one, plan=plan) for one in seen)
    return Comparison(replace(plan, problems=(*plan.problems, *unread)) if unread else plan, observations)


def is_current(comparison: Comparison, project: Path, own: str, *, allow_outside: bool = False) -> bool:
    """Whether the files of the plan's repositories are still those that were read."""
    trees = {id(seen.tree): seen.tree for seen in comparison.observations if seen.tree}
    known = [(tree.path, _texts(tree, comparison.observations)) for tree in trees.values()]
    there = _there(comparison.plan, project, allow_outside=allow_outside or allows_outside())
    return known == [(tree.path, _sorted(_files(tree, project, own))) for tree in there]


def _texts(tree: Tree, observations: Iterable[Observation]) -> list[tuple[str, str]]:
    """The files of a tree, at all of its sites."""
    return _sorted(source for seen in observations if seen.tree is tree for source in seen.sources)


def _sorted(sources: Iterable[Source]) -> list[tuple[str, str]]:
    return sorted((source.file, source.text) for source in sources)


def _there(plan: Plan, project: Path, *, allow_outside: bool) -> list[Tree]:
    """The trees that are there and may be read; one that names no folder is the repository that the project is in."""
    own = _repository(project) if any(not tree.path for tree in plan.trees) else "."
    named = (tree if tree.path else tree.model_copy(update={"path": own}) for tree in plan.trees)
    allowed = (tree for tree in named if allow_outside or is_inside(Path(tree.path), project))
    return [tree for tree in allowed if is_folder(project / tree.path)]


def _repository(project: Path) -> str:
    """The Git repository around the project, as seen from it."""
    return Path(os.path.relpath(repository(project), real_path(project))).as_posix()


def _files(tree: Tree, project: Path, own: str) -> Iterator[Source]:
    from cidrbook.repository.globs import folder_glob  # noqa: PLC0415 (a site without trees builds faster)
    from cidrbook.repository.tree import files  # noqa: PLC0415 (a site without trees builds faster)

    root, inside = real_path(project / tree.path), real_path(project)
    here = inside.relative_to(root).as_posix() if inside.is_relative_to(root) else None
    own_files = (folder_glob(normpath(join(here, folder))) for folder in (own, "site")) if here else ()
    return files(project / tree.path, tree.include, (*tree.exclude, *own_files))


def _observations(tree: Tree, project: Path, own: str, opened: Mapping[Path, str]) -> Iterator[Observation]:
    from cidrbook.repository.observe import observe_sites  # noqa: PLC0415 (as above)

    files = list(_files(tree, project, own))
    if opened:
        root = real_path(project / tree.path)
        files = [Source(source.file, opened.get(root / source.file, source.text)) for source in files]
    yield from (replace(seen, tree=tree) for seen in observe_sites(files, tree))


def _unread(plan: Plan, project: Path, *, allow_outside: bool) -> Iterator[tuple[str, Problem]]:
    """The repositories that cannot be read, or may not be; of what may not, nothing is told."""
    for tree in plan.trees:
        if not allow_outside and not is_inside(Path(tree.path), project):
            message = f"`{tree.path}` is outside of the Git repository that holds the plan, so it is not read"
            yield "unreadable-file", Problem(at=tree.at("path"), message=message, hint=_ALLOWED)
        elif not is_folder(project / tree.path):
            message = f"there is no folder `{tree.path}` to read the lab's files from"
            hint = "name it as seen from the folder that the plan's folder is in"
            yield "unreadable-file", Problem(at=tree.at("path"), message=message, hint=hint)


_ALLOWED = (
    "allow it in the configuration of the site, `extra: {cidrbook: {allow_outside: true}}`, or for a command by"
    f" `{VARIABLE}=1`"
)
