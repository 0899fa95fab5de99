"""The YAML of a plan: read strictly, with a problem for whatever could be misunderstood."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple, NoReturn, cast

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, Event, ScalarEvent

from cidrbook.text.finding import Problem, Related
from cidrbook.text.lookalikes import has_curly, misread, uncurled
from cidrbook.text.source import MAX_DEPTH, ORIGIN, Origin, Path, Place, Source, Tree, mark
from cidrbook.text.yaml_reader import DROPPED, MERGE, build_tree

MAX_EVENTS = 12_000_000
"""Keys, values and brackets of one file that are read: a million networks, and a bound on memory."""

MAX_PROBLEMS = 1000
"""Mistakes of one file that are listed."""

MAX_ALIASED = 100_000
"""Values that aliases may stand for in one file, before it is called a bomb."""

_SHOWN = 80
"""Characters of a line that a hint repeats."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TAGS = frozenset(
    {"!"} | {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
)


class YamlReading(NamedTuple):
    """The tree of a document, and the problems met, each with its rule's slug.

    `lost` are the lists that lack items for those, `has_empty` tells that a key or an item has nothing behind it.
    """

    tree: Tree
    problems: list[tuple[str, Problem]]
    lost: set[Path]
    has_empty: bool


def read(source: Source) -> YamlReading:
    """The one YAML document in `source`.

    Mappings become dicts that carry their `Origin`, sequences lists, scalars the
    text as written; an empty or `null` scalar becomes None. Aliases share what
    they name, merge keys (`<<`) are merged. The tree is None where it cannot be read.
    """
    policy = _Strict(source)
    tree: Tree = None
    try:
        tree = build_tree(source.yaml, policy)
        policy.problems.extend(("misread-character", problem) for problem in misread(source))
    except _Stop:
        pass
    except yaml.YAMLError as error:
        from cidrbook.text.yaml_faults import syntax_problem  # noqa: PLC0415 (a plan without is checked faster)

        policy.problems.append(("yaml-syntax", syntax_problem(source, error)))
    return YamlReading(tree, policy.problems, policy.lost, policy.has_empty)


class _Stop(Exception):  # noqa: N818 (control flow, not an error that anybody sees)
    """The rest of the file is not worth reading."""


