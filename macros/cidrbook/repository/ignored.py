"""What a repository leaves out of itself: the patterns of its `.gitignore` files, each for its folder and below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import PathSpec
    from pathspec.pattern import Pattern

NAME = ".gitignore"


@dataclass(frozen=True)
class Patterns:
    """The patterns of one file: those for a name anywhere below its folder, and those for a path from there."""

    folder: str
    names: PathSpec[Pattern]
    paths: PathSpec[Pattern] | None
    _known: dict[str, bool | None] = field(default_factory=dict)

    def ignore(self, path: str, name: str) -> bool | None:
        """Whether what is at a path is left out; None where no pattern fits. The name of a folder ends in a slash."""
        if name not in self._known:  # in a lab, many files have one name
            self._known[name] = self.names.check_file(name).include
        said = self.paths.check_file(path[len(self.folder) :]).include if self.paths else None
        return self._known[name] if said is None else said


def patterns(folder: str, text: str) -> Patterns:
    """The patterns of a file, which is in this folder (with a slash behind it, or none for the root)."""
    from pathspec import PathSpec  # noqa: PLC0415 (takes a while, and few trees need it)

    lines = [line for other_line in text.splitlines() if (line := other_line.rstrip()) and not line.startswith("#")]
    if any(line.startswith("!") for line in lines):  # then their order counts
        return Patterns(folder, _spec(PathSpec, ()), _spec(PathSpec, lines))
    anchored = [line for line in lines if "/" in line[:-1]]
    named = [line for line in lines if "/" not in line[:-1]]
    return Patterns(folder, _spec(PathSpec, named), _spec(PathSpec, anchored) if anchored else None)


def is_ignored(found: Sequence[Patterns], path: str, name: str) -> bool:
    """Whether a path is left out by these patterns, of which the last ones are the nearest."""
    said = (other_patterns.ignore(path, name) for other_patterns in reversed(found))
    return next((flag for flag in said if flag is not None), False)


def _spec(kind: type[PathSpec[Pattern]], lines: Iterable[str]) -> PathSpec[Pattern]:
    """The patterns; a line that is none is left out."""
    try:
        return kind.from_lines("gitignore", lines)
    except ValueError:
        return kind([one for line in lines for one in _valid(kind, line)])


def _valid(kind: type[PathSpec[Pattern]], line: str) -> Sequence[Pattern]:
    try:
        return list(kind.from_lines("gitignore", [line]).patterns)
    except ValueError:
        return []
