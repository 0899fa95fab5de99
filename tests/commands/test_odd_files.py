"""Pipes, devices, sockets and links in a circle, as arguments and in folders: one line or a finding, and no waiting."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from command import run

PLAN = "networks: [{name: lan, cidr: 10.0.0.0/24}]\n"


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as made:  # the name of a socket may not be long
        made.bind(path.name)


def link_circle(path: Path) -> None:
    path.symlink_to(path.name)


def link_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD = {"pipe": make_pipe, "socket": make_socket, "circle": link_circle, "device": link_device}

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "router.conf").write_text("set interfaces ethernet eth0 address 10.0.0.1/24\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
@pytest.mark.parametrize(
    "arguments",
    [
        ("readme", "odd"),
        ("export", "hosts", "--output", "odd"),
        ("export", "csv", "--output", "odd"),
        ("export", "hosts", "--check", "odd"),
        ("init", "odd"),
        ("init", "new", "--from", "odd"),
        ("check", "odd"),
        ("drift", "odd"),
        ("who", "lan", "--data", "odd"),
        ("diff", "odd", "data"),
    ],
    ids=" ".join,
)
def test_an_argument_that_is_no_file_is_said_in_one_line(
    arguments: tuple[str, ...], make: Callable[[Path], None], lab: Path
) -> None:
    make(lab / "odd")
    result = run(*arguments, folder=lab)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.output
    assert not (lab / "new").exists()


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
@pytest.mark.parametrize("where", [".gitignore", "odd.yaml", "kustomization.yaml", "README.md", "group_vars"])
def test_what_is_no_file_in_a_repository_is_passed_over(where: str, make: Callable[[Path], None], lab: Path) -> None:
    make(lab / where)
    result = run("drift", folder=lab)
    assert (result.exit_code, result.stderr) == (0, ""), result.output


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_what_is_no_file_in_a_plan_is_a_finding(make: Callable[[Path], None], lab: Path) -> None:
    make(lab / "data/odd.yaml")
    result = run("check", folder=lab)
    assert result.exit_code == 1
    assert "data/odd.yaml" in result.stdout
    assert "F110" in result.stdout


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_a_source_that_is_no_folder_is_a_finding(make: Callable[[Path], None], lab: Path) -> None:
    make(lab / "odd")
    (lab / "data/sources.yaml").write_text("sources: [{path: odd}]\n", encoding="utf-8")
    result = run("check", folder=lab)
    assert result.exit_code == 1
    assert "F110" in result.stdout
