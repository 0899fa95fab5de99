"""Files to a plan: which are read, how they are put together, and what becomes of everything that does not fit."""

from __future__ import annotations

import copy
import os
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from lab import some

from cidrbook import rules
from cidrbook.plan.files import MAX_BYTES, NoDataError
from cidrbook.plan.load import load, parse
from cidrbook.plan.plan import Plan
from cidrbook.report import FORMATS
from cidrbook.text.finding import Finding, Problem, Severity

TODAY = date(2026, 11, 23)

Steps = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def network(name: str) -> str:
    return f"networks: [{{name: {name}}}]\n"


def names(plan: Plan) -> list[str]:
    return [network.name for network in plan.networks]


def brief(plan: Plan) -> list[tuple[str, str, int, int]]:
    """Slug, file, line and column of everything that reading found."""
    return [(slug, problem.at.file, problem.at.line, problem.at.column) for slug, problem in plan.problems]


def only_problem(text: str) -> tuple[str, Problem]:
    [problem] = parse({"plan.yaml": text}).problems
    return problem


def findings(text: str) -> tuple[Finding, ...]:
    return rules.check(parse({"plan.yaml": text}), TODAY)


# Which files are read


def test_all_yaml_files_below_the_folder_are_one_plan_in_the_order_of_their_paths(tmp_path: Path) -> None:
    ordered = ["B.yaml", "a/b/c.yml", "a/z.yaml", "a-b.yaml", "a.yaml", "b.yml", "Ä.yaml"]
    shuffled = ordered[:]
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)  # noqa: S311 (an order, not a secret)
        folder = write(tmp_path / str(seed), {name: network(name) for name in shuffled})
        assert names(load(folder)) == ordered


