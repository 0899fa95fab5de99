"""Where files of a repository can be seen by who reads a page, with the line: on the site that hosts it."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import NamedTuple
from urllib.parse import quote

from cidrbook.plan.model import Tree
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_EDIT = regex(r"^/?(?P<how>-/edit|_edit|edit|blob|src/branch|src|raw|tree)/(?P<branch>[^/]+)/(?P<rest>.*)$")
_GUESSED = ("master", "default")
"""What MkDocs takes for the branch where nothing is said: for GitHub and GitLab, and for Bitbucket."""

_WEB = regex(r"https?://[^/]+/", re.IGNORECASE)


class _Host(NamedTuple):
    """How a kind of site names a file at the head of a branch or of the main one, a line in it, and a commit."""

    known_by: re.Pattern[str]
    branch: str
    head: str
    line: str = "#L{}"
    commit: str = "commit/{}"


_HOSTS = (
    _Host(regex(r"//[^/]*gitlab|^-/edit$"), "-/blob/{}", "-/blob/HEAD", commit="-/commit/{}"),
    _Host(regex(r"//[^/]*(?:codeberg|gitea|forgejo)|^_edit$|^src/branch$"), "src/branch/{}", "src/commit/HEAD"),
    _Host(regex(r"//[^/]*bitbucket|^src$"), "src/{}", "src/HEAD", "#lines-{}", "commits/{}"),
    _Host(regex(""), "blob/{}", "blob/HEAD"),
)
"""By a word in the site's name, or in MkDocs' `edit_uri`; the last one is GitHub's."""


class Hosting(NamedTuple):
    """The repository that a site's project is in, by MkDocs' `repo_url` and `edit_uri`, and the project's documents."""

    repo_url: str = ""
    edit_uri: str = ""
    docs: str = "docs"

    def url(self, tree: Tree, place: Place, *, repository: str = "") -> str:
        """Where a line of a tree's file can be seen; empty where that is not known.

        The tree says its own address, or is in the project's repository, or is the lab's `repository`.
        """
        if tree.url:
            return _line_url(f"{tree.url.rstrip('/')}/{quote(place.file)}", place, _host(tree.url, ""))
        how, branch, folder = self._edited()
        file = normpath(join(folder, tree.path, place.file))
        if self.repo_url and not file.startswith(("../", "/")):
            return _seen(self.repo_url, how, branch, file, place)
        return _seen(repository, "", "", place.file, place)

    def commit_url(self, name: str) -> str:
        """Where a commit of the project's repository can be seen; empty where that is not known."""
        if not _WEB.match(self.repo_url):
            return ""
        host = _host(self.repo_url, self._edited()[0])
        return f"{self.repo_url.rstrip('/').removesuffix('.git')}/{host.commit.format(name)}"

    def _edited(self) -> tuple[str, str, str]:
        """What `edit_uri` says: how the host names a page, the branch, and the project's folder in the repository."""
        found = _EDIT.match(self.edit_uri)
        rest = found["rest"].strip("/") if found else ""
        if not found or not f"/{rest}".endswith(f"/{self.docs.strip('/')}"):
            return "", "", ""
        folder = rest.removesuffix(self.docs.strip("/")).strip("/")
        return found["how"], "" if found["branch"] in _GUESSED else found["branch"], folder


def _host(url: str, how: str) -> _Host:
    return next(host for host in _HOSTS if host.known_by.search(how) or host.known_by.search(url.lower()))


def _seen(repository: str, how: str, branch: str, file: str, place: Place) -> str:
    if not _WEB.match(repository):
        return ""
    host = _host(repository, how)
    ref = host.branch.format(quote(branch)) if branch else host.head
    return _line_url(f"{repository.rstrip('/').removesuffix('.git')}/{ref}/{quote(file)}", place, host)


def _line_url(url: str, place: Place, host: _Host) -> str:
    """The address of the line; of a document, in which hosts have no lines unless it is shown as text."""
    plain = "?plain=1" if url.lower().endswith(".md") else ""
    return f"{url}{plain}{host.line.format(place.line)}"
