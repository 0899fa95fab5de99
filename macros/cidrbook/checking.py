"""A plan, and the trees of files that it names, checked together: what the command line and the engines call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cidrbook import rules
from cidrbook.plan.finding import Finding, Problem
from cidrbook.plan.model import Tree
from cidrbook.plan.plan import Plan


def check(plan: Plan, project: Path, own: str, today: date) -> tuple[Finding, ...]:
    """Everything that is wrong in the plan, in its trees, and between them.

    `project` is the folder from which trees are named; `own` the plan's folder in it, which is no tree's part.
    """
    return rules.check(with_trees(plan, project, own) if plan.trees else plan, today)


def with_trees(plan: Plan, project: Path, own: str) -> Plan:
    """The plan, with what its trees really hold."""
    there = [tree for tree in plan.trees if (project / tree.path).is_dir()]
    missing = tuple(_missing(tree) for tree in plan.trees if tree not in there and tree.path)
    seen = tuple(_observed(tree, project, own) for tree in there)
    return replace(plan, seen=seen, problems=(*plan.problems, *missing))


def _observed(tree: Tree, project: Path, own: str) -> Plan:
    from cidrbook.sources.observe import observe  # noqa: PLC0415 (a site without trees builds faster)

    exclude = (*tree.exclude, f"{own}/*", "site/*")
    return observe(project / tree.path, tree.include, exclude, tree.clusters, tree.labels)


def _missing(tree: Tree) -> tuple[str, Problem]:
    message = f"there is no folder `{tree.path}` to read the lab's files from"
    hint = "name it as seen from the folder that the plan's folder is in"
    return "unreadable-file", Problem(at=tree.at("path"), message=message, hint=hint)
