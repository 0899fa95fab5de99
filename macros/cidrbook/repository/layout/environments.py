"""The environment of a file, such as production or staging: what is true in one says nothing of another.

Known by folders (`inventories/staging/`, `prod-attic/`), by files that differ in nothing else (`compose.prod.yml`,
`compose.dev.yml`), and by folders side by side that each hold a site or an environment (`sites/attic/` and
`sites/garage/`, or `site-attic/` and `site-garage/`).
Apps, namespaces and machines may be called `test-server` or `development` and still be on one LAN: below a folder of
such, only whole names count, and of two environments one must be what others are for.
"""

from __future__ import annotations

from functools import lru_cache
from posixpath import basename

from cidrbook.text.regex import regex

_WORDS = {
    **dict.fromkeys(("prod", "prd", "production", "live"), "production"),
    **dict.fromkeys(("staging", "stage", "stg", "preprod", "preproduction"), "staging"),
    **dict.fromkeys(("dev", "devel", "development", "sandbox"), "development"),
    **dict.fromkeys(("test", "testing", "qa", "uat", "ci"), "test"),
    **dict.fromkeys(("vagrant", "virtualbox", "kind", "minikube", "k3d"), "a laptop"),
}
"""What an environment is called in names of folders and files; tools that only make clusters to try things."""

_STANDING = frozenset({"production", "staging", "a laptop"})
"""One of two environments is among these: development and test alone are as often two namespaces of a cluster."""

_OF_THINGS = frozenset(
    {"apps", "applications", "charts", "containers", "docker", "hosts", "machines", "namespaces", "nodes", "roles"}
    | {"services", "stacks", "vms", "workloads"}
)
"""Folders whose folders are called after apps, namespaces or machines."""

_SEPARATORS = regex(r"[-_.]")
_SIDE_BY_SIDE = frozenset(
    {"inventories", "environments", "envs", "sites", "locations", "stages", "tenants", "workspaces", "labs", "regions"}
)
"""Folders of environments or sites, each in a folder of its own."""

_SITES = frozenset({"site", "location", "env", "environment", "stage", "tenant", "region"})
"""What a folder of one of them is called beside its own name."""

_FOR_ALL = frozenset({"base", "common", "shared", "global", "all", "default", "modules", "templates", "group_vars"})
"""Folders beside those of environments that are of all of them."""


def are_in_two(one: str, other: str) -> bool:
    """Whether two files are of two environments, or of two sites."""
    first, second = _environments(one), _environments(other)
    apart = bool(first and second) and first.isdisjoint(second) and not _STANDING.isdisjoint(first | second)
    return apart or _are_side_by_side(one, other) or _differ_in_environment(one, other)


@lru_cache(maxsize=1 << 14)
def _environments(file: str) -> frozenset[str]:
    """The environments that the folders of a path name, or the whole name of its file."""
    found: set[str] = set()
    of_things = False
    *folders, name = file.lower().split("/")
    for folder in folders:
        words = _SEPARATORS.split(folder.strip("."))
        found.update(_WORDS[word] for word in ([folder] if of_things else (words[0], words[-1])) if word in _WORDS)
        of_things = of_things or folder in _OF_THINGS
    found.update(_WORDS[stem] for stem in [name.partition(".")[0]] if stem in _WORDS)
    return frozenset(found)


def _differ_in_environment(one: str, other: str) -> bool:
    """Whether the names of two files differ in the environment alone: `compose.prod.yml` and `compose.dev.yml`."""
    first, second = (_SEPARATORS.split(basename(file).lower()) for file in (one, other))
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return (
        len(first) == len(second)
        and len(differing) == 1
        and len({_WORDS.get(word, "") for word in differing[0]} - {""}) > 1
    )


def _are_side_by_side(one: str, other: str) -> bool:
    """Whether the folders of two files part below a folder of sites or environments."""
    above = ""
    for first, second in zip(one.lower().split("/")[:-1], other.lower().split("/")[:-1], strict=False):
        if first != second:
            beside = above in _SIDE_BY_SIDE or _are_called_sites(first, second)
            return beside and _FOR_ALL.isdisjoint((first, second))
        above = first
    return False


def _are_called_sites(first: str, second: str) -> bool:
    """Whether two folders are called sites or environments by the same word: `site-attic` and `site-barn`."""
    one, other = (_SEPARATORS.split(folder) for folder in (first, second))
    return len(one) > 1 < len(other) and any(one[at] == other[at] and one[at] in _SITES for at in (0, -1))
