"""The house: who may import whom, and what every room keeps to."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import cidrbook

ROOT = Path(cidrbook.__path__[0])
MODULES = sorted(ROOT.rglob("*.py"))

BELOW = {
    "": {"engine", "commands"},
    "__main__": {"commands"},
    "commands": {
        "checking",
        "rulebook",
        "text",
        "net",
        "plan",
        "nuances",
        "repository",
        "drift",
        "rules",
        "changes",
        "report",
        "publish",
        "pages",
        "bookshelf",
        "exports",
        "editor",
    },
    "editor": {"rulebook", "checking", "text", "net", "plan", "repository", "drift", "rules", "report"},
    "engine": {"rulebook", "bookshelf", "text", "net", "plan", "repository", "rules", "report", "publish", "pages"},
    "bookshelf": {"checking", "text", "plan", "publish", "pages"},
    "exports": {"checking", "text", "net", "plan", "drift", "report", "publish", "pages"},
    "checking": {"text", "plan", "repository", "drift", "rules"},
    "pages": {"rulebook", "text", "net", "plan", "nuances", "repository", "drift", "changes", "report"},
    "publish": {"text", "net", "plan", "nuances", "repository", "rules", "report"},
    "report": {"rulebook", "text", "net", "plan", "nuances", "repository", "drift", "rules", "changes"},
    "changes": {"text", "net", "plan", "nuances", "rules"},
    "rules": {"rulebook", "text", "net", "plan", "nuances", "repository", "drift"},
    "drift": {"text", "net", "plan", "repository"},
    "repository": {"text", "net", "plan"},
    "nuances": {"text", "net", "plan"},
    "plan": {"text", "net"},
    "net": {"text"},
    "rulebook": {"text"},
    "text": set(),
}
"""The rooms that each room may import from, beside itself: the way goes down only."""

ENGINES = {"mkdocs", "mkdocs_macros", "properdocs", "zensical", "markdown"}


def room(path: Path) -> str:
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    tree = parsed(path)
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "cidrbook")
    found |= {f"cidrbook.{alias.name}" for node in own for alias in node.names if not _constant(alias.name)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found - {"cidrbook"}


def _constant(name: str) -> bool:
    """Whether the package says this of itself: its version, its site."""
    return name.startswith("__") or name.isupper()


def rooms(path: Path) -> set[str]:
    """The rooms that a module imports from."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("cidrbook.")}


def test_there_are_modules() -> None:
    assert len(MODULES) > 500


def test_a_room_imports_only_from_below() -> None:
    wrong = {path: rooms(path) - {room(path)} - BELOW[room(path)] for path in MODULES}
    assert {path: above for path, above in wrong.items() if above} == {}


def test_only_the_engine_knows_the_engines() -> None:
    know = [path for path in MODULES if {name.split(".")[0] for name in imports(path)} & ENGINES]
    assert {room(path) for path in know} == {"engine"}


def test_a_module_is_at_most_350_lines() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [path for path in MODULES if lines[path] > 350] == []


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
    below = [path for path in MODULES if room(path) not in ("", "__main__", "commands", "engine")]
    assert len(below) > 100
    for path in below:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "exit", "sys.exit", "date.today", "datetime.now"}, path


def test_no_variable_is_called_it() -> None:
    lines = [
        (path, node.lineno)
        for path in MODULES
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Name) and node.id == "it") or (isinstance(node, ast.arg) and node.arg == "it")
    ]
    assert lines == []


def test_a_class_name_is_defined_once() -> None:
    names = Counter(node.name for path in MODULES for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef))
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []


PREPOSITIONS = frozenset(
    {"about", "above", "across", "apart", "around", "before", "behind", "below", "beside", "between", "beyond"}
    | {
        "elsewhere",
        "inside",
        "near",
        "nowhere",
        "otherwise",
        "outside",
        "over",
        "through",
        "together",
        "under",
        "within",
    }
)
NOUNS = frozenset({"address_sharing", "checking", "finding", "peering", "setting", "sighting", "spelling"})
"""Names in -ing that are nouns of the field."""

PARTICIPLES = frozenset({"declared_and_observed", "ignored", "located", "reserved", "typed"})
"""What texts and values are called that have been through the module: `located` ones have a place."""


def test_a_module_is_called_by_a_noun() -> None:
    named = {path: path.stem.rpartition("_")[2] for path in MODULES if room(path) != "rules"}  # a rule by what is wrong
    assert [path for path, word in named.items() if word in PREPOSITIONS] == []
    doubtful = [path for path, word in named.items() if word.endswith(("ing", "ed"))]
    assert [path for path in doubtful if path.stem not in NOUNS | PARTICIPLES] == []


GUIDE = (ROOT.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_picture_of_the_house_shows_its_rooms_and_who_imports_whom() -> None:
    picture = GUIDE.partition("```mermaid\n")[2].partition("```")[0]
    boxes = set(re.findall(r"^ +(\w+)\[", picture, re.MULTILINE))
    arrows = set(re.findall(r"^ +(\w+) --> (\w+)$", picture, re.MULTILINE))
    assert 5 <= len(boxes) <= 10
    assert boxes == {name for arrow in arrows for name in arrow}
    used = {
        (name.split(".")[1], room(path))
        for path in MODULES
        for name in imports(path)
        if name.startswith("cidrbook.") and name.count(".")
    }
    assert arrows <= used
    assert all(f"`{name}" in GUIDE for name in BELOW.keys() - boxes if name and not name.startswith("_"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(\w+(?:/\w+)*/|\w+(?:/\w+)*\.py)`", GUIDE))))
def test_a_file_or_folder_that_the_guide_names_is_there(name: str) -> None:
    assert any((folder / name).exists() for folder in (ROOT, ROOT / "repository", ROOT.parents[1]))


def test_the_words_of_the_guide_are_the_classes_of_the_code() -> None:
    words = GUIDE.partition("## Words")[2].partition("## ")[0]
    classes = set(re.findall(r"\(`([A-Z]\w+)`\)", words))
    defined = {name for path in MODULES for name in re.findall(r"(?m)^class (\w+)", path.read_text(encoding="utf-8"))}
    assert len(classes) > 10
    assert classes <= defined
    assert 15 <= words.count("\n| ") <= 30


def test_a_private_function_has_a_name_that_leads_to_it() -> None:
    """`_problem` is what a rule calls the function that makes its problem; any other name is in two modules at most."""
    homes: dict[str, set[Path]] = {}
    for path in MODULES:
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("_") and node.name != "_problem":
                homes.setdefault(node.name, set()).add(path)
    assert len(homes) > 1000
    assert sorted(name for name, paths in homes.items() if len(paths) > 2) == []
