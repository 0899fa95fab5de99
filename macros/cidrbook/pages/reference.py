"""The product's own reference pages: the rules from their files, the data from the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from cidrbook.nuances.facts import FACTS, tables
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import prose, render
from cidrbook.plan.model import PlanFile
from cidrbook.report.page import body
from cidrbook.rulebook import Description, descriptions, family_title

_FACTS = (
    "What the `when` of a nuance can depend on: one router, one cluster, one of its load balancers, one of its VIPs."
)
_FREE = {False: "a word", True: 'a constraint, as "<22.1"'}
_TABLES = (
    "A product's own setting, by the product's own name for it; `unset` where others are written and this one is not."
)
_TYPES = {"string": "text", "integer": "number", "boolean": "true or false", "object": "mapping"}


def rules_reference(book: Book, family: str = "") -> str:  # noqa: ARG001 (every macro is given the book)
    """The rules of a family, as their files document them; without a family, the index of all.

    A block of Markdown: it stands alone on its lines. The index links to one page a family, beside it.
    """
    families = {name: list(members) for name, members in groupby(descriptions(), key=lambda rule: rule.family)}
    if not family:
        return "\n\n".join(f"## {family_title(name)}\n\n{_index(members)}" for name, members in families.items())
    if family not in families:
        raise WrongCallError("wrong-argument", f"there is no family of rules `{family}`", list(families), family)
    return "\n\n".join(map(_rule_section, families[family]))


def _index(members: Iterable[Description]) -> str:
    """A table of rules; of three columns, which a phone has room for."""
    cells = [
        (f"[{member.code}]({member.family}.md#{member.anchor})", member.title, f"{member.severity}: {member.slug}")
        for member in members
    ]
    rows = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join(["| Code | Finds that | Severity and name |", "| --- | --- | --- |", *rows])


def _rule_section(rule: Description) -> str:
    return f"## {rule.code} {rule.slug}\n\n**{rule.title}** Severity: {rule.severity}.\n\n{body(rule)}"


def data_reference(book: Book) -> str:  # noqa: ARG001 (every macro is given the book)
    """Every key of the data, with what it holds. A block of Markdown: it stands alone on its lines."""
    schema = PlanFile.model_json_schema(by_alias=True, mode="validation")
    objects = {"PlanFile": schema, **schema["$defs"]}
    order = _objects_in_reading_order(objects)
    keys = "\n\n".join(
        f"## {_heading(name)}\n\n{prose(objects[name].get('description', ''))}\n\n{_key_table(objects[name])}"
        for name in order
    )
    facts = [(name, known.about, " or ".join(known.words) or _FREE[known.measured]) for name, known in FACTS.items()]
    facts += [(f"{table}.…", _TABLES, "a word, a constraint or `unset`") for table in tables()]
    return f"{keys}\n\n## Facts for nuances\n\n{_FACTS}\n\n{render('facts.html.jinja', rows=facts)}"


def _objects_in_reading_order(objects: dict[str, Any]) -> list[str]:
    """The objects in the order in which a reader meets them."""
    order, queue = [], ["PlanFile"]
    while queue:
        name = queue.pop(0)
        if name not in order:
            order.append(name)
            queue[:0] = re.findall(r"#/\$defs/(\w+)", str(objects[name]["properties"]))
    return order


def _heading(name: str) -> str:
    return "A file" if name == "PlanFile" else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _key_table(described: dict[str, Any]) -> str:
    required = described.get("required", [])
    rows = [
        (key, _value_kind(value), key in required, value.get("description", ""))
        for key, value in described["properties"].items()
    ]
    return render("keys.html.jinja", rows=rows)


def _value_kind(schema: dict[str, Any]) -> str:  # noqa: PLR0911 (a table of shapes)
    """What a value is, in a few words."""
    match schema:
        case {"$ref": ref}:
            return _heading(ref.rpartition("/")[2]).lower()
        case {"anyOf": [one, {"type": "array", "items": many}]} if one == many:
            return f"{_value_kind(one)}, or a list"
        case {"anyOf": [*options]}:
            kinds = dict.fromkeys(_value_kind(option) for option in options if option.get("type") != "null")
            return " or ".join(kinds)
        case {"enum": [*words]}:
            return " or ".join(str(word) for word in words if word)
        case {"type": "array", "items": items}:
            return f"list of {_value_kind(items)}"
        case {"type": "object", "additionalProperties": dict(values)}:
            return f"mapping of names to {_value_kind(values)}"
        case {"type": str(kind), **rest}:
            return f"{_TYPES.get(kind, kind)}" + (f", as {rest['examples'][0]}" if rest.get("examples") else "")
        case _:
            return "text"
