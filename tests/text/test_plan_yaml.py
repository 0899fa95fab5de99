"""YamlReading YAML: every scalar as it was written, every problem where it stands, and the place of any value."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cidrbook.text.finding import Problem
from cidrbook.text.plan_yaml import MAX_ALIASED, YamlReading, read
from cidrbook.text.source import MAX_DEPTH, ORIGIN, Origin, Place, Source, Tree

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""A tree without the origins of its mappings."""


def plain(tree: Tree) -> Plain:
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items() if key != ORIGIN}
    if isinstance(tree, list):
        return [plain(item) for item in tree]
    assert not isinstance(tree, Origin)
    return tree


def reading(text: str) -> tuple[Plain, list[tuple[str, Problem]]]:
    tree, problems, *_ = read(Source("plan.yaml", text))
    return plain(tree), problems


def tree_of(text: str) -> Plain:
    tree, problems = reading(text)
    assert problems == []
    return tree


def problems_of(text: str) -> list[tuple[str, int, int, str]]:
    """Slug, line, column and message of everything that reading the text finds."""
    return [(slug, problem.at.line, problem.at.column, problem.message) for slug, problem in reading(text)[1]]


def value_of(text: str) -> Plain:
    tree = tree_of(f"key: {text}\n")
    assert isinstance(tree, dict)
    return tree["key"]


# What is read


@pytest.mark.parametrize(
    "text",
    [
        "010",
        "0100",
        "0x10",
        "0o17",
        "1_000",
        "1.10",
        "65000.10",
        "12:10",
        "52:54:00:12:34:56",
        "1:20",
        "no",
        "Yes",
        "on",
        "true",
        "2027-06-30",
        ".inf",
        "1e3",
        "-5",
        "9999999999999999999999",
        "fd00::1",
        "10.0.0.0/24",
        "nULL",
        "none",
        "=",
    ],
)
def test_a_plain_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_an_empty_or_null_scalar_is_nothing(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('""', ""),
        ("''", ""),
        ('"~"', "~"),
        ("'null'", "null"),
        ("!!str null", "null"),
        ('"a\\nb"', "a\nb"),
        ('"\\x1b\\0"', "\x1b\0"),
        ("'it''s'", "it's"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  one\n  line\n", "one line"),
        ("a\n  b", "a b"),
        ("Büro 網路 🏠", "Büro 網路 🏠"),
        ("value # not this", "value"),
        ("a#b", "a#b"),
    ],
)
def test_quotes_escapes_and_blocks_are_read_as_yaml_says(text: str, value: str) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("---\n", None),
        ("--- \n...\n", None),
        ("null\n", None),
        ("a: 1\n...\n", {"a": "1"}),
        ("---\na: 1\n", {"a": "1"}),
        ("%YAML 1.1\n---\na: 1\n", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("a: 1\rb: 2\r", {"a": "1", "b": "2"}),
        ("[]", []),
        ("- a\n-\n- - b\n", ["a", None, ["b"]]),
        ("{a: {}, b: []}", {"a": {}, "b": []}),
        ("{a, b: }", {"a": None, "b": None}),
        ("[a: 1]", [{"a": "1"}]),
        ("a:\n- 1\n- 2\n", {"a": ["1", "2"]}),
        ("? a\n: 1\n", {"a": "1"}),
        ("1: 2\n", {"1": "2"}),
        ("~: 2\n", {"~": "2"}),
        ("plain text", "plain text"),
    ],
)
def test_documents_become_texts_lists_and_mappings(text: str, tree: Plain) -> None:
    assert tree_of(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: &x 1\nb: *x\n", {"a": "1", "b": "1"}),
        ("a: &x [1, 2]\nb: *x\n", {"a": ["1", "2"], "b": ["1", "2"]}),
        ("a: &x {k: 1}\nb: [*x, *x]\n", {"a": {"k": "1"}, "b": [{"k": "1"}, {"k": "1"}]}),
        ("a: &x ~\nb: *x\n", {"a": None, "b": None}),
        ("a: &x 1\nb: &x 2\nc: *x\n", {"a": "1", "b": "2", "c": "2"}),
        ("a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\n", {"a": {"k": "1", "l": "2"}, "b": {"k": "1", "l": "3"}}),
        ("a: &x {k: 1}\nb: {l: 3, <<: *x}\n", {"a": {"k": "1"}, "b": {"l": "3", "k": "1"}}),
        (
            "a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}\n",
            {"a": {"k": "1"}, "b": {"k": "2", "l": "2"}, "c": {"k": "1", "l": "2"}},
        ),
        ("a: &x {k: 1}\nb: &y {<<: *x}\nc: {<<: *y}\n", {"a": {"k": "1"}, "b": {"k": "1"}, "c": {"k": "1"}}),
        ("a: {<<: {k: 1}}\n", {"a": {"k": "1"}}),
        ("a: {<<: }\n", {"a": {}}),
    ],
)
def test_aliases_stand_for_what_they_name_and_merge_keys_are_merged(text: str, tree: Plain) -> None:
    assert tree_of(text) == tree


