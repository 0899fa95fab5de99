"""Waivers and comments: what they exempt, and what is said about those that exempt nothing."""

from __future__ import annotations

from datetime import date

import lab
import pytest

from cidrbook import rules
from cidrbook.plan.load import parse

TODAY = date(2026, 11, 23)
LAN = "networks:\n  - {name: lan, cidr: 10.0.0.0/23}"
IOT = "\n  - {name: iot, cidr: 10.0.1.0/24}"

QUOTED = IOT.replace("iot", '"iot # cidrbook: allow A201 no"')


def waived(text: str) -> list[tuple[str, int, str | None]]:
    return [(finding.code, finding.problem.at.line, finding.waived) for finding in lab.found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LAN}{IOT} # cidrbook: allow A201 on purpose\n", [("A201", 3, "on purpose")]),
        (f"{LAN}{IOT} # cidrbook: allow overlapping-networks on purpose\n", [("A201", 3, "on purpose")]),
        (f"{LAN}{IOT} #cidrbook:allow a201   on purpose  \n", [("A201", 3, "on purpose")]),
        # The line of another party will do.
        (f"{LAN} # cidrbook: allow A201 on purpose{IOT}\n", [("A201", 3, "on purpose")]),
        # A comment that stands alone is about the next line.
        (f"{LAN}\n  # cidrbook: allow A201 on purpose{IOT}\n", [("A201", 4, "on purpose")]),
        (f"{LAN}\n  # cidrbook: allow A201 on purpose\n{IOT}\n", [("U102", 3, None), ("A201", 5, None)]),
        # Another rule, another line, no reason, no rule.
        (f"{LAN}{IOT} # cidrbook: allow A202 on purpose\n", [("A201", 3, None), ("U102", 3, None)]),
        (f"{LAN}{IOT}\n# cidrbook: allow A201 on purpose\n", [("A201", 3, None), ("U102", 4, None)]),
        (f"{LAN}{IOT} # cidrbook: allow A201\n", [("A201", 3, None), ("U104", 3, None)]),
        (f"{LAN}{IOT} # cidrbook: allow\n", [("A201", 3, None), ("U104", 3, None)]),
        (f"{LAN}{IOT} # cidrbook: allowed A201 on purpose\n", [("A201", 3, None)]),
        (f"{LAN}{IOT} # cidrbook: allow A999 on purpose\n", [("A201", 3, None), ("U102", 3, None)]),
        # What only looks like a comment is none.
        (f"{LAN}{QUOTED}\n", [("A201", 3, None)]),
        (f"{LAN}{IOT}# cidrbook: allow A201 glued\n", [("A201", 3, None)]),
        # What the comment is about may be allowed in its turn.
        (f"{LAN}\n# cidrbook: allow U102 soon\n# cidrbook: allow A201 later\n", [("U102", 4, "soon")]),
    ],
    ids=str,
)
def test_a_comment_allows_what_is_found_on_its_line(text: str, expected: list[tuple[str, int, str | None]]) -> None:
    assert waived(text) == expected


@pytest.mark.parametrize(
    ("waiver", "codes"),
    [
        ("{rule: A201, between: [lan, iot], reason: why}", []),
        ("{rule: A201, between: [lan, iot], reason: why, until: 2026-11-23}", []),
        ("{rule: A201, between: [lan, iot], reason: why, until: 2026-11-22}", ["A201", "U103"]),
        ("{rule: A201, between: [lan, guest], reason: why}", ["A201", "U102"]),
        ("{rule: A202, between: [lan, iot], reason: why}", ["A201", "U102"]),
        ("{rule: A202, between: [lan, iot], reason: why, until: 2026-11-22}", ["A201", "U103"]),
        ("{rule: A201, between: [lan, iot]}", ["A201", "F105"]),
        ("{rule: A201, between: [lan, iot], reason: ''}", ["A201", "F105"]),
        ("{rule: A201, between: [], reason: why}", ["A201", "F105"]),
        ("{rule: A999, between: [lan, iot], reason: why}", ["A201", "F106"]),
        # What pages break is not looked at here.
        ("{rule: P901, between: [index], reason: why}", ["A201"]),
    ],
)
def test_a_waiver_counts_while_it_names_what_is_found(waiver: str, codes: list[str]) -> None:
    assert [code for code, _, reason in waived(f"{LAN}{IOT}\nwaivers:\n  - {waiver}\n") if reason is None] == codes


def test_two_exemptions_of_one_finding_are_both_used() -> None:
    text = f"{LAN}{IOT} # cidrbook: allow A201 first\n"
    text += "waivers: [{rule: A201, between: [lan, iot], reason: second}]\n"
    assert waived(text) == [("A201", 3, "second")]


def test_a_waiver_of_something_unknown_says_what_was_probably_meant() -> None:
    text = f"{LAN}{IOT}\nwaivers: [{{rule: A201, between: [lan, iott], reason: why}}]\n"
    [hint] = [finding.problem.hint for finding in rules.check(parse({"a.yaml": text}), TODAY) if finding.code == "U102"]
    assert hint == "did you mean `iot`?"


def test_nothing_is_said_about_exemptions_while_a_file_cannot_be_read() -> None:
    texts = {"a.yaml": "networks: [", "b.yaml": "waivers: [{rule: A201, between: [lan], reason: why}]\n"}
    assert [finding.code for finding in rules.check(parse(texts), TODAY)] == ["F101"]


def test_the_last_line_of_a_file_may_be_such_a_comment() -> None:
    assert waived("networks: []\n# cidrbook: allow A201 why") == [("U102", 2, None)]
