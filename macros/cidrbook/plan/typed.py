"""A tree to the objects of the model: every value typed, and what does not fit reported and left out.

The object that a wrong value stands in stays, so that what refers to it is not
reported as well.
"""

from __future__ import annotations

from pydantic import ValidationError

from cidrbook.plan.model import PlanFile
from cidrbook.text.finding import Notes, Problem
from cidrbook.text.plan_yaml import MAX_PROBLEMS, read
from cidrbook.text.source import Source, Tree


def read_document(source: Source, notes: Notes) -> PlanFile | None:
    """What one file holds; None, with a problem, where that is not even a mapping."""
    tree, found, lost, has_empty = read(source)
    notes.problems.extend(found)
    notes.lost.update((source, path) for path in lost)
    if tree is None:
        return None
    if not isinstance(tree, dict):
        what = "a list, and no key says of what" if isinstance(tree, list) else "a text, and not `key: value`"
        problem = Problem(
            at=source.place(()),
            message=f"this file is {what}",
            hint="begin with a key, as in `networks:`, and indent the rest below it",
        )
        notes.problems.append(("wrong-type", problem))
        return None
    if has_empty:
        from cidrbook.plan.empty_values import empty_values  # noqa: PLC0415 (as below)

        notes.problems.extend(("missing-value", problem) for problem in empty_values(tree))
    return _typed(tree, notes)


def _typed(tree: dict[str, Tree], notes: Notes) -> PlanFile:
    """The document in the tree. What does not fit is reported and left out; then the rest fits."""
    strangers = sum(type(item) is not dict for value in tree.values() if isinstance(value, list) for item in value)
    if strangers > MAX_PROBLEMS:
        from cidrbook.plan.misfits import leave_out_most  # noqa: PLC0415 (a plan in which all fits is checked faster)

        leave_out_most(tree, strangers, notes)
    while True:
        try:
            return PlanFile.model_validate(tree, by_alias=True, by_name=False)
        except ValidationError as error:
            from cidrbook.plan.misfits import leave_out_misfits  # noqa: PLC0415 (as above)

            leave_out_misfits(tree, error, notes)
