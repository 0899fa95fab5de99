"""Hostile surroundings: whatever the terminal and the folder are like, a check ends with findings or one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command import run

from cidrbook import rules
from cidrbook.nuances.match import judge
from cidrbook.plan.load import parse
from cidrbook.text.plan_yaml import MAX_PROBLEMS

CIDRBOOK = Path(sys.executable).with_name("cidrbook")

TODAY = date(2026, 11, 23)

WRONG = 'networks: [{name: "網路…", cidr: 網路}]\n'


def check(
    folder: Path, environment: dict[str, str] | None = None, script: str = '"$0" check'
) -> subprocess.CompletedProcess[bytes]:
    """What the command does; `script` may put it into other surroundings."""
    command = ["bash", "-c", script, str(CIDRBOOK)]
    env = {**os.environ, **(environment or {})}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False, timeout=60)


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(WRONG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_findings_are_printed_whatever_the_terminal_can_show(encoding: str, lab: Path) -> None:
    result = check(folder=lab, environment={"PYTHONIOENCODING": f"{encoding}:strict"})
    assert result.stderr == b""
    assert result.returncode == 1
    assert "F104" in result.stdout.decode(encoding, "replace")


def test_findings_are_printed_in_the_c_locale_too(lab: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = check(folder=lab, environment=plain)
    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.parametrize("output", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_is_no_traceback(output: str, lab: Path) -> None:
    result = check(folder=lab, script=f'"$0" check {output}')
    assert b"Traceback" not in result.stderr
    assert result.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_said_in_one_line(lab: Path) -> None:
    result = check(folder=lab, script='"$0" check > /dev/full')
    assert result.returncode != 0
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "name",
    [
        "no\nsuch",
        "no\x1b[31msuch",
        "no\u202esuch",
        "no\udcffsuch",
        "data/plan.yaml/x",
        "plan\x07",
    ],
    ids=["line break", "escape code", "right to left", "not UTF-8", "below a file", "bell"],
)
def test_a_folder_that_is_not_there_is_said_in_one_harmless_line(name: str, lab: Path) -> None:
    result = run("check", name, folder=lab)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not set(result.stderr[:-1]) & set("\x1b\x07\u202e\n")


def test_a_folder_whose_name_is_too_long_is_said_in_one_line(lab: Path) -> None:
    result = check(folder=lab, script=f'"$0" check {"x" * 5000}')
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)


def test_a_working_folder_that_was_deleted_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    result = check(folder=tmp_path, script='cd gone && rmdir ../gone && "$0" check')
    assert result.returncode == 2
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_long_names_do_not_make_reports_much_longer_than_the_plan(form: str, tmp_path: Path) -> None:
    hosts = "".join(f"      - {{name: h{number}, address: 11.0.0.{number}}}\n" for number in range(100))
    text = f"networks:\n  - name: {'x' * 50_000}\n    cidr: 10.0.0.0/24\n    hosts:\n{hosts}"
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(text, encoding="utf-8")
    result = run("check", "--format", form, folder=tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout) < 20 * len(text)


def test_json_is_ascii_whatever_stands_in_the_plan(lab: Path) -> None:
    (lab / "data" / os.fsdecode(b"\xff\n\x1b.yaml")).write_text("zz: 1\n", encoding="utf-8")
    result = run("check", "--format", "json", folder=lab)
    assert result.stdout.isascii()
    assert "\x1b" not in result.stdout
    assert json.loads(result.stdout)["summary"]["errors"] == 2


def address(number: int) -> str:
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def hosts(number: int, first: int) -> str:
    return "    hosts:\n" + "".join(
        f"      - {{name: h{other_number}, address: {address(first + other_number)}}}\n"
        for other_number in range(number)
    )


def test_the_number_of_findings_grows_with_the_plan_and_not_with_its_square() -> None:
    pools = ", ".join(["10.0.0.1-10.0.0.99"] * 60)
    plan = f"networks:\n  - name: lan\n    cidr: 10.0.0.0/8\n    dhcp: [{pools}]\n{hosts(60, 1)}"
    assert len(rules.check(parse({"plan.yaml": plan}), TODAY)) <= 120


@pytest.mark.parametrize("line", ["key{}: 1\n", "networks: []\n"], ids=["unknown", "again"])
def test_mistakes_without_number_are_not_all_listed(line: str) -> None:
    plan = parse({"plan.yaml": "".join(line.format(number) for number in range(5000))})
    assert 0 < len(plan.problems) <= 2 * MAX_PROBLEMS


@pytest.mark.parametrize(("version", "condition"), [("9" * 5000, "<1"), ("1", "<" + "9" * 5000)])
def test_a_version_of_thousands_of_digits_is_one_that_cannot_be_compared(version: str, condition: str) -> None:
    plan = parse(
        {
            "plan.yaml": f'routers: [{{name: r, version: "{version}"}}]\n'
            f'nuances: [{{name: n, statement: s, when: {{router.version: "{condition}"}}}}]\n'
        }
    )
    assert judge(plan, plan.nuances[0]).verdict == "cannot tell"
