"""Vagrant's machines, as a Vagrantfile defines them.

Read: `vm.network` with an `ip`, of the machine that `vm.define "NAME"` defines, or of the only one, which `vm.hostname`
names ([Vagrant](https://developer.hashicorp.com/vagrant/docs/networking/private_network)). A value
that is not written there, such as one of a loop, is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cidrbook.repository.parts.cluster_parts import addresses, host
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_DEFINE = regex(
    r"^[ \t]*\w{1,60}\.vm\.define[ \t(]+(?:[\"'](?P<text>[\w.-]{1,63})[\"']|:(?P<symbol>\w{1,63}))"
    r"[^|\n]{0,200}\|[ \t]*(?P<variable>\w{1,60})",
    re.MULTILINE,
)
_SETTING = regex(
    r"^[ \t]*(\w{1,60})\.vm\.(?:hostname[ \t]*=[ \t]*[\"'](?P<hostname>[A-Za-z0-9.-]{1,253})[\"']"
    r"|network\b(?P<network>(?:[^\n#,]|,[ \t]*\r?\n|,){0,600}))",
    re.MULTILINE,
)
_VALUE = regex(r"(?<!\w)(?::ip[ \t]*=>|ip:)[ \t]*[\"'](?P<value>[0-9.]{7,15})[\"']")


@dataclass
class _VagrantMachine:
    """A machine, as far as it was read: what it is called, and the addresses of its networks."""

    name: Located | None = None
    own: list[Located] = field(default_factory=list)


@reads_files(globs=("*vagrantfile*",), words=(".vm.network",))
def read(source: Source) -> Iterator[Sighting]:
    """The machines with addresses, each by its host name, or by the name that it is defined with."""
    guests: list[_VagrantMachine] = []
    found: dict[str, _VagrantMachine] = {}
    steps = sorted((*_DEFINE.finditer(source.text), *_SETTING.finditer(source.text)), key=lambda match: match.start())
    for match in steps:
        if match.re.groups and "variable" in match.groupdict():
            found[match["variable"]] = _VagrantMachine(
                _located_group(source, match, "text" if match["text"] else "symbol")
            )
            guests.append(found[match["variable"]])
        else:
            _set_guest(source, found, guests, match)
    for guest in guests:
        if guest.name is not None:
            yield from host(guest.name, addresses([*guest.own]))


def _set_guest(
    source: Source, found: dict[str, _VagrantMachine], guests: list[_VagrantMachine], match: re.Match[str]
) -> None:
    """A host name, or the address in a network, of the machine of a variable."""
    if match[1] not in found:
        found[match[1]] = _VagrantMachine()
        guests.append(found[match[1]])
    guest = found[match[1]]
    if match["hostname"]:
        guest.name = _located_group(source, match, "hostname")
        return
    value = _VALUE.search(match["network"] or "")
    if value:
        at = source.at(match.start("network") + value.start("value"), len(value["value"]))
        guest.own.append(Located(value["value"], at))


def _located_group(source: Source, match: re.Match[str], group: str) -> Located:
    return Located(match[group], source.at(match.start(group), len(match[group])))
