"""Macros as pages call them: without the book, and with a finding where a page asks for what is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Signature, signature
from itertools import repeat
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined

from cidrbook.pages import Macro
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.findings import Complaint
from cidrbook.pages.markup import Escaped, overridden
from cidrbook.pages.notation import of_plan
from cidrbook.pages.view import View, show

Arguments = tuple[Any, ...]
"""The arguments of a call that have no name."""


def guarded(macro: Macro, book: Book, complain: Callable[[WrongCallError], str]) -> Callable[..., Any]:
    """A macro as pages call it: without the book, and with a finding where it is asked for what is not there."""
    parameters = signature(macro)
    several_plans = "data" not in parameters.parameters  # a macro that compares two plans asks for the other by itself

    @wraps(macro)
    def call(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = tuple(map(_raw, args)), {name: _raw(value) for name, value in kwargs.items()}
        folder, chosen = kwargs.pop("data", "") if several_plans else "", book
        written = {str(value) for value in (*args, *kwargs.values())}
        try:
            _check_arguments(macro, parameters, args, kwargs)
            _check_type(macro, "data", "str", folder)
            chosen = book.other(folder)
            args, kwargs = _masked_arguments(chosen, macro, args, kwargs)
            with overridden(book.templates), of_plan(chosen.folder):
                result = macro(chosen, *args, **kwargs)
        except WrongCallError as wrong:
            is_hidden = chosen.masked is not None and wrong.wanted not in written
            is_lost = (chosen.plan.unread or is_hidden) and wrong.rule in _ABSENT
            return Complaint("…") if is_lost else complain(wrong)
        except Exception as error:  # noqa: BLE001 (whatever a page hands over must not become a traceback on it)
            return complain(WrongCallError("wrong-argument", f"`{macro.__name__}` cannot use its arguments: {error}"))
        return result if isinstance(result, str) else show(result, complain)

    return call


def _masked_arguments(
    book: Book, macro: Macro, args: Arguments, kwargs: dict[str, Any]
) -> tuple[Arguments, dict[str, Any]]:
    """The arguments as a book without the real names knows them: pages write the real ones, whatever is shown."""
    if book.masked is None:
        return args, kwargs
    words = _WORDS | _WORDS_OF.get(macro.__name__, frozenset())
    names = [*list(signature(macro).parameters)[1:], *repeat("", len(args))]
    masked = [
        value if name in words else _with_masks(book.masked, value)
        for name, value in (*zip(names, args, strict=False), *kwargs.items())
    ]
    return tuple(masked[: len(args)]), dict(zip(kwargs, masked[len(args) :], strict=True))


def _with_masks(masked: Callable[[str], str], value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_with_masks(masked, item) for item in value]
    return masked(value) if isinstance(value, str) else value


def _check_arguments(macro: Macro, parameters: Signature, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Complain of arguments that the macro does not have, and of those of a wrong type."""
    try:
        bound = parameters.bind(None, *args, **kwargs)
    except TypeError as error:
        known = [*list(parameters.parameters)[1:], "data"]
        wanted = next((name for name in kwargs if name not in known), "")
        raise WrongCallError("wrong-argument", f"`{macro.__name__}`: {error}", known, wanted) from None
    for name, value in bound.arguments.items():
        _check_type(macro, name, parameters.parameters[name].annotation, value)


def _check_type(macro: Macro, name: str, annotation: object, value: object) -> None:
    """Complain of a text that is none, or that no name of anything can be."""
    types, words = _TYPES.get(str(annotation), ((object,), ""))
    if isinstance(value, types) and "\0" not in str(value):
        return
    found = "a name that means nothing: write it in quotes" if isinstance(value, Undefined) else repr(value)
    raise WrongCallError("wrong-argument", f"`{macro.__name__}`: `{name}` is {words or 'a text'}, not {found}")


_ABSENT = frozenset({"unknown-name", "unknown-link"})
"""What pages ask for in vain that a file has which could not be read, whose finding says enough; or that is hidden."""

_WORDS = frozenset({"columns", "sort", "role", "page", "suffix", "data", "before"})
"""Arguments that name nothing of the plan: columns, orders, roles, pages, folders."""

_WORDS_OF: Mapping[str, frozenset[str]] = MappingProxyType({"external": frozenset({"name"})})
"""The same for single macros."""

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = MappingProxyType(
    {"str": ((str, int, float), "a text"), "bool": ((bool,), "true or false")}
)
"""What macros say of the types of their arguments that they do not check by themselves."""


class LinkMacros:
    """The macros below `links`; any other name there is a finding."""

    def __init__(self, macros: dict[str, Callable[..., Any]], complain: Callable[[WrongCallError], str]) -> None:
        self._macros = macros
        self._complain = complain

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        missing = WrongCallError("wrong-argument", f"`links` has no `{name}`", self._macros, name)
        return self._macros[name] if name in self._macros else self._complain(missing)


def _raw(value: Any) -> Any:
    """A value as the plan has it, where a page got it from the plan."""
    if isinstance(value, list):
        return [_raw(item) for item in value]
    return value.raw if isinstance(value, Escaped | View) else value
