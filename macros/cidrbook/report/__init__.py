"""What people and programs read: findings, the pages of rules, the schema of the data."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from cidrbook.report.page import Described
from cidrbook.text.finding import Finding

if TYPE_CHECKING:
    from cidrbook.report.coverage import Coverage


class Format(NamedTuple):
    """A way to write findings down: a function of a module, which is imported when it is called."""

    module: str
    function: str

    def __call__(
        self,
        findings: Sequence[Finding],
        rules: Sequence[Described] = (),
        read: Coverage | None = None,
        *,
        colour: bool = False,
    ) -> str:
        """The findings, and what was read of repositories, as text that ends without a line break.

        `rules` are those that they may come from. `colour` is for the format `text`, on terminals.
        """
        write = getattr(import_module(f"{__name__}.{self.module}"), self.function)
        return str(write(findings, rules, read, **({"colour": True} if colour else {})))


FORMATS = {
    "text": Format("text", "as_text"),
    "json": Format("json", "as_json"),
    "github": Format("github", "as_annotations"),
    "sarif": Format("sarif", "as_sarif"),
}
"""The formats by name. A new one is a module and a line here."""

FROM_ROOT = frozenset({"github", "sarif"})
"""The formats whose paths begin at the root of the repository, where that is known."""
