"""`cidrbook export`: what it prints, writes and compares, and what it says where it cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import run

from cidrbook.exports import FORMATS

PLAN = "networks: [{name: lan, cidr: 10.0.0.0/24, role: lan, hosts: [{name: nas, address: 10.0.0.5}]}]\n"
HOSTS = "# written by `cidrbook export hosts`\n10.0.0.5 nas\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_prints_or_writes_or_finds_that_nothing_is_behind(folder: Path) -> None:
    assert run("export", "hosts", folder=folder).output == HOSTS
    assert run("export", "hosts", "data", "-o", "etc/hosts", folder=folder).output == ""
    assert (folder / "etc/hosts").read_text(encoding="utf-8") == HOSTS
    assert run("export", "hosts", "-o", "-", folder=folder).output == HOSTS
    same = run("export", "hosts", "--check", "etc/hosts", folder=folder)
    assert (same.exit_code, same.output) == (0, "")


def test_a_file_that_is_behind_is_a_difference_and_1(folder: Path) -> None:
    (folder / "hosts").write_text(HOSTS.replace("0.5", "0.6"), encoding="utf-8")
    result = run("export", "hosts", "--check", "hosts", folder=folder)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-2:] == ["-10.0.0.6 nas", "+10.0.0.5 nas"]
    assert names(folder) == ["data/plan.yaml", "hosts"]


def test_line_ends_of_windows_are_no_difference(folder: Path) -> None:
    (folder / "hosts").write_bytes(HOSTS.replace("\n", "\r\n").encode())
    assert run("export", "hosts", "--check", "hosts", folder=folder).exit_code == 0


def test_several_files_go_into_a_folder_or_one_is_named(folder: Path) -> None:
    assert run("export", "csv", "--output", "netbox", folder=folder).exit_code == 0
    files = ["netbox/addresses.csv", "netbox/prefixes.csv", "netbox/ranges.csv", "netbox/vlans.csv"]
    assert names(folder) == ["data/plan.yaml", *files]
    assert run("export", "csv", "--check", "netbox", folder=folder).exit_code == 0
    (folder / "netbox/ranges.csv").unlink()
    assert run("export", "csv", "--check", "netbox", folder=folder).exit_code == 1
    one = run("export", "csv", "--part", "vlans.csv", folder=folder).output
    assert one == "vid,name,status\n"
    assert run("export", "csv", "--part", "vlans.csv", "--check", "netbox/vlans.csv", folder=folder).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hots"], "unknown format `hots`; did you mean `hosts`?"),
        (["hosts", "nowhere"], "there is no such folder"),
        (["csv"], "is several files: name a folder with `--output`, or one with `--part`: vlans.csv"),
        (["csv", "-o", "data/plan.yaml"], "is a file, and 4 files belong there"),
        (["csv", "--part", "vlan.csv"], "did you mean `vlans.csv`?"),
        (["csv", "--check", "gone"], "vlans.csv: there is no such file"),
        (["hosts", "--check", "gone"], "gone: there is no such file"),
        (["hosts", "--check", "a", "-o", "b"], "name one of them"),
        (["hosts", "--role", "lam"], "did you mean `lan`?"),
        (["hosts", "-o", "data/plan.yaml/hosts"], "exists"),
        (["mermaid", "--role", "lan"], "shows the whole plan"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_2(folder: Path, arguments: list[str], said: str) -> None:
    result = run("export", *arguments, folder=folder)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert said in result.stderr
    assert names(folder) == ["data/plan.yaml"]


def test_a_disk_that_is_full_leaves_everything_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export", "csv", "-o", "out", folder=folder).exit_code == 0
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    (folder / "data/plan.yaml").write_text(PLAN.replace("nas", "tv"), encoding="utf-8")
    calls = iter(range(100))

    def full(_: int) -> None:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("export", "csv", "-o", "out", folder=folder)
    assert (result.exit_code, result.stderr) == (2, "cidrbook: No space left on device\n")
    assert {name: (folder / name).read_bytes() for name in names(folder) if name[0] == "o"} == {
        name: text for name, text in before.items() if name[0] == "o"
    }


def test_a_device_is_no_file_to_replace(folder: Path) -> None:
    result = run("export", "hosts", "-o", os.devnull, folder=folder)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert not Path(os.devnull).is_file()


def test_a_profile_is_asked_for_or_the_plans(folder: Path) -> None:
    with (folder / "data/plan.yaml").open("a", encoding="utf-8") as file:
        file.write("settings: {publish: redacted}\n")
    result = run("export", "hosts", folder=folder, CIDRBOOK_KEY="", CIDRBOOK_PROFILE="")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert run("export", "hosts", "--profile", "full", folder=folder).output == HOSTS
    assert run("export", "hosts", folder=folder, CIDRBOOK_PROFILE="full").output == HOSTS
    assert "no profile `fulll`" in run("export", "hosts", "--profile", "fulll", folder=folder).stderr


def test_the_help_names_every_format() -> None:
    text = run("export", "--help", folder=Path()).output
    assert [form for form in FORMATS if form not in text] == []
