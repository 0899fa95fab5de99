"""The command, as a person or a hook runs it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

CIDRBOOK = str(Path(sys.executable).with_name("cidrbook"))

GOOD = "networks: [{name: lan, cidr: 10.0.0.0/24}]\n"
BAD = "networks: [{name: lan, cidr: 10.0.0.1/24}]\n"


BARE = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE")}


def write(folder: Path, text: str, name: str = "data/plan.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "code", "last"),
    [
        (GOOD, 0, "no problems"),
        (BAD, 1, "1 error"),
        (BAD + "settings: {rules: {host-bits-set: warning}}\n", 0, "1 warning"),
        (BAD + "waivers: [{rule: F108, between: lan, reason: known}]\n", 0, "no problems, 1 waived"),
    ],
)
def test_check_exits_with_0_when_nothing_fails_and_1_when_something_does(
    text: str, code: int, last: str, tmp_path: Path
) -> None:
    result = run("check", folder=write(tmp_path, text))
    assert (result.exit_code, result.stdout.splitlines()[-1], result.stderr) == (code, last, "")


@pytest.mark.parametrize("made", [None, "data/", "data/readme.txt"])
def test_check_exits_with_2_and_one_line_where_there_is_no_plan(made: str | None, tmp_path: Path) -> None:
    if made == "data/":
        (tmp_path / "data").mkdir()
    elif made:
        write(tmp_path, "hello", made)
    result = run("check", folder=tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("cidrbook: data: ")
    assert result.stderr.count("\n") == 1


def test_check_takes_another_folder_and_names_files_from_here(tmp_path: Path) -> None:
    write(tmp_path, BAD, "lab/net work/plan.yml")
    result = run("check", "lab/net work/", folder=tmp_path)
    assert result.stdout.startswith("lab/net work/plan.yml:1:30: error F108 ")


def test_check_of_this_folder_names_files_as_they_are_called(tmp_path: Path) -> None:
    write(tmp_path, BAD, "plan.yml")
    assert run("check", ".", folder=tmp_path).stdout.startswith("plan.yml:1:30: error F108 ")


def test_check_prints_json(tmp_path: Path) -> None:
    result = run("check", "--format", "json", folder=write(tmp_path, BAD))
    assert json.loads(result.stdout)["summary"]["errors"] == 1
    assert result.exit_code == 1


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    result = run("check", "--format", "xml", folder=write(tmp_path, GOOD))
    assert result.exit_code == 2
    assert "'text', 'json', 'github', 'sarif'" in result.stderr


@pytest.mark.parametrize("command", ["check", "drift"])
def test_the_same_files_give_the_same_bytes_whatever_the_environment(command: str, tmp_path: Path) -> None:
    for name in ("b/z.yaml", "a.yaml", "b/a.yaml", "B.yaml"):
        write(tmp_path, BAD.replace("lan", f"{name[0]}-{name[-6]}"), f"data/{name}")
        service = (
            f"kind: Service\nmetadata: {{name: {name[0]}}}\nspec: {{type: LoadBalancer, loadBalancerIP: 10.0.9.9}}\n"
        )
        write(tmp_path, service, f"apps/{name}")
    printed = []
    for seed, locale, zone in (("0", "C", "UTC"), ("1", "C.UTF-8", "Pacific/Auckland"), ("2", "en_US.UTF-8", "UTC")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        line = [CIDRBOOK, command, "--format", "json"]
        printed.append(subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, check=False).stdout)
    assert printed == [printed[0]] * 3
    assert json.loads(printed[0])["findings"]


def test_help_and_version_are_there(tmp_path: Path) -> None:
    assert "check" in run("--help", folder=tmp_path).stdout
    assert run("--version", folder=tmp_path).stdout.startswith("cidrbook, version ")


def test_python_m_runs_it_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cidrbook", "check"]
    assert subprocess.run(command, cwd=write(tmp_path, GOOD), capture_output=True, check=False).returncode == 0


def test_a_pipe_that_closes_early_is_no_traceback(tmp_path: Path) -> None:
    many = "networks:\n" + "".join(f"  - {{name: n{number}, cidr: 10.0.0.1/24}}\n" for number in range(3000))
    command = f"{CIDRBOOK} check | head -n 1"
    result = subprocess.run(
        ["bash", "-c", command], cwd=write(tmp_path, many), capture_output=True, text=True, check=False
    )
    assert result.stderr == ""


@pytest.mark.parametrize("waiver", ["", "waivers: [{rule: F108, between: lan, reason: known}]\n"])
@pytest.mark.parametrize(
    ("severity", "options", "code"),
    [
        ("error", [], 1),
        ("error", ["--strict"], 1),
        ("warning", [], 0),
        ("warning", ["--strict"], 1),
        ("info", ["--strict"], 0),
    ],
)
def test_strict_fails_on_warnings_too_and_on_nothing_else(
    waiver: str, severity: str, options: list[str], code: int, tmp_path: Path
) -> None:
    folder = write(tmp_path, f"{BAD}settings: {{rules: {{F108: {severity}}}}}\n{waiver}")
    assert run("check", *options, folder=folder).exit_code == (0 if waiver else code)


@pytest.mark.parametrize(
    ("options", "last"),
    [
        (["--select", "F108"], "1 error"),
        (["--select", "A2", "--select", "form"], "1 error"),
        (["--select", "A2,hosts"], "no problems"),
        (["--ignore", "f1"], "no problems"),
        (["--select=", "--ignore="], "1 error"),
    ],
)
def test_rules_are_selected_and_ignored(options: list[str], last: str, tmp_path: Path) -> None:
    result = run("check", *options, folder=write(tmp_path, BAD))
    assert (result.stdout.splitlines()[-1], result.exit_code) == (last, int(last == "1 error"))


@pytest.mark.parametrize(
    "arguments", [("check", "--select", "hots"), ("check", "--ignore", "A201,hots"), ("rule", "host-bit-set")]
)
def test_an_unknown_rule_ends_with_2_and_a_hint_whatever_the_plan(arguments: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*arguments, folder=tmp_path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "did you mean `host" in result.stderr


@pytest.mark.parametrize("name", ["F108", "f108", "host-bits-set"])
def test_rule_prints_the_page_of_a_rule(name: str, tmp_path: Path) -> None:
    result = run("rule", name, folder=tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("F108 host-bits-set (error)\n\n")
    assert result.stdout.endswith("/rules/form/#f108-host-bits-set\n")


def test_rule_without_a_name_lists_all(tmp_path: Path) -> None:
    lines = run("rule", folder=tmp_path).stdout.splitlines()
    assert len(lines) > 20
    assert any(line.startswith("A201  overlapping-networks  ") for line in lines)


def test_an_empty_name_is_no_rule(tmp_path: Path) -> None:
    assert run("rule", "", folder=tmp_path).exit_code == 2


def test_schema_prints_the_same_schema_whatever_the_environment(tmp_path: Path) -> None:
    printed = {
        subprocess.run(
            [CIDRBOOK, "schema"],
            cwd=tmp_path,
            env=BARE | {"PYTHONHASHSEED": seed, "LC_ALL": "C"},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(printed) == 1
    assert json.loads(printed.pop())["$id"] == "https://cidrbook.github.io/cidrbook/schema/plan.json"


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_paths_begin_at_the_root_of_the_repository_for_what_github_reads(form: str, tmp_path: Path) -> None:
    write(tmp_path, BAD, "lab/data/plan.yaml")
    folder, root = tmp_path / "lab", str(tmp_path)
    assert "lab/data/plan.yaml" in run("check", "--format", form, folder=folder, GITHUB_WORKSPACE=root).stdout
    assert "lab/data" not in run("check", "--format", form, folder=folder).stdout
    assert run("check", folder=folder, GITHUB_WORKSPACE=root).stdout.startswith("data/plan.yaml:1:30: ")
    assert "lab/data/plan.yaml" in run("check", "--format", form, ".", folder=folder, GITHUB_WORKSPACE=root).stdout
    assert "./" not in run("check", "--format", form, ".", folder=folder / "data").stdout.split("https:")[0]


COLOUR = "\x1b[1;31merror\x1b[0m"


@pytest.mark.parametrize(
    ("environment", "count"),
    [
        ({}, 0),
        ({"FORCE_COLOR": "1"}, 1),
        ({"FORCE_COLOR": ""}, 0),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, 1),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, 0),
    ],
)
def test_a_pipe_gets_no_colour_unless_it_is_asked_for(environment: dict[str, str], count: int, tmp_path: Path) -> None:
    folder = write(tmp_path, BAD)
    assert run("check", folder=folder, **environment).stdout.count(COLOUR) == count
    for form in ("json", "github", "sarif"):
        assert "\x1b[" not in run("check", "--format", form, folder=folder, **environment).stdout


@pytest.mark.parametrize(
    ("environment", "count"), [({}, 1), ({"NO_COLOR": "1"}, 0), ({"NO_COLOR": ""}, 1), ({"TERM": "dumb"}, 0)]
)
def test_a_terminal_gets_colour_unless_it_is_unwanted(environment: dict[str, str], count: int, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command, terminal = [CIDRBOOK, "check"], {"TERM": "xterm"} | environment
    subprocess.run(command, cwd=write(tmp_path, BAD), env=BARE | terminal, stdout=theirs, check=False)
    os.close(theirs)
    printed = os.read(ours, 65536).decode()
    os.close(ours)
    assert printed.count(COLOUR) == count
    assert "F108" in printed


@pytest.mark.parametrize("name", ["A2", "space", "a2"])
def test_rule_lists_a_family_or_the_rules_that_a_code_begins(name: str, tmp_path: Path) -> None:
    lines = run("rule", name, folder=tmp_path).stdout.splitlines()
    assert len(lines) > 5
    assert all(line.startswith("A2") for line in lines)


def test_a_file_of_a_plan_is_checked_with_the_plan_and_reports_its_own_findings(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "data/a.yaml")
    write(tmp_path, "networks: [{name: wlan, cidr: 10.0.0.0/25}]\n", "data/b.yaml")
    write(tmp_path, "networks: [{name: far, cidr: 10.9.0.1/24}]\n", "data/c.yaml")
    codes = {
        name: [
            line.split()[2]
            for line in run("check", f"data/{name}.yaml", folder=tmp_path).stdout.splitlines()
            if " error " in line
        ]
        for name in "abc"
    }
    assert codes == {"a": ["A201"], "b": ["A201"], "c": ["F108"]}


def test_any_other_file_is_a_plan_by_itself(tmp_path: Path) -> None:
    write(tmp_path, BAD, "network.yaml")
    write(tmp_path, "kind: Service\n", "other.yaml")
    result = run("check", "network.yaml", folder=tmp_path)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "1 error")


def test_the_version_has_a_short_option(tmp_path: Path) -> None:
    assert run("-V", folder=tmp_path).stdout == run("--version", folder=tmp_path).stdout


def test_a_shell_completes_rules(tmp_path: Path) -> None:
    asked = {"_CIDRBOOK_COMPLETE": "bash_complete", "COMP_WORDS": "cidrbook rule overl", "COMP_CWORD": "2"}
    result = subprocess.run([CIDRBOOK], cwd=tmp_path, env=BARE | asked, capture_output=True, text=True, check=False)
    assert "plain,overlapping-networks" in result.stdout.splitlines()
