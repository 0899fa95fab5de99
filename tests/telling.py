"""Everything in a plan's files that tells which lab it is: read by patterns, and not by the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cidrbook.publish.vocabulary import is_common

_ADDRESS = re.compile(r"(?<![\w.:])(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]{0,4})(?![\w.:])")
_MAC = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")
_NAME = re.compile(r"(?:\bname|\bhostname|\bid|\bssids|\bprovider): *\"?([^,}\]\"\n#]+)")
_ASN = re.compile(r"asn: ([0-9]{4,10})")
_COMMENT = re.compile(r"(?m)^#.*| #.*")
_OWN = re.compile(r"10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|f[cd][0-9a-f]{2}:")
"""How private addresses begin."""

_EVERYBODYS = ("0.0.0.0", "::", "127.0.0.1")  # noqa: S104 (no address to listen on)


def files(plan: Path) -> list[Path]:
    """The files of a plan, which may be one."""
    return sorted(plan.rglob("*.yaml")) if plan.is_dir() else [plan]


def telling(plan: Path) -> set[str]:
    """The addresses, MAC addresses, AS numbers and names in the files of a plan, in lower case."""
    return {value for file in files(plan) for value in _values(file.read_text(encoding="utf-8").lower())}


def addresses(folder: Path) -> set[str]:
    """The addresses and MAC addresses in all files of a folder that are texts."""
    found = set()
    for file in folder.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="ignore").lower()
            found |= {value for value in _ADDRESS.findall(text) if _OWN.match(value)} | set(_MAC.findall(text))
    return found


def _values(text: str) -> Iterator[str]:
    text = _COMMENT.sub("", text)
    yield from (found for found in _ADDRESS.findall(text) if found not in _EVERYBODYS and not _MAC.fullmatch(found))
    yield from _MAC.findall(text)
    yield from _ASN.findall(text)
    yield from (name.strip() for name in _NAME.findall(text) if not is_common(name))


def held(values: set[str], text: str) -> set[str]:
    """Those of the values that a text holds."""
    listed = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    return set(re.findall(rf"(?<![\w.:-])(?:{listed})(?![\w:-])", text.lower()))
