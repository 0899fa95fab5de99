"""UCI, OpenWrt's language of configuration: sections with options, in files, and in commands of `uci`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_LOOKS = regex(
    r"^[ \t]*config[ \t]+['\"]?(?:interface|dhcp|host|domain|hostrecord|system)['\"]?"
    r"(?:[ \t]+['\"]?[\w.-]*['\"]?)?[ \t\r]*(?:#|$)"
    r"|\b(?:set|add|add_list)[ \t]+['\"]?(?:network|dhcp)[. \t]|^(?:network|dhcp)\.[@\w-]",
    re.MULTILINE,
)
_COMMAND = regex(
    r"(?<![\w.$-])(?:(set|add_list|add)[ \t]+['\"]?)?(network|dhcp|system)"
    r"(?:\.(@?[\w-]{1,60}(?:\[-?[0-9]{1,4}\])?)(?:\.(\w{1,60}))?=|[ \t]+(\w{1,60}))"
)
_VALUE = regex(r"'[^'\n]*'?|\"[^\"\n]*\"?|[^\s'\";|&#]+")
_PART = regex(r"[^\s'\"]+")
_OF_TYPE = regex(r"@([\w-]+)\[-?[0-9]+\]\Z")
_ON = ("1", "on", "true", "yes", "enabled")
_USUAL = {"network": "interface", "dhcp": "dhcp", "system": "system"}
"""The type of a section of each package whose type no command says: those that every router has."""


@dataclass
class UciSection:
    """A section: its type, its name if it has one, where it begins, and its options in their order."""

    kind: str
    name: str
    place: Place
    options: list[tuple[str, Located]] = field(default_factory=list)

    def get(self, *keys: str) -> Located | None:
        """The last value of the first of these options that is set."""
        found = dict(self.options)
        return next((found[key] for key in keys if key in found), None)

    def each(self, key: str) -> list[Located]:
        """The values of a list, or the words of an option, which counts as one too; a template as it stands."""
        values = [value for name, value in self.options if name == key]
        return [
            part
            for value in values
            for part in ([value] if value.open else [value.part(*found.span()) for found in _PART.finditer(value)])
        ]

    def on(self, key: str) -> bool:
        """Whether a switch is set."""
        return str(self.get(key) or "") in _ON


def looks_of_uci(text: str) -> bool:
    """Whether a text has sections for networks or DHCP, or commands that set some."""
    return _LOOKS.search(text) is not None


def uci_sections(block: Block) -> list[UciSection]:
    """The sections of a file, and those that its commands make or change."""
    found: list[UciSection] = []
    commands: dict[tuple[str, str], UciSection] = {}
    for line in block.lines:
        words = line.words() if line.text.lstrip().startswith(_KEYWORDS) else []
        if len(words) > 1 and words[0] == "config":
            name = "" if words[2:3] == [] or words[2].startswith("#") else str(words[2])
            found.append(UciSection(str(words[1]), name, words[0].place))
        elif found and len(words) > 2 and words[0] in ("option", "list"):
            found[-1].options.append((str(words[1]), words[2]))
        elif not words and not line.text.lstrip().startswith("#"):
            _read_commands(line, commands)
    return [*found, *commands.values()]


_KEYWORDS = ("config ", "config\t", "option ", "option\t", "list ", "list\t")


def _read_commands(line: Line, sections: dict[tuple[str, str], UciSection]) -> None:
    """Adds what the commands of a line set, as in `uci set network.lan.ipaddr=…`; also what `uci show` prints."""
    for found in _COMMAND.finditer(line.text):
        verb, package, reference, option, added = found.groups()
        if verb is None and line.text[: found.start()].strip():
            continue
        value = _VALUE.match(line.text, found.end())
        if added:
            if verb == "add":
                last = (package, f"@{added}[-1]")
                if last in sections:
                    sections[package, f"{added} {len(sections)}"] = sections.pop(last)
                _section(sections, *last, line.part(*found.span(5)).place)
        elif value is not None:
            section = _section(sections, package, reference, line.part(*found.span(2)).place)
            if option:
                section.options.append((option, line.unquoted(value)))
            else:
                section.kind = str(line.unquoted(value))


def _section(sections: dict[tuple[str, str], UciSection], package: str, reference: str, place: Place) -> UciSection:
    """The section that a command refers to: by its name, or by its type and number."""
    of_type = _OF_TYPE.match(reference)
    made = UciSection(of_type[1] if of_type else _USUAL[package], "" if of_type else reference, place)
    return sections.setdefault((package, reference), made)
