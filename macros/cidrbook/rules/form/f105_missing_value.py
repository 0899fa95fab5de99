"""A required value is missing.

A key without a value behind it counts as not written. Where the key is not required, that is only
information: write the value, or delete the key. Write `~` for a value that is empty on purpose.

```yaml
networks:
  - name: lan # F105: 5
    vlan: 10
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
    vlan: 10
```

Source: the [data reference](../data.md) says which keys each object must have.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import cast

from cidrbook.plan.entry import Entry
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem

_NOTHING = ("", (), None)


def check(plan: Plan) -> Iterator[Problem]:
    """Every required field that is empty, unless its value was reported already; and empty keys of each file."""
    yield from plan.problems_of("missing-value")
    before: tuple[Entry, list[str]] | None = None
    for entry, missing in _lacking(plan):
        if before and _are_one(before, (entry, missing)):
            yield _dash_too_many(before[0], entry)
            before = None
            continue
        if before:
            yield from _problems(plan, *before)
        before = entry, missing
    if before:
        yield from _problems(plan, *before)


def _lacking(plan: Plan) -> Iterator[tuple[Entry, list[str]]]:
    """The objects without values that must be written, with the keys of those."""
    for kind, entries in groupby(plan.entries, key=type):
        required = cast("type[Entry]", kind).required()
        for entry in entries:
            missing = [
                key
                for key, attribute in required
                if not (value := getattr(entry, attribute)) and value in _NOTHING  # most have one: this is told faster
            ]
            if missing:
                yield entry, missing


def _problems(plan: Plan, entry: Entry, missing: list[str]) -> Iterator[Problem]:
    required = [key for key, _ in entry.required()]
    unread = any(plan.lacks(entry, key) for key in required)
    if len(missing) > 1 and missing == required and not unread:
        yield _beginning(entry, required)
    else:
        yield from (_problem(entry, key) for key in missing if not plan.lacks(entry, key))


def _are_one(one: tuple[Entry, list[str]], other: tuple[Entry, list[str]]) -> bool:
    """Whether two items that follow one another in a list have each what the other one lacks."""
    (first, lacks), (second, lacks_too) = one, other
    path, next_path = first.origin.path, second.origin.path
    follows = bool(path) and path[:-1] == next_path[:-1] and isinstance(path[-1], int) and next_path[-1] == path[-1] + 1
    required = {key for key, _ in first.required()}
    apart = not set(lacks) & set(lacks_too) and set(lacks) | set(lacks_too) == required
    return follows and apart and first.origin.source is second.origin.source


def _dash_too_many(first: Entry, second: Entry) -> Problem:
    """One object that a dash cuts in two."""
    return Problem(
        at=second.at(),
        message=f"a dash too many: what follows belongs to the {first.kind} {getattr(first, 'name', '')} above",
        hint="write a space in place of the dash",
        parties=(str(getattr(first, "id", "")),),
    )


def _beginning(entry: Entry, required: list[str]) -> Problem:
    """An item that nothing says what it is: a dash too many, most often."""
    keys = " and no ".join(f"`{key}`" for key in required)
    return Problem(
        at=entry.at(required[0]),
        message=f"a {entry.kind} has no {keys}",
        hint="add them; if the keys belong to the item above, indent them like its own, without the dash",
        parties=(str(getattr(entry, "id", "")),),
    )


def _problem(entry: Entry, key: str) -> Problem:
    name, written = getattr(entry, "name", ""), entry.at(key, key=True)
    is_there = written.source.lines[written.line - 1][written.column - 1 :].startswith(f"{key}:")
    owner = f"{entry.kind} {name}" if name else f"a {entry.kind}"
    return Problem(
        at=written if is_there else entry.at(key),
        message=f"the `{key}` of {owner} is empty" if is_there else f"{owner} has no `{key}`",
        hint=f"{f'write a value behind `{key}:`' if is_there else f'add `{key}:`'}{_meaning(entry, key)}",
        parties=(str(getattr(entry, "id", "")),),
    )


def _meaning(entry: Entry, key: str) -> str:
    """What belongs behind a key, in the words of the data reference."""
    fields = type(entry).model_fields.items()
    described = next((field.description for name, field in fields if (field.alias or name) == key), None)
    return f" ({described[0].lower()}{described[1:].rstrip('.')})" if described else ""
