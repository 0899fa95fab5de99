"""A page rendered as an engine would, without one."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2


class FakeConfig(UserDict[str, Any]):
    """MkDocs' configuration, in small."""

    def __init__(self) -> None:
        super().__init__({"watch": ["data"], "extra_css": [], "docs_dir": "docs"})
        self.plugins = SimpleNamespace(events={"env": [], "files": [], "page_content": [], "post_build": []})


class FakeEngine:
    """What `define_env` needs of an engine: mkdocs-macros' plugin object, in small."""

    def __init__(self, project: Path) -> None:
        self.project_dir = str(project)
        self.conf = FakeConfig()
        self.variables: dict[str, Any] = {}
        self.macros: dict[str, Any] = {}
        self.filters: dict[str, Any] = {}
        self.page: Any = None
        self.markdown = ""

    def macro(self, function: Callable[..., Any], name: str) -> None:
        self.macros[name] = function

    def filter(self, function: Callable[..., Any], name: str) -> None:
        self.filters[name] = function

    def render(self, page: Path) -> str:
        """The page's text with its macros called."""
        self.page = type("Page", (), {"file": type("File", (), {"abs_src_path": str(page)})})
        self.markdown = page.read_text(encoding="utf-8")
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(page.parent))  # noqa: S701 (as the engines do)
        environment.globals.update(self.macros)
        environment.filters.update(self.filters)
        return environment.from_string(self.markdown).render(**self.variables)


def site(folder: Path, plan: str, page: str = "") -> Path:
    """A project with this plan and one page; its path."""
    for name, text in {"data/plan.yaml": plan, "docs/index.md": page}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
