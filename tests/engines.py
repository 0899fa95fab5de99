"""Small sites, built and served by the engines themselves, each in a process of its own; and their pages, read."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
import yaml

MKDOCS, PROPERDOCS, ZENSICAL = ENGINES = ("mkdocs", "properdocs", "zensical")

_PATIENCE = 30.0
"""Seconds that an engine may take for anything."""

_PAUSE = 0.05
"""Seconds between two looks at a preview."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a build."""

    status: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """All that was printed."""
        return self.stdout + self.stderr


@dataclass(frozen=True)
class Site:
    """A site's sources in a folder, and the engine that makes its pages."""

    engine: str
    folder: Path

    def configure(self, *, watch: bool | None = None, **macros: object) -> None:
        """Write `mkdocs.yml` as a user would: with `watch` only where the engine needs it, unless told otherwise."""
        settings: dict[str, object] = {
            "site_name": "Lab",
            "site_url": "https://lab.example/",
            "theme": {"name": "material", "font": False},
            "plugins": ["search", {"macros": {"modules": ["cidrbook"], **macros}}],
            "markdown_extensions": [
                "admonition",
                "attr_list",
                "tables",
                {"toc": {"permalink": True}},
                "pymdownx.superfences",
                {"pymdownx.tabbed": {"alternate_style": True}},
            ],
        }
        if self.engine == ZENSICAL if watch is None else watch:
            settings["watch"] = ["data"]
        self.write("mkdocs.yml", yaml.safe_dump(settings, sort_keys=False))

    def write(self, name: str, text: str) -> None:
        """Write a file, as an editor does: at once, and at least two seconds after it was written before.

        Two seconds, since Zensical looks at whole ones. So that nobody need wait for them, a new file is from long ago.
        """
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        when = max(time.time(), file.stat().st_mtime + 2) if file.exists() else time.time() - 3600
        new = self.folder.with_name(f"{self.folder.name}.new")
        new.write_text(text, encoding="utf-8")
        os.utime(new, (when, when))
        new.replace(file)

    def build(self, *options: str) -> Run:
        """Build the site."""
        done = subprocess.run(
            self._command("build", *options),
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            check=False,
            text=True,
            timeout=2 * _PATIENCE,
        )
        return Run(done.returncode, _COLOUR.sub("", done.stdout), _COLOUR.sub("", done.stderr))

    def html(self, page: str = "") -> str:
        """A page as it was built: `""` is the home page, `plain/` another."""
        return (self.folder / "site" / page / "index.html").read_text(encoding="utf-8")

    def article(self, page: str = "") -> Element:
        """What a page shows, without the theme around it."""
        return article(self.html(page))

    @property
    def search_file(self) -> str:
        """The name of the search index in the built site."""
        return "search.json" if self.engine == ZENSICAL else "search/search_index.json"

    def search_entries(self) -> list[dict[str, str]]:
        """What the search index says of each page and section, as it was built."""
        index = json.loads((self.folder / "site" / self.search_file).read_text(encoding="utf-8"))
        entries: list[dict[str, str]] = index["items" if self.engine == ZENSICAL else "docs"]
        return entries

    def built(self) -> dict[str, tuple[str, int]]:
        """Every built file, with what identifies its content and when it was written."""
        site = self.folder / "site"
        return {
            file.relative_to(site).as_posix(): (sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
            for file in sorted(site.rglob("*"))
            if file.is_file()
        }

    @contextmanager
    def serve(self) -> Iterator[Preview]:
        """Serve a preview of the site; in the end nothing of it runs any more."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = self.folder.with_name(f"{self.folder.name}.log")
        scratch = self.folder.with_name(f"{self.folder.name}.tmp")  # MkDocs leaves its site there, when it is killed
        scratch.mkdir(exist_ok=True)
        with (
            log.open("wb") as output,
            subprocess.Popen(
                self._command("serve", "-a", f"127.0.0.1:{port}"),
                cwd=self.folder,
                env={**self._environment(), "TMPDIR": str(scratch)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            try:
                yield Preview(process, port, log)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def _command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name(self.engine)), *words]

    def _environment(self) -> dict[str, str]:
        paths = os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")]))
        return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": paths}


@dataclass(frozen=True)
class Preview:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def output(self) -> str:
        """What the server has printed until now."""
        return _COLOUR.sub("", self.log.read_text(encoding="utf-8"))

    def html(self, page: str = "") -> str:
        """A page as it is served now; nothing while there is none. The server must be alive."""
        assert self.process.poll() is None, f"the server died:\n{self.output}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("GET", f"/{page}")
            response = connection.getresponse()
            return response.read().decode() if response.status == 200 else ""
        except (OSError, HTTPException):
            return ""
        finally:
            connection.close()

    def until(self, holds: Callable[[Element], bool], page: str = "") -> Element:
        """What the page shows, as soon as that is so."""
        return article(self.wait(lambda html: "</article>" in html and holds(article(html)), page))

    def wait(self, holds: Callable[[str], bool], page: str = "") -> str:
        """The page, as soon as that is so of it."""
        end = time.monotonic() + _PATIENCE
        seen = None
        while (html := self.html(page)) == seen or not holds(html):
            seen = html  # to look at the same again would only take time from the server
            if time.monotonic() > end:
                what = article(html).words if "</article>" in html else html
                pytest.fail(f"/{page} was awaited for {_PATIENCE:.0f} seconds, and is: {what}\n{self.output}")
            time.sleep(_PAUSE)
        return html


@dataclass(eq=False)
class Element:
    """An element of a page."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    @cached_property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> Iterator[Element]:
        """Every element inside, in the page's order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements

    @property
    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, the nearest first."""
        around = self.parent
        while around:
            yield around
            around = around.parent

    @property
    def text(self) -> str:
        """The text inside, with its line breaks."""
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """The text with single blanks."""
        return " ".join(self.text.split())

    def all(self, tag: str = "", css: str = "") -> list[Element]:
        """The elements inside with this tag and this class."""
        return [
            element for element in self.elements if tag in ("", element.tag) and (not css or css in element.classes)
        ]

    def one(self, tag: str = "", css: str = "") -> Element:
        """The one element inside with this tag and this class."""
        found = self.all(tag, css)
        assert len(found) == 1, f"{len(found)} of {tag}.{css} in: {self.words}"
        return found[0]

    def has(self, css: str) -> bool:
        """Whether an element inside has this class."""
        return bool(self.all(css=css))

    def rows(self) -> list[list[str]]:
        """The cells of all tables inside, by row."""
        return [[cell.words for cell in row.all("th") + row.all("td")] for row in self.all("tr")]

    def facts(self) -> list[object]:
        """Everything inside that a reader can see, as lists that compare."""
        inside: list[object] = []
        for child in self.children:
            if isinstance(child, Element):
                inside.append([child.tag, dict(child.attributes), *child.facts()])
            elif child.strip():
                inside.append(" ".join(child.split()))
        return inside


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in _VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        opened = next((ancestor for ancestor in (self.here, *self.here.ancestors) if ancestor.tag == tag), None)
        if opened and opened.parent:
            self.here = opened.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def document(html: str) -> Element:
    """The page as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def article(html: str) -> Element:
    """What the page shows, without the theme around it, and without the style that Zensical needs on the page."""
    shown = document(html).one("article")
    elements = [element for element in shown.children if isinstance(element, Element)]
    skipped = [element for element in elements if element.attributes.get("id") == "__skip" or element.tag == "style"]
    shown.children = [child for child in shown.children if child not in skipped]
    return shown
