"""A README whose parts between markers are written from the plan, and everything else as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from markupsafe import Markup

from cidrbook.pages import MACROS, Macro
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.calls import guarded
from cidrbook.pages.github import as_github
from cidrbook.report.graph import graph
from cidrbook.report.mermaid import as_mermaid
from cidrbook.text.markers import MarkedPart, MarkerError, marked_parts

_FENCE = "```"
_AS_TABLES = (
    "address",
    "bgp_sessions",
    "cidr",
    "cidr_table",
    "conventions",
    "dhcp_table",
    "free_space",
    "hosts_table",
    "network_tree",
    "policy_matrix",
    "pools_table",
    "services_table",
    "uplinks",
    "vlan_table",
)
_EXAMPLE = "`<!-- cidrbook: cidr_table() -->`, and below it `<!-- /cidrbook -->`"


class ReadmeError(Exception):
    """What is wrong in a README, each with its line: `7: …`."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def updated(book: Book, text: str) -> str:
    """The text of a README with each part between markers as the plan has it. Raises `ReadmeError`."""
    parts = _parts_of(text)
    if not parts:
        raise ReadmeError([f"1: there are no markers: write {_EXAMPLE}"])
    pieces, wrong, at = [], [], 0
    for part in parts:
        try:
            pieces += [text[at : part.start], _part_content(book, part, text)]
        except MarkerError as error:
            wrong.append(str(error))
        at = part.end
    if wrong:
        raise ReadmeError(wrong)
    result = "".join(pieces) + text[at:]
    if [part.call for part in _parts_of(result)] != [part.call for part in parts]:
        # a backtick before a marker and one in the old content: without the latter, the former begins code
        raise ReadmeError([f"{parts[0].line}: the markers would become code: move them away from backticks"])
    return result


def _parts_of(text: str) -> list[MarkedPart]:
    try:
        return list(marked_parts(text))
    except MarkerError as error:
        raise ReadmeError([str(error)]) from None


def _part_content(book: Book, part: MarkedPart, text: str) -> str:
    """What belongs between two markers."""
    content = _rendered_call(book, part)
    if part.margin is not None:
        newline = "\r\n" if text.startswith("\r\n", text.index("\n", part.start) - 1) else "\n"
        return _on_lines(content, part.margin, newline)
    if "\n" in content:
        raise MarkerError(part.line, f"`{part.call}` needs its two markers on lines of their own")
    return content


def _on_lines(content: str, margin: str, newline: str) -> str:
    """The content with an empty line around it: without one, not all that show Markdown see a table."""
    lines = ("", *content.split("\n"), "")
    return newline + "".join(f"{f'{margin}{line}'.rstrip()}{newline}" for line in lines) + margin


def _rendered_call(book: Book, part: MarkedPart) -> str:
    def complain(wrong: WrongCallError) -> NoReturn:
        raise MarkerError(part.line, f"{wrong.message}; {wrong.hint}" if wrong.hint else wrong.message)

    try:
        name, values, named = _parsed_call(part.call)
    except WrongCallError as wrong:
        complain(wrong)
    if name == "bgp_topology":
        return _topology(book, complain, values, named)
    return as_github(str(guarded(README_MACROS[name], book, complain)(*values, **named)))


def _topology(book: Book, complain: Callable[[WrongCallError], str], values: list[Any], named: dict[str, Any]) -> str:
    """The sessions as a flowchart, which GitHub draws."""
    drawn = str(guarded(_mermaid, book, complain)(*values, **named))
    return f"{_FENCE}mermaid\n{drawn}\n{_FENCE}" if drawn else "There are no BGP sessions."


def _mermaid(book: Book) -> str:
    return Markup(as_mermaid(book.plan)) if graph(book.plan).vertices else ""  # noqa: S704 (it escapes names itself)


README_MACROS: Mapping[str, Macro] = MappingProxyType(
    {**{name: MACROS[name] for name in _AS_TABLES}, "bgp_topology": _mermaid}
)
"""The macros that have a form in the Markdown of GitHub."""


def _parsed_call(text: str) -> tuple[str, list[Any], dict[str, Any]]:
    """A macro's name and arguments as a marker has them: as on a page, of values that are written out."""
    try:
        body = Environment(autoescape=True).parse(f"{{{{ {text} }}}}").body
    except TemplateSyntaxError as error:
        reason = error.message or "this is no expression"
    except RecursionError:
        reason = "too many brackets"
    except SyntaxError:  # Jinja takes digits of any script for a number, and Python does not
        reason = "a number has other digits than 0 to 9"
    else:
        return _called(text, body)
    raise WrongCallError("wrong-argument", f"`{text}` cannot be read: {reason}")


def _called(text: str, body: list[nodes.Node]) -> tuple[str, list[Any], dict[str, Any]]:
    match body:
        case [nodes.Output(nodes=[nodes.Call(node=nodes.Name(name=name), dyn_args=None, dyn_kwargs=None) as call])]:
            _check_name(name)
            return (
                name,
                [_literal(value) for value in call.args],
                {pair.key: _literal(pair.value) for pair in call.kwargs},
            )
    raise WrongCallError("wrong-argument", f"`{text}` is no call of a macro, such as `cidr_table()`")


def _check_name(name: str) -> None:
    if name in README_MACROS:
        return
    if name in MACROS:
        message = f"`{name}` has no form in a README: it needs HTML"
        raise WrongCallError("wrong-argument", message, README_MACROS)
    raise WrongCallError("wrong-argument", f"there is no macro `{name}`", README_MACROS, name)


def _literal(node: nodes.Expr) -> Any:
    """A text, a number, true, false, none, or a list of them. Nothing is worked out: anybody may propose a README."""
    match node:
        case nodes.Const(value=value):
            return value
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return [_literal(item) for item in items]
        case nodes.Name(name=name):
            raise WrongCallError("wrong-argument", f"`{name}` means nothing here: write it in quotes")
    raise WrongCallError("wrong-argument", "an argument is a text in quotes, a number, true, false, or a list of them")
