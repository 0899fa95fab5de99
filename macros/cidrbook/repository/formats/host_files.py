"""Names for addresses in hosts files, on a machine or in a container.

Read: lines `address name…` of a file that is called `hosts`, or ends in `.hosts`; `extra_hosts` of
[Compose](https://docs.docker.com/reference/compose-file/services/#extra_hosts), `AddHost=` of
[quadlets](https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html), `hostAliases` of
[pods](https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/), `static-host-mapping` of VyOS,
`local-data` of [Unbound](https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.formats.containers import is_compose
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_FILE = regex(r"(?:^|/)(?:etc[_-])?hosts(?:\.(?:j2|tpl|txt|conf))?$|\.hosts$")
_NAME = r"[A-Za-z][A-Za-z0-9_.-]{0,252}"
_LINE = regex(
    rf"^[ \t]*([0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})((?:[ \t]+{_NAME}){{1,20}})[ \t\r]*(?:#[^\n]*)?$", re.MULTILINE
)
_EXTRA = regex(rf"({_NAME})[:=]\[?([0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})\]?\Z")
_WORDS = regex(_NAME)
_BOUND = regex(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3}):[0-9-]{1,11}:[0-9-]{1,11}(?:/[a-z]{3})?\Z")
_FOLDERS = frozenset(
    {"docker", "compose", "docker-compose", "stacks", "stack", "services", "apps", "containers", "hosts", "servers"}
    | {"server", "roles", "files", "templates", "ansible", "homelab", "infrastructure", "infra", "config", "src"}
)
"""Folders that have no machine's name."""

_HOSTS = regex(r"[a-z0-9_]*hosts(?:_?(?:entries|file|list|lines))?", re.IGNORECASE)
_MAPPED = regex(r"(?:[a-z0-9]+_)*hosts?(?:_?names?|_?names?_hosts|_entries|_map|_file)?", re.IGNORECASE)
_RECORDS = regex(r"dns|records|overrides|hosts_entries|host_entries|static_hosts", re.IGNORECASE)
_ADDRESSES = ("ip", "address", "ipv4", "ip_address", "target")
_NAMES = ("custom_dns", "dns_name", "domain", "fqdn", "hostname", "name", "host")
_LONGEST = 100_000
"""Characters of a file. Longer ones are lists of blocked names, not of machines."""

_RECORD = regex(
    r"\"[0-9.]{7,15}[ \t]+[A-Za-z]|AddHost[ \t]*=|static-host-mapping (?:host-name|\{)|local-data:[ \t]*['\"]|''\"[a-z]"
)
"""What the lines below have in common with few others: what begins with a character is found faster than a line."""
_OTHERS = (
    (
        '"',
        regex(rf"^[ \t]*\"([0-9.]{{7,15}})[ \t]+({_NAME})\"[ \t]*,?[ \t\r]*$", re.MULTILINE),
        "DNS record",
    ),
    (
        "AddHost",
        regex(rf"^[ \t]*AddHost[ \t]*=[ \t]*({_NAME}):([0-9.]{{7,15}})[ \t\r]*$", re.MULTILINE),
        "extra host",
    ),
    (
        "static-host-mapping",
        regex(
            rf"^[ \t]*set system static-host-mapping host-name ['\"]?({_NAME})['\"]? inet ['\"]?([0-9.]{{7,15}})",
            re.MULTILINE,
        ),
        "host mapping",
    ),
    (
        "static-host-mapping {",
        regex(
            rf"^[ \t]*host-name ['\"]?({_NAME})['\"]? \{{[^{{}}]{{0,500}}?\binet[ \t]+['\"]?([0-9.]{{7,15}})",
            re.MULTILINE,
        ),
        "host mapping",
    ),
    (
        "local-data",
        regex(
            rf"^[ \t]*(?:local-data:[ \t]*['\"]|''\")({_NAME})\.?[ \t]+(?:[0-9]+[ \t]+)?(?:IN[ \t]+)?A[ \t]+"
            r"([0-9.]{7,15})['\"]",
            re.MULTILINE,
        ),
        "DNS record",
    ),
)


@reads_files(globs=("*hosts*",))
def read_hosts(source: Source) -> Iterator[Sighting]:
    """The lines of a hosts file."""
    if _FILE.search(source.file) and "ansible_" not in source.text:
        for found in _LINE.finditer(source.text):
            for name in _WORDS.findall(found[2]):
                yield from _host_pointer(source, name, found, 1, "line of hosts")


