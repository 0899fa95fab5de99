"""The YAML of repositories: all that can be read is read, and what cannot costs little."""

from __future__ import annotations

import pytest

from cidrbook.text.located import Located
from cidrbook.text.source import MAX_DEPTH, Source
from cidrbook.text.yaml import MAX_ALIASED, Broken, Value, documents, items, trees

Plain = str | list["Plain"] | dict[str, "Plain"] | None


def plain(value: Value) -> Plain:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value and str(value)


def tree_of(text: str) -> Plain:
    (tree,) = trees(Source("values.yaml", text))
    return plain(tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: null\nb: ~\nc:\nd: ''\ne: 'null'", {**dict.fromkeys("abcd"), "e": "null"}, id="nothing"),
        pytest.param("a: 1\na: 2", {"a": "2"}, id="the last of two equal keys"),
        pytest.param("{{ name }}: x\nb: y", {"b": "y"}, id="a template's expression as a key"),
        pytest.param("b: {{ name }}", {"b": {}}, id="a template's expression as a value"),
        pytest.param("? [a, b]\n: x\nb: y", {"b": "y"}, id="a list as a key"),
        pytest.param("a: !vault x\nb: !reference [c]", {"a": "x", "b": ["c"]}, id="a product's tags"),
        pytest.param("a: &x 1\nb: &x 2\nc: *x", {"a": "1", "b": "2", "c": "2"}, id="an anchor used again"),
        pytest.param("a: &x k\n*x : 1", {"a": "k", "k": "1"}, id="an alias as a key"),
        pytest.param(
            "a: &x {p: 1, q: 1}\nb: &y {q: 2, r: 2}\nc:\n  <<: *x\n  <<: *y\n  r: 3",
            {"a": {"p": "1", "q": "1"}, "b": {"q": "2", "r": "2"}, "c": {"p": "1", "q": "1", "r": "3"}},
            id="two merges",
        ),
    ],
)
def test_a_tree(text: str, expected: Plain) -> None:
    assert tree_of(text) == expected


def test_a_block_that_begins_with_a_line_of_a_template() -> None:
    text = "a: |-\n      {{- range .Alerts }}\n  {{ .Name }}\n      {{- end }}\nb: 1\n"
    assert tree_of(text) == {"a": "\n{{ .Name }}", "b": "1"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("a: *x\n", 1, "found undefined alias", id="an unknown alias"),
        pytest.param("a: 1\n--- # next\nb: [1\n", 4, "did not find expected ',' or ']'", id="an open bracket"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_place(text: str, line: int, problem: str) -> None:
    broken: list[Broken] = []
    list(documents(Source("values.yaml", text), broken))
    assert [(part.place.line, part.problem) for part in broken] == [(line, problem)]


def test_a_broken_document_does_not_hide_the_others() -> None:
    found = documents(Source("values.yaml", "a: [1\n---\nb: 2\n"))
    assert [(document.number, plain(document.tree)) for document in found] == [(1, {"b": "2"})]


def test_a_bomb_of_aliases_is_left_out_and_the_rest_is_read() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 8)]
    tree = tree_of("\n".join(["l0: &l0 x", *levels, "after: y"]))
    assert isinstance(tree, dict)
    assert tree["after"] == "y"
    assert str(tree).count("'x'") < MAX_ALIASED


def test_what_is_too_deep_is_left_out_and_the_rest_is_read() -> None:
    deep = MAX_DEPTH * 2
    tree = tree_of(f"a: {'[' * deep}{']' * deep}\nb: y")
    assert isinstance(tree, dict)
    assert (str(tree["a"]).count("["), tree["b"]) == (MAX_DEPTH - 1, "y")


def test_places_are_those_of_the_file() -> None:
    (document,) = documents(Source("values.yaml", "# above\n---\na:\n  - &x 10.0.0.1\n  - '10.0.0.2'\n"))
    first, second = items(document.tree["a"])
    assert isinstance(first, Located)
    assert isinstance(second, Located)
    assert (first.place.line, first.place.column, first.place.width) == (4, 8, 8)
    assert (second.place.line, second.place.column, second.place.width) == (5, 5, 10)
