"""Plans as Git has them: of a commit, and of every commit that changed them. The work tree is never touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from cidrbook.plan.files import MAX_BYTES, is_yaml_name
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.text.paths import real_path

_QUIET = {
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone would ask its server
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_PATIENCE = 60
"""Seconds that one call of Git may take: a repository of the kernel's size is listed in one."""

_UNSHALLOW = "this clone is shallow: fetch its history (`git fetch --unshallow`, or `fetch-depth: 0` of the checkout)"

_REASONS = {
    "not a git repository": "this is in no Git repository",
    "dubious ownership": "the repository belongs to somebody else, and Git does not trust it (`safe.directory`)",
    "lazy fetching": "this clone is partial, and does not have the files of that commit",
    "promisor": "this clone is partial, and does not have the files of that commit",
}
"""What Git complains of, in words without paths: a page may show them."""


class GitError(Exception):
    """Why Git cannot say what was asked for, in one line."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a plan, by its full name, and the day on which it was made, in UTC."""

    name: str
    day: date

    @property
    def short(self) -> str:
        """The beginning of its name, as long as GitHub shows it."""
        return self.name[:7]


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """The repository that a plan's folder is in: its top, and the folder below it."""

    top: Path
    folder: str
    shown: str
    is_shallow: bool

    @classmethod
    def of(cls, folder: Path, shown: str) -> PlanHistory:
        """The history of a folder. `shown` is its name as reports print it. Raises `GitError` where there is none."""
        inside = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
        if _git(inside, "rev-parse", "--is-bare-repository").strip() == b"true":
            raise GitError("this is a bare repository, without files: use a clone of it")
        top, shallow = _git(inside, "rev-parse", "--show-toplevel", "--is-shallow-repository").decode().splitlines()
        path = real_path(folder)
        if not path.is_relative_to(real_path(Path(top))):
            raise GitError(f"{shown} is not in the repository around it")
        below = path.relative_to(real_path(Path(top))).as_posix()
        return cls(Path(top), "" if below == "." else below, shown, shallow == "true")

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision means. Raises `GitError` where there is none."""
        if revision.startswith("-"):
            raise GitError(f"`{revision}` is no revision: it begins with a dash")
        try:
            found = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError:
            hint = f"; {_UNSHALLOW}" if self.is_shallow else ""
            raise GitError(f"there is no commit `{revision}`{hint}") from None
        return found.decode().split()[-1]

    def has(self, revision: str) -> bool:
        """Whether a revision means a commit."""
        try:
            return bool(self.commit(revision))
        except GitError:
            return False

    def common(self, one: str, other: str) -> str:
        """The last commit that two commits, by their full names, have in common."""
        try:
            return _git(self.top, "merge-base", one, other).decode().strip()
        except GitError:
            hint = f"; {_UNSHALLOW}" if self.is_shallow else ""
            raise GitError(f"the two revisions have no commit in common{hint}") from None

    def plan(self, commit: str) -> Plan | None:
        """The plan in a commit, by its full name; None where it has no file of the plan."""
        files = dict(self._files(commit))
        texts = _blobs(self.top, list(files.values()))
        named = {f"{self.shown}/{name}": text for name, text in zip(files, texts, strict=True)}
        return parse(named) if named else None

    def _files(self, commit: str) -> Iterator[tuple[str, str]]:
        """The plan's files in a commit, in the order in which a plan is read, each with the name of its object."""
        path = ["--", self.folder] if self.folder else []
        listed = _git(self.top, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, *path)
        found = []
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            said, _, name = line.partition("\t")
            below = PurePosixPath(name).relative_to(self.folder).parts if name else ()
            if below and is_yaml_name(below[-1]) and not any(part.startswith(".") for part in below):
                mode, _, blob, size = said.split()
                if size == "BAD":  # newer Git of an object that is not there
                    raise GitError(_REASONS["promisor"])
                if mode.startswith("100") and int(size) <= MAX_BYTES:
                    found.append((below, blob))
        return (("/".join(below), blob) for below, blob in sorted(found))

    def commits(self, head: str, most: int) -> list[Commit]:
        """The newest commits, up to so many, that changed the plan until `head`, the oldest first.

        What a merge brought is one commit.
        """
        path = ["--", self.folder] if self.folder else []
        chosen = ("--first-parent", "--timestamp", f"--max-count={most}")
        lines = _git(self.top, "rev-list", *chosen, head, *path).decode().splitlines()
        return [_commit(*line.split()) for line in reversed(lines)]


def _commit(seconds: str, name: str) -> Commit:
    return Commit(name, datetime.fromtimestamp(int(seconds), UTC).date())


def _blobs(top: Path, names: list[str]) -> list[str]:
    """The texts of objects, by their full names."""
    if not names:
        return []
    given = "".join(f"{name}\n" for name in names).encode()
    out = _git(top, "cat-file", "--batch", given=given)
    texts, at = [], 0
    for _ in names:
        end = out.index(b"\n", at)
        kind = out[at:end].split()
        if kind[1:2] != [b"blob"]:
            raise GitError(_REASONS["promisor"])
        size = int(kind[2])
        texts.append(out[end + 1 : end + 1 + size].decode("utf-8-sig", "replace"))
        at = end + 1 + size + 1
    return texts


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What Git prints. Raises `GitError` with the reason where it fails."""
    command = ["git", "--no-pager", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (no shell; revisions stand behind --end-of-options)
            command,
            cwd=folder,
            env={**os.environ, **_QUIET},
            input=given,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = "it takes too long" if isinstance(error, subprocess.TimeoutExpired) else "is it installed?"
        raise GitError(f"`git` cannot be run: {reason}") from None
    if done.returncode:
        raise GitError(_reason(done.stderr.decode("utf-8", "replace").strip()))
    return done.stdout


def _reason(complaint: str) -> str:
    """Why Git failed: what is known of that, or the first line of what it says."""
    known = (reason for words, reason in _REASONS.items() if words in complaint)
    return next(known, complaint.partition("\n")[0].removeprefix("fatal: ") or "`git` failed without a word")
