"""Names in their parts, in one spelling, so that `Home Assistant` and `homeassistant` are one."""

from __future__ import annotations

from typing import NamedTuple

from cidrbook.repository.vocabulary import GENERIC, WORD, word_set

GATEWAY_PRODUCTS = word_set("envoy nginx traefik istio haproxy kong contour caddy")
"""Products of which one gateway is made, and another one is not."""
PLAIN_WORDS = GENERIC - GATEWAY_PRODUCTS
"""Words in names that do not tell one thing from another, though they name no product."""
_SPELLINGS = {"postgresql": "postgres", "pgsql": "postgres", "hass": "homeassistant"}
_PLACES = word_set("the a an at on in is of to via for")
"""Words that say where something is, and not what."""


class NameParts(NamedTuple):
    """A name in its parts: its words, those that tell it from others, and all of them without a gap."""

    words: tuple[str, ...]
    own: frozenset[str]
    joined: str

    @property
    def with_fillers(self) -> frozenset[str]:
        """Its words, and those that may stand beside it without making another name of it."""
        return frozenset(self.words) | GENERIC | _PLACES


def parts_of(name: str) -> NameParts:
    """The parts of a name."""
    words = tuple(_SPELLINGS.get(word, word) for word in WORD.findall(name.lower()))
    return NameParts(words or (name,), frozenset(words) - GENERIC, "".join(words))


def spelled(text: str) -> tuple[str, ...]:
    """The words of a text, in one spelling, without those that say where something is."""
    return tuple(_SPELLINGS.get(word, word) for word in WORD.findall(text.lower()) if word not in _PLACES)


def is_id(label: str) -> bool:
    """Whether a label is written as an id: a part of it is no name."""
    name = label.strip()
    return " " not in name and any(dash in name for dash in "-_")
