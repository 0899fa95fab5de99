"""Hosts in the configuration of OpenSSH's client: names that people type, with the address that each leads to.

Read: `Host` with its `HostName`, or with one address among its names, in any file or fence with such lines
([ssh_config](https://man.openbsd.org/ssh_config)); `programs.ssh.matchBlocks` of home-manager. A block with a port of
its own may lead to a guest or a container, so it counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.named_address import SSH
from cidrbook.repository.parts.cluster_parts import machine_name
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_blocks, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.nix import parsed_nix
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import mappings, text

_HOST = regex(r"^[ \t]*Host[ \t]+[^\s:={}]+(?:[ \t]+[^\s:={}]+)*[ \t]*$", re.IGNORECASE)
_OPTION = regex(r"^[ \t]*(HostName|Port)(?:[ \t]+|[ \t]*=[ \t]*)\"?([^\s\"]+)\"?[ \t]*(?:#.*)?$", re.IGNORECASE)
_OTHER_OPTION = regex(r"^[ \t]*(?!Match\b)[A-Za-z]{3,40}[ \t=]")
_LOOKS = regex(r"^[ \t]*Host[ \t]+[^\s:={}]", re.MULTILINE)
_NAME = regex(r"[A-Za-z][A-Za-z0-9_.-]{0,252}\Z")
_USUAL_PORT = "22"


@dataclass
class _HostBlock:
    """The names of a block, and the addresses that it leads to."""

    names: list[Located]
    targets: list[Located] = field(default_factory=list)
    guest: bool = False

    def sightings(self) -> Iterator[Sighting]:
        """Each name, where the block leads to one address."""
        own = self.targets or [name for name in self.names if as_address(name)]
        known = {machine_name(name): name for name in reversed(self.names) if _NAME.match(name)}
        for name in known.values() if len(own) == 1 and as_address(own[0]) and not self.guest else ():
            yield from pointer(name, own[0], SSH)


@reads_blocks(words=("Host ",), looks=_LOOKS, in_documents=False)
def read(block: Block) -> Iterator[Sighting]:
    """The hosts of a file, or of a fence."""
    current = _HostBlock([])
    for line in block.lines:
        option = _OPTION.match(line.text)
        if _HOST.match(line.text):
            yield from current.sightings()
            current = _HostBlock([*takewhile(_is_no_comment, line.words()[1:])])
        elif option and option[1].lower() == "port":
            current.guest = option[2] != _USUAL_PORT
        elif option:
            current.targets.append(line.part(*option.span(2)))
        elif line.text.strip() and not _OTHER_OPTION.match(line.text):
            yield from current.sightings()
            current = _HostBlock([])
    yield from current.sightings()


def _is_no_comment(word: str) -> bool:
    return not word.startswith("#")


@reads_files(globs=("*.nix",), words=("matchBlocks",))
def read_nix(source: Source) -> Iterator[Sighting]:
    """The hosts of home-manager."""
    for path, mapping in mappings(parsed_nix(source)):
        target, usual = text(mapping, "hostname"), str(text(mapping, "port") or _USUAL_PORT) == _USUAL_PORT
        of_host = path[-2:-1] == ("matchBlocks",) and _NAME.match(path[-1])
        if of_host and usual and target is not None and as_address(target):
            yield from pointer(path[-1], target, SSH)
