"""The settings of VyOS in its two notations, as the words of each: `set` commands, and the braces of `config.boot`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from cidrbook.text.lines import Block, Line, blocks, machine_of
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_SECTION = r"(?:interfaces|protocols|service|system|policy|vrf|high-availability|firewall|container)[ \t]"
_SET = regex(rf"[ \t]*(?:-[ \t]+)?(['\"]?)set[ \t]+(?={_SECTION})")
_SET_ANYWHERE = regex(rf"set[ \t]+{_SECTION}")
"""A command, wherever it stands: this begins with what to search for, which is many times faster."""
_SETS = regex(rf"^{_SET.pattern}", re.MULTILINE)
_OPENS = regex(r"^(?:interfaces|protocols|service|vrf) \{[ \t]*$", re.MULTILINE)
_KINDS = regex(
    r"^[ \t]+(?:ethernet|bonding|bridge|switch|wireguard|openvpn|dummy|loopback|bgp|dhcp-server|name)\b"
    r"[^{}\n]{0,99}\{[ \t]*$",
    re.MULTILINE,
)
LOOKS = regex(f"{_SETS.pattern}|{_OPENS.pattern}", re.MULTILINE)
"""What lines of VyOS look like."""

WORDS = ("set ", "set\t", "interfaces {", "protocols {", "service {", "vrf {")
"""What stands in each text that looks so."""

_PARTS = regex(r"(?:.*/)?[a-z]+[-_]parts/")
_MAX_DEPTH = 32
"""Blocks in blocks. VyOS needs about eight; the limit ends a text that only opens braces."""

_MAX_WORDS = 8
"""Words before a brace. VyOS has one or two; other languages have more."""

Setting = list[Located]
"""The words of a setting, the value last."""


def settings(block: Block) -> list[Setting]:
    """The settings in a block, in whichever notation; none in what is no configuration of VyOS."""
    commands = set_commands(block)
    if commands or not (_OPENS.search(block.text) and _KINDS.search(block.text)):
        return commands
    return list(_flat_statements(block))


def host_name(found: Iterable[Setting]) -> Located | None:
    """The name that settings give to their router."""
    return next((words[2] for words in found if words[:2] == ["system", "host-name"] and len(words) == 3), None)


def routers_of_commands(sources: Iterable[Source]) -> Iterator[tuple[str, list[Setting]]]:
    """The routers of files of commands, with what their files call them.

    The files of a folder such as `config-parts` are of one router, and so are those of which one has the name.
    """
    found: dict[str, list[tuple[Source, list[Setting]]]] = defaultdict(list)
    for source in sources:
        commands = _commands_of_file(source) if _has_commands(source.text) else []
        if commands:
            found[str(PurePosixPath(source.file).parent)].append((source, commands))
    for folder, parts in found.items():
        if _PARTS.match(f"{folder}/") or _are_of_one_router([commands for _, commands in parts]):
            yield machine_of(folder), [words for _, commands in parts for words in commands]
        else:
            yield from ((machine_of(source.file), commands) for source, commands in parts)


def _has_commands(text: str) -> bool:
    return bool(_SET_ANYWHERE.search(text) and _SETS.search(text))


def _commands_of_file(source: Source) -> list[Setting]:
    return [path for block in blocks(source) if not block.example for path in set_commands(block)]


def _are_of_one_router(parts: list[list[Setting]]) -> bool:
    """Whether files configure parts of one router: one of them names it, and no two of them set the same thing."""
    named = sum(any(path[:2] == ["system", "host-name"] for path in commands) for commands in parts)
    things = Counter(thing for commands in parts for thing in {" ".join(path[:3]) for path in commands})
    return len(parts) > 1 and named == 1 and max(things.values()) == 1


def set_commands(block: Block) -> list[Setting]:
    """The words of the `set` commands in a block."""
    return [path for line in block.lines if (path := _set_command(line))]


def _set_command(line: Line) -> Setting:
    """The words of a `set` command. Words in quotes are unquoted."""
    found = _SET.match(line.text)
    if not found:
        return []
    end = len(line.text.rstrip().rstrip(",")) if found[1] else len(line.text)
    end -= bool(found[1]) and line.text[:end].endswith(found[1])
    return line._replace(text=" " * found.end() + line.text[found.end() : end]).words()


def _flat_statements(block: Block) -> Iterator[Setting]:
    """Each statement in braces, with the words of all blocks around it."""
    above: list[Setting] = []
    comment = False
    for line in block.lines:
        text = line.text.strip()
        comment = (comment or text.startswith("/*")) and not text.endswith("*/")
        if comment or text.startswith(("/*", "#", "//")) or text.endswith("*/"):
            continue
        if text == "}":
            del above[-1:]
            continue
        words = line.words()
        if words[-1:] == ["{"]:
            above.append(words[:-1][:_MAX_WORDS])
        elif words and len(above) < _MAX_DEPTH:
            yield [word for part in above for word in part] + words