@pytest.mark.parametrize(
    "name", [".hidden.yaml", ".git/x.yaml", "notes.txt", "x.yaml.bak", "x.yaml~", "yaml", ".yaml", "x.json"]
)
def test_hidden_files_and_those_of_other_kinds_are_not_read(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": network("lan"), name: network("not this")})
    assert names(load(tmp_path)) == ["lan"]


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    assert names(load(write(tmp_path, {"site.yaml/plan.yaml": network("lan")}))) == ["lan"]


def test_files_are_named_as_they_are_shown(tmp_path: Path) -> None:
    write(tmp_path, {"a b/x.yaml": "x: 1\n"})
    assert brief(load(tmp_path, "data")) == [("unknown-key", "data/a b/x.yaml", 1, 1)]
    assert brief(load(tmp_path)) == [("unknown-key", f"{tmp_path}/a b/x.yaml", 1, 1)]


def test_an_unchanged_folder_is_not_read_again_and_a_changed_one_is(tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": network("lan")})
    first = load(tmp_path)
    assert load(tmp_path) is first
    write(tmp_path, {"plan.yaml": network("wlan")})
    assert names(load(tmp_path)) == ["wlan"]
    write(tmp_path, {"more.yaml": network("iot")})
    assert names(load(tmp_path)) == ["iot", "wlan"]
    (tmp_path / "plan.yaml").unlink()
    assert names(load(tmp_path)) == ["iot"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda _: None, "there is no such folder", id="nothing"),
        pytest.param(lambda path: path.write_text("networks: []\n"), "there is no such folder", id="a file"),
        pytest.param(os.mkfifo, "there is no such folder", id="a pipe"),
        pytest.param(lambda path: path.symlink_to("nowhere"), "there is no such folder", id="a dangling link"),
        pytest.param(lambda path: path.symlink_to(path), "there is no such folder", id="a link to itself"),
        pytest.param(lambda path: path.mkdir(), "no .yaml file in it", id="an empty folder"),
        pytest.param(lambda path: write(path, {".x.yaml": "", "a.png": ""}), "no .yaml file in it;", id="other files"),
        pytest.param(
            lambda path: write(path, {"plan.yaml.txt": ""}),
            "no .yaml file in it, and `plan.yaml.txt` is not read: rename it to `plan.yaml`",
            id="a file of an editor of Windows",
        ),
        pytest.param(
            lambda path: write(path, {"lan.YAML": ""}),
            "no .yaml file in it, and `lan.YAML` is not read: rename it to `lan.yaml`",
            id="capitals",
        ),
        pytest.param(lambda path: write(path, {"a.yaml": ""}), "data/a.yaml is empty; begin with", id="an empty file"),
        pytest.param(
            lambda path: write(path, {"a.yaml": "---\r\n# begun\r\nnetworks:\r\n\r\n", "b.yml": "\n"}),
            "all files in data are empty; begin with",
            id="comments and a key without a value",
        ),
        pytest.param(
            lambda path: write(path.parent, {"mkdocs.yml": "site_name: x\n", "plan.yaml": network("lan")}),
            "data: there is no such folder; `plan.yaml` beside it looks like a plan: move it into a new folder `data`",
            id="a plan beside",
        ),
        pytest.param(
            lambda path: write(path.parent, {"lan.yml": "vlans: []\n", "data/README.md": ""}),
            "data: no .yaml file in it; `lan.yml` beside it looks like a plan: move it into the folder `data` that",
            id="a plan beside an empty folder",
        ),
        pytest.param(
            lambda path: write(path.parent, {"Data/plan.yaml": network("lan")}),
            "data: there is no such folder; there is `Data`: rename it to `data`, as capital letters count",
            id="a folder in capitals",
        ),
        pytest.param(
            lambda path: write(path.parent, {"mkdocs.yml": "site_name: x\n"}),
            "data: there is no such folder; `cidrbook init` writes a first plan",
            id="other YAML beside",
        ),
    ],
)
def test_no_plan_is_said_in_one_line(make: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    make(tmp_path / "data")
    with pytest.raises(NoDataError) as caught:
        load(tmp_path / "data", "data")
    assert str(caught.value).startswith(said if said.startswith(("data", "all")) else f"data: {said}")
    assert "\n" not in str(caught.value)


def test_a_name_that_no_folder_can_have_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NoDataError):
        load(tmp_path / ("x" * 5000))


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\n\n", [], id="empty lines"),
        pytest.param(b"# a comment\n", [], id="comment"),
        pytest.param(b"---\n", [], id="start of a document"),
        pytest.param(b"~\n", [], id="null"),
        pytest.param(b"{}\n", [], id="empty mapping"),
        pytest.param(b"hello", [("wrong-type", 1, 1)], id="text"),
        pytest.param(b"\n  hello\n", [("wrong-type", 2, 3)], id="text further down"),
        pytest.param(b"- networks\n", [("wrong-type", 1, 1)], id="list"),
        pytest.param(b"\xef\xbb\xbfnetworks: []\n", [("byte-order-mark", 1, 1)], id="byte-order mark"),
        pytest.param(b"\xef\xbb\xbf", [("byte-order-mark", 1, 1)], id="byte-order mark alone"),
        pytest.param(
            b"\xef\xbb\xbfzz: 1\n",
            [("byte-order-mark", 1, 1), ("unknown-key", 1, 1)],
            id="byte-order mark and a mistake",
        ),
        pytest.param(b"# caf\xe9\n", [("unreadable-file", 1, 6)], id="latin-1"),
        pytest.param("# äöü\n# é ".encode() + b"\xff", [("unreadable-file", 2, 5)], id="latin-1 after UTF-8"),
        pytest.param("networks: []\n".encode("utf-16"), [("unreadable-file", 1, 1)], id="UTF-16"),
        pytest.param("networks: []\n".encode("utf-16-le"), [("unreadable-file", 1, 1)], id="UTF-16 without its mark"),
        pytest.param("networks: []\n".encode("utf-32"), [("unreadable-file", 1, 1)], id="UTF-32"),
        pytest.param(b"\xed\xa0\x80", [("unreadable-file", 1, 1)], id="half a surrogate pair"),
        pytest.param(b"networks:\0\n", [("yaml-syntax", 1, 10)], id="NUL"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0", [("yaml-syntax", 1, 1)], id="a program"),
        pytest.param(b"\x89PNG\r\n\x1a\n", [("unreadable-file", 1, 1)], id="a picture"),
        pytest.param(b"networks:\n\t- name: x\n", [("yaml-syntax", 2, 1)], id="tab"),
        pytest.param(b"networks: [\n", [("yaml-syntax", 1, 12)], id="open bracket"),
        pytest.param(b"networks: []\n---\nzz: 1\n", [("yaml-syntax", 2, 1)], id="two documents"),
        pytest.param(b"networks: []\r\nzz: 1\r\n", [("unknown-key", 2, 1)], id="Windows lines"),
    ],
)
def test_bytes_are_read_or_refused_at_their_line_and_column(
    content: bytes, problems: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    plan = load(write(tmp_path, {"plan.yaml": content, "other.yaml": network("lan")}), "data")
    assert sorted(brief(plan)) == sorted((slug, "data/plan.yaml", line, column) for slug, line, column in problems)
    assert all(problem.hint for _, problem in plan.problems)
    assert names(plan) == ["lan"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda path: path.symlink_to("nowhere"), "it is a link to nowhere, which is not there", id="dangling"
        ),
        pytest.param(lambda path: path.symlink_to(path.name), "cannot be read", id="link to itself"),
        pytest.param(os.mkfifo, "this is not a regular file", id="pipe"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "this is not a regular file", id="endless device"),
    ],
)
def test_what_is_no_regular_file_is_a_problem_and_the_others_are_read(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    make(tmp_path / "x.yaml")
    plan = load(write(tmp_path, {"plan.yaml": network("lan")}), "data")
    assert brief(plan) == [("unreadable-file", "data/x.yaml", 1, 1)]
    assert message in plan.problems[0][1].message
    assert names(plan) == ["lan"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": network("lan"), "x.yaml": "# nothing"})
    os.truncate(tmp_path / "x.yaml", MAX_BYTES + 1)
    plan = load(tmp_path, "data")
    assert brief(plan) == [("unreadable-file", "data/x.yaml", 1, 1)]
    assert " MB is more than the " in plan.problems[0][1].message


def test_a_file_that_cannot_be_read_is_shown_without_a_line(tmp_path: Path) -> None:
    found = rules.check(load(write(tmp_path, {"x.yaml": b"\xff"}), "data"), TODAY)
    assert "|" not in FORMATS["text"](found)


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/plan.yaml": network("lan")})
    (tmp_path / "data").mkdir()
    (tmp_path / "data/x.yaml").symlink_to("../elsewhere/plan.yaml")
    assert names(load(tmp_path / "data")) == ["lan"]


def test_a_link_to_a_folder_is_not_left_out_in_silence(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/plan.yaml": network("lan"), "data/x.yaml": ""})
    (tmp_path / "data/site").symlink_to("../elsewhere")
    plan = load(tmp_path / "data")
    assert names(plan) == ["lan"] or plan.problems


def test_a_link_to_the_folder_above_takes_nothing_from_there_into_the_plan(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "site_name: lab\n", "data/x.yaml": network("lan")})
    (tmp_path / "data/up").symlink_to("..")
    plan = load(tmp_path / "data", "data")
    assert "lan" in names(plan)
    assert not any(file.endswith("mkdocs.yml") for _, file, *_ in brief(plan))


def test_links_that_lead_around_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": network("lan")})
    (tmp_path / "again").symlink_to(".")
    assert "lan" in names(load(tmp_path))


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert brief(load(write(tmp_path, {"x.yaml": "x: 1"}), "data")) == [("unreadable-file", "data/x.yaml", 1, 1)]


def test_a_file_that_may_not_even_be_looked_at_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder whose names may be listed but not entered."""
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "x.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, follow_symlinks=follow_symlinks)

    write(tmp_path, {"x.yaml": "x: 1", "plan.yaml": network("lan")})
    monkeypatch.setattr(Path, "stat", stat)
    plan = load(tmp_path, "data")
    assert brief(plan) == [("unreadable-file", "data/x.yaml", 1, 1)]
    assert names(plan) == ["lan"]


def test_a_folder_inside_that_may_not_be_listed_is_not_left_out_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def scandir(path: str | os.PathLike[str]) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    write(tmp_path, {"closed/x.yaml": network("iot"), "plan.yaml": network("lan")})
    monkeypatch.setattr(os, "scandir", scandir)
    assert [(slug, file) for slug, file, *_ in brief(load(tmp_path, "data"))] == [("unreadable-file", "data/closed")]


def test_names_of_files_cannot_drive_the_terminal(tmp_path: Path) -> None:
    hostile = [b"a\nb.yaml", b"\x1b[31m.yaml", b"\xff\xfe.yaml", "\u202e.yaml".encode()]
    for name in hostile:
        (tmp_path / os.fsdecode(name)).write_text("zz: 1\n", encoding="utf-8")
    found = rules.check(load(tmp_path, "data"), TODAY)
    text = FORMATS["text"](found)
    assert len(found) == len(hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
    assert text.count("\n") == FORMATS["text"](rules.check(parse(dict.fromkeys("abcd", "zz: 1\n")), TODAY)).count("\n")
    FORMATS["json"](found).encode()


# How files are put together


def test_lists_of_all_files_follow_one_another() -> None:
    plan = parse(
        {
            "a.yaml": "networks: [{name: a}]\nvlans: [{id: 1}]\nbgp: {sessions: [{local: x, peer: y}]}\n",
            "b.yaml": "bgp: {sessions: {local: z, peer: y}}\nvlans: {id: 2}\nnetworks: [{name: b}, {name: c}]\n",
            "c.yaml": "bgp:\nvlans:\nnetworks:\n",
        }
    )
    assert names(plan) == ["a", "b", "c"]
    assert [vlan.id for vlan in plan.vlans] == [1, 2]
    assert [session.local for session in plan.sessions] == ["x", "z"]
    assert plan.problems == ()


def test_mappings_of_all_files_are_merged_and_what_two_write_is_reported() -> None:
    plan = parse(
        {
            "a.yaml": "links: {repository: r1, external: {x: {url: x1}}}\nsettings: {rules: {A201: off}}\n",
            "b.yaml": "links:\n  external:\n    y: {url: y2}\n    x: {url: x2}\n",
            "c.yaml": "links: {repository: r3}\nsettings: {rules: {A201: error, A202: info}}\n",
        }
    )
    assert plan.repository == "r1"
    assert {name: link.url for name, link in plan.links.items()} == {"x": "x1", "y": "y2"}
    assert plan.severities == {"a201": "off", "a202": "info"}
    assert sorted(brief(plan)) == [
        ("duplicate-key", "b.yaml", 4, 5),
        ("duplicate-key", "c.yaml", 1, 9),
    ]
    assert {(problem.related[0].at.file, problem.related[0].at.line) for _, problem in plan.problems} == {("a.yaml", 1)}


def test_a_file_that_cannot_be_read_leaves_the_others_in_the_plan() -> None:
    plan = parse({"a.yaml": "networks: [", "b.yaml": "- x", "c.yaml": network("lan")})
    assert names(plan) == ["lan"]
    assert [slug for slug, *_ in brief(plan)] == ["yaml-syntax", "wrong-type"]


def test_an_id_is_the_name_in_lower_case_with_dashes_unless_it_is_written() -> None:
    plan = parse(
        {
            "plan.yaml": "networks:\n"
            "  - {name: k8s pods (BGP), cidr: 10.0.0.0/8}\n"
            "  - {name: Büro 網路, cidr: 11.0.0.0/8}\n"
            "  - {name: x, id: Y z, cidr: 12.0.0.0/8}\n"
            "  - {name: empty, id: , cidr: 13.0.0.0/8}\n"
        }
    )
    assert [network.id for network in plan.networks] == ["k8s-pods-bgp", "büro-網路", "Y z", "empty"]
    assert [problem.message for _, problem in plan.problems] == ["`id` has no value and counts as not written"]


def test_things_that_ids_cannot_tell_apart_are_not_taken_for_one() -> None:
    text = (
        "networks:\n  - name: lan\n    cidr: 10.0.0.0/24\n    hosts:\n"
        '      - {name: "!!!", address: 10.0.0.5}\n      - {name: "???", address: 10.0.0.5}\n'
    )
    assert findings(text) != ()


@pytest.mark.parametrize("again", ["a201", "overlapping-networks", "Overlapping-Networks"])
def test_a_rule_that_is_set_twice_under_two_of_its_names_is_reported(again: str) -> None:
    assert findings(f"settings: {{rules: {{A201: info, {again}: error}}}}\n") != ()


# Unknown keys


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("netwroks: []\n", 1, 1, "did you mean `networks`?"),
        ("Networks: []\n", 1, 1, "write `networks`: keys are in lower case"),
        ("networks:\n  - {name: lan, VLAN: 42}\n", 2, 17, "write `vlan`: keys are in lower case"),
        ("networks:\n  -name: lan\n", 2, 3, "a space is missing after the dash: write `- name: lan`"),
        ("networks:\n  -{name: lan}\n", 2, 3, "a space is missing after the dash: write `- {name: lan}`"),
        ("networks:\n  - {name: lan,\u00a0vlan: 4}\n", 2, 16, "type it again: a no-break space stands here"),
        ("networks:\n  - {name: lan, \u201cvlan\u201d: 4}\n", 2, 17, "write it without the curly quotes"),
        (
            "networks:\n  - name: lan\nvlan: 4\n",
            3,
            1,
            "move line 3 to the right by 4 spaces, so",
        ),
        (
            "networks:\n- name: lan\nvlan: 4\nsite: x\n",
            3,
            1,
            "move lines 3 to 4 to the right by 2 spaces",
        ),
        (
            "networks:\n  - {name: lan, network: 10.0.0.0, netmask: 255.255.255.0}\n",
            2,
            17,
            "write `cidr: 10.0.0.0/24` in place of `network` and `netmask`",
        ),
        (
            "networks:\n  - {name: lan, cidr: 10.0.0.0, prefix_length: 22}\n",
            2,
            33,
            "write `cidr: 10.0.0.0/22` in place of `cidr` and `prefix_length`",
        ),
        (
            "networks:\n  - {name: lan, dhcp_start: 10.0.0.5, dhcp_end: 10.0.0.9}\n",
            2,
            17,
            "write `dhcp: 10.0.0.5-10.0.0.9` in place of `dhcp_start` and `dhcp_end`",
        ),
        ("networks:\n  - {name: lan, purpose: films, music}\n", 2, 26, 'write `purpose: "films, music"`'),
        ("networks:\n  - {name: lan, gateway: 10.0.0,1}\n", 2, 26, "write `gateway: 10.0.0.1`"),
        ("networks:\n  - {name: lan, gateway: 10.0.0.1, fd00::1}\n", 2, 26, "write `gateway: [10.0.0.1, fd00::1]`"),
        (
            "networks:\n  - {name: lan, zone: trusted}\n",
            2,
            17,
            "write it as a field of your own, as in `custom: {zone: trusted}`",
        ),
        (
            "networks:\n  - {name: lan, rack: [1]}\n",
            2,
            17,
            "write it as a field of your own, as in `custom: {rack: [1]}`",
        ),
        ("networks:\n  - {name: lan, ssid: a}\n", 2, 17, "did you mean `ssids`?"),
        ("networks:\n  - {name: lan, interface: eth0}\n", 2, 17, "move `interface` into a host: an item of `hosts`"),
        (
            "networks:\n  - {name: lan, hosts: [{name: a, domain: b.lan}]}\n",
            2,
            35,
            "write it as a field of your own, as in `custom: {domain: b.lan}`",
        ),
        ("networks:\n  - {name: lan, color: red}\n", 2, 17, "known here: name"),
        ("networks:\n  - {name: lan, wifi_password: x}\n", 2, 17, "known here: name"),
        ("networks:\n  - name: lan\n    gatway: 10.0.0.1\n", 3, 5, "did you mean `gateway`?"),
        ("networks:\n  - {name: lan, cidrs: 10.0.0.0/8}\n", 2, 17, "did you mean `cidr`?"),
        ("networks:\n  - {name: lan, hosts: [{name: a, adress: x}]}\n", 2, 35, "did you mean `address`?"),
        ("vlans: [{id: 1, nmae: x}]\n", 1, 17, "did you mean `name`?"),
        ("routers: [{name: r, address: 10.0.0.1}]\n", 1, 21, "did you mean `addresses`?"),
        ("clusters: [{name: c, node: []}]\n", 1, 22, "did you mean `nodes`?"),
        ("clusters: [{name: c, nodes: [{name: n, role: x}]}]\n", 1, 40, "did you mean `roles`?"),
        ("clusters: [{name: c, api: {adress: x}}]\n", 1, 28, "did you mean `address`?"),
        ("clusters: [{name: c, cni: {bpg: x}}]\n", 1, 28, "did you mean `bgp`?"),
        ("clusters: [{name: c, virtual_addresses: [{name: v, modes: x}]}]\n", 1, 52, "did you mean `mode`?"),
        ("clusters: [{name: c, load_balancers: [{product: p, pool: x}]}]\n", 1, 52, "did you mean `pools`?"),
        ("clusters: [{name: c, pinned_services: [{name: s, port: x}]}]\n", 1, 50, "did you mean `ports`?"),
        ("bgp: {session: []}\n", 1, 7, "did you mean `sessions`?"),
        ("bgp: {sessions: [{local: a, peer: b, announce: x}]}\n", 1, 38, "did you mean `announces`?"),
        ("links: {externals: {}}\n", 1, 9, "did you mean `external`?"),
        ("links: {external: {x: {url: y, lable: z}}}\n", 1, 32, "did you mean `label`?"),
        ("nuances: [{name: n, statement: s, source: x}]\n", 1, 35, "did you mean `sources`?"),
        ("settings: {rule: {}}\n", 1, 12, "did you mean `rules`?"),
        ("waivers: [{rule: A201, between: a, reason: r, untill: x}]\n", 1, 47, "did you mean `until`?"),
        ("networks: [{name: a, notes: x}]\n", 1, 22, "write `description`: `description: x`"),
        ("networks: [{name: a, dhcp-range: x}]\n", 1, 22, "write `dhcp`: `dhcp: x`"),
        ("networks: [{name: a, notes: {b: c}}]\n", 1, 22, "write `description`"),
        (
            "networks: [{name: a, dns: 10.0.0.1}]\n",
            1,
            22,
            "write it into `dhcp_options`: `dhcp_options: {dns: 10.0.0.1}`",
        ),
        (
            "networks: [{name: a, dns: [10.0.0.1, nas]}]\n",
            1,
            22,
            "write it into `dhcp_options`: `dhcp_options: {dns: [10.0.0.1, nas]}`",
        ),
        (
            "networks:\n  - name: a\n    dns: 10.0.0.1, nas\n",
            3,
            5,
            "write it into `dhcp_options`: `dhcp_options: {dns: [10.0.0.1, nas]}`",
        ),
        (
            "networks:\n  \u2022 name: a\n",
            2,
            3,
            "an item of a list begins with a hyphen and a space: write `- name: a`",
        ),
        ("networks: [{name: a, netmask: 255.0.0.0}]\n", 1, 22, "the prefix length is a part of `cidr`"),
        ("networks: [{name: a, SSID: x}]\n", 1, 22, "did you mean `ssids`?"),
        ("networks: [{name: a, owner: x}]\n", 1, 22, "write it as a field of your own"),
        (
            "networks: [{name: a, address: 10.0.0.1}]\n",
            1,
            22,
            "move `address` into a host: an item of `hosts`, indented like its `name`",
        ),
        (
            "networks: [{name: a, asn: 1}]\n",
            1,
            22,
            "move `asn` into a router: an item of `routers`, indented like its `name`",
        ),
        ("networks: [{name: a, routers: []}]\n", 1, 22, "move `routers` to the beginning of a line"),
        ("hosts: []\n", 1, 1, "move `hosts` into a network: an item of `networks`, indented like its `name`"),
        ("hosts: [{name: h}]\n", 1, 1, "move `hosts`, with all that is in it, into a network: an item of `networks`"),
        ("gw: 10.0.0.1\n", 1, 1, "move `gateway` into a network: an item of `networks`"),
        ("name: lan\n", 1, 1, "indent `name` below the object that it belongs to"),
        ("bgp: {zzz: 1}\n", 1, 7, "known here: speakers, sessions"),
        ("bgp: {peers: []}\n", 1, 7, "write `sessions`"),
        ("links: {repo: https://x.example/}\n", 1, 9, "write `repository"),
        ("sessions: []\n", 1, 1, "move `sessions` into `bgp`, indented below it"),
        ("vpns: [{name: v, port: 51820}]\n", 1, 18, "known here: name"),
        ("settings:\n  zzz: 1\n", 2, 3, "known here: rules"),
        ("networks:\n  - {name: é網, zzz: 1}\n", 2, 16, "known here: name, id, description, "),
        ("networks:\n  - {name: lan, origin: here}\n", 2, 17, "known here: name, id, "),
        ('"": 1\n', 1, 1, "known here: networks, vlans, "),
        ("~: 1\n", 1, 1, "known here: networks, vlans, "),
    ],
)
def test_an_unknown_key_is_placed_and_answered_with_what_was_probably_meant(
    text: str, line: int, column: int, hint: str
) -> None:
    slug, problem = only_problem(text)
    assert (slug, problem.at.line, problem.at.column) == ("unknown-key", line, column)
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "example"),
    [
        (
            "networks:\n  servers: {cidr: 10.0.0.0/24}\n  iot: {}\n",
            1,
            1,
            "`networks` is a list, and",
            "`- name: servers`",
        ),
        ("vlans: {10: management, 20: iot}\n", 1, 1, "`vlans` is a list, and", "`- {id: 10, name: management}`"),
        (
            "networks:\n  - name: a\n    cidr: 10.0.0.0/24\n    hosts: {nas: 10.0.0.9, tv: 10.0.0.8}\n",
            4,
            5,
            "`hosts` is a list, and",
            "`- {name: nas, address: 10.0.0.9}`",
        ),
        (
            "networks:\n  - servers: {cidr: 10.0.0.0/24}\n",
            2,
            5,
            "an item of `networks` has its name",
            "`- name: servers`",
        ),
        ("bgp: {sessions: {a: {peer: b}}}\n", 1, 7, "`sessions` is a list, and", "`- local: a`"),
    ],
)
def test_a_mapping_by_name_is_one_finding_that_shows_how_a_list_is_written(
    text: str, line: int, column: int, message: str, example: str
) -> None:
    [finding] = findings(text)
    place = finding.problem.at
    assert (finding.code, place.line, place.column) == ("F104", line, column)
    assert finding.problem.message.startswith(message)
    assert example in finding.problem.hint


def test_nothing_follows_from_what_a_misshapen_list_holds() -> None:
    text = "networks:\n  lan: {cidr: 10.0.0.0/24}\nclusters: [{name: c, pods: lan, nodes: []}]\n"
    assert [finding.code for finding in findings(text)] == ["F104"]


def test_an_unknown_key_without_a_value_is_unknown_all_the_same() -> None:
    assert only_problem("networks:\n  - name: lan\n    gatway:\n")[0] == "unknown-key"


def test_an_unknown_key_leaves_everything_beside_it_in_the_plan() -> None:
    plan = parse({"x": "networks:\n  - {name: lan, zzz: [{deep: 1}], vlan: 7}\n"})
    assert (names(plan), plan.networks[0].vlan) == (["lan"], 7)


# Values that do not fit


@pytest.mark.parametrize(
    ("written", "place", "message"),
    [
        ("cidr: nonsense", (3, 11), "cidr: `nonsense` is not a CIDR"),
        ("cidr: [10.0.0.0/8, nonsense]", (3, 24), "cidr: `nonsense` is not a CIDR"),
        ("cidr:\n      - 10.0.0.0/8\n      - nonsense", (5, 9), "cidr: `nonsense` is not a CIDR"),
        ("vlan: {a: b}", (3, 11), "vlan: expected a number, found a mapping"),
        ("vlan: [1]", (3, 11), "vlan: expected a number, found a list"),
        ("gateway: [~]", (3, 15), "gateway: expected an address, found nothing"),
        ("purpose: [a]", (3, 14), "expected a text under `purpose`, found a list"),
        ("tags: [a, [b]]", (3, 15), "expected a text under `tags`, found a list"),
        ("tags: {a: b}", (3, 11), "expected a text under `tags`, found a mapping"),
        ("tags: [a, ~]", (3, 15), "expected a text under `tags`, found nothing"),
        ("hosts: nas", (3, 12), "expected a mapping under `hosts`, found `nas`"),
        ("hosts: [nas]", (3, 13), "expected a mapping under `hosts`, found `nas`"),
        ("hosts: [~]", (3, 13), "expected a mapping under `hosts`, found nothing"),
        ("hosts: [[{name: a}]]", (3, 13), "expected a mapping under `hosts`, found a list"),
        ("hosts: [{name: a, mac: x}]", (3, 28), "mac: `x` is not a MAC address"),
        ("hosts: [{name: a, assigned: x}]", (3, 33), "invalid value `x` for `assigned`"),
        ("hosts: {name: a, mac: x}", (3, 27), "mac: `x` is not a MAC address"),
        ("hosts: {name: a, assigned: x}", (3, 32), "invalid value `x` for `assigned`"),
        ("hosts: {name: a, address: [10.0.0.1, x]}", (3, 42), "address: `x` is not an IP address"),
        ("hosts: {name: a, zzz: x}", (3, 22), "unknown key `zzz` in a host"),
    ],
)
def test_a_value_that_does_not_fit_is_placed_and_left_out_and_its_object_stays(
    written: str, place: tuple[int, int], message: str
) -> None:
    text = f"networks:\n  - name: lan\n    {written}\n    role: servers\n"
    _, problem = only_problem(text)
    assert ((problem.at.line, problem.at.column), problem.message) == (place, message)
    plan = parse({"plan.yaml": text})
    assert [(network.name, network.role) for network in plan.networks] == [("lan", "servers")]
    assert [host.name for host in plan.hosts] == (["a"] if "name: a" in written and "[[" not in written else [])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("[10.0.0.0/8, nonsense, 11.0.0.0/8]", "10.0.0.0/8, 11.0.0.0/8"),
        ("[a, b, 10.0.0.0/8, c]", "10.0.0.0/8"),
        ("[a, b]", ""),
        ("a", ""),
    ],
)
def test_items_of_a_list_that_do_not_fit_are_left_out_and_the_others_stay(written: str, kept: str) -> None:
    assert parse({"x": f"networks: [{{name: lan, cidr: {written}}}]\n"}).networks[0].cidr == kept


@pytest.mark.parametrize("written", ["", "~", "[x]", "{a: b}", "[]", "[~]"])
def test_an_object_without_a_name_that_fits_stays_in_the_plan(written: str) -> None:
    plan = parse({"x": f"networks:\n  - {{name: {written}, cidr: 10.0.0.0/8, hosts: [{{name: {written}}}]}}\n"})
    assert [network.cidr for network in plan.networks] == ["10.0.0.0/8"]
    assert len(plan.hosts) == 1


@pytest.mark.parametrize("written", ["", "~"])
def test_a_key_without_a_value_is_as_if_it_were_not_written(written: str) -> None:
    keys = ("id", "cidr", "vlan", "gateway", "role", "parent", "dhcp", "hosts", "tags", "site", "vrf", "description")
    text = "networks:\n  - name: lan\n" + "".join(f"    {key}: {written}\n" for key in keys)
    written_out, left_out = parse({"x": text}), parse({"x": "networks:\n  - name: lan\n"})
    told = [(rule, problem.severity, problem.message) for rule, problem in written_out.problems]
    empty = ("missing-value", Severity.INFO, "10 keys have no value and count as not written")
    assert told == ([] if written else [empty])
    assert written_out.networks[0].model_dump() == left_out.networks[0].model_dump()


def test_every_mistake_of_a_file_is_reported_at_once() -> None:
    text = """\
networks:
  - name: lan
    name: again
    cidr: 10.0.0.0/33
    gatway: 10.0.0.1
    vlan: ten
    dhcp: [10.0.0.9-10.0.0.1, 10.0.0.1-10.0.0.9]
    hosts:
      - {name: a, address: 10.0.0.256, mac: zz, assigned: maybe}
      - nas
  - cidr: 10.0.0.0
routers: {name: r, asn: AS1, addresses: [x, y]}
zz: 1
"""
    plan = parse({"x": text})
    assert sorted(line for _, _, line, _ in brief(plan)) == [3, 4, 5, 6, 7, 9, 9, 9, 10, 11, 12, 12, 12, 13]
    assert [str(span) for span in plan.networks[0].dhcp] == ["10.0.0.1-10.0.0.9"]


def test_a_mistake_in_an_aliased_object_is_reported_once() -> None:
    text = """\
networks:
  - name: a
    cidr: 10.0.0.0/8
    hosts: &hosts [{name: x, address: nonsense, zz: 1}]
  - {name: b, cidr: 11.0.0.0/8, hosts: *hosts}
  - {name: c, cidr: 12.0.0.0/8, hosts: *hosts}
"""
    assert sorted(brief(parse({"x": text}))) == [("unknown-key", "x", 4, 49), ("wrong-type", "x", 4, 39)]


def test_a_mistake_in_a_merged_mapping_is_reported_once_where_it_was_written() -> None:
    text = """\
networks:
  - &defaults
    name: a
    cidr: 10.0.0.0/8
    gateway: nonsense
    gatway: 10.0.0.1
  - <<: *defaults
    name: b
    cidr: 11.0.0.0/8
"""
    assert sorted(brief(parse({"x": text}))) == [("unknown-key", "x", 6, 5), ("wrong-type", "x", 5, 14)]


def test_a_value_that_fits_one_of_two_places_of_an_alias_stays_there() -> None:
    plan = parse({"x": "networks: [{name: a, tags: &x [lan, 10.0.0.0/8], cidr: *x}]\n"})
    assert plan.networks[0].tags == ("lan", "10.0.0.0/8")
    assert plan.networks[0].cidr == "10.0.0.0/8"


# One mistake, one finding


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("networks: [{name: a, cidr: x}]\n", ["F104"], id="value"),
        pytest.param("networks: [{name: a, cidr: [x]}]\n", ["F104"], id="item"),
        pytest.param("networks: [{name: a, cidr: [~]}]\n", ["F104"], id="empty item"),
        pytest.param("networks: [{name: [x], cidr: 10.0.0.0/8}]\n", ["F104"], id="name"),
        pytest.param("networks: [{name: , cidr: 10.0.0.0/8}]\n", ["F105"], id="empty name"),
        pytest.param("vlans: [{id: x}]\n", ["F104"], id="VLAN"),
        pytest.param("waivers: [{rule: A201, between: [[x]], reason: r}]\n", ["F104"], id="item of a waiver"),
        pytest.param("networks: {name: a, cidr: x}\n", ["F104"], id="object without a list"),
        pytest.param("networks: [{name: a, cidr: {b: c}}]\n", ["F104"], id="mapping for a prefix"),
        pytest.param("waivers: [{rule: A201, between: {a: b}, reason: r}]\n", ["F104"], id="mapping in a waiver"),
        pytest.param("nuances: [{name: n, statement: s, when: {lb.mode: [[bgp]]}}]\n", ["F104"], id="condition"),
        pytest.param("networks: [{name: a, cdir: 10.0.0.0/8}]\n", ["F103"], id="misspelt key"),
        pytest.param(
            "networks:\n"
            '  - {name: a, cidr: [10.0.0.0/99, "fd5b:7c1e:93a2::/64"], gateway: 10.0.0.1, dhcp: 10.0.0.2-10.0.0.9,'
            " hosts: [{name: h, address: 10.0.0.20}]}\n",
            ["F104"],
            id="prefix of one family",
        ),
        pytest.param("networks: [{name: a, cidr: , cidr: 10.0.0.0/8}]\n", ["F102"], id="empty, and again"),
        pytest.param("networks: [{name: , name: a, cidr: 10.0.0.0/8}]\n", ["F102"], id="empty name, and again"),
        pytest.param(
            "vlans: [{id: x}]\nnetworks: [{name: a, cidr: 10.0.0.0/8, vlan: 5}]\n", ["F104"], id="VLAN in use"
        ),
        pytest.param(
            "networks: [{name: a, cidr: 10.0.0.0/9, parent: [b]}, {name: b, cidr: 10.0.0.0/8, role: container}]\n",
            ["F104"],
            id="parent",
        ),
    ],
)
def test_one_mistake_is_one_finding(text: str, codes: list[str]) -> None:
    assert [finding.code for finding in findings(text)] == codes


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0/24, dhcp: [10.0.0.9, 10.0.0.20]}\n",
            "dhcp: `[10.0.0.9, 10.0.0.20]` hands out two addresses only",
            "write the range: `10.0.0.9-10.0.0.20`",
            id="the ends of a range in a list",
        ),
        pytest.param(
            "networks:\n  - name: a\n    cidr: 10.0.0.0/24\n    hosts:\n      - 10.0.0.5\n      - 10.0.0.6\n",
            "`hosts` lists hosts, each with its `name`, and 2 of its items are only texts",
            "write for each item `- {name: …, address: 10.0.0.5}`",
            id="addresses for hosts",
        ),
        pytest.param(
            "sources: [../home-ops, ../edge]\n",
            "`sources` lists trees, each with its `path`, and 2 of its items are only texts",
            "write for each item `- path: ../home-ops`",
            id="paths for repositories",
        ),
        pytest.param(
            "networks:\n  - name: a\n    cidr: 10.0.0.0/24\n    gateway: 10.0.0.1\n"
            "    name: b\n    cidr: 10.0.1.0/24\n    gateway: 10.0.1.1\n    vlan: 7\n    dhcp: 10.0.1.5-10.0.1.9\n"
            "clusters: [{name: k, node_network: b}]\n",
            "the item that begins in line 2 has a `name` already: a dash is missing here",
            "write `- name: b`, with the dash below that of line 2",
            id="a forgotten dash",
        ),
        pytest.param(
            "networks:\n- name: a\n  cidr: 10.0.0.0/24\n  hosts:\n  - name: h\n  address: 10.0.0.5\n",
            "`address` belongs to the host above, but is not indented like it",
            "move line 6 to the right by 2 spaces, so that `address` stands below `name` in line 5",
            id="a key of a host",
        ),
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0/24, hosts: [h: 10.0.0.5, i: 10.0.0.6]}\n",
            "2 items of `hosts` have their names as keys",
            "write the name as a value, as in `- {name: h, address: 10.0.0.5}`",
            id="names as keys",
        ),
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0/24, reserved: {start: 10.0.0.5, end: 10.0.0.9}}\n",
            "unknown keys `start` and `end` in a reserved range",
            "write `range: 10.0.0.5-10.0.0.9` in place of `start` and `end`",
            id="the ends of a reserved range",
        ),
        pytest.param(
            "bgp:\n  - {local: a, peer: 10.0.0.1}\n",
            "expected a mapping under `bgp`, found a list",
            "write `sessions:` below `bgp:`, and the list below that",
            id="a list without its key",
        ),
        pytest.param(
            "settings:\n  rules:\n    - A201: off\n",
            "expected a mapping under `rules`, found a list",
            "remove the dash before `A201`: only lists have one",
            id="a dash in a mapping",
        ),
        pytest.param(
            "networks: [{name: a, cidr: 10.0.0.0/24}]\nclusters: [{name: k, services: {name: x, address: 10.0.0.5}}]\n",
            "expected a text under `services`, found a mapping",
            "write it under `pinned_services`, which lists objects",
            id="an object for a name",
        ),
        pytest.param(
            "networks:\n  name: a\n  cidr: 10.0.0.0/24\n  name: b\n  cidr: 10.0.1.0/24\n",
            "the item that begins in line 2 has a `name` already: a dash is missing here",
            "write `- name: b`, and a dash before line 2, too",
            id="no dash at all",
        ),
        pytest.param(
            "networks:\n  - name: a\n  - cidr: 10.0.0.0/24\n",
            "a dash too many: what follows belongs to the network a above",
            "write a space in place of the dash",
            id="a dash too many",
        ),
        pytest.param(
            "networks:\n- name: a\ncidr: 10.0.0.0/24\nvlan: 7\n",
            "`cidr` and `vlan` belong to the network above, but are not indented like it",
            "move lines 3 to 4 to the right by 2 spaces, so that `cidr` stands below `name` in line 2",
            id="keys at the left edge",
        ),
        pytest.param(
            "networks:\n  - name: a\n    cidr: 10.0.0.0/24\nhosts:\n  - {name: h, address: 10.0.0.5}\n",
            "`hosts` belongs to the network above, but is not indented like it",
            "move lines 4 to 5 to the right by 4 spaces, so that `hosts` stands below `name` in line 2",
            id="hosts at the left edge",
        ),
        pytest.param(
            "networks:\n- name: a\n  cidr: 10.0.0.0/24\nhosts:\n- name: h\n\n  # its own\n  address: 10.0.0.5\n"
            "\nvlans: []\n",
            "`hosts` belongs to the network above, but is not indented like it",
            "move lines 4 to 8 to the right by 2 spaces, so that `hosts` stands below `name` in line 2",
            id="hosts, a blank line and a comment at the left edge",
        ),
        pytest.param(
            "networks:\n  - name: a\n    cidr: 10.0.0.0/24\nhosts: [\n  {name: h, address: 10.0.0.5}\n]\nvlans: []\n",
            "`hosts` belongs to the network above, but is not indented like it",
            "move lines 4 to 6 to the right by 4 spaces, so that `hosts` stands below `name` in line 2",
            id="hosts in brackets at the left edge",
        ),
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0, netmask: 255.255.255.0}\n",
            "unknown key `netmask` in a network",
            "write `cidr: 10.0.0.0/24` in place of `cidr` and `netmask`",
            id="a netmask",
        ),
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0/24, hosts: [{name: h, address: 10.0.0,5}]}\n",
            "a comma ends a value between `{` and `}`: `5` is no part of it",
            "write `address: 10.0.0.5`",
            id="a comma for a dot",
        ),
        pytest.param(
            "networks:\n  - name: \u201ca\u201d\n    cidr: 10.0.0.0/24\n    purpose: \u201eb\u201c\n"
            "clusters: [{name: k, node_network: a}]\n",
            "this text is in curly quotes, which YAML takes for letters",
            'write straight quotes or none: `"a"`',
            id="curly quotes",
        ),
        pytest.param(
            "networks:\n  - name: a\n\u00a0 \u00a0 cidr: 10.0.0.0/24\n    vlan:\u00a07\n    gateway: 10.0.0.1\u00a0\n",
            "this is a no-break space, which only looks like a space",
            "replace it with ordinary spaces; such characters come with text",
            id="no-break spaces",
        ),
        pytest.param(
            "networks:\n  - name: AP #2\n    cidr: 10.0.0.0/24\n    vlan: 7 #1\n    gateway: 10.0.0.1 # first\n",
            "`#2` is a comment to YAML, and the text is only `AP`",
            'put the whole text into quotes: `name: "AP #2"`; if it is a comment',
            id="a comment that cuts a text off",
        ),
    ],
)
def test_one_cause_is_one_finding_in_the_words_of_what_was_typed(text: str, message: str, hint: str) -> None:
    [finding] = findings(text)
    assert (finding.problem.message, finding.problem.hint[: len(hint)]) == (message, hint)


def test_words_behind_the_value_of_an_unknown_key_are_findings_of_their_own() -> None:
    found = findings("networks: [{name: lan, cidr: 10.0.0.0/24, prupose: x, and y}]\n")
    assert [finding.problem.message.partition(" in ")[0] for finding in found] == [
        "unknown key `prupose`",
        "unknown key `and y`",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('networks:\n  - {name: "AP #2", cidr: 10.0.0.0/24}\n', id="quotes around a hash"),
        pytest.param("networks:\n  - name: a # 1 of 2\n    cidr: 10.0.0.0/24\n", id="a comment"),
        pytest.param(
            "networks:\n  - name: a\n    purpose: 10\u00a0kW for \u201cx\u201d and y\n    cidr: 10.0.0.0/24\n",
            id="text",
        ),
        pytest.param('networks:\n  - {name: a, purpose: "\u201cx\u201d", cidr: 10.0.0.0/24}\n', id="curly in straight"),
        pytest.param("networks:\n  - {name: a, cidr: 10.0.0.0/24, dhcp: 10.0.0.9}\n", id="one address"),
        pytest.param(
            "networks:\n  - {name: a, cidr: 10.0.0.0/24, reserved: [10.0.0.9, 10.0.0.20]}\n", id="two reserved"
        ),
        pytest.param("networks:\n  - {name: a, cidr: 10.0.0.0/24, hosts: , gateway: ~}\n", id="nothing on purpose"),
    ],
)
def test_what_is_meant_is_not_reported(text: str) -> None:
    assert findings(text) == ()


def test_a_hash_behind_a_key_is_told_from_an_empty_value() -> None:
    [finding] = findings("networks:\n  - name: a\n    cidr: 10.0.0.0/24\n    purpose: #lab\n")
    assert finding.problem.hint == '`#` begins a comment: put the text into quotes, as in `purpose: "#lab"`'


def test_what_was_cut_from_a_plan_of_very_many_mistakes_is_not_missed() -> None:
    lines = "".join(
        f"  - {{name: n{number}, cidr: 10.{number >> 8}.{number & 255}.0/24, zz: 1}}\n" for number in range(1500)
    )
    found = findings(f"networks:\n{lines}clusters: [{{name: c, pods: n1499}}]\n")
    assert {finding.code for finding in found} == {"F103", "F104"}


# Anything anywhere

WHOLE = """
networks:
  - {name: big, cidr: [10.0.0.0/16, "fd00::/48"], role: container}
  - name: LAN
    id: lan
    description: here
    tags: [a, b]
    cidr: [10.0.1.0/24, "fd00:0:0:1::/64"]
    vlan: 10
    gateway: [10.0.1.1]
    role: lan
    purpose: people
    parent: big
    site: home
    vrf: main
    dhcp: [10.0.1.100-10.0.1.200]
    hosts: [{name: nas, id: nas, address: [10.0.1.5], mac: 52-54-00-12-34-56, assigned: static, tags: [x]}]
vlans: [{id: 10, name: lan, site: home, description: here}]
routers:
  - {name: r, id: r, product: linux, version: "6.1", asn: 64512, addresses: [10.0.1.1], site: home, vrf: main}
clusters:
  - name: c
    distribution: k3s
    version: "1.30"
    pods: [big]
    services: [lan]
    nodes: [{name: n, address: [10.0.1.10], roles: [worker]}]
    api: {address: [10.0.1.10], through: node, version: "1"}
    virtual_addresses: [{name: v, address: [10.0.1.11], product: kube-vip, version: "1", mode: bgp}]
    cni: {product: calico, version: "3", bgp: "true", encapsulation: none}
    load_balancers: [{product: calico, version: "3", mode: bgp, asn: 64512, pools: [lan, 10.0.1.0/28]}]
    feature_gates: {A: "true"}
    pinned_services:
      - {name: s, namespace: d, address: [10.0.1.12], ports: [53/udp], via: annotation, external_traffic_policy: Local}
bgp:
  sessions:
    - {local: c, peer: r, local_asn: 1, peer_asn: 2, peer_address: 10.0.1.1, announces: [big], description: here}
links: {repository: "https://example.org", external: {x: {url: "https://example.org", label: X}}}
nuances:
  - name: n
    statement: here
    when: {router.product: [linux], router.version: "<1"}
    severity: info
    instead: there
    sources: ["https://example.org"]
settings: {rules: {A201: warning}}
waivers: [{rule: A201, between: [lan], reason: here, until: "2027-01-01"}]
"""
TREE = yaml.load(WHOLE, yaml.BaseLoader)  # noqa: S506 (it makes text of everything, and nothing else)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def steps(tree: Any, path: Steps = ()) -> Iterator[Steps]:
    """The way to every value."""
    if path:
        yield path
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from steps(value, (*path, key))


def at(tree: Any, path: Steps) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def broken(path: Steps, value: object) -> str:
    """The part of the plan that a place is in, with something else at that place."""
    tree = {path[0]: copy.deepcopy(TREE[path[0]])}
    at(tree, path[:-1])[path[-1]] = value
    return str(yaml.dump(tree, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=1000))


def span(text: str, path: Steps) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and column of the first and the last character of a value, from the beginning of its key."""
    node = yaml.compose(text, LOADER)
    start = None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            start, node = next((key.start_mark, value) for key, value in node.value if key.value == step)
        elif isinstance(node, yaml.SequenceNode):
            assert isinstance(step, int)
            node = node.value[step]
            start = node.start_mark
    assert start
    assert node
    return (start.line + 1, start.column + 1), (node.end_mark.line + 1, node.end_mark.column + 1)


def wrong_for(value: object) -> list[object]:
    """Values that cannot stand where this one stands."""
    nonsense: list[object] = [{"zz": "yy"}, [["zz"]], [{"zz": "yy"}], [None]]
    if isinstance(value, dict):
        return ["nonsense", ["nonsense"], [["zz"]], [None]]
    if isinstance(value, list) and isinstance(value[0], dict):
        return ["nonsense", ["nonsense"], [["zz"]], [None]]
    return nonsense


INTERNAL = re.compile(r"origin|Source\(|Origin\(|pydantic|validat|factory|\{'|\['|x00|Input should", re.IGNORECASE)


TERMINAL = "\x1b[31m\0"
ANYTHING: list[object] = ["", "nonsense", TERMINAL, None, [], [None], [[]], [{}], ["a", "a"], {}, {"a": {"b": "c"}}]


def test_the_whole_plan_is_read_without_a_problem() -> None:
    assert parse({"x": WHOLE}).problems == ()
    assert parse({"x": broken(("networks",), TREE["networks"])}).problems == ()


@pytest.mark.parametrize("path", list(steps(TREE)), ids=lambda path: ".".join(map(str, path)))
def test_whatever_does_not_fit_is_found_in_its_place_and_everything_else_stays(path: Steps) -> None:
    before = {entry.origin.path for entry in parse({"x": broken(path, at(TREE, path))}).entries}
    for value in some(wrong_for(at(TREE, path))):
        text = broken(path, value)
        plan = parse({"x": text})
        first, last = span(text, path)
        assert plan.problems, value
        for _, problem in plan.problems:
            assert first <= (problem.at.line, problem.at.column) <= last, (value, problem.message)
            assert problem.hint, problem.message
        lost = before - {entry.origin.path for entry in plan.entries}
        assert all(origin[: len(path)] == path for origin in lost), value


@pytest.mark.parametrize("path", list(steps(TREE)), ids=lambda path: ".".join(map(str, path)))
def test_no_value_anywhere_ends_a_check_or_shows_what_is_inside_of_it(path: Steps) -> None:
    for value in ANYTHING:
        found = rules.check(parse({"x": broken(path, value)}), TODAY)
        for finding in found:
            shown = f"{finding.problem.message} {finding.problem.hint}"
            assert not INTERNAL.search(shown), (value, shown)
        assert "\x1b" not in FORMATS["text"](found)


@pytest.mark.parametrize(
    "path",
    [step for step in steps(TREE) if isinstance(at(TREE, step), list)],
    ids=lambda path: ".".join(map(str, path)),
)
def test_one_value_needs_no_brackets_of_a_list(path: Steps) -> None:
    items = at(TREE, path)
    bare, listed = parse({"x": broken(path, items[0])}), parse({"x": broken(path, items[:1])})
    assert bare.problems == ()
    for one, other in zip(bare.entries, listed.entries, strict=True):
        assert one.model_dump() == other.model_dump()


@pytest.mark.parametrize(
    ("key", "told"), [pytest.param("color", True, id="plain"), pytest.param("wifi_password", False, id="a secret")]
)
def test_an_unknown_key_may_be_a_field_of_your_own_unless_it_is_a_secret(key: str, told: bool) -> None:  # noqa: FBT001
    _, problem = only_problem(f"networks:\n  - {{name: lan, {key}: x}}\n")
    assert problem.hint.endswith(f"; for a field of your own, `custom: {{{key}: …}}`") is told
