"""HTML and Markdown that is safe wherever a macro may stand.

A macro's output must survive in the middle of a paragraph, a list, a tab or an
admonition, so it is one line; and everything that comes from the plan is
escaped, so that a name can neither end a table cell nor start a script.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_CODE = Markup('<code style="white-space:nowrap">{}</code>')
_ENTITIES = {ord(char): f"&#{ord(char)};" for char in "&<>\"'`|*[]\\{}"} | {ord("\n"): " ", ord("\r"): " "}


def escape(value: object) -> Markup:
    """A value as text for the middle of Markdown or HTML: what either would act on becomes an entity."""
    return Markup(str(value).translate(_ENTITIES))  # noqa: S704 (this is the function that makes it safe)


def prose(text: object) -> Markup:
    """A sentence with what stands between backticks set as code, and everything else escaped."""
    parts = [escape(part) for part in str(text).split("`")]
    if len(parts) % 2 == 0:  # a backtick that nothing closes
        return escape(text)
    return Markup().join(_CODE.format(part) if index % 2 else part for index, part in enumerate(parts))


def render(template: str, **values: Any) -> Markup:
    """A template of this package, filled in and escaped, as one line of HTML."""
    html = _environment().get_template(template).render(**values)
    return Markup("".join(line.strip() for line in html.splitlines()))  # noqa: S704 (autoescape made it safe)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cidrbook.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_one_line,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["code"] = _CODE.format
    return environment


def _one_line(value: object) -> object:
    """A value without what Markdown would act on inside of HTML: line ends, and marks of code, cells, emphasis."""
    return value if isinstance(value, Markup) else escape(value)
