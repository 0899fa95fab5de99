"""HCL: held to python-hcl2, over generated files, and what no file of Terraform may break."""

from __future__ import annotations

from typing import Any

import hcl2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cidrbook.text.hcl import parsed
from cidrbook.text.hcl_syntax import Body, Each, Expression, Many, Pairs, Text

COMPUTED = "${}"
"""What stands for anything that is no literal."""


def shape(body: Body) -> dict[str, Any]:
    """The attributes and blocks of a file, as python-hcl2 gives them; what is computed is not looked into."""
    found: dict[str, Any] = {name: shape_of(value) for name, value in body.attributes.items()}
    for block in body.blocks:
        inner: Any = shape(block.body)
        for label in reversed(block.labels):
            inner = {words(label): inner}
        found.setdefault(block.type, []).append(inner)
    return found


def shape_of(value: Expression) -> Any:
    if isinstance(value, Text):
        return words(value) if value.parts else None
    if isinstance(value, Many) and not value.function:
        return [shape_of(item) for item in value.items]
    if isinstance(value, Pairs):
        return {shape_of(key): shape_of(inner) for key, inner in value.items}
    return COMPUTED


def words(text: Text) -> str:
    return "".join(part if isinstance(part, str) else COMPUTED for part in text.parts)


def oracle(text: str) -> dict[str, Any]:
    found = theirs(hcl2.loads(text))
    assert isinstance(found, dict)
    return found


def theirs(value: Any) -> Any:
    if isinstance(value, dict):
        own = {
            key: inner
            for key, inner in value.items()
            if key not in ("__is_block__", "__comments__", "__inline_comments__")
        }
        return {theirs(key) if key[0] in '"$' else key: theirs(inner) for key, inner in own.items()}
    if isinstance(value, list):
        return [theirs(item) for item in value]
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return value and collapsed(value[1:-1] if value[0] == '"' else value)


def collapsed(text: str) -> str:
    """A text with `${}` for each expression in it."""
    found, open_ = "", [""]
    at = 0
    while at < len(text):
        two, one = text[at : at + 2], text[at]
        step = 2 if two == "${" or one == "\\" else 1
        if text.startswith("$${", at):
            found, step = found + ("$${" if len(open_) == 1 else ""), 3
        elif len(open_) == 1:
            found += COMPUTED if two == "${" else text[at : at + step]
            open_ += ["{"] if two == "${" else []
        elif two == "${" or (one == "{" and open_[-1] == "{"):
            open_.append("{")
        elif one == '"':
            open_ = open_[:-1] if open_[-1] == '"' else [*open_, '"']
        elif one == "}" and open_[-1] == "{":
            open_.pop()
        at += step
    return found


NAMES = st.sampled_from(["name", "cidr_block", "v4", "a-b", "fur", "x"])
PLAIN = st.sampled_from(
    ["", "a", "10.0.10.1/24", "a b", "#", "//", "/*", "}", "{", "=", r"\"", r"\\", "$${x}", "<<E", "é"]
)
NUMBERS = st.sampled_from(["0", "7", "65001", "1.5"])


def joined(opening: str, items: st.SearchStrategy[str], closing: str) -> st.SearchStrategy[str]:
    """A list in brackets, on one line or on several."""
    parting = st.sampled_from([", ", ",\n", ", # why\n"])
    return st.builds(lambda parts, mark: opening + mark.join(parts) + closing, st.lists(items, max_size=3), parting)


def texts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one_line = inner.filter(lambda text: "\n" not in text)
    parts = st.one_of(PLAIN, one_line.map(lambda text: f"${{{text}}}"))
    return st.lists(parts, max_size=3).map(lambda found: f'"{"".join(found)}"')


