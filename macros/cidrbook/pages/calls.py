"""Macros as pages call them: without the book, and with a finding where a page asks for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from cidrbook.pages import Macro
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import Escaped, overridden
from cidrbook.pages.view import View, show


def guarded(macro: Macro, book: Book, complain: Callable[[WrongCallError], str]) -> Callable[..., Any]:
    """A macro as pages call it: without the book, and with a finding where it is asked for what is not there."""
    parameters = signature(macro)

    @wraps(macro)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            parameters.bind(book, *args, **kwargs)
        except TypeError as error:
            known = list(parameters.parameters)[1:]
            wanted = next((name for name in kwargs if name not in known), "")
            return complain(WrongCallError("wrong-argument", f"`{macro.__name__}`: {error}", known, wanted))
        try:
            with overridden(book.templates):
                result = macro(book, *map(_raw, args), **{name: _raw(value) for name, value in kwargs.items()})
        except WrongCallError as wrong:
            return complain(wrong)
        except Exception as error:  # noqa: BLE001 (whatever a page hands over must not become a traceback on it)
            return complain(
                WrongCallError("wrong-argument", f"`{macro.__name__}` cannot use what it is given: {error}")
            )
        return result if isinstance(result, str) else show(result, complain)

    return call


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