def test_every_mapping_knows_its_source_and_the_path_to_it() -> None:
    source = Source("plan.yaml", "a:\n  - b: {c: 1}\n")
    tree, *_ = read(source)
    assert isinstance(tree, dict)
    items = tree["a"]
    assert isinstance(items, list)
    item = items[0]
    assert isinstance(item, dict)
    inner = item["b"]
    assert isinstance(inner, dict)
    assert [mapping[ORIGIN] for mapping in (tree, item, inner)] == [
        Origin(source, ()),
        Origin(source, ("a", 0)),
        Origin(source, ("a", 0, "b")),
    ]


def test_an_aliased_mapping_was_written_where_its_anchor_is() -> None:
    source = Source("plan.yaml", "a: &x {k: 1}\nb: *x\n")
    tree, *_ = read(source)
    assert isinstance(tree, dict)
    copy = tree["b"]
    assert isinstance(copy, dict)
    assert copy[ORIGIN] == Origin(source, ("a",))


# What is refused

SYNTAX = "yaml-syntax"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("networks:\n\t- name: x\n", 2, 1, "this line is indented with a tab"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "this line is indented with a tab"),
        ('a: "x\n', 1, 4, 'the `"` opened here is not closed'),
        ("a: [x\n", 1, 4, "the `[` opened here is not closed"),
        ("a: {b: x\n", 1, 4, "the `{` opened here is not closed"),
        ("a: {b: x\nc: d\n", 1, 4, "the `{` opened here is not closed"),
        ('a: {"b": "1" "c": 2}\n', 1, 14, "a `,` or `}` is missing before this"),
        ("a: 'it's'\n", 1, 8, "the text ends at its second `'`, and more follows"),
        ('a: "x" and y\n', 1, 8, 'the text ends at its second `"`, and more follows'),
        ("a: `x`\n", 1, 4, "a text that begins with a backtick needs quotes"),
        ("a: >x\n", 1, 4, "a text that begins with `>` needs quotes"),
        ("a: | x\n", 1, 4, "a text that begins with `|` needs quotes"),
        ("a:\n  -b: 1\n    c: 2\n", 2, 3, "a space is missing after the dash"),
        ("a: b: c\n", 1, 5, "a text with `: ` in it needs quotes"),
        ("a: b\n c: d\n", 2, 2, "this line is indented further than the one it follows"),
        ("a:\n  - b: 1\n   c: 2\n", 3, 4, "this line is not indented like the ones it belongs to"),
        ("a:\n- b: 1\n c: 2\n", 3, 2, "this line is not indented like the ones it belongs to"),
        ("a: 1\nvlan:42\nb: 2\n", 2, 1, "a space is missing after the colon"),
        ("a: 1\nvlan\nb: 2\n", 2, 1, "this line is neither `key: value` nor a list item"),
        ("- a\nb: c\n", 2, 1, "this line is not indented like the ones it belongs to"),
        ("a: @x\n", 1, 4, "a text that begins with `@` needs quotes"),
        ("a: ]\n", 1, 4, "did not find expected node content"),
        ("name: fd00::\n", 1, 12, "a text with `: ` in it needs quotes"),
        ("%YAML 3.0\n---\na: b\n", 1, 1, "found incompatible YAML document"),
        ('a: "\\uD800"\n', 1, 7, "found invalid Unicode character escape code"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second YAML document begins here"),
        ("a: 1\n---\n", 2, 1, "a second YAML document begins here"),
        ("---\n---\n", 2, 1, "a second YAML document begins here"),
        ("? [a, b]\n: c\n", 1, 3, "a mapping's key must be a single word"),
        ("? {a: b}\n: c\n", 1, 3, "a mapping's key must be a single word"),
        ("{{ template }}: c\n", 1, 1, "a mapping's key must be a single word"),
        ("a: &x b\n*x : c\n", 2, 1, "an alias stands where a key belongs"),
        ("a: *x\n", 1, 4, "YAML reads `*x` as a reference to a value named `&x`, and there is none"),
        ("a: &x [*x]\n", 1, 8, "`*x` stands before the end of what `&x` names"),
        ("a: &x {b: {<<: *x}}\n", 1, 16, "`*x` stands before the end of what `&x` names"),
        ("a: *x\nb: &x 1\n", 1, 4, "`*x` stands before the end of what `&x` names"),
        ("a: !vault secret\n", 1, 4, "the tag !vault means nothing here"),
        ("a: !!python/object/apply:os.system [id]\n", 1, 4, "the tag "),
        ("!x a: 1\n", 1, 1, "the tag !x means nothing here"),
    ],
)
def test_what_is_not_one_plain_document_is_a_problem_where_it_stands(
    text: str, line: int, column: int, message: str
) -> None:
    found = problems_of(text)
    assert [(slug, at, where) for slug, at, where, _ in found] == [(SYNTAX, line, column)]
    assert message in found[0][3]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(
            "a:\n  - b: 1\n   c: 2\n",
            "begin it with 4 spaces, so that `c` stands below `b`",
            id="as the key of an item",
        ),
        pytest.param(
            "a:\n- b: 1\n c: 2\n", "begin it with 2 spaces, so that `c` stands below", id="an item at the left edge"
        ),
        pytest.param(
            "a:\n  - b: 1\n  b: 2\n", "begin it with `- ` if it is an item like line 2", id="a dash is missing"
        ),
        pytest.param(
            "a:\n  - b: 1\n  c: 2\n",
            "begin it with 4 spaces, so that `c` stands below `b`",
            id="a key of the item above",
        ),
        pytest.param("a:\n  b: 1\n\tc: 2\n", "write spaces in place of each tab, like line 2", id="a tab"),
        pytest.param("a:\n  -{b: 1, c: 2}\n", "write `- {b: 1, c: 2}`", id="a dash before a brace"),
        pytest.param("a:\n  - b: 1\n  -b: 2\n", "write `- b: 2`", id="a second dash without a space"),
        pytest.param("a: 1\nvlan = 30\nb: 2\n", "write `vlan: 30`", id="an equals sign"),
        pytest.param("a: 1\nvlan\uff1a30\nb: 2\n", "write `: 30` behind the key", id="a colon of another script"),
        pytest.param("a\n  - b: 1\n", "write `a:`", id="a key without a colon"),
        pytest.param("a:\n  - b 1\n    c: 2\n", "write `- b: 1`", id="an item without a colon"),
        pytest.param("a:\n  - b: 1\n  \u2013 b: 2\n", "write `- b: 2`", id="a dash of another kind"),
        pytest.param("a:\n  - b: 1\n  * b: 2\n", "write `- b: 2`", id="a star for a dash"),
        pytest.param("a: - b: 1\n", "write `- b: 1` on a line of its own below the key", id="an item behind its key"),
        pytest.param("a: 1\n// b\nc: 2\n", "write `# b`", id="a comment of another language"),
        pytest.param("```yaml\na: 1\n```\n", "delete it, and the line that ends the code", id="a fence"),
        pytest.param("a: 1\n> b: 2\n", "write `b: 2`", id="a quotation"),
        pytest.param("a: @b\n", 'write `"@b"`', id="a sign"),
        pytest.param("a: {b: @c, d: 1}\n", 'write `"@c"`', id="a sign between braces"),
        pytest.param("a: {b: c]\n", "write `}`", id="another bracket"),
        pytest.param("a: {b: fd00::}\n", 'write `"fd00::"`', id="colons at the end between braces"),
        pytest.param('a: "b" c\n', 'write `"b c"`', id="a word behind the quote"),
        pytest.param("a: {b: c}, {b: d}\n", "write `[` before the first item", id="items without a list"),
        pytest.param("a:\n  <<: *b\n", "write `&b` before the value that it names", id="a merge of nothing"),
        pytest.param("a:\n  -\tb: 1\n    c: 2\n", "write spaces in place of each tab", id="a tab after the dash"),
        pytest.param("a: {b: x c: 1}\n", "write `b: x, c: …`", id="no comma between braces"),
        pytest.param("a: {b: x, c: d: e}\n", 'write `c: "d: e"`', id="a colon between braces"),
        pytest.param("a: {b: x #2, c: d}\n", "a `#` behind a space begins a comment", id="a comment between braces"),
        pytest.param('a: "x\u201d\nb: 1\n', 'write `"` in place of the curly quote', id="a quote that ends curly"),
        pytest.param("a:\n  - {b: x\n  - {b: y}\n", "at the end of this line: `{b: x}`", id="open in a list"),
        pytest.param("a: [\n  {b: 1}\n  {b: 2}\n]\n", "a `,` is missing before line 3", id="a comma between lines"),
        pytest.param("a: b\n c: d\n", "begin it at the left edge, as line 1 does", id="at the left edge"),
        pytest.param("a:\n  b: c\n\n  # d\n   e: f\n", "begin it with 2 spaces, as line 2 does", id="behind a comment"),
        pytest.param("a: b: c\n", 'as in `a: "b: c"`', id="a colon in a value"),
        pytest.param("a:\n  -b: 1\n    c: 2\n", "write `- b: 1`", id="a dash without a space"),
        pytest.param("a: [x\nb: 1\n", "write `]` at the end of this line: `[x]`", id="open"),
        pytest.param("a: [x\n", "write `]` at the end of this line: `[x]`", id="open to the end"),
        pytest.param("a: *x\n", 'into quotes, as in `"*x"`', id="no anchor"),
        pytest.param("a: 'it's'\n", 'write `"it\'s"`', id="an apostrophe"),
        pytest.param("a: 'it's 5\"'\n", "write `''` for each quote in it", id="an apostrophe and a quote"),
        pytest.param("a: {{ x }}\n", "put a text that begins with a bracket into quotes", id="a template"),
    ],
)
def test_a_syntax_error_says_what_to_write(text: str, hint: str) -> None:
    _, ((_, found), *_), *_ = read(Source("plan.yaml", text))
    assert hint in found.hint


