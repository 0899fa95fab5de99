"""Every state of a plan that Git has, what each commit changed, and who had which address since which commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.changes import plan_changes
from cidrbook.changes.change import Change
from cidrbook.changes.git import Commit, PlanHistory
from cidrbook.plan.plan import Plan

MOST = 200
"""So many commits are read, the newest ones: a hundredth of a second each."""


class Version(NamedTuple):
    """A state of a plan, and the commit that made it; None for files that are not committed."""

    commit: Commit | None
    plan: Plan


class CommitStep(NamedTuple):
    """What a commit changed."""

    commit: Commit | None
    changes: tuple[Change, ...]


class Tenure(NamedTuple):
    """Who had an address: since which commit, and the commit that ended it.

    `is_open` says that nothing has ended it; what is not committed has no commit.
    """

    address: IPAddress
    scope: tuple[str, str]
    name: str
    start: Commit | None
    end: Commit | None = None
    is_open: bool = True


@lru_cache(maxsize=4)
def committed(history: PlanHistory, head: str) -> tuple[Version, ...]:
    """The states of a plan up to a commit, by its full name, oldest first. Raises `GitError`."""
    found = ((commit, history.plan(commit.name)) for commit in history.commits(head, MOST))
    return tuple(Version(commit, plan or Plan()) for commit, plan in found)


def with_present(versions: Sequence[Version], present: Plan) -> tuple[Version, ...]:
    """The states of a plan, and the present one, where that is not committed."""
    texts = [{source.file: source.text for source in plan.sources} for plan in (versions[-1].plan, present)]
    return tuple(versions) if texts[0] == texts[1] else (*versions, Version(None, present))


def steps(versions: Sequence[Version]) -> list[CommitStep]:
    """What each version changed of the one before, the newest first; nothing is said of what only spelling changed."""
    found = (CommitStep(after.commit, plan_changes(before.plan, after.plan)) for before, after in pairwise(versions))
    return [step for step in found if step.changes][::-1]


def tenures(versions: Iterable[Version]) -> list[Tenure]:
    """Who had which address, by address, and then by time."""
    running: dict[tuple[object, ...], Tenure] = {}
    over: list[Tenure] = []
    for version in versions:
        held = _held(version)
        ended = (tenure for key, tenure in running.items() if key not in held)
        over.extend(tenure._replace(end=version.commit, is_open=False) for tenure in ended)
        running = {key: running.get(key, tenure)._replace(name=tenure.name) for key, tenure in held.items()}
    return sorted([*over, *running.values()], key=_order)


def _held(version: Version) -> dict[tuple[object, ...], Tenure]:
    """Who has an address in a version, as if since then."""
    return {
        (claim.scope, claim.address, claim.owner.kind, claim.owner.id): Tenure(
            claim.address, claim.scope, claim.owner.name, version.commit
        )
        for claim in version.plan.claims
    }


def _order(tenure: Tenure) -> tuple[object, ...]:
    began = tenure.start.day.toordinal() if tenure.start else 10**9
    return tenure.address.version, int(tenure.address), tenure.scope, tenure.is_open, began
