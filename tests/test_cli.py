"""The command, as a person or a hook runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CIDRBOOK = str(Path(sys.executable).with_name("cidrbook"))

GOOD = "networks: [{name: lan, cidr: 10.0.0.0/24}]\n"
BAD = "networks: [{name: lan, cidr: 10.0.0.1/24}]\n"


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([CIDRBOOK, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


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
    assert (result.returncode, result.stdout.splitlines()[-1], result.stderr) == (code, last, "")


@pytest.mark.parametrize("made", [None, "data/", "data/readme.txt"])
def test_check_exits_with_2_and_one_line_where_there_is_no_plan(made: str | None, tmp_path: Path) -> None:
    if made == "data/":
        (tmp_path / "data").mkdir()
    elif made:
        write(tmp_path, "hello", made)
    result = run("check", folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("cidrbook: data: ")
    assert result.stderr.count("\n") == 1


def test_check_takes_another_folder_and_names_files_from_here(tmp_path: Path) -> None:
    write(tmp_path, BAD, "lab/net work/plan.yml")
    result = run("check", "lab/net work/", folder=tmp_path)
    assert result.stdout.startswith("lab/net work/plan.yml:1:30: error F108 ")


def test_check_prints_json(tmp_path: Path) -> None:
    result = run("check", "--format", "json", folder=write(tmp_path, BAD))
    assert json.loads(result.stdout)["summary"]["errors"] == 1
    assert result.returncode == 1


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    result = run("check", "--format", "xml", folder=write(tmp_path, GOOD))
    assert result.returncode == 2
    assert "'text', 'json'" in result.stderr


def test_the_same_plan_gives_the_same_bytes_whatever_the_environment(tmp_path: Path) -> None:
    for name in ("b/z.yaml", "a.yaml", "b/a.yaml", "B.yaml"):
        write(tmp_path, BAD.replace("lan", f"{name[0]}-{name[-6]}"), f"data/{name}")
    printed = set()
    for seed, locale, zone in (("0", "C", "UTC"), ("1", "C.UTF-8", "Pacific/Auckland"), ("2", "en_US.UTF-8", "UTC")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        command = [CIDRBOOK, "check", "--format", "json"]
        printed.add(subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).stdout)
    assert len(printed) == 1


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
