"""Addresses with the name of a machine in a comment behind them: `TALOS_NODE_1: "10.0.0.11"  # talos-1`.

Read: lines of configuration with one plain address, and behind it a comment of one word in lower case with a number or
a hyphen. Another word (`# nas`) may say what the address is for, and so may the words before it (`ipmi: 10.0.0.21`).
It only counts where a machine has this name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.named_address import COMMENT
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.vocabulary import ASIDE
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_GLOBS = tuple(
    f"*.{ending}" for ending in ("yaml", "yml", "conf", "cfg", "sh", "nix", "tf", "tfvars", "hcl", "toml", "ini", "env")
)
_NAMED = regex(
    r"(?:#(?<=[ \t]#)|//(?<=[ \t]//))[ \t]*(?=[a-z._]*[0-9-])([a-z][a-z0-9_.-]{1,62})[ \t\r]*$", re.MULTILINE
)
_ADDRESS = regex(r"(?<![\w.:/-])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w./-])")


@reads_files(globs=_GLOBS, looks=_NAMED)
def read(source: Source) -> Iterator[Sighting]:
    """The names of a file's addresses."""
    for comment in _NAMED.finditer(source.text):
        start = source.text.rfind("\n", 0, comment.start()) + 1
        found = [*_ADDRESS.finditer(source.text, start, comment.start())]
        before = source.text[start : found[0].start()] if len(found) == 1 else "#"
        if "#" not in before and as_address(found[0][0]) and not ASIDE.search(before.replace("_", " ").lower()):
            place = source.at(found[0].start(), len(found[0][0]))
            yield from pointer(comment[1], Located(found[0][0], place), COMMENT)
