"""Names as DNS takes them, of whatever people write."""

from __future__ import annotations

import re
import unicodedata

from cidrbook.text.regex import regex

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = regex(rf"(?:\*\.)?(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}", re.ASCII)
"""A name in DNS, perhaps a wildcard. The last label is no number, so that no name is taken for an address."""
_LOCAL = ("localhost", "localhost.localdomain")
"""What every machine calls itself."""
_LONGEST = 253
"""Characters of a name in DNS (RFC 1035)."""
_LABEL_LENGTH = 63
_RUN = regex(r"[^a-z0-9]+")


def as_name(text: str) -> str:
    """A name in DNS in lower case, without the dot at its end; nothing where the text is none that others may use."""
    name = text.strip().rstrip(".").lower()
    return name if len(name) <= _LONGEST and _NAME.fullmatch(name) and name not in _LOCAL else ""


def label(text: str) -> str:
    """What people call something, as one label of a name: letters, digits and dashes.

    What has none of these in any script like ours is encoded (RFC 3492).
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    word = _RUN.sub("-", plain).strip("-")[:_LABEL_LENGTH].rstrip("-")
    return as_name(word) or (f"host-{word}"[:_LABEL_LENGTH] if word else _punycode_label(text))


def _punycode_label(text: str) -> str:
    """A word of another script as DNS has it, `xn--…`; nothing where it cannot be encoded."""
    try:
        return as_name("".join(filter(str.isalnum, text.lower())).encode("idna").decode())
    except UnicodeError:
        return ""


def as_domain(text: str) -> str:
    """The name of a domain that has room for a label before it; nothing where the text is none."""
    name = as_name(text)
    return name if len(name) < _LONGEST - _LABEL_LENGTH and not name.startswith("*") else ""


def qualified(name: str, domain: str) -> str:
    """A name of one label with the domain behind it; any other has its own."""
    return f"{name}.{domain}" if domain and "." not in name else name
