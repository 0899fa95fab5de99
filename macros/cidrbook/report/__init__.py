"""What people and programs read: findings, the pages of rules, the schema of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cidrbook.report.coverage import Coverage
from cidrbook.report.github import as_annotations
from cidrbook.report.json import as_json
from cidrbook.report.page import Described
from cidrbook.report.sarif import as_sarif
from cidrbook.report.text import as_text
from cidrbook.text.finding import Finding


class Format(Protocol):
    """A way to write findings down, given the rules that they may come from."""

    def __call__(
        self, findings: Sequence[Finding], rules: Sequence[Described] = (), read: Coverage | None = None
    ) -> str:
        """The findings, and what was read of repositories, as text that ends without a line break."""


FORMATS: dict[str, Format] = {"text": as_text, "json": as_json, "github": as_annotations, "sarif": as_sarif}
"""The formats by name. A new one is a module and a line here."""

FROM_ROOT = frozenset({"github", "sarif"})
"""The formats whose paths begin at the root of the repository, where that is known."""
