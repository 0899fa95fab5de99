"""The plan that is being written: the files on disk, and over them the texts that an editor has open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from cidrbook.checking import check, compare
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.load import load, with_texts
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Finding
from cidrbook.text.paths import is_folder, real_path
from cidrbook.text.source import Source


@dataclass(frozen=True, eq=False)
class Workspace:
    """A plan in its folder, beside what its repositories show, at one moment."""

    folder: Path
    comparison: Comparison

    @cached_property
    def sources(self) -> Mapping[Path, Source]:
        """The texts that were read, by the resolved paths of their files."""
        plan = {self.path(source.file): source for source in self.comparison.plan.sources}
        roots = [(seen, self.path(seen.tree.path if seen.tree else "")) for seen in self.comparison.observations]
        return {**{root / source.file: source for seen, root in roots for source in seen.sources}, **plan}

    def path(self, name: str) -> Path:
        """The file that a finding names."""
        return real_path(self.folder.parent / name)

    def findings(self, today: date) -> tuple[Finding, ...]:
        """Everything that is wrong and was not waived."""
        return tuple(finding for finding in check(self.comparison, today) if finding.waived is None)


def open_workspace(folder: Path, opened: Mapping[Path, str]) -> Workspace:
    """The plan of a folder with the texts that are open, by their resolved paths.

    Raises `NoDataError` where there is no plan.
    """
    return Workspace(folder, compare(_open_plan(folder, opened), folder.parent, folder.name, opened))


def with_open_plan(workspace: Workspace, opened: Mapping[Path, str]) -> Workspace:
    """The same with the plan as it is now; its repositories are read again only if the plan names others.

    They take seconds, and a plan is checked after each key.
    """
    plan, before = _open_plan(workspace.folder, opened), workspace.comparison
    if plan.trees != before.plan.trees:
        return open_workspace(workspace.folder, opened)
    observations = tuple(replace(seen, plan=plan) for seen in before.observations)
    return replace(workspace, comparison=replace(before, plan=plan, observations=observations))


def _open_plan(folder: Path, opened: Mapping[Path, str]) -> Plan:
    plan = load(folder, folder.name)
    root = real_path(folder)
    texts = {
        f"{folder.name}/{path.relative_to(root).as_posix()}": text
        for path, text in opened.items()
        if path.is_relative_to(root)
    }
    known = {source.file: source.text for source in plan.sources}
    changed = {name: text for name, text in texts.items() if known.get(name, text) != text}
    return with_texts(plan, changed) if changed else plan


def plan_folder(file: Path, named: str = "data") -> Path | None:
    """The folder of the plan that a file belongs to: the nearest of that name around it or beside it; None without."""
    for parent in file.parents:
        if parent.name == named and is_folder(parent):
            return parent
        if is_folder(parent / named) and any((parent / named).glob("*.y*ml")):
            return parent / named
    return None
