"""Typos in addresses: `10.69.0.256`, a prefix longer than 32.

Read: the keys under which services ask for addresses; private addresses under any key that is called like an
address, a host or a network; and those in the commands of configurations, such as of routers. Fields whose type a
product fixes are those of `typed_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.clues.typed_fields import typed_values
from cidrbook.repository.formats.service_addresses import KEYS
from cidrbook.repository.reader import reads_blocks, reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, texts

_PART = regex(r"[^\s,]+")
_OCTETS = regex(r"[0-9]{1,3}(?:\.[0-9]{1,4}){3}")
_LAST = 255
"""The largest octet of an IPv4 address."""

_LONG = 32
"""The longest prefix length of IPv4."""

_TYPO = regex(
    r"1(?<![\w.]1)(?:0|92\.168|72\.(?:1[6-9]|2[0-9]|3[01]))\.(?:[0-9]{1,3}\.){0,2}"
    r"(?:(?:25[6-9]|2[6-9][0-9]|[3-9][0-9]{2})(?![0-9])|[0-9]{1,3}/(?:3[3-9]|[4-9][0-9]|[1-9][0-9]{2})(?![0-9]))"
)
"""A private address with an octet, or a length, that is too large: finds the few files to look at closely."""

_WHOLE = regex(
    r"(?:[a-z][a-z0-9+.-]{0,9}://)?((?:10|192\.168|172\.[0-9]{2})(?:\.[0-9]{1,3}){2,3})(?:/([0-9]{1,3})|(?::[0-9]{1,5})?/?)\Z"
)
_KEYS = regex(
    r"(?:^|[_.-])(?:ip|ipv4|addr|vip)(?:$|[_.s-])|address|host$|endpoint|gateway|cidr|subnet|nameserver|^server$|sans?$",
    re.IGNORECASE,
)


_CONFIGURATION = regex(
    r"^[ \t]*(?:router bgp |neighbor \S+ remote-as|ip address |set (?:interfaces|protocols|service|firewall|nat) "
    r"|/(?:ip|ipv6|interface|routing)[ /]|dhcp-(?:range|host)=|iface \S+ inet|auto \S+$|subnet \S+ netmask"
    r"|\[(?:Interface|Peer|WireGuardPeer|Network|NetDev|Match|Route|Address)\]|vrrp_instance |config interface"
    r"|interfaces \{|protocol bgp|frontend |backend |<(?:opnsense|pfsense)>|local-data:|address=/"
    r"|(?:export )?[A-Z0-9_]*(?:ADDR|IP|CIDR|RANGE|VIP|GATEWAY|SUBNET)[A-Z0-9_]*=[\"'0-9]"
    r"|[\w.{ -]{0,60}(?:address|subnet|cidr|gateway|ip)\w{0,20}[ \t]*=[ \t]*[\"\[])"
    r"|\"Dhcp[46]\"|\bIN[ \t]+(?:SOA|A)[ \t]|\bansible_host=",
    re.MULTILINE,
)
"""What only configurations of routers, servers and machines have: four numbers between dots are an address there."""
_PROGRAMS = ("*.py", "*.go", "*.rs", "*.js", "*.ts", "*.java", "*.c", "*.rb", "*.md")
"""Files that try what happens with such addresses, or tell of them."""
_COMMENTS = ("#", "!", ";", "//", "--", "<!--")
_TOKEN = regex(r"(?<![\w./:-])(?:10|192\.168|172\.[0-9]{2})(?:\.[0-9]{1,3}){2,3}(?:/[0-9]{1,3})?(?![\w./])")
_NO_ADDRESS = regex(r"version|release|firmware|image|description|comment|remark", re.IGNORECASE)
"""What a line says where four numbers may be of a release, or in a text."""


@reads_documents(keys=KEYS, examples=True)
def read(document: Document) -> Iterator[Reported]:
    """The invalid addresses that services of a document ask for."""
    for written in _service_address_texts(document):
        for found in _PART.finditer(written) if not written.open else ():
            yield from _too_large(document, written.part(*found.span()))


@reads_documents(looks=_TYPO, examples=True)
def read_typos(document: Document) -> Iterator[Reported]:
    """Private addresses with an octet that is too large, under keys for addresses."""
    typed = (written for written, *_ in typed_values(document))
    known = {(written.place.line, written.place.column) for written in (*_service_address_texts(document), *typed)}
    for _, mapping in document.mappings:
        for key, value in mapping.items():
            listed = value if isinstance(value, list) else [value]
            for written in (written for written in listed if isinstance(written, Located)) if _KEYS.search(key) else ():
                if (written.place.line, written.place.column) not in known and written.raw == written:
                    yield from _typo(written, document.cluster)


@reads_blocks(looks=_TYPO, but=_PROGRAMS, in_documents=False)
def read_configurations(block: Block) -> Iterator[Reported]:
    """Private addresses that cannot be, in the commands of a configuration."""
    if block.example or not _CONFIGURATION.search(block.text):
        return
    for line in block.lines:
        if not line.text.lstrip().startswith(_COMMENTS) and not _NO_ADDRESS.search(line.text):
            for found in _TOKEN.finditer(line.text):
                yield from _typo(line.part(*found.span()))


def _typo(written: Located, cluster: str = "") -> Iterator[Reported]:
    found = _WHOLE.match(written)
    if found and found[1].count(".") == 3:
        large = next((word for word in found[1].split(".") if int(word) > _LAST), "")
        if large:
            yield _invalid(
                cluster, written, f"{written} is no address: {large} is more than {_LAST}", "correct the address"
            )
        elif found[2] and int(found[2]) > _LONG:
            yield _invalid(
                cluster, written, f"{written} is no network: {found[2]} is more than {_LONG}", "correct the length"
            )


def _service_address_texts(document: Document) -> Iterator[Located]:
    """The texts in which services ask for their addresses."""
    for mapping in document.having(*KEYS):
        for key in (key for key in mapping if key in KEYS):
            yield from texts(mapping[key])


def _too_large(document: Document, written: Located) -> Iterator[Reported]:
    """The problem of an address with an octet that is too large."""
    parts = written.partition("/")[0]
    large = next((word for word in parts.split(".") if int(word) > _LAST), "") if _OCTETS.fullmatch(parts) else ""
    if large:
        yield _invalid(
            document.cluster, written, f"{written} is no address: {large} is more than {_LAST}", "correct the address"
        )


def _invalid(cluster: str, at: Located, message: str, hint: str) -> Reported:
    problem = Problem(at=at.place, message=message, hint=hint)
    return Reported("wrong-type", problem, cluster)
