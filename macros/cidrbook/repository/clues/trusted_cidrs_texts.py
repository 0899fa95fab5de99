"""Networks of proxies that configurations in lines trust: `trusted_proxies` of a TOML, an INI, a text inside of YAML.

Read: keys such as `trusted_proxies`, `TRUSTED_PROXY`, `trusted_networks` and their lists, on one line or several; also
where the text is a value in a ConfigMap or a release. They are compared as those of manifests are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import prefixes
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.lines import scalars
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document

_FILES = (".toml", ".ini", ".conf", ".cfg", ".env", ".php", ".properties", ".json", ".hcl")
_MARK = re.compile(r"trusted.?(?:prox|networks|cidr)", re.IGNORECASE)
_ITEM = r"(?:-[ \t]*)?(?:[0-9]{1,2}[ \t]*=>[ \t]*)?[\"']?[0-9a-fA-F.:]{3,45}(?:/[0-9]{1,3})?[\"']?[ \t]*,?"
"""An entry of a list, as YAML, TOML and PHP write one."""

_SETTING = re.compile(
    r"^(?![ \t]*(?:[#;]|//))[ \t\"']*([\w.-]{0,40}trusted_?(?:prox(?:y|ies)|networks|cidrs)\w{0,20})[\"']?"
    rf"[ \t]*(?:=>|[:=])[ \t]*[\[({{]?((?:\s{{0,60}}{_ITEM}){{1,16}})",
    re.MULTILINE | re.IGNORECASE,
)
_PREFIX = re.compile(r"[0-9a-fA-F.:]{3,45}/[0-9]{1,3}")


def read_text(source: Source) -> Iterator[Sighting]:
    """The settings of a file in lines."""
    if source.file.endswith(_FILES) and _MARK.search(source.text) and not is_example(source.file):
        for found in _SETTING.finditer(source.text):
            start = found.start(2)
            parts = [
                (match[0], source.at(start + match.start(), len(match[0]))) for match in _PREFIX.finditer(found[2])
            ]
            yield from _setting(found[1], [Located(*pair) for pair in parts])


def read_document(document: Document) -> Iterator[Sighting]:
    """The settings in the texts of a document."""
    if not _MARK.search(document.source.text) or is_example(document.source.file):
        return
    for block in scalars(document):
        for found in _SETTING.finditer(block.text) if _MARK.search(block.text) else ():
            number = block.text.count("\n", 0, found.start(2))
            lines = block.lines[number : number + found[2].count("\n") + 1]
            parts = [line.part(*match.span()) for line in lines for match in _PREFIX.finditer(line.text)]
            yield from _setting(found[1], parts)


def _setting(key: str, written: list[Located]) -> Iterator[Sighting]:
    found = prefixes([*written])
    if found:
        seen = sighting("trusted", Network, found[0].place, name=key, cidr=found, purpose="proxies")
        yield seen._replace(problems=())  # whether it is written well is no matter of the plan
