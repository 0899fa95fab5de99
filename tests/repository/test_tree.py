"""Which files of a tree are read, and that nothing in one of them keeps the others from being read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command import run

from cidrbook import rules
from cidrbook.report.progress import Progress
from cidrbook.repository.observe import observe_files, observe_folder
from cidrbook.repository.tree import MAX_BYTES, files, is_read
from cidrbook.text.located import Located
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import documents

TODAY = date(2026, 11, 23)
SERVICE = """kind: Service
metadata: {{name: {name}, annotations: {{lbipam.cilium.io/ips: 10.9.0.53}}}}
spec: {{type: LoadBalancer}}
"""
HOST = "a: 10.9.0.7\n"


def tree(folder: Path, **written: str | bytes) -> Path:
    """A folder with these files; `__` in a name stands for a slash."""
    for name, text in written.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def read(folder: Path, **globs: list[str]) -> list[str]:
    return [file.file for file in files(folder, **globs)]


def test_files_that_can_hold_an_address_are_read_by_their_folders(tmp_path: Path) -> None:
    texts = {"b": HOST, "a__z": HOST, "a__b__c": "x: fd00::1", "none": "a: 1.2.3", "v": "b: ${X}", "k": "ASN: 65000"}
    assert read(tree(tmp_path, **texts)) == ["b", "k", "v", "a/z", "a/b/c"]


@pytest.mark.parametrize(
    "data",
    [
        b"\0\1\2 10.9.0.7",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:10.9.0.7\n",
        b"a: 10.9.0.7\n" + b"#" * MAX_BYTES,
    ],
    ids=["binary", "pointer", "large"],
)
def test_what_is_no_text_or_is_generated_is_not_read(data: bytes, tmp_path: Path) -> None:
    assert read(tree(tmp_path, a=data, b=HOST)) == ["b"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
def test_links_are_not_followed_and_pipes_not_waited_for(tmp_path: Path) -> None:
    tree(tmp_path, a__b=HOST)
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "a/b")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path) == ["a/b"]


def test_a_folder_that_cannot_be_opened_hides_no_other(tmp_path: Path) -> None:
    tree(tmp_path, a__b=HOST, c__d=HOST)
    (tmp_path / "a").chmod(0)
    try:
        assert "c/d" in read(tmp_path)
    finally:
        (tmp_path / "a").chmod(0o755)


@pytest.mark.parametrize(
    ("ignoring", "expected"),
    [
        ("", ["a/built/x", "built/x"]),
        ("# built\n*.log\n", ["a/built/x", "built/x"]),
        ("built/\n", []),
        ("built\n", []),
        ("/built\n", ["a/built/x"]),
        ("a/built/\n", ["built/x"]),
        ("built/\n!built/x\n", []),
        ("/built/*\n!/built/x\n", ["a/built/x", "built/x"]),
        ("b*t/\n", []),
        ("**/built/x\n", []),
        ("a/**/x\n", ["built/x"]),
        ("!x\n[\n/a/*\n", ["built/x"]),
        ("buil\n", ["a/built/x", "built/x"]),
    ],
)
def test_folders_that_the_repository_ignores_are_not_read(ignoring: str, expected: list[str], tmp_path: Path) -> None:
    tree(tmp_path, built__x=HOST, a__built__x=HOST, **{".gitignore": ignoring})
    assert read(tmp_path) == ["a/built/x", "built/x"]  # without Git, it is a copy of what was tracked
    (tmp_path / ".git").mkdir()
    assert read(tmp_path) == expected
    assert read(tmp_path, include=["built/*"]) == ["built/x"]


def test_each_folder_may_ignore_what_is_in_it(tmp_path: Path) -> None:
    """What is nearer counts before what is further away; a folder that is left out brings nothing back."""
    tree(
        tmp_path,
        a__x=HOST,
        a__b__x=HOST,
        c__x=HOST,
        d__e__x=HOST,
        **{".gitignore": "x\nd/\n", "a__.gitignore": "!x\n/b/x\n", "d__.gitignore": "!x\n", ".git__HEAD": ""},
    )
    assert read(tmp_path) == ["a/x"]
    assert read(tmp_path, include=["d/*"]) == ["d/e/x"]


BROKEN = "kind: Service\nmetadata: {name: x\nspec:\n  loadBalancerIP: 10.9.0.53\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (BROKEN, 3),
        ("---\na: b\n---\n" + BROKEN + "---\n" + BROKEN, 6),
        (BROKEN.replace("10.9.0.53", "soon"), None),
        (BROKEN.replace("name: x", "name: {{ x }}"), None),
        ("%YAML 1.1\n---\na: 10.9.0.7\n", None),
        ("<<<<<<< HEAD\na: 10.9.0.7\n=======\na: 10.9.0.8\n>>>>>>> x\n", 2),
    ],
    ids=["broken", "once", "no address", "template", "directive", "conflict"],
)
def test_a_document_that_is_not_yaml_is_named_once(text: str, line: int | None) -> None:
    found = rules.check_observation(observe_files([Source("a.yaml", text)]))
    assert [(finding.code, finding.severity, finding.problem.at.line) for finding in found] == (
        [("F101", "info", line)] if line else []
    )


def test_a_broken_file_does_not_hide_what_others_say(tmp_path: Path) -> None:
    texts = {"a.yaml": BROKEN, "b.yaml": SERVICE.format(name="b"), "c.yaml": SERVICE.format(name="c")}
    found = rules.check_observation(observe_folder(tree(tmp_path, **texts)))
    assert [(finding.code, finding.problem.at.file) for finding in found] == [("F101", "a.yaml"), ("H302", "c.yaml")]


def test_definitions_of_kinds_are_not_parsed() -> None:
    text = "kind: CustomResourceDefinition\nspec: {x: [10.9.0.7\n---\na: 10.9.0.8\n"
    broken: list[object] = []
    assert [document.number for document in documents(Source("a.yaml", text), broken)] == [1]  # type: ignore[arg-type]
    assert broken == []


@pytest.mark.parametrize(
    ("text", "width", "raw", "part", "expected"),
    [
        ("10.0.0.1,10.0.0.2", 17, None, (9, 17), (5, 19, 8)),
        ("10.0.0.1,10.0.0.2", 19, None, (9, 17), (5, 20, 8)),
        ("10.0.0.1,10.0.0.2", 40, None, (9, 17), (5, 10, 40)),
        ("10.0.0.1,10.0.0.2", 17, "${A}", (9, 17), (5, 10, 17)),
        ("10.0.0.1\n10.0.0.2", 17, None, (9, 17), (5, 10, 17)),
        ("10.0.0.1\n10.0.0.2", 17, None, (0, 8), (5, 10, 8)),
    ],
    ids=["plain", "quoted", "escaped", "filled in", "next line", "first line"],
)
def test_a_part_of_a_text_knows_its_place(
    text: str, width: int, raw: str | None, part: tuple[int, int], expected: tuple[int, int, int]
) -> None:
    found = Located(text, Place(Source("a", text), 5, 10, width), raw).part(*part)
    assert str(found) == text[slice(*part)]
    assert (found.place.line, found.place.column, found.place.width) == expected


def test_all_parts_of_a_long_line_are_found_at_once() -> None:
    text = ",".join(["10.0.0.1"] * 80_000)
    whole = Located(text, Place(Source("a", text), 1, 1, len(text)))
    parts = [whole.part(at, at + 8) for at in range(0, len(text), 9)]
    assert parts[-1].place.column == len(text) - 7


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_reading_shows_that_it_goes_on_after_a_second() -> None:
    now = [0.0]
    terminal, pipe = Terminal(), io.StringIO()
    shown, silent = Progress(terminal, lambda: now[0]), Progress(pipe, lambda: now[0])
    for time_of in (0.5, 1.5, 1.55, 2.5):
        now[0] = time_of
        for progress in (shown, silent):
            assert list(progress.of(["a\x1b[2J.yaml"], str)) == ["a\x1b[2J.yaml"]
    assert terminal.getvalue().count("\r") == 2
    assert "2 files" in terminal.getvalue()
    assert "\x1b[2J" not in terminal.getvalue()
    for progress in (shown, silent):
        progress.done()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert pipe.getvalue() == ""


def test_nothing_is_cleared_that_was_not_shown() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.reading("a")
    progress.done()
    assert terminal.getvalue() == ""
    Progress(None).reading("a")


@pytest.mark.parametrize("form", ["github", "sarif", "text"])
def test_paths_begin_at_the_root_where_a_folder_below_it_is_read(form: str, tmp_path: Path) -> None:
    tree(tmp_path, **{"lab__k8s__a.yaml": SERVICE.format(name="a"), "lab__k8s__b.yaml": SERVICE.format(name="b")})
    for cwd, path in ((tmp_path, "lab"), (tmp_path / "lab", "."), (tmp_path / "lab", "k8s")):
        out = run("drift", "--format", form, path, folder=cwd, GITHUB_WORKSPACE=str(tmp_path)).stdout
        if form == "github":
            assert out.startswith("::error file=lab/k8s/b.yaml,line=2")
        elif form == "sarif":
            [result] = json.loads(out)["runs"][0]["results"]
            places = [*result["locations"], *result["relatedLocations"]]
            uris = [place["physicalLocation"]["artifactLocation"]["uri"] for place in places]
            assert uris == ["lab/k8s/b.yaml", "lab/k8s/a.yaml"]
        else:
            assert out.startswith("b.yaml:2" if path == "k8s" else "k8s/b.yaml:2")


def test_the_trees_of_a_plan_are_named_from_where_its_own_files_are(tmp_path: Path) -> None:
    plan = "networks: [{name: pool, cidr: 10.9.0.0/24}]\nsources: [{path: k8s}]\n"
    texts = {"lab__k8s__a.yaml": SERVICE.format(name="a"), "lab__k8s__b.yaml": SERVICE.format(name="b")}
    tree(tmp_path, lab__data__plan=plan, **{"lab__data__plan.yaml": plan}, **texts)
    for form, begin in (("text", "lab/k8s/b.yaml:2:"), ("github", "::error file=lab/k8s/b.yaml,line=2,")):
        out = run("check", "--format", form, "lab/data", folder=tmp_path, GITHUB_WORKSPACE=str(tmp_path)).stdout
        assert out.startswith(begin)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes need rights there")
def test_a_pipe_that_is_named_or_called_gitignore_is_not_waited_for(tmp_path: Path) -> None:
    tree(tmp_path, a__b=HOST)
    os.mkfifo(tmp_path / ".gitignore")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert read(tmp_path) == ["a/b"]
    assert not is_read(tmp_path, tmp_path / "pipe.yaml")


@pytest.mark.parametrize(
    ("file", "is_in_use"),
    [
        ("ansible/tests/upgrade.yml", False),
        ("app/testdata/values.yaml", False),
        ("roles/dns/molecule/default/converge.yml", False),
        ("docs/examples/values.yaml", False),
        ("router/snapshots/a.rsc", False),
        ("router/2026-01-05-running.txt", False),
        ("spec/unit/type_spec.rb", False),
        ("net/route_test.go", False),
        ("docs/2026-01-05-network.md", True),
        ("apps/snapshot-controller/a.yaml", True),
        ("kubernetes/test/pool.yaml", True),
        ("clusters/tests.yaml", True),
        ("latest/pool.yaml", True),
    ],
)
def test_values_for_tests_and_examples_are_not_read(file: str, is_in_use: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a column)
    folder = tree(tmp_path, **{file: HOST})
    assert read(folder) == ([file] if is_in_use else [])
    assert is_read(folder, folder / file) == is_in_use
    assert read(folder, include=["**"]) == [file]


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.mark.parametrize("version", ["2", "4"])
def test_what_git_tracks_is_read_whatever_is_ignored(version: str, tmp_path: Path) -> None:
    texts = {"parts__bgp.sh": HOST, "parts__deep__er.sh": HOST, "made__x.sh": HOST, "built.sh": HOST, "late.sh": HOST}
    folder = tree(tmp_path, **{".gitignore": "/*\n", **texts})
    _git(folder, "init", "-q")
    assert read(folder) == []
    _git(folder, "add", "-f", ".gitignore", "parts", "built.sh")
    _git(folder, "add", "-f", "--intent-to-add", "late.sh")
    _git(folder, "update-index", "--index-version", version)
    assert read(folder) == ["built.sh", "late.sh", "parts/bgp.sh", "parts/deep/er.sh"]
    assert read(folder / "parts") == ["bgp.sh", "deep/er.sh"]
    (folder / ".git/index").write_bytes((folder / ".git/index").read_bytes()[:90])
    assert read(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="pipes need rights there")
@pytest.mark.parametrize("name", [".git", ".git/index"])
def test_a_pipe_in_place_of_what_git_keeps_is_not_waited_for(name: str, tmp_path: Path) -> None:
    folder = tree(tmp_path, a__b=HOST, **{".gitignore": "/c\n", "c": HOST})
    (folder / name).parent.mkdir(exist_ok=True)
    os.mkfifo(folder / name)
    assert read(folder) == ["a/b"]
