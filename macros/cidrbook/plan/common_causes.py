"""Values and keys that do not fit for one reason: one finding each, in the words of what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from netaddr import IPAddress
from pydantic_core import ErrorDetails

from cidrbook.net.address_text import to_int
from cidrbook.plan.document_tree import last_key, place_at, value_at
from cidrbook.plan.key_advice import folded, item_hint, keys_at, kind_at, model_at, naming_key
from cidrbook.text.finding import Problem, Related
from cidrbook.text.source import ORIGIN, Place, Tree

Loc = tuple[int | str, ...]
"""The keys and indexes that lead to what does not fit."""


class Cause(NamedTuple):
    """A finding, the errors that it explains, and what is missing from the plan because of it."""

    rule: str
    problem: Problem
    explains: tuple[Loc, ...]
    lost: tuple[Loc, ...] = ()


def common_causes(tree: dict[str, Tree], details: Sequence[ErrorDetails]) -> Iterator[Cause]:
    """The reasons that explain several errors, or one better than its own message does."""
    yield from _texts_for_objects(tree, [detail["loc"] for detail in details if detail["type"] == "model_type"])
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    for mapping in dict.fromkeys(path[:-1] for path in unknown):
        keys = [str(path[-1]) for path in unknown if path[:-1] == mapping] if len(unknown) < _FEW else []
        yield from _dedented(tree, mapping, keys)
        yield from _in_two_keys(tree, mapping, keys)
        yield from _cut_by_commas(tree, mapping, keys)


_FEW = 100
"""So many unknown keys are looked at for common reasons: a file with more has another form altogether."""


# Texts in a list of objects


def _texts_for_objects(tree: dict[str, Tree], misplaced: Sequence[Loc]) -> Iterator[Cause]:
    """Several addresses or names where objects belong: `hosts: [10.0.0.2, 10.0.0.3]`."""
    for items in dict.fromkeys(path[:-1] for path in misplaced):
        texts = [path for path in misplaced if path[:-1] == items and isinstance(value_at(tree, path), str)]
        if len(texts) < 2:
            continue
        key = naming_key(model_at((*texts[0], "")))
        what = f"{kind_at(texts[0])}s{f', each with its `{key}`' if key else ''}"
        problem = Problem(
            at=place_at(tree, texts[0]),
            message=f"`{last_key(items)}` lists {what}, and {len(texts)} of its items are only texts",
            hint=item_hint(texts[0], value_at(tree, texts[0])).replace("write", "write for each item", 1),
        )
        yield Cause("wrong-type", problem, tuple(texts), ())


# Keys of an object that are not indented like its first one


def _dedented(tree: dict[str, Tree], mapping: Loc, unknown: Sequence[str]) -> Iterator[Cause]:
    """Keys of a mapping that belong to the item of the list above; of several items, objects may belong to any."""
    owner: Loc = ()
    strays: dict[Loc, list[str]] = {}
    written = value_at(tree, mapping) if mapping else tree
    for key, value in written.items() if unknown else ():
        if key not in unknown:
            last = _last_object(value)
            owner = (*mapping, key, last) if last >= 0 else ()
        elif owner and key in keys_at((*owner, key)) and (owner[-1] == 0 or not _holds_objects(value)):
            strays.setdefault(owner, []).append(key)
    for item, keys in strays.items():
        first = next(name for name in value_at(tree, item) if name != ORIGIN)
        like, at = (place_at(tree, path, key=True) for path in ((*item, first), (*mapping, keys[0])))
        if not _begins_line(like) or not _begins_line(at):
            continue
        belongs, is_not = ("belongs", "is") if len(keys) == 1 else ("belong", "are")
        last = _last_line_below(place_at(tree, (*mapping, keys[-1]), key=True))
        problem = Problem(
            at=at,
            message=f"{_listed(keys)} {belongs} to the {kind_at(item)} above, but {is_not} not indented like it",
            hint=f"move {_line_numbers(at.line, last)} to the right by {like.column - at.column} spaces,"
            f" so that `{keys[0]}` stands below `{first}` in line {like.line}",
        )
        paths = tuple((*mapping, key) for key in keys)
        yield Cause("unknown-key", problem, paths, tuple((*item, key) for key in keys))


def _line_numbers(first: int, last: int) -> str:
    """Lines as a hint names them."""
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _last_line_below(key: Place) -> int:
    """The last line of what is written below a key: its items, what is indented further, and a bracket that closes."""
    lines, last = key.source.lines, key.line
    for number in range(key.line + 1, len(lines) + 1):
        text = lines[number - 1].lstrip(" ")
        indent = len(lines[number - 1]) - len(text)
        if not text.strip() or text.startswith("#"):
            continue
        if indent < key.column and not (indent == key.column - 1 and text.startswith("- ")) and text[0] not in "}]":
            break
        last = number
    return last


def _last_object(value: Tree) -> int:
    """The index of the object that a list ends with; -1 where it does not."""
    return len(value) - 1 if isinstance(value, list) and value and isinstance(value[-1], dict) else -1


def _begins_line(place: Place) -> bool:
    """Whether nothing but the dash of an item stands before a place on its line."""
    return not place.source.lines[place.line - 1][: place.column - 1].strip(" -")


def _holds_objects(value: Tree) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


# One value in two keys

_ADDRESS = ("cidr", "network", "subnet", "prefix", "net", "address", "ip", "network_address")
_MASK = ("netmask", "mask", "subnet_mask", "prefix_length", "prefixlen", "prefix_len", "length")
_FIRST = ("dhcp_start", "dhcp_from", "dhcp_first", "dhcp_begin", "range_start", "pool_start", "start", "first", "from")
_LAST = ("dhcp_end", "dhcp_to", "dhcp_last", "dhcp_stop", "range_end", "pool_end", "end", "last", "to")


def _in_two_keys(tree: dict[str, Tree], mapping: Loc, unknown: Sequence[str]) -> Iterator[Cause]:
    """A prefix and its mask, or the ends of a range, each with a key of its own."""
    written = value_at(tree, mapping) if mapping else tree
    for key, ones, others, joined in _IN_TWO:
        one, other = _key_of_words(written, ones), _key_of_words(written, others)
        known = keys_at((*mapping, key))
        if key not in known or not one or not other or other not in unknown:
            continue
        whole = joined(str(written[one]), str(written[other]))
        if not whole:
            continue
        wrong = [name for name in (one, other) if name in unknown]
        related = tuple(
            Related(at=place_at(tree, (*mapping, name), key=True), message=f"`{name}` is written here")
            for name in (one, other)
            if name != wrong[0]
        )
        problem = Problem(
            at=place_at(tree, (*mapping, wrong[0]), key=True),
            message=f"unknown key{'s' * (len(wrong) > 1)} {_listed(wrong)} in a {kind_at(mapping)}",
            hint=f"write `{key}: {whole}` in place of `{one}` and `{other}`",
            related=related,
        )
        yield Cause("unknown-key", problem, ((*mapping, one), (*mapping, other)), ((*mapping, key),))


def _key_of_words(written: Any, words: Iterable[str]) -> str:
    """The key in a mapping that is one of these words, and has a text."""
    keys = {folded(key): key for key, value in written.items() if isinstance(value, str) and key != ORIGIN}
    return next((keys[word] for word in words if word in keys), "")


def _prefix(address: str, mask: str) -> str:
    """A prefix in one text; nothing where it is none."""
    version = 6 if ":" in address else 4
    number = to_int(mask, 4)
    bits = mask.removeprefix("/") if number is None else str(IPAddress(number).netmask_bits())
    is_length = bits.isdecimal() and int(bits[:4]) <= (32 if version == 4 else 128)
    return f"{address}/{bits}" if to_int(address, version) is not None and is_length else ""


def _range_text(first: str, last: str) -> str:
    """A range in one text; nothing where an end is no address."""
    ends = (first, last)
    return "" if any(to_int(end, 6 if ":" in end else 4) is None for end in ends) else f"{first}-{last}"


_IN_TWO = (
    ("cidr", _ADDRESS, _MASK, _prefix),
    ("dhcp", _FIRST, _LAST, _range_text),
    ("range", _FIRST, _LAST, _range_text),
)
"""A key, the words for one half of its value and for the other one, and what puts them together."""


def is_in_two_keys(written: dict[str, Tree]) -> bool:
    """Whether a mapping has a key for each half of one value."""
    return any(_key_of_words(written, ones) and _key_of_words(written, others) for _, ones, others, _ in _IN_TWO)


# A value that a comma ends


def _cut_by_commas(tree: dict[str, Tree], mapping: Loc, unknown: Sequence[str]) -> Iterator[Cause]:
    """Words between commas in braces that are keys to YAML, and should have been one value."""
    written = value_at(tree, mapping) if mapping else tree
    names = [name for name in written if name != ORIGIN]
    for number, key in enumerate(names[:-1]):
        after = list(takewhile(lambda name: name in unknown and written[name] is None, names[number + 1 :]))
        if not after or key in unknown or not isinstance(written[key], str):
            continue
        start, end = (place_at(tree, (*mapping, name), key=name != key) for name in (key, after[-1]))
        whole = _text_between(start, end)
        if "," not in whole:
            continue
        instead = _whole_value(whole)
        problem = Problem(
            at=Place(start.source, start.line, start.column, len(whole)),
            message=f"a comma ends a value between `{{` and `}}`: {_listed(after)} {'is' if len(after) == 1 else 'are'}"
            " no part of it",
            hint=f"write `{key}: {instead}`",
        )
        paths = tuple((*mapping, name) for name in (key, *after))
        yield Cause("unknown-key", problem, paths, paths[:1])


def _text_between(start: Place, end: Place) -> str:
    """What is written from one place to the end of another on its line."""
    line = start.source.lines[start.line - 1]
    return line[start.column - 1 : end.column - 1 + end.width] if start.line == end.line else ""


def _whole_value(text: str) -> str:
    """A value with commas as it should be written: an address, a list of them, or a text in quotes."""
    dotted = text.replace(",", ".").replace(" ", "")
    if to_int(dotted, 4) is not None:
        return dotted
    listed = [part.strip() for part in text.split(",")]
    if all(to_int(part.partition("/")[0], 6 if ":" in part else 4) is not None for part in listed):
        return f"[{', '.join(listed)}]"
    return f'"{text}"'


def _listed(keys: Sequence[str]) -> str:
    """Keys as a sentence lists them."""
    quoted = [f"`{key}`" for key in keys]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
