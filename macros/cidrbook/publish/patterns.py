"""What identifies a lab or opens it, whoever wrote it: known by its form, without a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log2
from typing import Literal, NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.special import special
from cidrbook.report.secrets import masked
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

What = Literal["public address", "MAC address", "serial number", "key", "token"]


class Identifier(NamedTuple):
    """What was found, its text, and where that begins."""

    what: What
    text: str
    start: int


_IDENTIFIER = regex(
    r"(?P<v4>(?<![\w.-])[0-9]{1,3}(?:[.][0-9]{1,3}){3}(?:/[0-9]{1,2})?(?![\w-]|[.][0-9]))"
    r"|(?P<mac>(?<![\w:.-])[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\3){4}[0-9a-fA-F]{2}(?![\w:-]))"
    r"|(?P<v6>(?<![\w:.])[23][0-9a-fA-F]{3}:[0-9a-fA-F:]{2,35}(?:/[0-9]{1,3})?(?![\w:]))"
    r"|\b(?i:serial(?:[ -]?(?:number|no|nr))?|S/N)[.]?[ \t]{0,3}[:=#][ \t]{0,3}[`\"']?"
    r"(?P<serial>(?=[A-Z0-9-]*[0-9])[A-Z0-9-]{8,24})(?![\w-])",
)
_VERSION = regex(r"(?i)(?:version|release|v|build|firmware|update|upgraded?(?: to)?)[\s:=`\"']{0,4}\Z")
_ADDRESS = regex(r"(?i)(?:address|ip|host|server|gateway|peer|endpoint|dns|ping|ssh|curl|at|//|@)[\s:=`\"'(]{0,4}\Z")
_SMALL = 40
"""A quad of numbers below it is rather a release, as 2.7.2.1: it needs a word before it that says otherwise."""

_BEFORE = 24
"""Characters before a number that may say what it is."""

_EVERYBODYS = frozenset(
    [
        "1.1.1.1",
        "1.0.0.1",
        "1.1.1.2",
        "1.1.1.3",
        "1.0.0.2",
        "1.0.0.3",
        "8.8.8.8",
        "8.8.4.4",
        "9.9.9.9",
        "9.9.9.10",
        "9.9.9.11",
        "149.112.112.112",
        "208.67.222.222",
        "208.67.220.220",
        "94.140.14.14",
        "94.140.15.15",
        "76.76.2.0",
        "76.76.10.0",
        "4.2.2.1",
        "4.2.2.2",
        "1.2.3.4",
        "5.6.7.8",
        "2606:4700:4700::1111",
        "2606:4700:4700::1001",
        "2001:4860:4860::8888",
        "2001:4860:4860::8844",
        "2620:fe::fe",
        "2620:fe::9",
    ]
)
"""Resolvers that the whole world uses, and what everybody writes as an example."""

_DOCUMENTED = (0x00005E0053, 0x01005E90)
"""The beginnings of MAC addresses for documentation (RFC 7042): 00-00-5E-00-53 and 01-00-5E-90."""

_TOKENS = regex(
    r"(?P<key>-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----|\bAGE-SECRET-KEY-1[0-9A-Z]{50,60}\b"
    r"|(?i:\b(?:PrivateKey|PresharedKey)\b)[ \t]{0,9}[=:][ \t]{0,9}[\"']?[A-Za-z0-9+/]{43}=)"
    r"|(?P<token>\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255}|glpat-[A-Za-z0-9_-]{20,64}"
    r"|xox[abeprs]-[A-Za-z0-9-]{10,255}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|tskey-[a-z]+-[A-Za-z0-9-]{10,255}"
    r"|sk-[A-Za-z0-9_-]{32,255}|hvs[.][A-Za-z0-9_-]{20,255}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,255}"
    r"|eyJ[A-Za-z0-9_-]{10,2000}[.]eyJ[A-Za-z0-9_-]{10,2000}[.][A-Za-z0-9_-]{10,2000}))"
)
_HINT = regex(r"(?i)passw|passphrase|secret|token|psk|community|api[_ -]?key|auth[_ -]?key|://[^\s/@]*:[^\s/@]*@")
_RANDOM = regex(r"[A-Za-z0-9+/=_.~-]{16,200}\Z")
_LONG_WORD = regex(r"[A-Za-z0-9+/=_.~-]{16}")
_ENTROPY = 3.6
"""Bits a character: passwords that were made by a program have more, words of a language and examples less."""


def identifiers(text: str) -> Iterator[Identifier]:
    """Public addresses, MAC addresses of a manufacturer, and serial numbers in a text."""
    for found in _IDENTIFIER.finditer(text):
        match found.lastgroup:
            case "v4":
                if _is_public(found[0], 4) and not _is_release(text, found):
                    yield Identifier("public address", found[0], found.start())
            case "v6":
                if _is_public(found[0], 6):
                    yield Identifier("public address", found[0], found.start())
            case "mac":
                if _is_manufactured(found[0]):
                    yield Identifier("MAC address", found[0], found.start())
            case _:
                yield Identifier("serial number", found["serial"], found.start("serial"))


def _is_public(text: str, version: int) -> bool:
    address, _, length = text.partition("/")
    number = to_int(address, version)
    if number is None or address in _EVERYBODYS or (length and int(length) < 8):
        return False
    known = special(IPNetwork(IPAddress(number, version)))
    return known is None and (version == 6 or number >> 24 not in (0, 255))


def _is_release(text: str, found: re.Match[str]) -> bool:
    before = text[max(found.start() - _BEFORE, 0) : found.start()]
    if _VERSION.search(before):
        return True
    small = all(int(octet) < _SMALL for octet in found[0].partition("/")[0].split("."))
    return small and "/" not in found[0] and not _ADDRESS.search(before)


def _is_manufactured(text: str) -> bool:
    """Whether a MAC address is a device's own: not set by software, not for documentation, not a mere example."""
    number = int(text.replace(text[2], ""), 16)
    digits = f"{number:012x}"
    made_up = len(set(digits)) <= 2 or digits in "00112233445566778899aabbccddeeff0123456789abcdef"
    documented = number >> 8 == _DOCUMENTED[0] or number >> 16 == _DOCUMENTED[1]
    return not (number >> 41 & 1 or number >> 40 & 1 or made_up or documented)


def secrets(file: str, text: str) -> Iterator[Identifier]:
    """Private keys and tokens in a text, and what stands where a password does and looks like one."""
    for found in _TOKENS.finditer(text):
        yield Identifier("key" if found["key"] else "token", "", found.start())
    source, after, number = Source(f"{file}.md", text), 0, 1
    for hint in _HINT.finditer(text):
        start = text.rfind("\n", 0, hint.start()) + 1
        if start < after:
            continue  # the line was looked at
        number += text.count("\n", after and after - 1, start)
        end = text.find("\n", hint.start())
        line = text[start : end if end >= 0 else len(text)]
        after = start + len(line) + 1
        if _LONG_WORD.search(line):
            for begin, stop in masked(source, number).secrets:
                if _is_random(line[begin:stop]):
                    yield Identifier("token", "", start + begin)


def _is_random(text: str) -> bool:
    if not _RANDOM.match(text) or not any(char.isdigit() for char in text) or not any(char.isalpha() for char in text):
        return False
    counts = Counter(text).values()
    return -sum(count / len(text) * log2(count / len(text)) for count in counts) >= _ENTROPY
