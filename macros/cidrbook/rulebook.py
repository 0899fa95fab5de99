"""What each rule says of itself, read from its file, which is not run: so a list of all rules costs next to nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from cidrbook import SITE
from cidrbook.text.finding import Severity
from cidrbook.text.regex import regex

_FOLDER = Path(__file__).with_name("rules")
_FAMILY = "__init__"
_SEVERITIES = regex(r"\n((?:(?:SEVERITY|OBSERVED) = )+)Severity\.([A-Z]+)(?=\n)")
_FUNCTIONS = regex(r"\n(?:def ([a-z]+)\(|((?:[a-z]+ = )+)[a-z]+(?=\n))")
"""A function, or further names of one: `observed = registered = check`."""


class Description(NamedTuple):
    """A rule without what it does: its codes and names, its severities, its page, and the functions of its file."""

    code: str
    slug: str
    family: str
    severity: Severity
    observed_severity: Severity
    doc: str
    module: str
    functions: frozenset[str]

    @property
    def anchor(self) -> str:
        """Its heading on the page of its family."""
        return f"{self.code.lower()}-{self.slug}"

    @property
    def url(self) -> str:
        """Where its page is published."""
        return f"{SITE}rules/{self.family}/#{self.anchor}"

    @property
    def title(self) -> str:
        """The first line of its page."""
        return self.doc.partition("\n")[0]


@cache
def descriptions() -> tuple[Description, ...]:
    """All rules, by code."""
    families = (folder for folder in _FOLDER.iterdir() if folder.is_dir())
    files = (file for family in families for file in family.iterdir() if file.suffix == ".py" and file.stem != _FAMILY)
    return tuple(sorted(map(_description, files)))


def family_title(family: str) -> str:
    """What the rules of a family are about: the docstring of its folder."""
    return _doc_and_code((_FOLDER / family / f"{_FAMILY}.py").read_text(encoding="utf-8"))[0].rstrip(".")


def _description(file: Path) -> Description:
    doc, code = _doc_and_code(file.read_text(encoding="utf-8"))
    letters, _, slug = file.stem.partition("_")
    severities = {name: severity for names, severity in _SEVERITIES.findall(code) for name in names.split(" = ")}
    return Description(
        code=letters.upper(),
        slug=slug.replace("_", "-"),
        family=file.parent.name,
        severity=Severity[severities.get("SEVERITY", "ERROR")],
        observed_severity=Severity[severities.get("OBSERVED", "ERROR")],
        doc=doc,
        module=f"cidrbook.rules.{file.parent.name}.{file.stem}",
        functions=frozenset(
            name for function, names in _FUNCTIONS.findall(code) for name in (function, *names.split(" = "))
        ),
    )


def _doc_and_code(text: str) -> tuple[str, str]:
    """The docstring of a module, and what follows."""
    _, doc, code = text.split('"""', 2)
    return doc.strip(), code
