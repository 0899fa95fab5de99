"""Names in one spelling, as words, so that `Home Assistant` and `homeassistant` are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cidrbook.repository.vocabulary import GATEWAY_PRODUCTS, GENERIC, PREPOSITIONS, WORD
from cidrbook.text.regex import regex

PLAIN_WORDS = GENERIC - GATEWAY_PRODUCTS
"""Generic words in names. They name no product, and do not distinguish things."""
_SPELLINGS = {"postgresql": "postgres", "pgsql": "postgres", "hass": "homeassistant"}
_EDITION = regex(
    r"(?:\s(?:ve|os|scale|core|ce|lts|dsm|bs|edition|virtual environment)){1,2}(?:\s+v?[0-9][0-9.]{0,9})?\s*$"
    r"|\s+(?:v[0-9]{1,4}|v?[0-9]{1,4}\.[0-9][0-9.]{0,9})\s*$",
    re.IGNORECASE,
)
"""The edition and the release behind the name of a product: `Proxmox VE 9`."""
_KIND_BEFORE = regex(
    r"\s*(?:nodes?|hosts?|servers?|machines?|vm|lxc|worker|router|switch)[\s:]+(?=[`*]*[a-z])", re.IGNORECASE
)
"""The kind of a thing before its name: `Node kube-1`."""
_DASH_OF_A_WORD = regex(r"(?<=[a-z])-|-(?=[a-z])")


class NameParts(NamedTuple):
    """A name in parts: its words, those that identify it, and all joined."""

    words: tuple[str, ...]
    own: frozenset[str]
    joined: str

    @property
    def with_fillers(self) -> frozenset[str]:
        """Its words, and words that may stand beside them without naming something else."""
        return frozenset(self.words) | GENERIC | PREPOSITIONS


def parts_of(name: str) -> NameParts:
    """The parts of a name."""
    words = tuple(_SPELLINGS.get(word, word) for word in WORD.findall(name.lower()))
    return NameParts(words or (name,), frozenset(words) - GENERIC, "".join(words))


def spelled(text: str) -> tuple[str, ...]:
    """The words of a text in one spelling, without words for a position."""
    return tuple(_SPELLINGS.get(word, word) for word in WORD.findall(text.lower()) if word not in PREPOSITIONS)


def is_id(label: str) -> bool:
    """Whether a label is written as an id, whose parts are no names."""
    name = label.strip()
    return " " not in name and any(dash in name for dash in "-_")


def spellings(label: str) -> Iterator[str]:
    """A label as it is, without the edition of a product behind it, and without the kind of thing before it."""
    yield label
    yield _EDITION.sub("", label)
    yield _KIND_BEFORE.sub("", label, count=1)


@lru_cache(maxsize=1 << 12)
def without_dashes(name: str) -> str:
    """An id without the dashes of its words; those between two numbers stay, as they tell machines apart."""
    return _DASH_OF_A_WORD.sub("", name)
