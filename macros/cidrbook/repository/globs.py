"""Globs of paths in the one dialect that there is: Git's, as in `.gitignore`.

Options, keys of a plan, readers and the `.gitignore` files of a repository all use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from cidrbook.text.regex import regex

if TYPE_CHECKING:
    from pathspec import PathSpec
    from pathspec.pattern import Pattern

GITIGNORE = ".gitignore"

_SPECIAL = regex(r"([\\*?\[\]!# ])")

_ANYWHERE, _FOLDERS = "^(?:.+/)?", "(?:/.+)?"
"""What pathspec makes of `**` before a pattern, and between two folders of it."""

_STAR = regex(r"\[\^/\]\*((?:\\.|\[\^/\](?!\*)|[^/(\\])*?)(?=\[\^/\]\*)")
"""What pathspec makes of a `*`, with what follows up to the next one of the same name."""


def matches(path: str, globs: Sequence[str]) -> bool:
    """Whether a path, or a folder that it is in, matches one of these globs.

    The last glob that matches counts, and `!` before it takes the match back; what is nearer to the path counts first.
    """
    if not globs:
        return False
    spec = _compiled(tuple(globs))
    steps = path.split("/")
    nearest_first = (path, *(f"{'/'.join(steps[:end])}/" for end in range(len(steps) - 1, 0, -1)))
    decisions = (spec.check_file(part).include for part in nearest_first)
    return next((decision for decision in decisions if decision is not None), False)


def first_match(path: str, values: Mapping[str, str]) -> str | None:
    """The value of the first glob that a path matches; None where it matches none."""
    return next((value for glob, value in values.items() if matches(path, (glob,))), None)


def folder_glob(path: str) -> str:
    """The glob that a folder matches, with everything in it, whatever is in its name."""
    escaped = _SPECIAL.sub(r"\\\1", path)
    return f"/{escaped}/"


@lru_cache(maxsize=256)
def _compiled(globs: tuple[str, ...]) -> PathSpec[Pattern]:
    return _spec([glob.removeprefix("./") for glob in globs])


@dataclass(frozen=True)
class IgnoreFile:
    """The patterns of one `.gitignore`: those for a name anywhere below its folder, and those for a path from there."""

    folder: str
    names: PathSpec[Pattern]
    paths: PathSpec[Pattern] | None
    _by_name: dict[str, bool | None] = field(default_factory=dict)

    def decision(self, path: str, name: str) -> bool | None:
        """Whether a path is left out; None where no pattern matches. The name of a folder ends in a slash."""
        if name not in self._by_name:  # in a lab, many files have one name
            self._by_name[name] = self.names.check_file(name).include
        by_path = self.paths.check_file(path[len(self.folder) :]).include if self.paths else None
        return self._by_name[name] if by_path is None else by_path


def ignore_file(folder: str, text: str) -> IgnoreFile:
    """The patterns of a `.gitignore` in a folder, whose path ends in a slash and is empty for the root."""
    lines = [line for written in text.splitlines() if (line := written.rstrip()) and not line.startswith("#")]
    if any(line.startswith("!") for line in lines):  # then their order counts
        return IgnoreFile(folder, _spec(()), _spec(lines))
    anchored = [line for line in lines if "/" in line[:-1]]
    named = [line for line in lines if "/" not in line[:-1]]
    return IgnoreFile(folder, _spec(named), _spec(anchored) if anchored else None)


def is_ignored(files: Sequence[IgnoreFile], path: str, name: str) -> bool:
    """Whether a path is left out by these files, of which the last one is the nearest."""
    decisions = (file.decision(path, name) for file in reversed(files))
    return next((decision for decision in decisions if decision is not None), False)


def is_named_so(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a file or a folder on a path has such a name, in letters of either case: `*.csv`, `db.*`, `*vars/`.

    This takes a tenth of the time of `matches`, as readers ask it for every file.
    """
    return bool(globs) and _any_of(globs).search(path) is not None


@lru_cache(maxsize=256)
def _any_of(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:^|/)(?:{'|'.join(map(_name_pattern, globs))})", re.IGNORECASE)


def _name_pattern(glob: str) -> str:
    """The pattern of one name on a path; with a slash at its end, only of a folder."""
    name = "[^/]*".join(map(re.escape, glob.removesuffix("/").split("*")))
    return f"{name}/" if glob.endswith("/") else f"{name}(?:/|$)"


def _spec(lines: Iterable[str]) -> PathSpec[Pattern]:
    from pathspec import PathSpec  # noqa: PLC0415 (takes a while, and few commands need it)
    from pathspec.pattern import RegexPattern  # noqa: PLC0415 (as above)

    return PathSpec([RegexPattern(pattern, include) for pattern, include in _patterns(lines)])


def _patterns(lines: Iterable[str]) -> Iterator[tuple[re.Pattern[str], bool | None]]:
    """The patterns, and whether each takes in what it matches; lines that are none, such as `[z-a]`, have none."""
    from pathspec.patterns.gitignore.basic import GitIgnoreBasicPattern  # noqa: PLC0415 (as above)

    for line in lines:
        try:
            regex, include = GitIgnoreBasicPattern.pattern_to_regex(line)
            if regex is not None:
                yield re.compile(_first_fit(regex)), include
        except (ValueError, re.error):
            continue


def _first_fit(regex: str) -> str:
    """The same pattern, where each `*` and `**` but the last takes the first fit and never tries another one.

    What follows has the most room after the first fit, so the same paths match; but `*a*a*a*b` would try all ways to
    share out a name of many `a`, for hours.
    """
    first, *others = _STAR.sub(r"(?>[^/]*?\1)", regex).split(_FOLDERS)
    if not others:
        return first
    if first.startswith(_ANYWHERE):
        first = f"^(?>(?:.+?/)??{first.removeprefix(_ANYWHERE)}(?=/))"
    *between, last = others
    return first + "".join(f"(?>(?:/.+?)??{part}(?=/))" for part in between) + _FOLDERS + last
