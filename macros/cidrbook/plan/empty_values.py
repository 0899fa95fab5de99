"""Keys of an object without a value behind them: they count as not written, and nobody sees that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cidrbook.plan.document_tree import place_at
from cidrbook.plan.key_advice import model_at, takes_objects
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.source import ORIGIN, Path, Place, Tree

_SHOWN = 5
"""Further keys that the finding lists."""


def empty_values(tree: dict[str, Tree]) -> Iterator[Problem]:
    """One finding for all such keys of a file. Lists of objects may be empty; what is required has a finding itself."""
    empty = [place for path in _empty(tree, ()) if (place := _empty_place(tree, path))]
    if not empty:
        return
    names = list(dict.fromkeys(_word_for_place(place) for place in empty))
    what = f"`{names[0]}` has no value" if len(empty) == 1 else f"{len(empty)} keys have no value"
    related = [Related(at=place, message=f"`{_word_for_place(place)}` is empty") for place in empty[1 : 1 + _SHOWN]]
    yield Problem(
        at=empty[0],
        message=f"{what} and count{'s' * (len(empty) == 1)} as not written",
        hint=_empty_hint(empty[0], several=len(empty) > 1),
        related=tuple(related),
        severity=Severity.INFO,
    )


def _empty_hint(place: Place, *, several: bool) -> str:
    behind = place.source.lines[place.line - 1][place.column - 1 + place.width + 1 :].strip()
    if behind.startswith("#") and behind[1:2].strip():
        return f'`#` begins a comment: put the text into quotes, as in `{_word_for_place(place)}: "{behind}"`'
    return "write their values, or delete the keys" if several else "write its value, or delete the key"


def _empty(node: Any, path: Path) -> Iterator[Path]:
    """The paths of the keys that the model knows, and that have nothing behind them."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _empty(item, (*path, index))
    elif isinstance(node, dict):
        required: tuple[str, ...] | None = None
        for key, value in node.items():
            if key == ORIGIN:
                continue
            if value is None:
                required = model_at((*path, key)).REQUIRED if required is None else required
                if key not in required and not takes_objects((*path, key)):
                    yield (*path, key)
            else:
                yield from _empty(value, (*path, key))


def _empty_place(tree: dict[str, Tree], path: Path) -> Place | None:
    """The place of the key, if there is really nothing: `~` and `null` are written on purpose."""
    at = place_at(tree, path)
    written = at.source.lines[at.line - 1][at.column - 1 :]
    return None if written.startswith(("~", "null", "Null", "NULL")) else place_at(tree, path, key=True)


def _word_for_place(place: Place) -> str:
    return place.source.lines[place.line - 1][place.column - 1 :][: place.width]
