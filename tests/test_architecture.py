"""The house: who may import whom, and what every room keeps to."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import cidrbook

ROOT = Path(cidrbook.__path__[0])
MODULES = sorted(ROOT.rglob("*.py"))

BELOW = {
    "": {"engine", "commands"},
    "__main__": {"commands"},
    "commands": {"checking", "text", "net", "plan", "nuances", "repository", "drift", "rules", "report"},
    "engine": {"checking", "text", "net", "plan", "repository", "rules", "report", "pages"},
    "checking": {"text", "plan", "repository", "drift", "rules"},
    "pages": {"text", "net", "plan", "nuances", "repository", "drift", "rules", "report"},
    "report": {"text", "net", "plan", "nuances", "rules"},
    "rules": {"text", "net", "plan", "nuances", "repository", "drift"},
    "drift": {"text", "net", "plan", "repository"},
    "repository": {"text", "net", "plan"},
    "nuances": {"text", "net", "plan"},
    "plan": {"text", "net"},
    "net": {"text"},
    "text": set(),
}
"""The rooms that each room may import from, beside itself: the way goes down only."""

ENGINES = {"mkdocs", "mkdocs_macros", "properdocs", "zensical", "markdown"}


def room(path: Path) -> str:
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "cidrbook")
    found |= {f"cidrbook.{alias.name}" for node in own for alias in node.names if not _constant(alias.name)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found - {"cidrbook"}


def _constant(name: str) -> bool:
    """Whether the package says this of itself: its version, its site."""
    return name.startswith("__") or name.isupper()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_room_imports_only_from_below(path: Path) -> None:
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("cidrbook.")}
    assert rooms - {room(path)} <= BELOW[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_engine_knows_the_engines(path: Path) -> None:
    if room(path) != "engine":
        assert not {name.split(".")[0] for name in imports(path)} & ENGINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_at_most_350_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_everything_public_has_a_docstring() -> None:
    bare = []
    for info in pkgutil.walk_packages([str(ROOT)], "cidrbook."):
        if info.name == "cidrbook.__main__":
            continue
        module = importlib.import_module(info.name)
        bare += [] if module.__doc__ else [info.name]
        for name, thing in vars(module).items():
            ours = getattr(thing, "__module__", "") == info.name and not name.startswith("_")
            if ours and (inspect.isfunction(thing) or inspect.isclass(thing)) and not thing.__doc__:
                bare.append(f"{info.name}.{name}")
    assert bare == []


def test_below_the_outermost_layer_nothing_prints_exits_or_reads_the_clock() -> None:
    for path in MODULES:
        if room(path) in ("", "__main__", "commands", "engine"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "exit", "sys.exit", "date.today", "datetime.now"}, path