@reads_files(looks=_RECORD)
def read_lines(source: Source) -> Iterator[Sighting]:
    """Lines of that form in other files."""
    for word, pattern, noun in _OTHERS:
        for found in pattern.finditer(source.text) if word in source.text else ():
            first = as_address(found[1]) is not None
            yield from _host_pointer(source, found[1 + first], found, 2 - first, noun)


def _host_pointer(source: Source, name: str, found: re.Match[str], group: int, noun: str) -> Iterator[Sighting]:
    if as_address(found[group]):
        yield from pointer(name, Located(found[group], source.at(found.start(group), len(found[group]))), noun)


@reads_documents(keys=("services",))
def read(document: Document) -> Iterator[Sighting]:
    """The containers' names for other machines, and the addresses that their ports are bound to."""
    if is_compose(document):
        for mapping in document.having("extra_hosts"):
            for name, address in _extra_hosts(mapping["extra_hosts"]):
                yield from pointer(name, address, "extra host")
        yield from _published_ports(document)


@reads_documents(
    key_pattern=regex(f"(?:{_HOSTS.pattern})|(?:{_MAPPED.pattern})|.*(?:{_RECORDS.pattern}).*", re.IGNORECASE)
)
def read_variables(document: Document) -> Iterator[Sighting]:
    """The names in variables for hosts or records."""
    for path, mapping in document.mappings:
        yield from _names_in_variables(path, mapping)
        if path and _MAPPED.fullmatch(path[-1]) and all(map(as_address, mapping)):
            yield from _names_of_addresses(mapping)


@reads_documents(keys=("hostAliases",))
def read_aliases(document: Document) -> Iterator[Sighting]:
    """The pods' names for other machines."""
    for mapping in document.having("hostAliases"):
        for alias in items(mapping, "hostAliases"):
            for name in texts(at(alias, "hostnames")):
                for address in texts(at(alias, "ip")):
                    yield from pointer(name, address, "host alias")


def _published_ports(document: Document) -> Iterator[Sighting]:
    """The addresses that ports are bound to, under the folder's name: it may be the machine's."""
    folders = [
        written for written in PurePosixPath(document.source.file).parent.parts if written.lower() not in _FOLDERS
    ]
    for mapping in document.having("ports"):
        for written in texts(mapping["ports"]):
            found = _BOUND.match(written)
            for name in folders if found and as_address(found[1]) else ():
                yield from pointer(name, written.part(*found.span(1)), "published port")  # type: ignore[union-attr]


def _names_in_variables(path: tuple[str, ...], mapping: dict[str, Value]) -> Iterator[Sighting]:
    """Lines `address name…` in a variable for hosts, and entries in a list of records."""
    for key, value in mapping.items():
        for written in texts(value) if _HOSTS.fullmatch(key) and not isinstance(value, dict) else ():
            for found in _LINE.finditer(written) if len(written) < _LONGEST else ():
                for name in _WORDS.findall(found[2]):
                    yield from pointer(name, written.part(*found.span(1)), "line of hosts")
    if path and _RECORDS.search(path[-1]) and not any(key.startswith("mac") for key in mapping):
        address = next((entry for key in _ADDRESSES if (entry := text(mapping, key)) is not None), None)
        if address is not None and as_address(address):
            for name in (written for key in _NAMES for written in texts(mapping.get(key)) if _WORDS.fullmatch(written)):
                yield from pointer(name, address, "DNS record")


def _names_of_addresses(mapping: dict[str, Value]) -> Iterator[Sighting]:
    """The names in a mapping from addresses to names."""
    for address, names in mapping.items():
        for written in texts(names):
            for name in _WORDS.findall(written) if not written.open else ():
                yield from pointer(name, Located(address, written.place), "line of hosts")


def _extra_hosts(value: Value) -> Iterator[tuple[str, Located]]:
    """The names of a list or a mapping, each with its address."""
    if isinstance(value, dict):
        yield from ((name, written) for name, found in value.items() for written in texts(found) if as_address(written))
    for written in texts(value) if isinstance(value, list) else ():
        found = _EXTRA.match(written)
        if found and as_address(found[2]):
            yield found[1], written.part(*found.span(2))
