"""The environment of a file, such as production or staging: what is true in one says nothing of another.

Known by folders and parts of names (`inventories/staging/hosts.yml`, `compose.prod.yml`, `prod-attic/`), and by folders
side by side that each hold a site or an environment (`sites/attic/`, `sites/garage/`).
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    **dict.fromkeys(("prod", "prd", "production", "live"), "production"),
    **dict.fromkeys(("staging", "stage", "stg", "preprod", "preproduction"), "staging"),
    **dict.fromkeys(("dev", "devel", "development", "sandbox"), "development"),
    **dict.fromkeys(("test", "testing", "qa", "uat", "ci"), "test"),
    **dict.fromkeys(("vagrant", "virtualbox", "kind", "minikube", "k3d"), "a laptop"),
}
"""What an environment is called in names of folders and files; tools that only make clusters to try things."""

_SEPARATORS = re.compile(r"[-_.]")
_SIDE_BY_SIDE = frozenset(
    {"inventories", "environments", "envs", "sites", "locations", "stages", "tenants", "workspaces", "labs", "regions"}
)
"""Folders of environments or sites, each in a folder of its own."""

_FOR_ALL = frozenset({"base", "common", "shared", "global", "all", "default", "modules", "templates", "group_vars"})
"""Folders beside those of environments that are of all of them."""


def are_in_two(one: str, other: str) -> bool:
    """Whether two files are of two environments, or of two sites."""
    first, second = _environments(one), _environments(other)
    return bool(first and second and first.isdisjoint(second)) or _are_side_by_side(one, other)


@lru_cache(maxsize=1 << 14)
def _environments(file: str) -> frozenset[str]:
    """The environments that the parts of a path name: by a whole part, or by the first or the last word of one."""
    found: set[str] = set()
    for part in file.lower().split("/"):
        words = _SEPARATORS.split(part.removesuffix(".yaml").removesuffix(".yml").strip("."))
        found.update(_WORDS[word] for word in (words[0], words[-1]) if word in _WORDS)
    return frozenset(found)


def _are_side_by_side(one: str, other: str) -> bool:
    """Whether the folders of two files part below a folder of sites or environments."""
    above = ""
    for first, second in zip(one.lower().split("/")[:-1], other.lower().split("/")[:-1], strict=False):
        if first != second:
            return above in _SIDE_BY_SIDE and _FOR_ALL.isdisjoint((first, second))
        above = first
    return False