def computed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that are no literals."""
    return st.one_of(
        NAMES.map("var.{}".format),
        NAMES.map("module.m[0].{}".format),
        NAMES.map("data.d.*.{}".format),
        NAMES.map("data.d[*].{}".format),
        st.builds("({} + {})".format, inner, NUMBERS),
        st.builds("var.a ? {} : {}".format, inner, inner),
        st.builds("!({})".format, inner),
        joined("f(", inner, ")"),
        st.builds("[for x in var.a : f({}, {}) if x != 1]".format, inner, inner),
        st.builds("{{for k, v in var.a : k => f({})}}".format, inner),
        st.builds("{{for k, v in f({}) : k => v...}}".format, inner),
    )


def pairs(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    entry = st.builds(lambda key, value: f"{key} = {value}", st.one_of(NAMES, NAMES.map('"{}"'.format)), inner)
    return st.lists(entry, max_size=3).map(lambda found: "{\n" + "\n".join(found) + "\n}")


VALUES = st.recursive(
    st.one_of(NUMBERS, st.sampled_from(["true", "false", "null"]), PLAIN.map('"{}"'.format)),
    lambda inner: st.one_of(texts(inner), joined("[", inner, "]"), pairs(inner), computed(inner)),
    max_leaves=6,
)
HEREDOCS = st.builds(
    lambda mark, name, lines: "\n".join([f"<<{mark}{name}", *lines, name]),
    st.sampled_from(["", "-"]),
    st.sampled_from(["EOF", "EOF2", "END-OF", "x_1"]),
    st.lists(st.sampled_from(["frontend { http", '"', "EO", "  EOF3", "}", "/*", "", "x EOF"]), max_size=3),
)
ATTRIBUTES = st.builds("{} = {}\n".format, NAMES, st.one_of(VALUES, HEREDOCS))
COMMENTS = st.sampled_from(["# why { \n", '// why " \n', "/* a \n } */\n", "\n"])
LABELS = st.lists(st.sampled_from(['"lan"', '"a b"', "word"]), max_size=2).map(" ".join)
BODIES = st.recursive(
    st.lists(st.one_of(ATTRIBUTES, COMMENTS), max_size=3).map("".join),
    lambda inner: st.builds("{2}{0} {1} {{\n{2}}}\n{2}".format, st.sampled_from(["resource", "b"]), LABELS, inner),
    max_leaves=3,
)


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_files_are_read_as_python_hcl2_reads_them(text: str) -> None:
    assert shape(parsed(text)) == oracle(text), text


@pytest.mark.parametrize("delimiter", ["EOF", "EOF2", "END-OF", "END_OF", "_", "é", "E2-"])
@pytest.mark.parametrize("end", ["{delimiter}\n", "  {delimiter}\n", "{delimiter}\r\n", "{delimiter}"])
def test_a_heredoc_ends_at_its_delimiter(delimiter: str, end: str) -> None:
    body = f"a = <<-{delimiter}\nfrontend {{ http\n{delimiter}x\n{end.format(delimiter=delimiter)}"
    assert list(parsed(body).attributes) == ["a"]
    assert list(parsed(f"{body}\nb = 1\n").attributes) == ["a", "b"]


def test_a_mapping_that_groups_its_values_is_read() -> None:
    value = parsed("a = {for k, v in var.x : v => k...}\nb = 1\n").attributes
    assert isinstance(value["a"], Each)
    assert (value["a"].grouped, list(value)) == (True, ["a", "b"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('a = "' + '${"' * 5000 + "\nb = 1\n", id="texts in texts, without an end"),
        pytest.param('a = "' + '${"' * 500 + '"}' * 500 + '"\nb = 1\n', id="texts in texts"),
        pytest.param("a = " + "[" * 5000 + "\nb = 1\n", id="open brackets"),
        pytest.param("a = " + "-" * 5000 + "1\nb = 1\n", id="signs"),
        pytest.param('a = "${x\nb = 1\n', id="an open quote"),
        pytest.param("a = \nb = 1\n", id="no value"),
    ],
)
def test_what_cannot_be_read_ends_with_its_line(text: str) -> None:
    assert "b" in parsed(text).attributes or "[" in text
