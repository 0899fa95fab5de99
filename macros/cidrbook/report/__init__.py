"""Findings as people and programs read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cidrbook.plan.finding import Finding
from cidrbook.report.json import as_json
from cidrbook.report.text import as_text

FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {"text": as_text, "json": as_json}
"""The formats by name. A new one is a module and a line here."""
