"""The product's own reference pages: the rules from their files, the data from the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from cidrbook.nuances.facts import FACTS
from cidrbook.pages.book import Book
from cidrbook.pages.markup import prose, render
from cidrbook.plan.model import Document
from cidrbook.rules import Rule, family_title, rules

_EXPECTED = re.compile(r"[ \t]*(?:#|\{#) ([A-Z]\d{3}): \d+(?:, [A-Z]\d{3}: \d+)*(?: #\})?$", re.MULTILINE)
_FACTS = (
    "What the `when` of a nuance can depend on: one router, one cluster, one of its load balancers, one of its VIPs."
)
_FREE = {False: "a word", True: 'a constraint, as "<22.1"'}
_TYPES = {"string": "text", "integer": "number", "boolean": "true or false", "object": "mapping"}


def rules_reference(book: Book) -> str:  # noqa: ARG001 (every macro is given the book)
    """Every rule, by family, as its file documents it. A block of Markdown: it stands alone on its lines."""
    return "\n\n".join(_families())


def _families() -> Iterator[str]:
    for family, members in groupby(rules(), key=lambda rule: rule.family):
        listed = list(members)
        yield f"## {family_title(family)}"
        yield render("rules.html.jinja", rules=listed)
        yield from map(_rule, listed)


def _rule(rule: Rule) -> str:
    rest = _EXPECTED.sub(r"  # ← \1", rule.doc.partition("\n")[2])
    return f"### {rule.code} {rule.slug}\n\n**{rule.title}** Severity: {rule.severity}.\n{rest}"


def data_reference(book: Book) -> str:  # noqa: ARG001 (every macro is given the book)
    """Every key of the data, with what it holds. A block of Markdown: it stands alone on its lines."""
    schema = Document.model_json_schema(by_alias=True, mode="validation")
    objects = {"Document": schema, **schema["$defs"]}
    order = _reached(objects)
    keys = "\n\n".join(
        f"## {_heading(name)}\n\n{prose(objects[name].get('description', ''))}\n\n{_keys(objects[name])}"
        for name in order
    )
    facts = [(name, " or ".join(known.words) or _FREE[name.endswith(".version")]) for name, known in FACTS.items()]
    return f"{keys}\n\n## Facts for nuances\n\n{_FACTS}\n\n{render('facts.html.jinja', rows=facts)}"


def _reached(objects: dict[str, Any]) -> list[str]:
    """The objects in the order in which a reader meets them."""
    order, queue = [], ["Document"]
    while queue:
        name = queue.pop(0)
        if name not in order:
            order.append(name)
            queue[:0] = re.findall(r"#/\$defs/(\w+)", str(objects[name]["properties"]))
    return order


def _heading(name: str) -> str:
    return "A file" if name == "Document" else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _keys(described: dict[str, Any]) -> str:
    required = described.get("required", [])
    rows = [
        (key, _kind(value), key in required, value.get("description", ""))
        for key, value in described["properties"].items()
    ]
    return render("keys.html.jinja", rows=rows)


def _kind(schema: dict[str, Any]) -> str:  # noqa: PLR0911 (a table of shapes)
    """What a value is, in a few words."""
    match schema:
        case {"$ref": ref}:
            return _heading(ref.rpartition("/")[2]).lower()
        case {"anyOf": [one, {"type": "array", "items": many}]} if one == many:
            return f"{_kind(one)}, or a list"
        case {"anyOf": [*options]}:
            kinds = dict.fromkeys(_kind(option) for option in options if option.get("type") != "null")
            return " or ".join(kinds)
        case {"enum": [*words]}:
            return " or ".join(str(word) for word in words if word)
        case {"type": "array", "items": items}:
            return f"list of {_kind(items)}"
        case {"type": "object", "additionalProperties": dict(values)}:
            return f"mapping of names to {_kind(values)}"
        case {"type": str(kind), **rest}:
            return f"{_TYPES.get(kind, kind)}" + (f", as {rest['examples'][0]}" if rest.get("examples") else "")
        case _:
            return "text"
