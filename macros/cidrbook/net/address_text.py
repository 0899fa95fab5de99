"""The text of an address: the number it stands for, or what is wrong with it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.text.lookalikes import CURLY
from cidrbook.text.regex import regex
from cidrbook.text.source import ODD_BLANKS

_FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
_DOTTED = regex(r"[0-9]{1,10}(?:\.[0-9]{0,10})+\Z")
_NEARLY_DOTTED = regex(r"[0-9]{1,3}[.,][0-9]{1,3}[.,]")
_NOT_DOTTED = regex(r"[^0-9.]")
_NOT_HEX = regex(r"[^0-9a-f:.]", re.IGNORECASE)
_ODD = regex(f"[{ODD_BLANKS}]")
_NOTHING = frozenset({"none", "no", "n/a", "na", "nil", "false", "off", "-"})
_NOT_FIXED = frozenset({"dhcp", "auto", "dynamic", "slaac", "any"})
_GROUPS = 8
_LONGEST = 60
"""Characters of a text beyond which it is no mistyped address."""


def to_int(text: str, version: int) -> int | None:
    """An address as a number, or None where the text is not a full address of that version.

    Dotted quads must have four decimal octets without leading zeros (RFC 6943, section
    3.1.1: some readers take `010` for 8); IPv6 takes every form of RFC 4291, section 2.2.
    """
    try:
        return int.from_bytes(socket.inet_pton(_FAMILY[version], text), "big")
    except (OSError, ValueError):
        return None


class _Fault(NamedTuple):
    """What is wrong with an address, and what to write instead, where that is known."""

    why: str
    instead: str = ""


def advice(address: str, form: str, rest: str = "") -> str:
    """What to do about a text that is not an address; `form` says how one is written, `rest` follows the address."""
    looks = (_not_there, _list, _wrapped, _letters, _sixth if ":" in address else _fourth)
    faults = (fault for look in looks for fault in look(address, rest)) if len(address) <= _LONGEST else iter(())
    why, instead = next(faults, _Fault(""))
    return ": ".join(filter(None, (why, instead or form)))


def _not_there(address: str, rest: str) -> Iterator[_Fault]:
    """Words for an address that there is not."""
    if address.lower() in _NOTHING and not rest:
        yield _Fault("", "leave the key out if there is none")
    if address.lower() in _NOT_FIXED and not rest:
        yield _Fault("", "leave the key out where no fixed address is given")


def _list(address: str, rest: str) -> Iterator[_Fault]:
    """Several addresses in one text."""
    hint = listed(address + rest)
    if hint:
        yield _Fault("", hint)


def listed(text: str) -> str:
    """What to write for a text of several addresses or prefixes; nothing where it is none."""
    parts = re.split(r"[,;\s]+", text.strip())
    if len(parts) < 2 or any(to_int(part.partition("/")[0], 6 if ":" in part else 4) is None for part in parts):
        return ""
    many = "two" if len(parts) == 2 else str(len(parts))
    what = "networks" if "/" in text else "addresses"
    return f"these are {many} {what}: write them as a list, `[{', '.join(parts)}]`"


def _wrapped(address: str, rest: str) -> Iterator[_Fault]:
    """An address with quotes, brackets or blanks around it or in it."""
    whole = address + rest
    bare = re.sub(rf"[\s{ODD_BLANKS}]", "", whole).strip(CURLY + "\"'`[]()<>,;").replace("\\", "/")
    dashed = bare.removeprefix("-")
    host = dashed.partition("/")[0]
    if dashed != whole and to_int(host, 6 if ":" in host else 4) is not None:
        if dashed != bare:
            why = "a space is missing after the dash"
        elif set(whole) & set(CURLY):
            why = "YAML knows no curly quotes"
        else:
            why = "a character stands here that looks like a space or cannot be seen" if _ODD.search(whole) else ""
        yield _Fault(why, f"write `{dashed}`")


LIKE_DIGITS = str.maketrans("OolI", "0011")
"""Letters that look like digits."""
_SLIPS = LIKE_DIGITS | str.maketrans(",", ".")


def _letters(address: str, rest: str) -> Iterator[_Fault]:
    """Letters in the place of digits."""
    digits = address.translate(_SLIPS)
    letter = next((char for char in address if ord(char) in _SLIPS), "")
    if letter and to_int(digits, 6 if ":" in address else 4) is not None:
        what = (
            f"letter {letter} in place of a {letter.translate(_SLIPS)}" if letter != "," else "comma in place of a dot"
        )
        yield _Fault(f"there is a {what}", f"write `{digits}{rest}`")


def _fourth(address: str, rest: str) -> Iterator[_Fault]:
    """The faults of a dotted quad."""
    octets = address.split(".")
    odd = _NOT_DOTTED.search(address)
    if odd and _NEARLY_DOTTED.match(address) and odd[0].isprintable():
        yield _Fault(f"an IPv4 address has digits and dots only, and {_character_name(odd[0])} is neither")
    if address.startswith(".") and address.strip(".0123456789") == "":
        yield _Fault("an address is written in full")
    if not _DOTTED.match(address):
        return
    if "" in octets:
        yield _Fault("a number is missing between two dots or at the end")
    elif len(octets) < 4 and rest[1:].isdecimal() and int(rest[1:]) <= 8 * len(octets):
        yield _Fault("", f"write `{'.'.join([*octets, '0', '0', '0'][:4])}{rest}`")
    elif len(octets) != 4:
        yield _Fault(f"an IPv4 address has four numbers, and this one has {len(octets)}")
    else:
        plain = [str(int(octet)) for octet in octets]
        if plain != octets and all(int(octet) < 256 for octet in plain):
            why = "octets have no leading zeros, which some readers take for octal"
            yield _Fault(why, f"write `{'.'.join(plain)}{rest}`")
        yield _Fault("each octet is 0 to 255")


def _character_name(character: str) -> str:
    """A character as hints name it."""
    names = {" ": "a blank", "\\": "a backslash", "`": "a backtick", "-": "a hyphen", ",": "a comma"}
    return names.get(character, repr(character))


def _with_one_run(address: str, rest: str) -> str:
    """What to write for an address with several `::`: the last one stays, as it mostly ends a prefix."""
    once = re.sub(":{3,}", "::", address)
    head, _, tail = once.rpartition("::")
    single = f"{head.replace('::', ':')}::{tail}"
    if to_int(once, 6) is not None:
        return f"write `{once}{rest}`"
    return f"replace the first `::` by `:`: write `{single}{rest}`" if to_int(single, 6) is not None else ""


def _sixth(address: str, rest: str) -> Iterator[_Fault]:
    """The faults of an IPv6 address, the plainest first."""
    bare, zone, _ = address.partition("%")
    if zone and to_int(bare, 6) is not None:
        yield _Fault("a zone belongs to one machine, not to the plan", f"write `{bare}{rest}`")
    odd = _NOT_HEX.search(address)
    if odd and odd[0].isprintable():
        yield _Fault(f"IPv6 has hex digits only, 0 to 9 and a to f, and {_character_name(odd[0])} is none")
    if address.count("::") > 1 or ":::" in address:
        yield _Fault("`::` may stand only once in an address", _with_one_run(address, rest))
    groups = address.split(":")
    long = next((group for group in groups if len(group) > 4 and "." not in group), "")
    if long:
        yield _Fault(f"a group has four hex digits at most, and {long} has {len(long)}")
    yield from _group_count_faults(address, sum(map(bool, groups)) + ("." in address), rest)


def _group_count_faults(address: str, count: int, rest: str) -> Iterator[_Fault]:
    """Too many groups, or too few."""
    if "::" in address:
        if count >= _GROUPS:
            yield _Fault(f"{count} groups are there already, and two colons side by side stand for more of them")
    elif count > _GROUPS:
        yield _Fault(f"an IPv6 address has eight groups, and this one has {count}")
    elif count < _GROUPS:
        shorter = f"{address.rstrip(':')}::"
        instead = f"write `{shorter}{rest}`, where zeros follow" if to_int(shorter, 6) is not None else ""
        yield _Fault(f"an IPv6 address has eight groups, and this one has {count}", instead)