class _Strict:
    """The policy for a plan: what a reader of the file could misunderstand is a problem."""

    max_events = MAX_EVENTS
    max_aliased = MAX_ALIASED

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[tuple[str, Problem]] = []
        self.lost: set[Path] = set()
        self.run_on: dict[Path, _RunOn] = {}
        self.has_empty = False
        self.has_curly = has_curly(source.text)

    def scalar(self, event: ScalarEvent) -> Tree:
        """The text as written; None where it is empty or `null`. Curly quotes around it count as quotes."""
        text: str = event.value
        if text in _NULLS and event.implicit[0]:
            self.has_empty |= not text
            return None
        return uncurled(text) if self.has_curly and not event.style else text

    def mapping(self, path: Path) -> dict[str, Tree]:
        """A mapping that knows its origin."""
        return {ORIGIN: Origin(self.source, path)}

    def finish(self, mapping: dict[str, Tree]) -> dict[str, Tree]:
        """Merge `<<`, and forget the values of keys that were written twice."""
        merged = mapping.pop(MERGE, None)
        for part in merged if isinstance(merged, list) else [merged] if merged else []:
            if isinstance(part, dict):
                brought = [name for name in part if name not in mapping]
                mapping.update((name, part[name]) for name in brought)
                own, other = cast("Origin", mapping[ORIGIN]), cast("Origin", part[ORIGIN])
                mapping[ORIGIN] = own._replace(merged=(*own.merged, *((name, other) for name in brought)))
            else:
                self._wrong_merge(mapping)
        mapping.pop(DROPPED, None)
        if self.run_on:
            self._end_run_on(mapping)
        return mapping

    def _end_run_on(self, mapping: dict[str, Tree]) -> None:
        """Where an item runs on into the next one, say so once, and forget what belongs to that."""
        path = cast("Origin", mapping[ORIGIN]).path
        found = self.run_on.pop(path, None)
        if found is None or len(found.problems) < 2:
            return
        for key in list(mapping)[found.keys :]:
            del mapping[key]
        first, *_ = found.problems
        of_item = set(map(id, found.problems))
        self.problems = [entry for entry in self.problems if entry[1] is first or id(entry[1]) not in of_item]
        self.problems = [
            (slug, missing_dash(problem) if problem is first else problem) for slug, problem in self.problems
        ]
        self.lost.add(path[:-1] or path)

    def _wrong_merge(self, mapping: dict[str, Tree]) -> None:
        origin = cast("Origin", mapping[ORIGIN])
        message, hint = "only a mapping can be merged with `<<`", "write an alias of a mapping, as in `<<: *defaults`"
        self.problems.append(("yaml-syntax", Problem(at=origin.at(MERGE), message=message, hint=hint)))

    def repeated_key(self, event: ScalarEvent, path: Path, mapping: dict[str, Tree]) -> str:
        """Report a key that was written before; its value counts only where the first one was left empty."""
        name: str = event.value
        if name == ORIGIN:
            self._problem(event, "a key of control characters stands here", "write the key as text")
            return cast("str", DROPPED)
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(
                event,
                f"more than {MAX_PROBLEMS:,} mistakes are in this file",
                "correct the first ones, and check again",
            )
        first = self.source.place((*path, name), key=True)
        problem = duplicate_key(name, mark(self.source, event), first)
        self.problems.append(("duplicate-key", problem))
        if path in self.run_on:
            self.run_on[path].problems.append(problem)
        elif (
            path
            and (isinstance(path[-1], int) or len(path) == 1)
            and next(islice(mapping, 1, None)) == name
            and _begins_line(problem.at)
        ):
            self.run_on[path] = _RunOn(len(mapping), [problem])
        return name if mapping[name] is None else cast("str", DROPPED)

    def check_tag(self, event: Any) -> None:
        """Only tags of plain YAML mean something."""
        if event.tag not in _TAGS:
            hint = "write the value itself; put a text that begins with `!` into quotes"
            self._problem(event, f"the tag {event.tag} means nothing here", hint)

    def key_of_parts(self, event: Event) -> NoReturn:
        """A key is a word."""
        hint = "write the key as text, as in `name: value`; put a text that begins with a bracket into quotes"
        self._stop(event, "a mapping's key must be a single word", hint)

    def key_of_alias(self, event: AliasEvent, value: Tree) -> NoReturn:  # noqa: ARG002 (no alias is a key, whatever it stands for)
        """A key is written out."""
        self._stop(event, "an alias stands where a key belongs", "write the key as text")

    def unknown_alias(self, event: Any) -> NoReturn:
        """An anchor comes before its aliases."""
        name = event.anchor
        if f"&{name}" in self.source.text:
            message, hint = (
                f"`*{name}` stands before the end of what `&{name}` names",
                f"move `&{name}` and its value up",
            )
        else:
            message = f"YAML reads `*{name}` as a reference to a value named `&{name}`, and there is none"
            line = self.source.lines[mark(self.source, event).line - 1]
            quoted = (
                "" if f"{MERGE}:" in line else f'put a text that begins with `*` into quotes, as in `"*{name}"`; or '
            )
            hint = f"{quoted}write `&{name}` before the value that it names, further up"
        self._stop(event, message, hint)

    def too_much_aliased(self, event: AliasEvent) -> NoReturn:
        """A bomb."""
        message = f"the aliases of this file stand for more than {MAX_ALIASED:,} values"
        self._stop(event, message, "write the values out")

    def too_deep(self, event: Event) -> NoReturn:
        """No plan needs so many levels."""
        self._stop(event, f"nested more than {MAX_DEPTH} levels deep", "a network plan needs about eight levels")

    def too_deep_alias(self, event: AliasEvent) -> NoReturn:
        """As `too_deep`."""
        self._stop(event, f"this alias nests more than {MAX_DEPTH} levels deep", "write the values out")

    def too_many_events(self, event: Event) -> NoReturn:
        """The file would take all memory."""
        self._stop(event, f"this file has more than {MAX_EVENTS:,} keys and values", "split it")

    def second_document(self, event: DocumentStartEvent) -> NoReturn:
        """A file is one document."""
        hint = "put it into a file of its own: all files below data/ are one plan"
        self._stop(event, "a second YAML document begins here", hint)

    def _problem(self, event: Event, message: str, hint: str) -> None:
        self.problems.append(("yaml-syntax", Problem(at=mark(self.source, event), message=message, hint=hint)))

    def _stop(self, event: Event, message: str, hint: str) -> NoReturn:
        self._problem(event, message, hint)
        raise _Stop


class _RunOn(NamedTuple):
    """An item whose first key is written again: how many keys it had before that, and the keys that are repeated."""

    keys: int
    problems: list[Problem]


def _begins_line(place: Place) -> bool:
    return not place.source.lines[place.line - 1][: place.column - 1].strip()


def missing_dash(again: Problem) -> Problem:
    """The first key of an item that is written again with others: the next item begins there without its dash."""
    at, first = again.at, again.related[0].at.line
    has_dash = at.source.lines[first - 1].lstrip().startswith("-")
    where = f", with the dash below that of line {first}" if has_dash else f", and a dash before line {first}, too"
    key, line = at.source.lines[at.line - 1][at.column - 1 :][: at.width], at.source.lines[at.line - 1].strip()
    return replace(
        again,
        message=f"the item that begins in line {first} has a `{key}` already: a dash is missing here",
        label="",
        related=(),
        hint=f"write `- {line[:_SHOWN]}`{where}",
    )


def duplicate_key(name: str, again: Place, first: Place) -> Problem:
    """The same key, written in two places."""
    return Problem(
        at=again,
        message=f"`{name}` is written twice",
        label="again",
        related=(Related(at=first, message=f"`{name}` is first written here"),),
        hint="keep one of them, with the values of both; until then the first one that has a value counts",
    )
