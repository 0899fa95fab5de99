"""Nix as data."""

from __future__ import annotations

import pytest

from cidrbook.text.nix import parsed_nix
from cidrbook.text.source import Source

CASES: dict[str, tuple[str, object]] = {
    "paths of keys": ('{ a.b = { c = "x"; }; a.d = "y"; }', {"a": {"b": {"c": "x"}, "d": "y"}}),
    "a function": ('{ config, ... }:\n{ a = "x"; }', {"a": "x"}),
    "let": ('let a = "x"; in { b = a; c = "y"; }', {"a": "x", "b": None, "c": "y"}),
    "lists": ('{ a = [ "x" { b = "y"; } z ]; }', {"a": ["x", {"b": "y"}]}),
    "numbers": ("{ a = 24; }", {"a": "24"}),
    "conditions": ('{ a = lib.mkIf c { b = lib.mkDefault "x"; }; }', {"a": {"b": "x"}}),
    "merged sets": ('{ a = lib.mkMerge [ { b = "x"; } { c = "y"; } ]; }', {"a": {"b": "x", "c": "y"}}),
    "computed": ('{ a = if b then "x" else "y"; c = f "z"; }', {"a": None, "c": None}),
    "comments": ('{ # a = "x";\n /* b = "y"; */ c = "z"; }', {"c": "z"}),
    "long texts": ("{ a = ''\n  it's\n''; b = \"x\"; }", {"a": None, "b": "x"}),
    "inherit": ('{ inherit a b; inherit (c) d; e = "x"; }', {"e": "x"}),
    "cut short": ('{ a = { b = [ "x', {"a": {"b": ["x"]}}),
    "no set": ('"x"', {}),
    "nothing": ("", {}),
    "only closing": ("}}])=;in", {}),
}


@pytest.mark.parametrize(("text", "value"), CASES.values(), ids=CASES)
def test_data_is_read(text: str, value: object) -> None:
    assert parsed_nix(Source("a.nix", text)) == value


@pytest.mark.parametrize("opening", ["{ a = ", "[ ", "( "])
def test_what_is_nested_without_end_is_read_in_part(opening: str) -> None:
    assert set(parsed_nix(Source("a.nix", "{ a = " + opening * 5000))) == {"a"}