def test_every_problem_of_syntax_has_a_hint() -> None:
    for text in ("\t", "a: [", "a: b: c", "- a\nb", "a: @", "a: 1\n---\n", "[a]: b", "a: *x", "a: !v b", "a: \0", "["):
        assert all(problem.hint for _, problem in reading(text)[1]), text


@pytest.mark.parametrize("text", ["a: [1\n", "? [a]\n: b\n", "a: 1\n---\nb: 2\n", "a: *x\n", "a: \x07\n"])
def test_nothing_of_a_file_with_a_mistake_in_its_syntax_is_read(text: str) -> None:
    assert reading(text)[0] is None


def test_a_tag_that_means_nothing_leaves_the_value_in_the_plan() -> None:
    assert reading("a: !vault secret\nb: 1\n")[0] == {"a": "secret", "b": "1"}


@pytest.mark.parametrize(
    ("before", "line", "column"),
    [
        pytest.param("", 1, 1, id="first"),
        pytest.param("name: ", 1, 7, id="on the first line"),
        pytest.param("# fine\nname: ", 2, 7, id="on the second line"),
        pytest.param("# é 網 🏠\nname: ", 2, 7, id="below characters of several bytes"),
        pytest.param("name: 網路", 1, 9, id="behind characters of several bytes"),
        pytest.param("# " + "ü" * 500 + "\nname: ", 2, 7, id="below many characters of several bytes"),
        pytest.param("a: 1\r\nname: ", 2, 7, id="below a Windows line"),
        pytest.param("a: 1\rname: ", 2, 7, id="below an old Mac line"),
    ],
)
@pytest.mark.parametrize("control", ["\0", "\x07", "\x1b", "\x7f", "\x0c", "\x0b", "\x80", "\x9b", "\ufffe"], ids=ascii)
def test_a_control_character_is_found_at_its_line_and_column(before: str, line: int, column: int, control: str) -> None:
    assert problems_of(f"{before}{control}\nb: 2\n") == [(SYNTAX, line, column, "a control character stands here")]


