"""HCL as we read it, held to python-hcl2: the same attributes, blocks and labels, wherever strings and heredocs end."""

from __future__ import annotations

from io import StringIO
from typing import Any

import hcl2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cidrbook.text.hcl import parsed
from cidrbook.text.hcl_syntax import Body

NAMES = st.sampled_from(("a", "b-c", "d_e", "f1"))
WORDS = st.sampled_from(
    ("10.0.0.0/24", "x y", 'say \\"no\\"', "a # no comment", "// none", "${var.name}", '${lower("A")}', "{", "}", "")
)
VALUES: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        WORDS.map(lambda word: f'"{word}"'),
        st.integers(0, 4094).map(str),
        st.sampled_from(("true", "var.list[0]", "cidrhost(var.net, 5)", "a ? 1 : 2", "1 + 2 * 3")),
        st.sampled_from(
            ("[for x in var.list : x]", "{for k, v in var.map : k => v}", "{for k, v in var.map : v => k...}")
        ),
        st.tuples(st.sampled_from(("EOT", "END_1", "A-B", "x2y")), st.sampled_from(("<<", "<<-"))).map(_heredoc),
        st.lists(VALUES.filter(lambda value: "<<" not in value), max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    )
)


def _heredoc(parts: tuple[str, str]) -> str:
    delimiter, mark = parts
    return f'{mark}{delimiter}\nset x {{\n  "open\n{delimiter}'


BLOCKS: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.sampled_from(("# comment {", "// comment }", "/* a\n b { */")),
        st.tuples(st.sampled_from(("lan", "dhcp-1")), NAMES, BODIES).map(
            lambda parts: f'{parts[0]} "{parts[1]}" {{\n{parts[2]}\n}}'
        ),
    )
)
BODIES: st.SearchStrategy[str] = st.tuples(
    st.dictionaries(NAMES, VALUES, max_size=3), st.lists(BLOCKS, max_size=2)
).map(lambda parts: "\n".join([*(f"{name} = {value}" for name, value in parts[0].items()), *parts[1]]))
"""A body: attributes, each of which may be there once, and blocks."""


Shape = tuple[list[str], list[tuple[str, tuple[str, ...], Any]]]


def shape(body: Body) -> Shape:
    """The names of attributes, and the blocks with their types, labels and bodies, in their order."""
    blocks = [
        (block.type, tuple(str(label.parts[0]) for label in block.labels), shape(block.body)) for block in body.blocks
    ]
    return sorted(body.attributes), blocks


def oracle(tree: dict[str, Any]) -> Shape:
    """The same of what python-hcl2 reads: a block is a list of mappings by its type, below its labels."""
    names: list[str] = []
    blocks: list[tuple[str, tuple[str, ...], Any]] = []
    for key, value in tree.items():
        if key.startswith("__"):
            continue
        if (
            isinstance(value, list)
            and value
            and all(isinstance(item, dict) and "__is_block__" in str(item) for item in value)
        ):
            for item in value:
                labels: list[str] = []
                inner = item
                while not inner.get("__is_block__"):
                    [(label, inner)] = [(name, part) for name, part in inner.items() if not name.startswith("__")]
                    labels.append(label.strip('"'))
                blocks.append((key, tuple(labels), oracle(inner)))
        else:
            names.append(key.strip('"'))
    return sorted(names), blocks


def by_type(found: Shape) -> Shape:
    """Blocks by their types, since the oracle keeps their order only among those of one type."""
    names, blocks = found
    return names, sorted((kind, labels, by_type(inner)) for kind, labels, inner in blocks)


@given(BODIES)
def test_attributes_and_blocks_are_those_of_the_language(text: str) -> None:
    assert by_type(shape(parsed(f"{text}\n"))) == by_type(oracle(hcl2.load(StringIO(f"{text}\n"))))


@pytest.mark.parametrize(
    "delimiter",
    ["EOT", "E1", "A-B", "_x", "eot2"],
    ids=["letters", "a digit", "a dash", "an underscore", "small letters"],
)
def test_a_heredoc_ends_at_its_own_line(delimiter: str) -> None:
    text = f'a = <<-{delimiter}\n  {{ {delimiter}x\n  not {delimiter}\n  {delimiter}\nb = "c"\n'
    assert sorted(parsed(text).attributes) == ["a", "b"]
