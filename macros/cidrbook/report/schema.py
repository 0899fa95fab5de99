"""What a file of the plan may hold, as JSON Schema, for editors and programs."""

from __future__ import annotations

import json

from cidrbook import SITE
from cidrbook.plan.model import Document

SCHEMA_URL = f"{SITE}schema/plan.json"
"""Where the schema is published."""

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": SCHEMA_URL,
    "title": "A file of a network plan for cidrbook",
}


def as_schema() -> str:
    """The schema of one file. Its head comes first, for the reader."""
    described = Document.model_json_schema(by_alias=True, mode="validation")
    return json.dumps({**_HEAD, **described, **_HEAD}, indent=2)
