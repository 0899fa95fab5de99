"""What people and programs read of findings."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cidrbook import rules
from cidrbook.plan.load import parse
from cidrbook.report import FORMATS
from cidrbook.report.text import as_text, plain

OVERLAP = """\
networks:
  - name: lan
    cidr: 10.0.0.0/23

  - name: iot
    cidr: 10.0.1.0/24
"""


def text(plan: str) -> str:
    return as_text(rules.check(parse({"data/networks.yaml": plan}), date(2026, 11, 23)))


def test_a_finding_shows_the_line_a_caret_the_other_place_and_a_hint() -> None:
    assert text(OVERLAP) == (
        "data/networks.yaml:6:11: error A201 overlapping-networks: iot (10.0.1.0/24) lies inside lan (10.0.0.0/23)\n"
        "    5 |   - name: iot\n"
        "    6 |     cidr: 10.0.1.0/24\n"
        "      |           ^^^^^^^^^^^ overlaps\n"
        "   data/networks.yaml:3:11: lan is written here\n"
        "   = hint: shrink lan to 10.0.0.0/24, or nest iot under it with `parent: lan`\n"
        "\n"
        "1 error"
    )


def test_a_waived_finding_is_shown_with_its_reason_and_counted_apart() -> None:
    waiver = "waivers: [{rule: A201, between: [lan, iot], reason: isolated on purpose}]\n"
    report = text(OVERLAP + waiver)
    assert "data/networks.yaml:6:11: waived error A201" in report
    assert "   = waived: isolated on purpose\n" in report
    assert report.endswith("\n\nno problems, 1 waived")


def test_a_consistent_plan_is_said_to_be_one() -> None:
    assert text("networks: [{name: lan, cidr: 10.0.0.0/24}]\n") == "no problems"


def test_each_weight_is_counted_in_words() -> None:
    settings = "settings: {rules: {A201: warning, H301: info}}\n"
    hosts = (
        "networks:\n"
        "  - {name: a, cidr: 10.0.0.0/23, gateway: 10.9.9.9, hosts: [{name: x, address: 10.8.8.8}]}\n"
        "  - {name: b, cidr: 10.0.1.0/24}\n"
    )
    assert text(settings + hosts).endswith("\n\n1 error, 1 warning, 1 info")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("line\r\nbreak", "line\ufffd\ufffdbreak"),
        ("\u202eevil", "\ufffdevil"),
        ("a\u2028b\x85c", "a\ufffdb\ufffdc"),
        ("tab\there", "tab here"),
        ("Büro 網路 🏠", "Büro 網路 🏠"),
    ],
)
def test_text_cannot_drive_the_terminal(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


def test_the_caret_stands_below_its_value_after_wide_characters() -> None:
    report = text('networks: [{name: "網路", cidr: 10.0.0.1/24}]\n')
    line, caret = report.splitlines()[1:3]
    assert line == '    1 | networks: [{name: "網路", cidr: 10.0.0.1/24}]'
    assert caret.index("^") == line.index("10.0") + 2  # each of the two characters takes two columns


def test_a_very_long_line_is_cut() -> None:
    report = text(f"networks: [{{name: {'x' * 5000}, cidr: 10.0.0.0/24, cidr: 10.0.0.0/24}}]\n")
    assert all(len(line) < 400 for line in report.splitlines())


def test_json_has_the_fields_of_the_contract_and_no_others() -> None:
    findings = rules.check(parse({"data/networks.yaml": OVERLAP}), date(2026, 11, 23))
    assert json.loads(FORMATS["json"](findings)) == {
        "findings": [
            {
                "code": "A201",
                "rule": "overlapping-networks",
                "severity": "error",
                "message": "iot (10.0.1.0/24) lies inside lan (10.0.0.0/23)",
                "hint": "shrink lan to 10.0.0.0/24, or nest iot under it with `parent: lan`",
                "file": "data/networks.yaml",
                "line": 6,
                "column": 11,
                "related": [{"file": "data/networks.yaml", "line": 3, "column": 11, "message": "lan is written here"}],
                "waived": None,
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "infos": 0, "waived": 0},
    }
