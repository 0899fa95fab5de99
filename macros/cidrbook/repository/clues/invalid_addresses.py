"""Typos in addresses and pools: `10.69.0.256`, a prefix longer than 32, a range that runs backwards.

Read: the keys under which services ask for addresses, the pools of MetalLB and Cilium; and private addresses under
any key that is called like an address, a host or a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.net.address_text import to_int
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_PART = re.compile(r"[^\s,]+")
_OCTETS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4}){3}")
_ADDRESS = re.compile(r"[0-9a-fA-F.:]{3,45}")
_RANGE = re.compile(rf"({_ADDRESS.pattern})\s*-\s*({_ADDRESS.pattern})")
_LAST = 255
"""The largest octet of an IPv4 address."""

_LONG = 32
"""The longest prefix length of IPv4."""

_TYPO = re.compile(
    r"1(?<![\w.]1)(?:0|92\.168|72\.(?:1[6-9]|2[0-9]|3[01]))\.(?:[0-9]{1,3}\.){0,2}"
    r"(?:(?:25[6-9]|2[6-9][0-9]|[3-9][0-9]{2})(?![0-9])|[0-9]{1,3}/(?:3[3-9]|[4-9][0-9])(?![0-9]))"
)
"""A private address with an octet that is too large: finds the few files to look at closely."""

_WHOLE = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,9}://)?((?:10|192\.168|172\.[0-9]{2})(?:\.[0-9]{1,3}){2,3})(?:/([0-9]{1,2})|(?::[0-9]{1,5})?/?)\Z"
)
_KEYS = re.compile(
    r"(?:^|[_.-])(?:ip|ipv4|addr|vip)(?:$|[_.s-])|address|host$|endpoint|gateway|cidr|subnet|nameserver|^server$|sans?$",
    re.IGNORECASE,
)


@reads_documents(
    kinds=("CiliumLoadBalancerIPPool", "IPAddressPool", "AddressPool"), keys=(*KEYS, "address-pools"), examples=True
)
def read(document: Document) -> Iterator[Reported]:
    """The invalid addresses and pools of a document."""
    for written in _service_address_texts(document):
        for found in _PART.finditer(written) if not written.open else ():
            yield from _too_large(document, written.part(*found.span()))
    for first, last in _pool_range_ends(document):
        yield from (*_too_large(document, first), *_too_large(document, last))
        if _is_backwards(first, last):
            yield _invalid(document, first, f"the range from {first} to {last} ends before it begins", "swap its ends")


@reads_documents(looks=_TYPO, examples=True)
def read_typos(document: Document) -> Iterator[Reported]:
    """Private addresses with an octet that is too large, under keys for addresses."""
    known = {(written.place.line, written.place.column) for written in _service_address_texts(document)}
    for _, mapping in document.mappings:
        for key, value in mapping.items():
            listed = value if isinstance(value, list) else [value]
            for written in (written for written in listed if isinstance(written, Located)) if _KEYS.search(key) else ():
                if (written.place.line, written.place.column) not in known and written.raw == written:
                    yield from _typo(document, written)


def _typo(document: Document, written: Located) -> Iterator[Reported]:
    found = _WHOLE.match(written)
    if found and found[1].count(".") == 3:
        large = next((word for word in found[1].split(".") if int(word) > _LAST), "")
        if large:
            yield _invalid(
                document, written, f"{written} is no address: {large} is more than {_LAST}", "correct the address"
            )
        elif found[2] and int(found[2]) > _LONG:
            yield _invalid(
                document, written, f"{written} is no network: {found[2]} is more than {_LONG}", "correct the length"
            )


def _service_address_texts(document: Document) -> Iterator[Located]:
    """The texts in which services ask for their addresses."""
    for mapping in document.having(*KEYS):
        for key in (key for key in mapping if key in KEYS):
            yield from texts(mapping[key])


def _pool_range_ends(document: Document) -> Iterator[tuple[Located, Located]]:
    """The two ends of each range of a pool."""
    for written in _metallb_pools(document):
        found = None if written.open else _RANGE.fullmatch(written)
        if found:
            yield written.part(*found.span(1)), written.part(*found.span(2))
    if document.kind == "CiliumLoadBalancerIPPool":
        for block in items(document.tree, "spec", "blocks"):
            first, last = text(block, "start"), text(block, "stop")
            if first is not None and last is not None and not first.open and not last.open:
                yield first, last


def _metallb_pools(document: Document) -> Iterator[Located]:
    """MetalLB's pools, in its objects and in its older configuration."""
    listed: list[Value] = [at(document.tree, "spec")] if document.kind in ("IPAddressPool", "AddressPool") else []
    for mapping in document.having("address-pools"):
        listed += items(mapping, "address-pools")
    for entry in listed:
        yield from texts(at(entry, "addresses"))


def _too_large(document: Document, written: Located) -> Iterator[Reported]:
    """The problem of an address with an octet that is too large."""
    parts = written.partition("/")[0]
    large = next((word for word in parts.split(".") if int(word) > _LAST), "") if _OCTETS.fullmatch(parts) else ""
    if large:
        yield _invalid(
            document, written, f"{written} is no address: {large} is more than {_LAST}", "correct the address"
        )


def _is_backwards(first: str, last: str) -> bool:
    version = 6 if ":" in first else 4
    begin, end = to_int(first, version), to_int(last, version)
    return begin is not None and end is not None and end < begin


def _invalid(document: Document, at: Located, message: str, hint: str) -> Reported:
    problem = Problem(at=at.place, message=message, hint=hint)
    return Reported("wrong-type", problem, document.cluster)
