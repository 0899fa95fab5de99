"""`cidrbook diff`: two commits, a commit and the files here, or two folders; Git is only read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from command import run

OLD = "networks: [{name: LAN, cidr: 10.0.0.0/24, hosts: [{name: nas, address: 10.0.0.2}]}]\n"
NEW = OLD.replace("0.2", "0.3")
RENUMBERED = "host nas: renumbered from 10.0.0.2 to 10.0.0.3"
IDENTITY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull} | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "me"), ("EMAIL", "me@example.org"), ("DATE", "2026-03-01T12:00:00Z"))
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **IDENTITY}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, plan: str, name: str = "data/plan.yaml") -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(plan, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a plan")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A repository with two commits, the first one tagged."""
    folder = tmp_path / "lab"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, OLD)
    git(folder, "tag", "first")
    commit(folder, NEW)
    return folder


def diff(folder: Path, *arguments: str) -> tuple[int, str]:
    result = run("diff", *arguments, folder=folder)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param([], False, id="the files here and HEAD"),
        pytest.param(["first"], True, id="a tag and the files here"),
        pytest.param(["HEAD~1..HEAD"], True, id="two commits"),
        pytest.param(["first.."], True, id="a commit and HEAD"),
        pytest.param(["HEAD..HEAD~1"], False, id="backwards"),
        pytest.param(["first...main"], True, id="since they parted"),
        pytest.param(["main...first"], False, id="since they parted, of which one is older"),
    ],
)
def test_what_is_compared(arguments: list[str], says: bool, lab: Path) -> None:  # noqa: FBT001 (a case of a table)
    status, output = diff(lab, *arguments)
    assert (status, RENUMBERED in output) == (0, says)


def test_the_files_here_may_not_be_committed_yet_and_stay_as_they_are(lab: Path) -> None:
    (lab / "data/plan.yaml").write_text(OLD, encoding="utf-8")
    before = git(lab, "status", "--porcelain"), (lab / ".git/index").read_bytes()
    assert diff(lab)[1].splitlines() == [
        "host nas: renumbered from 10.0.0.3 to 10.0.0.2  data/plan.yaml:1",
        "address 10.0.0.3: free again, was nas  data/plan.yaml:1",
        "1 renumbered, 1 freed",
    ]
    assert (git(lab, "status", "--porcelain"), (lab / ".git/index").read_bytes()) == before


def test_the_plan_may_be_in_any_folder_and_the_command_be_run_in_any(lab: Path) -> None:
    commit(lab, OLD, "sites/cabin/[net] é/a.yaml")
    commit(lab, NEW, "sites/cabin/[net] é/a.yaml")
    assert RENUMBERED in diff(lab / "sites", "HEAD~1", "--data", "cabin/[net] é")[1]
    assert RENUMBERED in diff(lab / "sites/cabin/[net] é", "HEAD~1", "--data", ".")[1]


def test_a_plan_that_a_commit_does_not_have_is_all_new(lab: Path) -> None:
    commit(lab, OLD, "other/plan.yaml")
    status, output = diff(lab, "first", "--data", "other")
    assert (status, output.startswith("network LAN: added (10.0.0.0/24)")) == (0, True)
    git(lab, "rm", "-qr", "other")
    assert "network LAN: removed" in diff(lab, "HEAD", "--data", "other")[1]
    assert diff(lab, "first..first", "--data", "other")[0] == 2


def test_two_folders(lab: Path) -> None:
    for name, text in (("a", OLD), ("b", NEW)):
        (lab / name).mkdir()
        (lab / name / "plan.yaml").write_text(text, encoding="utf-8")
    status, output = diff(lab, "a", "b", "--format", "json")
    said = json.loads(output)
    assert (status, said["before"], said["after"]) == (0, "a", "b")
    assert said["changes"][0] == {
        "kind": "renumbered",
        "what": "host",
        "name": "nas",
        "before": "10.0.0.2",
        "after": "10.0.0.3",
        "file": "b/plan.yaml",
        "line": 1,
    }
    assert said["findings"] == said["nuances"] == {"new": [], "gone": []}


