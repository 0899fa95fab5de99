"""Why something in a document is not believed, and that what is generated is left out whole."""

from __future__ import annotations

import pytest

from cidrbook.repository.documents.comments import comment_doubts
from cidrbook.repository.documents.details import details
from cidrbook.repository.documents.statements import doubts, statements
from cidrbook.text.source import Source

GENERATED = "the line is so long that it was generated"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("# Old\n\n- pods: 10.0.0.0/16\n", "the heading `Old`", id="a heading of another time"),
        pytest.param("- pods: for example 10.0.0.0/16\n", "not so, or not now: `for example`", id="an example"),
        pytest.param("| a | b |\n|---|---|\n| former | 10.0.0.0/16 |\n", "the row tells", id="a row of another time"),
        pytest.param("```yaml\n# pods: 10.0.0.0/16\n```\n", "the line is a comment", id="a comment in code"),
        pytest.param(
            "# A\n\n> `b.md` supersedes this page.\n\n- pods: 10.0.0.0/16\n", "has replaced it", id="a newer page"
        ),
        pytest.param("Status: superseded\n\n- pods: 10.0.0.0/16\n", "says its status: `superseded`", id="a status"),
        pytest.param("| a |\n|---|\n| " + "|a" * 40 + "| 10.0.0.1 |\n", GENERATED, id="a row of many cells"),
        pytest.param(f"- {'a ' * 1100}10.0.0.1\n", GENERATED, id="a long line"),
        pytest.param("| a |\n|---|\n| " + f"| {'a' * 1900} " * 3 + "| 10.0.0.1 |\n", GENERATED, id="a long row"),
    ],
)
def test_a_doubt_has_its_reason_and_nothing_is_read(text: str, reason: str) -> None:
    source = Source("README.md", text)
    assert [found for _, found in doubts(source) if reason in found] != []
    assert [*statements(source), *details(source)] == []


def test_a_history_is_no_document() -> None:
    source = Source("docs/changelog.md", "- pods: 10.0.0.0/16\n")
    assert {reason for _, reason in doubts(source)} == {
        "its path says that it tells of other times or of examples: `changelog`"
    }
    assert list(statements(source)) == []


def test_what_is_believed_has_no_doubt_and_says_where_it_was_read() -> None:
    source = Source("README.md", "| Name | CIDR |\n|---|---|\n| Pod CIDR | 10.0.0.0/16 |\n")
    assert list(doubts(source)) == []
    [said] = statements(source)
    assert said.reasons == ("a cell below `CIDR`", "the name of the row `Pod CIDR` names pods")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("# default pool: 10.0.0.0/24", "something else than what is so: `default`"),
        ("# LB pool: 10.0.0.0/24", ""),
        ("# loadBalancerIP: 10.0.0.4", "a setting that is commented out"),
        (f"# {'a ' * 90}10.0.0.4", "the comment is long"),
    ],
)
def test_a_comment_is_doubted_with_a_reason(line: str, reason: str) -> None:
    found = [one for _, one in comment_doubts(Source("a.yaml", f"a: 1\n{line}\n"))]
    assert [reason in one for one in found] == ([True] if reason else [])
