"""Trusted proxy networks in line-based configuration: TOML, INI, and texts inside YAML.

Read: keys such as `trusted_proxies`, `TRUSTED_PROXY`, `trusted_networks` and their lists, on one line or several; also
where the text is a value in a ConfigMap or a release. They are compared as those of manifests are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.cluster_parts import prefixes
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_FILES = ("*.toml", "*.ini", "*.conf", "*.cfg", "*.env", "*.php", "*.properties", "*.json", "*.hcl")
_MARK = regex(r"trusted.?(?:prox|networks|cidr)", re.IGNORECASE)
_ITEM = r"(?:-[ \t]*)?(?:[0-9]{1,2}[ \t]*=>[ \t]*)?[\"']?[0-9a-fA-F.:]{3,45}(?:/[0-9]{1,3})?[\"']?[ \t]*,?"
"""An item of a list in YAML, TOML or PHP."""

_SETTING = regex(
    r"^(?![ \t]*(?:[#;]|//))[ \t\"']*([\w.-]{0,40}trusted_?(?:prox(?:y|ies)|networks|cidrs)\w{0,20})[\"']?"
    rf"[ \t]*(?:=>|[:=])[ \t]*[\[({{]?((?:\s{{0,60}}{_ITEM}){{1,16}})",
    re.MULTILINE | re.IGNORECASE,
)
_PREFIX = regex(r"[0-9a-fA-F.:]{3,45}/[0-9]{1,3}")


@reads_blocks(words=("rusted", "RUSTED"), looks=_MARK, globs=_FILES)
def read(block: Block) -> Iterator[Sighting]:
    """The settings in the lines of a file, or of a text in a document."""
    text = block.text
    for found in _SETTING.finditer(text):
        number = text.count("\n", 0, found.start(2))
        lines = block.lines[number : number + found[2].count("\n") + 1]
        parts = [line.part(*match.span()) for line in lines for match in _PREFIX.finditer(line.text)]
        yield from _trusted_proxies(found[1], parts)


def _trusted_proxies(key: str, written: list[Located]) -> Iterator[Sighting]:
    yield from setting_copy(key, "proxies", prefixes([*written]))