def test_markdown_is_a_table_that_no_name_breaks(lab: Path) -> None:
    commit(lab, NEW.replace("nas", '"a|b <i>`x"'))
    status, output = diff(lab, "HEAD~1", "--format", "markdown")
    assert status == 0
    assert output.startswith("### Network plan, `HEAD~1` to `working tree`: 1 renamed\n\n| Object")
    assert "a&#124;b &#60;i&#62;&#96;x" in output
    assert diff(lab, "--format", "markdown") == (0, "### Network plan, `HEAD` to `working tree`: no changes\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["nowhere"], "there is no commit `nowhere`", id="no revision"),
        pytest.param(["first..nowhere"], "there is no commit `nowhere`", id="no range"),
        pytest.param(["--", "--output=pwned"], "`--output=pwned` is no revision", id="an option"),
        pytest.param(["--", "-n..-p"], "`-n` is no revision", id="options of a range"),
        pytest.param(["first:data/plan.yaml"], "there is no commit `first:data/plan.yaml`", id="a file"),
        pytest.param(["a\nb"], "there is no commit", id="a line break"),
        pytest.param(["x" * 5000], "there is no commit", id="a long name"),
        pytest.param(["x" * 5000, "data"], "are not two folders", id="a long name of a folder"),
        pytest.param(["first", "main"], "`first` and `main` are not two folders", id="two revisions"),
        pytest.param(["data"], "`data` is a folder: name the other one, too", id="one folder"),
        pytest.param(["a", "b", "c"], "name one revision or range, or two folders", id="three"),
    ],
)
def test_what_cannot_be_compared_is_one_line(arguments: list[str], said: str, lab: Path) -> None:
    status, output = diff(lab, *arguments)
    assert (status, output.count("\n"), said in output) == (2, 1, True), output
    assert not (lab / "pwned").exists()


def test_without_a_repository_with_a_bare_one_and_without_git(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(lab), "bare.git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for folder, said in (
        (tmp_path, "this is in no Git repository"),
        (tmp_path / "bare.git", "this is a bare repository"),
    ):
        status, output = diff(folder)
        assert (status, output.count("\n"), said in output) == (2, 1, True), output
    monkeypatch.setenv("PATH", str(tmp_path))
    assert diff(lab) == (2, "cidrbook: `git` cannot be run: is it installed?\n")


def test_a_shallow_clone_says_that_it_is_one(lab: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", lab.as_uri(), "shallow")
    status, output = diff(tmp_path / "shallow", "HEAD~1")
    assert (status, output.count("\n")) == (2, 1)
    assert "there is no commit `HEAD~1`; this clone is shallow" in output


def test_a_partial_clone_asks_no_server(lab: Path, tmp_path: Path) -> None:
    git(lab, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", lab.as_uri(), "partial")
    status, output = diff(tmp_path / "partial", "first")
    assert (status, output.count("\n")) == (2, 1)
    assert "this clone is partial" in output


def test_a_git_that_says_bad_of_a_missing_object(lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tmp_path / "git"
    newer.write_text(f"#!/bin/sh\n{shutil.which('git')} \"$@\" | sed 's/[0-9]*\tdata/BAD\tdata/g'\n", encoding="utf-8")
    newer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    status, output = diff(lab)
    assert (status, output.count("\n")) == (2, 1)
    assert "this clone is partial" in output


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert diff(tmp_path) == (2, "cidrbook: there is no commit `HEAD`\n")


def test_files_that_cannot_be_read_are_left_out_and_named(lab: Path) -> None:
    commit(lab, "networks: [", "data/broken.yaml")
    git(lab, "rm", "-q", "data/broken.yaml")
    status, output = diff(lab)
    assert status == 0
    assert "a file of the plan in HEAD cannot be read, and is left out\n" in output


def test_only_the_files_of_a_plan_are_read(lab: Path) -> None:
    commit(lab, "networks: [{name: hidden, cidr: 10.9.0.0/24}]\n", "data/.hidden/a.yaml")
    commit(lab, "networks: [{name: no, cidr: 10.8.0.0/24}]\n", "data/notes.yaml.txt")
    (lab / "data/link.yaml").symlink_to("/etc/passwd")
    git(lab, "add", ".")
    git(lab, "commit", "-qm", "a link")
    assert diff(lab, "first..HEAD~1")[1] == diff(lab, "first..HEAD")[1]
    assert RENUMBERED in diff(lab, "first..HEAD")[1]
    assert "added" not in diff(lab, "first..HEAD")[1]
