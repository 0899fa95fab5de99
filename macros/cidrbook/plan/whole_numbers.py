"""Whole numbers of a plan: how they are read, between which bounds, and what a text that is none should be."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from cidrbook.text.refusal import parse_int, scalar, wrong_type
from cidrbook.text.regex import regex

NUMBER = regex(r"[0-9]{1,10}")
"""A number inside of a text."""
_LISTED = regex(r"\s*[0-9]{1,10}(?:\s*[,;/&+ ]\s*[0-9]{1,10})+\s*\Z")
_WORD_AND_NUMBER = regex(r"\s*[A-Za-z]{2,20}[ _#:-]?\s?[0-9]{1,10}\s*\Z")
SHOWN = 80
"""Characters of a wrong value that are looked at for what it means."""


def parse_number(value: object, others: str = "") -> int:
    """The number that a text says; of several, a hint tells what to do with the others."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], str) and NUMBER.fullmatch(value[0]):
        raise wrong_type("expected a number, found a list", _one_of(value[0], others))
    text = scalar(value, "a number", "42")
    if text.isascii() and text.isdigit() and parse_int(text) is None:
        raise wrong_type(f"`{text[:20]}…` is too large", "write a smaller number")
    number = parse_int(text)
    if number is None:
        raise wrong_type(f"`{text}` is not a whole number", _number_hint(text, others))
    return number


def _number_hint(text: str, others: str) -> str:
    """What to write where a number is missing: the one that a word holds, or the first one of a list."""
    numbers = NUMBER.findall(text[:SHOWN])
    if len(numbers) > 1 and _LISTED.match(text):
        return _one_of(numbers[0], others)
    if len(numbers) == 1 and (_WORD_AND_NUMBER.match(text) or not text.strip("0123456789 ,;#\"'")):
        return f"write `{int(numbers[0])}`"
    return "write digits only, as in `42`"


def _one_of(number: str, others: str) -> str:
    """What to write where a list of numbers stands."""
    return f"one number belongs here: write `{int(number)}`" + (f"; {others}" if others else "")


class Within(NamedTuple):
    """A whole number from `low` to `high`, which is `what`; for pydantic and for the editor's schema."""

    low: int
    high: int
    what: str
    others: str = ""
    """Where further numbers belong, if several are written."""

    def parse(self, value: object) -> int:
        """The number that a scalar says."""
        number = parse_number(value, self.others)
        if not self.low <= number <= self.high:
            raise wrong_type(f"`{number}` is not {self.what}", f"write a number from {self.low} to {self.high}")
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}
