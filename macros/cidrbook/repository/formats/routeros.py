"""RouterOS: an export (`.rsc`), or a script of such commands.

Read ([RouterOS](https://help.mikrotik.com/docs/spaces/ROS/pages/328155/Configuration+Management)): `/ip address`,
`/ipv6 address`, `/ip pool`, `/ip dhcp-server` with `network` and `lease`, `/interface vlan`,
`/interface wireguard peers`, `/ip dns static`,
`/system identity`, `/routing bgp` with `connection`, `template`, `instance` and `peer`. A menu holds for the lines
below it; behind a backslash a command goes on in the next line; `.as=` is short for `remote.as=` behind
`remote.address=`. Entries with `disabled=yes` claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cidrbook.repository.parts.bgp_config import Configuration
from cidrbook.repository.parts.routeros_items import Item, router_objects
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

LOOKS = regex(
    r"/(?<=^/)(?:ip(?:v6)?[ /]address|ip[ /]pool|ip[ /]dhcp-server|interface[ /](?:vlan|vrrp|wireguard)|routing[ /]bgp"
    r"|ip[ /]dns[ /]static|ip[ /]firewall[ /]address-list)\b",
    re.MULTILINE,
)
"""What lines of RouterOS look like. What begins with a character is found several times faster than with `^`."""

_VALUE = regex(r"([A-Za-z.][\w.-]{0,60})=(\"(?:[^\"\\\n]|\\.){0,400}\"|[^\s\"\]]*)")
_CARRIED = regex(r"[ \t]*(\"(?:[^\"\\\n]|\\.){0,400}\"|[^\s\"=]+)(?=[ \t]|$)")
_VERB = regex(r"(?:^|[ \t/])(add|set|remove|print|find)(?![\w=-])")


@reads_blocks(looks=LOOKS, in_documents=False, examples=True)
def read(block: Block) -> Iterator[Seen]:
    """The router of an export."""
    if not block.example:
        router = Configuration(block.name, block.lines[0].part(0, 1).place, "routeros", by_file=True)
        yield from router_objects(menu_items(block), router)


def menu_items(block: Block) -> Iterator[Item]:
    """The entries that the lines of an export add or set, each with its menu."""
    menu = ""
    for command in _joined_commands(block.lines):
        first = command[0].text
        verb = _VERB.search(first)
        if first.startswith("/"):
            menu = " ".join(first[: verb.start() if verb else None].rstrip("\\ ").replace("/", " ").split())
        if verb and verb[1] in ("add", "set"):
            yield Item(menu, dict(_command_values(command, verb.end())))


def _joined_commands(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each command."""
    command: list[Line] = []
    for line in lines:
        if not command and line.text.lstrip()[:1] in ("", "#"):
            continue
        command.append(line)
        if not line.text.endswith("\\"):
            yield command
            command = []
    if command:
        yield command


def _command_values(command: list[Line], start: int) -> Iterator[tuple[str, Located]]:
    """Each `name=value`. A variable leaves the value open."""
    prefix = name = ""
    for line in command:
        carried = _CARRIED.match(line.text) if name else None
        if carried:  # the value of the name that the line before ended with
            yield name, line.unquoted(carried, 1)
        name = ""
        for found in _VALUE.finditer(line.text, start):
            name = prefix + found[1] if found[1].startswith(".") else found[1]
            prefix = name.partition(".")[0] if "." in name else prefix
            value = line.unquoted(found, 2)
            if value == "\\":
                continue
            if not value.startswith(("$", "[", "(")):
                yield name, value
            name = ""
        start = 0
