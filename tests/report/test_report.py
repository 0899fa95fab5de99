"""What people and programs read of findings."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sarif import mistakes

import cidrbook
from cidrbook import rules
from cidrbook.plan.load import load, parse
from cidrbook.report import FORMATS
from cidrbook.report.choice import UnknownRuleError, chosen
from cidrbook.report.github import SHOWN, as_annotations, data, property_value
from cidrbook.report.page import as_index, as_page, body, reason, standalone
from cidrbook.report.summary import in_words, summary
from cidrbook.report.text import as_text
from cidrbook.report.words import plain
from cidrbook.text.finding import Finding, Problem, Related, Severity
from cidrbook.text.source import Place, Source

OVERLAP = """\
networks:
  - name: lan
    cidr: 10.0.0.0/23

  - name: iot
    cidr: 10.0.1.0/24
"""


TODAY = date(2026, 11, 23)
RULES = rules.rules()
A201 = rules.by_slug()["overlapping-networks"]

HOSTILE = [
    "::error file=x::pwned",
    "a\n::error::pwned",
    "a\r\n::set-output name=x::pwned",
    "\x1b[31mred\x1b[0m",
    "100%",
    "%0A::error::pwned",
    "a,line=1:b",
    "\u202eevil",
    "\ud800",
    "{0} [x](https://evil.example)",
    "</script><b>",
]


def text(plan: str) -> str:
    return as_text(rules.check(parse({"data/networks.yaml": plan}), TODAY))


def finding(
    message: str = "wrong", severity: Severity = Severity.ERROR, file: str = "data/a.yaml", hint: str = "", **more: Any
) -> Finding:
    at = Place(Source(file, "networks: [lan]\n"), 1, 12, 3)
    related = (Related(at=at, message=message),) * 2
    problem = Problem(at=at, message=message, hint=hint, label=message, related=related, parties=(message,))
    own = {"code": A201.code, "rule": A201.slug, "url": A201.url} | more
    return Finding(severity=severity, problem=problem, **own)


def sarif(*findings: Finding) -> dict[str, Any]:
    log = json.loads(FORMATS["sarif"](findings, RULES))
    assert mistakes(log) == []
    [run] = log["runs"]
    return dict(run)


def test_a_finding_shows_the_line_a_caret_the_other_place_and_a_hint() -> None:
    assert text(OVERLAP) == (
        "data/networks.yaml:6:11: error A201 overlapping-networks: iot (10.0.1.0/24) is inside lan (10.0.0.0/23),"
        " which runs to 10.0.1.255\n"
        "    5 |   - name: iot\n"
        "    6 |     cidr: 10.0.1.0/24\n"
        "      |           ^^^^^^^^^^^ overlaps\n"
        "   data/networks.yaml:3:11: lan is written here\n"
        "   = hint: write `10.0.0.0/24` in place of `10.0.0.0/23` in lan;"
        " only if iot really is a part of lan, write `parent: lan` in iot\n"
        "   = rule: https://cidrbook.github.io/cidrbook/rules/space/#a201-overlapping-networks\n"
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


def test_a_tab_is_seen_where_it_is_what_is_wrong() -> None:
    assert "    3 | \u2192cidr: 10.0.0.0/24\n      | ^" in text("networks:\n  - name: lan\n\tcidr: 10.0.0.0/24\n")
    assert "\u2192" not in text("networks:\n  - name: lan\n    cidr: 10.0.0.0/33\t# here\n")


def test_a_very_long_line_is_cut() -> None:
    report = text(f"networks: [{{name: {'x' * 5000}, cidr: 10.0.0.0/24, cidr: 10.0.0.0/24}}]\n")
    assert all(len(line) < 400 for line in report.splitlines())


def test_json_has_the_fields_of_the_contract_and_no_others() -> None:
    findings = rules.check(parse({"data/networks.yaml": OVERLAP}), TODAY)
    assert json.loads(FORMATS["json"](findings)) == {
        "findings": [
            {
                "code": "A201",
                "rule": "overlapping-networks",
                "severity": "error",
                "message": "iot (10.0.1.0/24) is inside lan (10.0.0.0/23), which runs to 10.0.1.255",
                "hint": "write `10.0.0.0/24` in place of `10.0.0.0/23` in lan;"
                " only if iot really is a part of lan, write `parent: lan` in iot",
                "file": "data/networks.yaml",
                "line": 6,
                "column": 11,
                "related": [{"file": "data/networks.yaml", "line": 3, "column": 11, "message": "lan is written here"}],
                "waived": None,
                "url": "https://cidrbook.github.io/cidrbook/rules/space/#a201-overlapping-networks",
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "infos": 0, "waived": 0},
    }


def test_colour_marks_the_place_the_severity_and_the_caret_and_changes_nothing_else() -> None:
    findings = rules.check(parse({"data/networks.yaml": OVERLAP}), TODAY)
    coloured = as_text(findings, colour=True)
    assert "\x1b[1mdata/networks.yaml:6:11\x1b[0m: \x1b[1;31merror\x1b[0m A201" in coloured
    assert "      |           \x1b[1;31m^^^^^^^^^^^ overlaps\x1b[0m\n" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == as_text(findings)


@pytest.mark.parametrize(
    ("severity", "waived", "style"),
    [
        (Severity.ERROR, None, "1;31"),
        (Severity.WARNING, None, "1;33"),
        (Severity.INFO, None, "1;36"),
        (Severity.ERROR, "known", "2"),
    ],
)
def test_each_severity_has_a_colour_and_what_is_waived_has_none(
    severity: Severity, waived: str | None, style: str
) -> None:
    painted = set(
        re.findall(r"\x1b\[([0-9;]+)m[a-z ]*\^*", as_text([finding("x", severity, waived=waived)], colour=True))
    )
    assert painted == {style, "0", "1"}


@pytest.mark.parametrize("severity", Severity)
def test_each_severity_is_counted_and_has_words_of_every_format(severity: Severity) -> None:
    found = [finding("x", severity)] * 2
    assert in_words(found) == f"2 {severity.plural}"
    assert summary(found)[severity.plural] == 2
    assert severity.sarif in {"note", "warning", "error"}
    assert as_annotations(found).startswith(("::error ", "::warning ", "::notice "))
    assert Severity.named(severity) is severity


def test_what_fails_a_check_also_fails_a_strict_one_and_is_graver_than_what_does_not() -> None:
    assert all(severity.fails_strictly for severity in Severity if severity.fails)
    for column in ("fails", "fails_strictly"):
        fails = [getattr(severity, column) for severity in Severity]
        assert fails == sorted(fails, reverse=True)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_plan_says_cannot_paint_or_break_lines(hostile: str) -> None:
    other_finding = finding(hostile, hint=hostile, file=f"data/{hostile}.yaml", waived=hostile)
    plainly, coloured = as_text([other_finding]), as_text([other_finding], colour=True)
    assert len(plainly.splitlines()) == len(as_text([finding("x", hint="x", waived="x")]).splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e\ud800]", plainly)
    assert re.sub(r"\x1b\[(?:0|1|2|1;3[136])m", "", coloured) == plainly


@pytest.mark.parametrize(
    ("raw", "as_data", "as_property"),
    [
        ("plain", "plain", "plain"),
        ("100%", "100%25", "100%25"),
        ("%0A", "%250A", "%250A"),
        ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
        ("a: b, c", "a: b, c", "a%3A b%2C c"),
        ("::error::", "::error::", "%3A%3Aerror%3A%3A"),
    ],
)
def test_commands_are_escaped_as_the_runner_undoes_it(raw: str, as_data: str, as_property: str) -> None:
    assert (data(raw), property_value(raw)) == (as_data, as_property)


def test_an_annotation_marks_the_value_and_says_what_to_do() -> None:
    annotations = FORMATS["github"](rules.check(parse({"data/networks.yaml": OVERLAP}), TODAY))
    assert annotations == (
        "::error file=data/networks.yaml,line=6,endLine=6,col=11,endColumn=22,title=A201 overlapping-networks"
        "::iot (10.0.1.0/24) is inside lan (10.0.0.0/23), which runs to 10.0.1.255"
        "%0Ahint: write `10.0.0.0/24` in place of `10.0.0.0/23` in lan;"
        " only if iot really is a part of lan, write `parent: lan` in iot"
        "%0Arule: https://cidrbook.github.io/cidrbook/rules/space/#a201-overlapping-networks\n"
        "1 error"
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_plan_cannot_give_commands_of_its_own(hostile: str) -> None:
    command, last = FORMATS["github"]([finding(hostile, hint=hostile, file=f"data/{hostile}.yaml")]).split("\n")
    parts = re.fullmatch(r"::error ([^:]*)::(.*)", command)
    assert parts
    assert len(parts[1].split(",")) == 6
    assert all(re.fullmatch(r"\w+=[^,:\r\n]*", each) for each in parts[1].split(","))
    assert all(re.match(r"25|0A|0D|3A|2C", after) for after in command.split("%")[1:])
    assert "\x1b" not in command
    assert last == "1 error"


def test_annotations_come_by_weight_and_waived_ones_not_at_all() -> None:
    found = [finding("a", Severity.INFO), finding("b", Severity.WARNING), finding("c", waived="known"), finding("d")]
    lines = FORMATS["github"](found).splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::warning", "::notice"]
    assert lines[-1] == "1 error, 1 warning, 1 info, 1 waived"


@pytest.mark.parametrize(
    ("errors", "warnings", "more"), [(SHOWN, SHOWN, 0), (SHOWN + 1, 2, 1), (SHOWN + 5, 3000, 2995)]
)
def test_no_more_is_annotated_than_github_shows_and_the_rest_is_counted(errors: int, warnings: int, more: int) -> None:
    found = [finding("a", Severity.WARNING)] * warnings + [finding("b")] * errors
    lines = FORMATS["github"](found).splitlines()
    assert sum(line.startswith("::error") for line in lines) == SHOWN
    assert sum(line.startswith("::warning") for line in lines) == min(warnings, SHOWN)
    assert [line.split(":")[0] for line in lines if line.startswith("and ")] == ([f"and {more} more"] if more else [])
    assert lines[-1].startswith(f"{errors} errors, {warnings} warning")


def test_sarif_says_what_each_rule_is_whatever_was_found() -> None:
    driver = sarif()["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("cidrbook", cidrbook.__version__)
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    described = next(rule for rule in driver["rules"] if rule["id"] == "A201")
    assert described["name"] == "OverlappingNetworks"
    assert described["shortDescription"] == {"text": "Two networks overlap."}
    assert described["fullDescription"]["text"].startswith("Traffic to the shared addresses follows")
    assert described["help"]["text"] == as_page(A201)
    assert "```yaml\nnetworks:" in described["help"]["markdown"]
    assert described["helpUri"] == A201.url
    assert described["defaultConfiguration"] == {"level": "error"}


def test_sarif_marks_the_value_and_the_other_party() -> None:
    run = sarif(*rules.check(parse({"data/networks.yaml": OVERLAP}), TODAY))
    [result] = run["results"]
    [location], [related] = result["locations"], result["relatedLocations"]
    assert (result["ruleId"], RULES[result["ruleIndex"]].code, result["level"]) == ("A201", "A201", "error")
    assert result["message"]["text"].startswith(
        "iot (10.0.1.0/24) is inside lan (10.0.0.0/23), which runs to 10.0.1.255; write `10.0.0.0/24` in"
    )
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/networks.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 6, "startColumn": 11, "endLine": 6, "endColumn": 22},
    }
    assert related["message"] == {"text": "lan is written here"}
    assert result["suppressions"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_sarif_has_levels_of_its_own_and_suppresses_what_is_waived() -> None:
    results = sarif(finding("a", Severity.INFO), finding("b", Severity.WARNING), finding("c", waived="known"))[
        "results"
    ]
    assert [it["level"] for it in results] == ["note", "warning", "error"]
    assert [it["suppressions"] for it in results] == [[], [], [{"kind": "external", "justification": "known"}]]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/net work.yaml", "data/net%20work.yaml"),
        ("data/100%.yaml", "data/100%25.yaml"),
        ("a:b/#?.yaml", "a%3Ab/%23%3F.yaml"),
        ("data/büro.yaml", "data/b%C3%BCro.yaml"),
        ("data/\udcff.yaml", "data/%FF.yaml"),
        ("./networks.yaml", "networks.yaml"),
        ("/srv/lab/data/a b.yaml", "file:///srv/lab/data/a%20b.yaml"),
        ("C:/lab/a b.yaml", "file:///C:/lab/a%20b.yaml"),
    ],
)
def test_sarif_encodes_paths(file: str, uri: str) -> None:
    [result] = sarif(finding(file=file))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri} | ({} if uri.startswith("file:") else {"uriBaseId": "%SRCROOT%"})


@pytest.mark.parametrize("hostile", [text for text in HOSTILE if text != "\ud800"])
def test_sarif_holds_whatever_a_plan_says_as_one_line_of_text(hostile: str) -> None:
    [result] = sarif(finding(hostile, hint=hostile, file=f"data/{hostile}.yaml", waived=hostile))["results"]
    assert result["message"]["text"] == plain(f"{hostile}; {hostile}")
    assert not re.search(r"[\x00-\x1f\u202e]", result["message"]["text"] + result["suppressions"][0]["justification"])


def prints(plan: str, file: str = "data/networks.yaml") -> list[str]:
    results = sarif(*rules.check(parse({file: plan}), TODAY))["results"]
    return [it["partialFingerprints"]["cidrbook/v1"] for it in results]


def test_a_fingerprint_stays_when_lines_move_and_tells_findings_apart() -> None:
    assert prints(OVERLAP) == prints(f"# a comment\n\n{OVERLAP}  - {{name: far, cidr: 10.9.0.0/24}}\n")
    assert prints(OVERLAP) != prints(OVERLAP.replace("iot", "cam"))
    assert prints(OVERLAP) != prints(OVERLAP, "data/others.yaml")
    twice = prints("networks: [{name: a, cidr: 10.0.0.1/24}, {name: b, cidr: 10.0.1.1/24}]\n" + "networks: 1\n" * 2)
    assert len(set(twice)) == len(twice) > 2


def test_the_findings_of_every_example_fit_the_standard_and_are_the_same_bytes_again() -> None:
    plans = re.findall(r"^```yaml\n(.*?)^```$", "\n".join(rule.doc for rule in RULES), re.MULTILINE | re.DOTALL)
    findings, again = (
        [finding for plan in plans for finding in rules.check(parse({"data/plan.yaml": plan}), TODAY)] for _ in range(2)
    )
    sarif(*findings)
    assert len(findings) > 100
    for write in FORMATS.values():
        assert write(findings, RULES) == write(again, RULES)


def test_a_file_that_cannot_be_read_has_a_place_without_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"networks: [\xff]\n")
    [result] = sarif(*rules.check(load(tmp_path, "data"), TODAY))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 12}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_text_that_stands_alone(rule: rules.Rule) -> None:
    page = as_page(rule)
    assert page.startswith(f"{rule.code} {rule.slug} ({rule.severity})\n\n{rule.title}\n\n")
    assert page.endswith(f"\n\n{rule.url}")
    assert not re.search(r"```|\]\(|[A-Z]\d{3}: \d+|(?<!README)\.md\b|\n\n\n", page)
    assert "\n" not in reason(rule)
    assert re.findall(r"\]\((?!https://)", standalone(rule)) == []
    assert body(rule).count("```") == rule.doc.count("```")


def test_a_page_marks_the_lines_of_its_example_and_writes_links_out() -> None:
    page = as_page(A201)
    assert "        cidr: 10.0.1.0/24  # ← A201\n" in page
    assert "Source: RFC 1812 (https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section" in page
    assert "\n    # ↑ A201, U104\n" in as_page(rules.by_slug()["comment-without-reason"])
    assert "(https://cidrbook.github.io/cidrbook/data/)" in as_page(rules.by_slug()["unknown-key"])


def test_the_index_has_a_line_for_every_rule() -> None:
    lines = as_index(RULES).splitlines()
    assert [line.split()[:3] for line in lines] == [[rule.code, rule.slug, rule.severity] for rule in RULES]
    assert len({line.index(rule.title) for line, rule in zip(lines, RULES, strict=True)}) == 1


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        ([], [], {rule.code for rule in RULES}),
        ([""], [","], {rule.code for rule in RULES}),
        (["A201"], [], {"A201"}),
        (["a201 , overlapping-networks"], [], {"A201"}),
        (["A201,A202", "F101"], [], {"A201", "A202", "F101"}),
        (["A2"], ["A201"], {rule.code for rule in RULES if rule.code.startswith("A2")} - {"A201"}),
        (["space"], [], {rule.code for rule in RULES if rule.family == "space"}),
        ([], ["F", "space"], {rule.code for rule in RULES if rule.code[0] != "F" and rule.family != "space"}),
        (["A201"], ["A"], set()),
    ],
)
def test_rules_are_chosen_by_code_name_prefix_and_family(select: list[str], ignore: list[str], codes: set[str]) -> None:
    assert chosen(RULES, select, ignore) == codes


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("F1066", "`F106`"),
        ("overlaping-networks", "`overlapping-networks`"),
        ("spcae", "`space`"),
        ("diff", "`cidrbook rule`"),
    ],
)
def test_an_unknown_rule_is_refused_with_what_was_probably_meant(word: str, hint: str) -> None:
    with pytest.raises(UnknownRuleError, match=rf"^unknown rule `{word}`; .*{hint}"):
        chosen(RULES, [], [f"A201,{word}"])
