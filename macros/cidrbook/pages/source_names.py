"""Short names for addresses of sources: `RFC 4271`, `opnsense/core #10569`, `docs.cilium.io: bgp-control-plane`."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from cidrbook.text.regex import regex

_RFC = regex(r"rfc-?(\d+)", re.IGNORECASE)
_THREAD = regex(r"^/([^/]+)/([^/]+)/(?:issues|pull|discussions)/(\d+)")
_COMMIT = regex(r"^/([^/]+)/([^/]+)/commit/([0-9a-f]{7})")
_RELEASE = regex(r"^/([^/]+)/([^/]+)/releases/tag/(.+)$")
_FILE = regex(r"^/([^/]+)/([^/]+)/(?:blob|tree)/[^/]+/(.+)$")


def source_name(url: str) -> str:
    """What a reader calls a source, without the address in full."""
    parts = urlsplit(url)
    path, host = unquote(parts.path), parts.netloc.removeprefix("www.")
    if found := _RFC.search(path):
        return f"RFC {found[1]}"
    if host == "github.com":
        return _on_github(path)
    last = path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    return f"{host}: {last}" if last else host


def _on_github(path: str) -> str:
    for pattern, words in ((_THREAD, "{}/{} #{}"), (_COMMIT, "{}/{} commit {}"), (_RELEASE, "{}/{} {}")):
        if found := pattern.match(path):
            return words.format(*found.groups())
    if found := _FILE.match(path):
        return f"{found[1]}/{found[2]}: {found[3].rpartition('/')[2]}"
    return path.strip("/")
