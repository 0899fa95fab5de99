"""What the path of a machine's own configuration calls the machine."""

from __future__ import annotations

from pathlib import PurePosixPath

from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_PLAIN = regex(
    r"^(?:[0-9]+|netplan|netcfg|config|cloud|init|cloudinit|network|networks|network-manager|systemd|networkd|user|data|meta|installer|yaml|etc|all|"
    r"interfaces|files?|templates?|roles?|tasks|host|hosts|machines?|servers?|static|default|main|base|common|ansible|"
    r"provision|nodes?|vm|vms)$"
)
"""Words of paths that all such files have, and that name no machine."""

_NUMBERED = regex(r"[a-z]+(?:-[a-z]+)*-?[0-9]+")
"""A folder of one machine of several, as `vm-host-01`, if no other word names it."""


def machine_of_path(file: str) -> str:
    """What a path calls its machine, without the words that all such files have; nothing where no word is left."""
    path = PurePosixPath(file)
    for part in (path.name.partition(".")[0], *reversed(path.parent.parts)):
        words = [word for word in slug(part).split("-") if not _PLAIN.match(word)]
        kept = [
            word
            for word in slug(part).split("-")
            if word in words or (words and word.isdecimal() and not part.startswith(word))
        ]
        if words:
            return "-".join(kept)
    return next((name for part in reversed(path.parent.parts) if _NUMBERED.fullmatch(name := slug(part))), "")
