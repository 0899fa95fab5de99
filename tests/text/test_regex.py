"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import cidrbook
from cidrbook.text.regex import regex

MODULES = sorted(Path(cidrbook.__path__[0]).rglob("*.py"))


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    digits = regex("([A-F])|[0-9]", re.IGNORECASE)
    assert digits.pattern == "([A-F])|[0-9]"
    assert [found[0] for found in digits.finditer("a1")] == ["a", "1"]
    assert digits.search("x") is None
    assert digits.sub(lambda found: f"<{found[0]}>", "xa1") == "x<a><1>"
    assert regex(rb"\s").split(b"a b") == [b"a", b"b"]


def test_a_pattern_that_is_none_says_so_when_it_is_used() -> None:
    broken = regex("(")
    with pytest.raises(re.error, match="unterminated"):
        broken.search("")


def test_every_pattern_of_a_module_can_be_compiled() -> None:
    for info in pkgutil.walk_packages(cidrbook.__path__, "cidrbook."):
        if info.name != "cidrbook.__main__":
            importlib.import_module(info.name)
    gc.unfreeze()  # a build of pages before this has frozen some, and frozen objects are not listed
    patterns = [thing for thing in gc.get_objects() if type(thing) is type(regex(""))]
    assert len(patterns) > 500
    for pattern in patterns:
        re.compile(pattern.pattern, pattern.flags)


def test_no_module_compiles_a_pattern_when_it_is_imported() -> None:
    assert len(MODULES) > 500
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(node) for own in ast.walk(tree) if isinstance(own, ast.FunctionDef) for node in ast.walk(own)}
        compiled = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "re.compile" and id(node) not in inside
        ]
        assert not compiled, f"{path}:{compiled[0]}: say `regex(…)` of `cidrbook.text.regex`"
