"""What a file of the plan may hold, as JSON Schema, for editors and programs."""

from __future__ import annotations

import json
import re
from typing import Any

from cidrbook import SITE
from cidrbook.nuances.facts import FACTS, tables
from cidrbook.nuances.setting import FactReader
from cidrbook.plan.model import PlanFile

SCHEMA_URL = f"{SITE}schema/plan.json"
"""Where the schema is published."""

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": SCHEMA_URL,
    "title": "A file of a network plan for cidrbook",
}
_WORD = {"type": ["string", "number", "boolean"]}
_COMPARISON = r"\s*(<=|>=|==|!=|<|>)\s*[^\s<>=!,]+\s*"
_MEASURE = {
    "anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^({_COMPARISON}(,{_COMPARISON})*|[0-9]+|unset)$"}]
}


def as_schema() -> str:
    """The schema of one file. Its head comes first, for the reader."""
    return json.dumps({**_HEAD, **described(), **_HEAD}, indent=2)


def described() -> dict[str, Any]:
    """The schema of the model, with the facts that the conditions of nuances can ask for."""
    schema = PlanFile.model_json_schema(by_alias=True, mode="validation")
    conditions = schema["$defs"]["Conditions"]
    conditions["properties"] |= {key: _condition_schema(known) for key, known in FACTS.items()}
    conditions["patternProperties"] = {rf"^{re.escape(table)}\..": _one_or_many(_WORD) for table in tables()}
    conditions["additionalProperties"] = False
    return schema


def _condition_schema(known: FactReader) -> dict[str, Any]:
    """What may be asked of a fact: its words in any case, or a constraint."""
    one = _MEASURE if known.measured else _words_schema(known.words) if known.words else _WORD
    return {**_one_or_many(one), "description": known.about}


def _words_schema(words: tuple[str, ...]) -> dict[str, Any]:
    """The words, for completion, and a pattern that takes them in any case."""
    any_case = "|".join(
        "".join(f"[{text}{text.upper()}]" if text.isalpha() else text for text in word) for word in words
    )
    truth = [True, False] if "true" in words else []
    return {"anyOf": [{"enum": [*words, *truth]}, {"type": "string", "pattern": f"^({any_case})$"}]}


def _one_or_many(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one}]}
