"""A plan and the repositories that it names, checked together: what the command line and the engines call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import join, normpath
from types import MappingProxyType

from cidrbook import rules
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.model import Tree
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Finding, Problem, Related
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
    return Source(normpath(join(folder, source.file)), source.text)


def _moved(finding: Finding, known: Mapping[Source, Source]) -> Finding:
    def at(place: Place) -> Place:
        return replace(place, source=known.get(place.source, place.source))

    problem = finding.problem
    related = tuple(
        Related(at=at(other_related.at), message=other_related.message) for other_related in problem.related
    )
    return replace(finding, problem=replace(problem, at=at(problem.at), related=related))


def compare(plan: Plan, project: Path, own: str, opened: Mapping[Path, str] = MappingProxyType({})) -> Comparison:
    """The plan beside what its repositories show; a repository that is not there is a problem of the plan.

    `project` is the folder from which they are named; `own` the plan's folder in it, which is no part of them.
    `opened` are texts that somebody writes just now and count before the files on disk, by their resolved paths.
    """
    missing = tuple(_missing(tree) for tree in plan.trees if not (project / tree.path).is_dir())
    seen = (one for tree in _there(plan, project) for one in _observations(tree, project, own, opened))
    observations = tuple(replace(one, plan=plan) for one in seen)
    return Comparison(replace(plan, problems=(*plan.problems, *missing)) if missing else plan, observations)


def is_current(comparison: Comparison, project: Path, own: str) -> bool:
    """Whether the files of the plan's repositories are still those that were read."""
    trees = {id(seen.tree): seen.tree for seen in comparison.observations if seen.tree}
    known = [(tree.path, _texts(tree, comparison.observations)) for tree in trees.values()]
    return known == [(tree.path, _sorted(_files(tree, project, own))) for tree in _there(comparison.plan, project)]


def _texts(tree: Tree, observations: Iterable[Observation]) -> list[tuple[str, str]]:
    """The files of a tree, at all of its sites."""
    return _sorted(source for seen in observations if seen.tree is tree for source in seen.sources)


def _sorted(sources: Iterable[Source]) -> list[tuple[str, str]]:
    return sorted((source.file, source.text) for source in sources)


def _there(plan: Plan, project: Path) -> list[Tree]:
    """The trees that are there; one that names no folder is the repository that the project is in."""
    own = _repository(project) if any(not tree.path for tree in plan.trees) else "."
    named = (tree if tree.path else tree.model_copy(update={"path": own}) for tree in plan.trees)
    return [tree for tree in named if (project / tree.path).is_dir()]


def _repository(project: Path) -> str:
    """The nearest folder upwards that is a Git repository, as seen from the project; the project where none is."""
    folder = project.resolve()
    around = (steps for steps, path in enumerate((folder, *folder.parents)) if (path / ".git").exists())
    return "/".join([".."] * next(around, 0)) or "."


def _files(tree: Tree, project: Path, own: str) -> Iterator[Source]:
    from cidrbook.repository.globs import folder_glob  # noqa: PLC0415 (a site without trees builds faster)
    from cidrbook.repository.tree import files  # noqa: PLC0415 (a site without trees builds faster)

    root, inside = (project / tree.path).resolve(), project.resolve()
    here = inside.relative_to(root).as_posix() if inside.is_relative_to(root) else None
    own_files = (folder_glob(normpath(join(here, folder))) for folder in (own, "site")) if here else ()
    return files(project / tree.path, tree.include, (*tree.exclude, *own_files))


def _observations(tree: Tree, project: Path, own: str, opened: Mapping[Path, str]) -> Iterator[Observation]:
    from cidrbook.repository.observe import observed_at  # noqa: PLC0415 (as above)

    files = list(_files(tree, project, own))
    if opened:
        root = (project / tree.path).resolve()
        files = [Source(source.file, opened.get(root / source.file, source.text)) for source in files]
    yield from (replace(seen, tree=tree) for seen in observed_at(files, tree))


def _missing(tree: Tree) -> tuple[str, Problem]:
    message = f"there is no folder `{tree.path}` to read the lab's files from"
    hint = "name it as seen from the folder that the plan's folder is in"
    return "unreadable-file", Problem(at=tree.at("path"), message=message, hint=hint)
