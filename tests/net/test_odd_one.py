"""The one of several things that differs."""

import pytest

from cidrbook.net.odd_one import odd_one


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        pytest.param(["a1", "b1", "c2"], ("c2", "a1", 2), id="the last of three"),
        pytest.param(["a2", "b1", "c1"], ("a2", "b1", 2), id="the first of three"),
        pytest.param(["a1", "b2"], ("b2", "a1", 1), id="the second of two"),
        pytest.param(["a1", "b1", "c2", "d2"], None, id="two of each"),
        pytest.param(["a1", "b1", "c2", "d3"], None, id="two that differ from each other"),
        pytest.param(["a1", "b1"], None, id="none"),
        pytest.param(["a1"], None, id="one alone"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_the_one_that_differs(things: list[str], expected: tuple[str, str, int] | None) -> None:
    assert odd_one(things, lambda thing: thing[1:]) == expected