@pytest.mark.parametrize(
    ("text", "again", "first"),
    [
        ("a: 1\na: 2\n", (2, 1), (1, 1)),
        ("a: 1\n'a': 2\n", (2, 1), (1, 1)),
        ("a: 1\nb: 2\na: 3\n", (3, 1), (1, 1)),
        ("a:\na: 3\n", (2, 1), (1, 1)),
        ("a: ~\na: 3\n", (2, 1), (1, 1)),
        ("x: {a: 1, a: 2}\n", (1, 11), (1, 5)),
        ("x:\n  - b: 0\n  - a: [1]\n    a: {}\n", (4, 5), (3, 5)),
        ("é: {網: 1, 網: 2}\n", (1, 11), (1, 5)),
        ("x: &x {k: 1}\na: {<<: *x, <<: *x}\n", (2, 13), (2, 5)),
    ],
)
def test_a_key_that_is_written_twice_is_reported_with_both_places(
    text: str, again: tuple[int, int], first: tuple[int, int]
) -> None:
    [(slug, problem)] = reading(text)[1]
    assert slug == "duplicate-key"
    assert (problem.at.line, problem.at.column) == again
    assert [(related.at.line, related.at.column) for related in problem.related] == [first]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: 1\na: 2\n", {"a": "1"}),
        ("a: 1\na: [2, {b: 3}]\nc: 4\n", {"a": "1", "c": "4"}),
        ("a: 1\na: 2\na: 3\n", {"a": "1"}),
    ],
)
def test_the_first_value_of_a_key_that_is_written_twice_counts(text: str, tree: Plain) -> None:
    assert reading(text)[0] == tree


