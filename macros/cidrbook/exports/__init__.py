"""The plan for other programs and people: one module a format, each a pure function of what is exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cidrbook.exports.ansible import as_ansible
from cidrbook.exports.csv import as_csv
from cidrbook.exports.dnsmasq import as_dnsmasq
from cidrbook.exports.extract import ExportError, Extract
from cidrbook.exports.hosts import as_hosts
from cidrbook.exports.html import as_html
from cidrbook.exports.json import as_json
from cidrbook.exports.kea import as_kea
from cidrbook.exports.markdown import as_markdown
from cidrbook.exports.prometheus import as_prometheus
from cidrbook.exports.zone import as_zones
from cidrbook.report.mermaid import as_mermaid

TEXTS: Mapping[str, Callable[[Extract], str]] = MappingProxyType(
    {
        "ansible": as_ansible,
        "dnsmasq": as_dnsmasq,
        "hosts": as_hosts,
        "html": as_html,
        "json": as_json,
        "markdown": as_markdown,
        "mermaid": lambda extract: as_mermaid(extract.plan),
        "prometheus": as_prometheus,
    }
)
"""The formats of one file."""

FOLDERS: Mapping[str, Callable[[Extract], Mapping[str, str]]] = MappingProxyType(
    {"csv": as_csv, "kea": as_kea, "zone": as_zones}
)
"""The formats of several files, each with its name."""

FORMATS = tuple(sorted((*TEXTS, *FOLDERS)))
"""All formats by their names."""

WHOLE = frozenset({"html", "mermaid"})
"""The formats that show the whole plan, whatever is chosen."""


def exported(form: str, extract: Extract) -> dict[str, str]:
    """The files of a format, each with its name; the one file of a format is called as the format is."""
    if form in WHOLE and not extract.is_whole:
        raise ExportError(f"`{form}` shows the whole plan: leave out what chooses a part of it")
    if form in TEXTS:
        return {form: _with_line_end(TEXTS[form](extract))}
    return {name: _with_line_end(text) for name, text in FOLDERS[form](extract).items()}


def _with_line_end(text: str) -> str:
    """A text with the end of its last line."""
    return text if text.endswith("\n") or not text else f"{text}\n"