def test_every_repetition_of_a_key_is_reported() -> None:
    assert [(line, column) for _, line, column, _ in problems_of("a: 1\na: {b: 1, b: 2}\na: 3\n")] == [
        (2, 1),
        (2, 11),
        (3, 1),
    ]


@pytest.mark.parametrize("key", ["\\0origin", "\\0again", "\\0", "\\e[31m"])
def test_a_key_of_control_characters_is_an_ordinary_key(key: str) -> None:
    decoded = key.replace("\\0", "\0").replace("\\e", "\x1b")
    tree, problems, *_ = read(Source("plan.yaml", f'"{key}": here\nb: 2\n'))
    assert isinstance(tree, dict)
    assert tree.get(decoded) == "here" or [(problem.at.line, problem.at.column) for _, problem in problems] == [(1, 1)]
    assert not any("twice" in problem.message for _, problem in problems)


@pytest.mark.parametrize("merged", ["5", "[5]", "[{k: 1}, text]", "[[{k: 1}]]"])
def test_a_merge_key_that_names_no_mapping_is_not_dropped_in_silence(merged: str) -> None:
    assert [(line) for _, line, _, _ in problems_of(f"a:\n  <<: {merged}\n  b: 1\n")] == [2]


# Bounds


@pytest.mark.parametrize(("opening", "width"), [("[", 1), ("{a: ", 4), ("- ", 2)])
def test_deep_nesting_is_refused_at_the_first_level_too_many(opening: str, width: int) -> None:
    found = problems_of(opening * 500)
    column = MAX_DEPTH * width + 1
    assert found == [(SYNTAX, 1, column, f"nested more than {MAX_DEPTH} levels deep")]
    assert len(problems_of(opening * 10_000)) == 1  # libyaml has a limit of its own, which may be met first


def test_nesting_up_to_the_bound_is_read() -> None:
    tree = tree_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(tree, list)
        [tree] = tree
    assert tree == []


def laughs(levels: int, width: int, shape: str) -> str:
    """A list, mapping or merge of aliases of a list, mapping or merge of aliases of…"""
    lines = ["x0: &x0 {k: v}"]
    for level in range(1, levels):
        alias = f"*x{level - 1}"
        inner = {
            "list": f"[{', '.join([alias] * width)}]",
            "mapping": "{" + ", ".join(f"k{number}: {alias}" for number in range(width)) + "}",
        }[shape]
        lines.append(f"x{level}: &x{level} {inner}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("shape", ["list", "mapping"])
def test_aliases_of_aliases_are_counted_by_all_that_they_stand_for(shape: str) -> None:
    tree, problems, *_ = reading_of_bomb(laughs(levels=10, width=10, shape=shape))
    assert tree is None
    assert [slug for slug, _ in problems] == [SYNTAX]
    assert f"{MAX_ALIASED:,}" in problems[0][1].message


def test_aliases_in_lists_of_objects_are_counted_by_all_that_they_stand_for() -> None:
    text = (
        f"tags: &tags [{', '.join(['x'] * 200)}]\n"
        "hosts: &hosts\n"
        "  - &host {name: h, tags: *tags}\n" + "  - *host\n" * 200 + "networks:\n"
        "  - &network {name: n, hosts: *hosts}\n" + "  - *network\n" * 200
    )
    assert reading_of_bomb(text)[0] is None


def test_merged_keys_are_counted_as_aliases_are() -> None:
    keys = ", ".join(f"k{number}: v" for number in range(500))
    chain = "".join(f"x{number}: &x{number} {{<<: *x{number - 1}}}\n" for number in range(1, 400))
    assert reading_of_bomb(f"x0: &x0 {{{keys}}}\n{chain}")[0] is None


def test_a_list_of_merges_is_counted_too() -> None:
    keys = ", ".join(f"k{number}: v" for number in range(500))
    text = f"x0: &x0 {{{keys}}}\ny: {{<<: [{', '.join(['*x0'] * 400)}]}}\n"
    assert reading_of_bomb(text)[0] is None


def test_as_many_aliased_values_as_are_allowed_are_read() -> None:
    tree, problems, *_ = read(Source("plan.yaml", "a: &x v\nb: [" + "*x," * (MAX_ALIASED // 4) + "]\n"))
    assert problems == []
    assert isinstance(tree, dict)


def reading_of_bomb(text: str) -> YamlReading:
    """As `read`: its tree may be too large to be taken apart."""
    return read(Source("plan.yaml", text))


@pytest.mark.parametrize("opening", ["[", "{a: ", "\n  " + "- "])
def test_asking_for_a_place_in_a_deep_text_needs_little_memory(opening: str) -> None:
    text = "a: 1\na: 2\nb: " + opening + opening.strip("\n") * 4000
    tracemalloc.start()
    problems = problems_of(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems[0][:3] == ("duplicate-key", 2, 1)
    assert peak < 16_000_000


# Places


def at(text: str, *path: str | int, key: bool = False) -> tuple[int, int, int]:
    place = Source("plan.yaml", text).place(path, key=key)
    return place.line, place.column, place.width


NESTED = """\
networks:
  - name: lan   # a comment
    cidr: [10.0.0.0/24, "fd00::/64"]
  - {name: 'iot', hosts: [{name: a}, {name: b}]}
links: {external: {x: {url: y}}}
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1, 1), (1, 1, 1)),
        (("networks",), (2, 3, 1), (1, 1, 8)),
        (("networks", 0), (2, 5, 1), (2, 5, 1)),
        (("networks", 0, "name"), (2, 11, 3), (2, 5, 4)),
        (("networks", 0, "cidr"), (3, 11, 1), (3, 5, 4)),
        (("networks", 0, "cidr", 0), (3, 12, 11), (3, 12, 11)),
        (("networks", 0, "cidr", 1), (3, 25, 11), (3, 25, 11)),
        (("networks", 1), (4, 5, 1), (4, 5, 1)),
        (("networks", 1, "name"), (4, 12, 5), (4, 6, 4)),
        (("networks", 1, "hosts", 1, "name"), (4, 45, 1), (4, 39, 4)),
        (("links", "external", "x", "url"), (5, 29, 1), (5, 24, 3)),
    ],
)
def test_a_value_and_its_key_have_places(
    path: tuple[str | int, ...], value: tuple[int, int, int], key: tuple[int, int, int]
) -> None:
    assert at(NESTED, *path) == value
    assert at(NESTED, *path, key=True) == key


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("networks", 0, "gateway"), (2, 5)),
        (("networks", 0, "name", 0), (2, 11)),
        (("networks", 0, "cidr", 7), (3, 11)),
        (("networks", 9, "name"), (2, 3)),
        (("nothing",), (1, 1)),
    ],
)
def test_what_was_not_written_is_placed_at_the_nearest_thing_around_it(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert at(NESTED, *path)[:2] == place


def test_an_empty_text_has_a_place() -> None:
    assert at("", "networks", 0) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("é: 1\nb: {網路: 2, v: here}\n", (2, 15, 4)),
        ("b: {'🏠': 2, v: here}\n", (1, 16, 4)),
        ("b: {x: 'it''s', v: 'he''re'}\n", (1, 20, 8)),
        ("b:\r\n  v: here\r\n", (2, 6, 4)),
        ("b:\r  v: here\r", (2, 6, 4)),
        ("b:\n\n  # comment\n  v:    here\n", (4, 9, 4)),
        ("b:\n  v:\n    here\n", (3, 5, 4)),
        ("b:\n  v: |\n    here\n", (2, 6, 1)),
        ("b:\n  v: he\n    re\n", (2, 6, 1)),
        ("b: {a: &x here, v: *x}\n", (1, 20, 2)),
        ("b: {v: }\n", (1, 8, 1)),
        ("b: {v: here, v: there}\n", (1, 8, 4)),
    ],
)
def test_places_count_characters_from_one(text: str, place: tuple[int, int, int]) -> None:
    assert at(text, "b", "v") == place


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"], ids=ascii)
def test_lines_are_those_that_an_editor_counts(separator: str) -> None:
    text = f'a: "x{separator}y"\nb: [here]\n'
    source = Source("plan.yaml", text)
    place = source.place(("b", 0))
    assert (place.line, place.column) == (2, 5)
    assert source.lines[place.line - 1] == "b: [here]"


def test_a_place_knows_its_file() -> None:
    assert Place(Source("data/a.yaml", "x"), 1, 1).file == "data/a.yaml"


@dataclass
class Written:
    """Texts of YAML as they are put together, and where each value and key was put."""

    text: str = ""
    values: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)
    keys: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def here(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def put(self, tree: Plain, path: tuple[str | int, ...] = ()) -> None:
        """Write the tree in flow style, with line breaks and blanks that mean nothing."""
        self.values[path] = self.here()
        if isinstance(tree, dict):
            self.text += "{"
            for number, (key, value) in enumerate(tree.items()):
                self.text += ",\n   " if number % 2 else ", " if number else ""
                self.keys[(*path, key)] = self.here()
                self.text += f"{quoted(key)}:  "
                self.put(value, (*path, key))
            self.text += "}"
        elif isinstance(tree, list):
            self.text += "[ "
            for index, item in enumerate(tree):
                self.text += ", " if index else ""
                self.put(item, (*path, index))
            self.text += "]"
        else:
            self.text += "~" if tree is None else quoted(tree)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"))
KEYS = TEXTS.filter(lambda text: text != "<<" and len(text) < 60)  # a longer key cannot be written on one line
TREES: st.SearchStrategy[Plain] = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(TREES)
@settings(max_examples=150)
def test_any_tree_is_read_as_written_and_every_value_and_key_is_found_in_its_place(tree: Plain) -> None:
    written = Written()
    written.put(tree)
    assert tree_of(written.text) == tree
    source = Source("plan.yaml", written.text)
    assert {path: places(source, path) for path in written.values} == written.values
    assert {path: places(source, path, key=True) for path in written.keys} == written.keys


def places(source: Source, path: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int]:
    place = source.place(path, key=key)
    return place.line, place.column


@given(st.text(max_size=60) | st.text("[]{}:,-?&*!|>'\"%@`#~ab \n\t\r\0\x1b\u2028\x85\ufeff", max_size=60))
@settings(max_examples=400)
def test_any_text_is_read_or_refused_at_a_place_inside_of_it(text: str) -> None:
    assert misplaced(text) == []
    never_closed = "[" * 61 + text
    assert refused(never_closed)
    assert misplaced(never_closed) == []


def refused(text: str) -> list[Problem]:
    _, problems, *_ = read(Source("plan.yaml", text))
    return [problem for _, problem in problems]


def misplaced(text: str) -> list[Problem]:
    lines = Source("plan.yaml", text).lines or [""]
    places = {(row, column) for row, line in enumerate(lines, 1) for column in range(1, len(line) + 2)}
    return [problem for problem in refused(text) if (problem.at.line, problem.at.column) not in places]
