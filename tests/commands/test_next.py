"""`cidrbook next`: the next available address or block, and a host written where it belongs."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path

import pytest
from click.testing import CliRunner

from cidrbook.commands import main
from cidrbook.commands._insertion import inserted_text
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan

PLAN = """networks:
  - name: Home
    cidr: 10.0.0.0/16
    role: container
  - name: Servers # the rack
    cidr: [10.0.1.0/24, "fd00:0:0:1::/64"]
    gateway: 10.0.1.1
    dhcp: 10.0.1.4-10.0.1.99
    reserved: 10.0.1.100-10.0.1.119
    hosts:
      - name: nas
        address: 10.0.1.2 # storage
      - {name: pi, address: 10.0.1.3}

  - {name: Guests, cidr: 10.0.2.0/30, gateway: 10.0.2.1}
"""


def run(folder: Path, *arguments: str, plan: str = PLAN) -> tuple[int, str]:
    data = folder / "data"
    data.mkdir(exist_ok=True)
    if not (data / "plan.yaml").exists():
        (data / "plan.yaml").write_bytes(plan.encode())
    result = CliRunner().invoke(main, ["next", *arguments, "--data", str(data)])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["servers"], "10.0.1.120", id="hosts, gateway, DHCP and reserved are left out"),
        pytest.param(["Servers", "--count", "2"], "10.0.1.120\n10.0.1.121", id="several, by the name"),
        pytest.param(["servers", "--family", "6"], "fd00:0:0:1::1", id="IPv6"),
        pytest.param(["10.0.0.0/16", "--size", "/24"], "10.0.0.0/24", id="a block of a prefix"),
        pytest.param(["home", "--size", "24", "--count", "2"], "10.0.0.0/24\n10.0.3.0/24", id="a block of a network"),
        pytest.param(["servers", "--size", "/26"], "10.0.1.128/26", id="a block without an address that is taken"),
        pytest.param(["servers", "--count", "2", "--format", "json"], '["10.0.1.120", "10.0.1.121"]', id="JSON"),
    ],
)
def test_what_is_available(tmp_path: Path, arguments: list[str], expected: str) -> None:
    assert run(tmp_path, *arguments) == (0, f"{expected}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["guests", "--count", "2"], 0, "10.0.2.2", id="the only one"),
        pytest.param(["guests", "--size", "/30"], 1, "nothing is available in guests", id="no block"),
        pytest.param(["srvers"], 2, "there is no network `srvers`; did you mean `servers`?", id="misspelt"),
        pytest.param(["10.0.0.0/16"], 2, "which size? Write `--size /24`", id="a prefix without a size"),
        pytest.param(["10.0.0.0/16", "--size", "/8"], 2, "`/8` is no prefix length from /16 to /32", id="too wide"),
        pytest.param(["guests", "--family", "6"], 2, "Guests has no IPv6 prefix", id="a family that is not there"),
        pytest.param(["servers", "--write"], 2, "`--write` needs a `--name`", id="nothing to write"),
    ],
)
def test_what_is_not(tmp_path: Path, arguments: list[str], status: int, said: str) -> None:
    exit_code, output = run(tmp_path, *arguments)
    assert exit_code == status
    assert said in output


def test_what_a_repository_shows_is_taken(tmp_path: Path) -> None:
    (tmp_path / "hosts.yaml").write_text("all: {hosts: {new: {ansible_host: 10.0.1.120}}}\n", encoding="utf-8")
    (tmp_path / "inventory").mkdir()
    (tmp_path / "hosts.yaml").rename(tmp_path / "inventory/hosts.yaml")
    assert run(tmp_path, "servers", plan=f"{PLAN}sources: [{{path: inventory}}]\n") == (0, "10.0.1.121\n")
    leases = "1700000000 02:00:00:00:00:01 10.0.1.121 laptop *\n"
    (tmp_path / "inventory/dnsmasq.leases").write_text(leases, encoding="utf-8")
    assert run(tmp_path, "servers", plan=f"{PLAN}sources: [{{path: inventory}}]\n") == (0, "10.0.1.122\n")


INSERTED = {
    "a block list": (PLAN, "servers", "      - {name: new, address: 10.0.1.120}"),
    "a flow mapping": (
        PLAN,
        "guests",
        "  - {name: Guests, cidr: 10.0.2.0/30, gateway: 10.0.2.1, hosts: [{name: new, address: 10.0.2.2}]}",
    ),
    "no hosts yet": (
        "networks:\n  - name: Lab # small\n    cidr: 10.1.0.0/24 # wire\nvlans: [{id: 4}]\n",
        "lab",
        "    hosts:\n      - {name: new, address: 10.1.0.1}",
    ),
    "a flow list": (
        "networks:\n  - name: Lab\n    cidr: 10.1.0.0/24\n    hosts: [{name: a, address: 10.1.0.1}] # few\n",
        "lab",
        "    hosts: [{name: a, address: 10.1.0.1}, {name: new, address: 10.1.0.2}] # few",
    ),
    "hosts left empty": (
        "networks:\n  - name: Lab\n    hosts: # none yet\n    cidr: 10.1.0.0/24\n",
        "lab",
        "    hosts: [{name: new, address: 10.1.0.1}] # none yet",
    ),
    "hosts that are nothing": (
        "networks:\n  - name: Lab\n    hosts: ~\n    cidr: 10.1.0.0/24\n",
        "lab",
        "    hosts: [{name: new, address: 10.1.0.1}]",
    ),
    "an empty list": (
        "networks: [{name: Lab, cidr: 10.1.0.0/24, hosts: [], vlan: 3}]\n",
        "lab",
        "networks: [{name: Lab, cidr: 10.1.0.0/24, hosts: [{name: new, address: 10.1.0.1}], vlan: 3}]",
    ),
    "one host in braces": (
        "networks:\n  - name: Lab\n    hosts: {name: a, address: 10.1.0.1} # one\n    cidr: 10.1.0.0/24\n",
        "lab",
        "    hosts: [{name: a, address: 10.1.0.1}, {name: new, address: 10.1.0.2}] # one",
    ),
    "an anchor before the list": (
        "networks:\n  - name: Lab\n    cidr: 10.1.0.0/24\n    hosts: &few\n      - {name: a, address: 10.1.0.1}\n",
        "lab",
        "      - {name: new, address: 10.1.0.2}",
    ),
    "no end of the last line": (
        "networks:\n  - name: Lab\n    cidr: 10.1.0.0/24",
        "lab",
        "    hosts:\n      - {name: new, address: 10.1.0.1}",
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("plan", "network", "expected"), INSERTED.values(), ids=INSERTED)
def test_a_host_is_written_and_nothing_else_changes(
    tmp_path: Path, plan: str, network: str, expected: str, ends: str
) -> None:
    before = plan.replace("\n", ends)
    status, output = run(tmp_path, network, "--name", "new", "--write", plan=before)
    assert status == 0, output
    after = (tmp_path / "data/plan.yaml").read_bytes().decode()
    added = [line[2:] for line in ndiff(before.splitlines(), after.splitlines()) if line.startswith("+ ")]
    gone = [line[2:] for line in ndiff(before.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert added == expected.split("\n")
    assert len(gone) == ("hosts: [" in added[0])
    assert ("\r\n" in after) == (ends == "\r\n")
    assert after.count("\n") == after.count(ends)
    assert list((tmp_path / "data").iterdir()) == [tmp_path / "data/plan.yaml"]


def test_one_host_of_several_lines_becomes_the_first_of_a_list(tmp_path: Path) -> None:
    lab = "networks:\n- name: Lab\n  cidr: 10.1.0.0/24\n  hosts:\n"
    before = f"{lab}    name: a # x\n    # y\n    address: 10.1.0.1\n  vlan: 4\n"
    assert run(tmp_path, "lab", "--name", "new", "--write", plan=before)[0] == 0
    after = (tmp_path / "data/plan.yaml").read_text(encoding="utf-8")
    block = "    - name: a # x\n      # y\n      address: 10.1.0.1\n    - {name: new, address: 10.1.0.2}\n"
    assert after == f"{lab}{block}  vlan: 4\n"


LAB = """networks:
  - name: Lab
    cidr: 10.1.0.0/24
    hosts: {}
  - name: Copy
    vrf: x
    cidr: 10.1.0.0/24
    {}
"""
SHARED = {
    "a list that another network has, too": (
        "&few [{name: a, address: 10.1.0.1}]",
        "hosts: *few",
        "lab",
        "would change",
    ),
    "a list from elsewhere": ("&few [{name: a, address: 10.1.0.1}]", "hosts: *few", "copy", "is an alias"),
    "an anchor that is used twice": (
        "[]",
        "description: &a b\n    tags: [&a c]",
        "lab",
        "an anchor (`&`) is used twice",
    ),
    "a text": ("abc", "", "lab", "is a text"),
    "nothing, with a tag": ("!!null", "", "lab", "has a tag"),
    "hosts that are written twice": ("\n    hosts: [{name: a}]", "", "lab", "written twice"),
    "one host with an anchor": ("&one\n      name: a\n      address: 10.1.0.1", "", "lab", "with an anchor"),
}
"""The hosts of two networks, and why none can be added."""


@pytest.mark.parametrize(("hosts", "others", "network", "said"), SHARED.values(), ids=SHARED)
def test_what_others_share_is_left_as_it_is(tmp_path: Path, hosts: str, others: str, network: str, said: str) -> None:
    plan = LAB.replace("{}", hosts, 1).replace("{}", others, 1)
    status, output = run(tmp_path, network, "--name", "new", "--write", plan=plan)
    assert status == 2
    assert said in output
    assert (tmp_path / "data/plan.yaml").read_text(encoding="utf-8") == plan


def test_hosts_that_a_merge_brings_are_not_lost(tmp_path: Path) -> None:
    shared = "networks:\n  - &lab\n    name: Lab\n    cidr: 10.1.0.0/24\n    hosts: [{name: a}]\n"
    plan = f"{shared}  - <<: *lab\n    name: Copy\n    cidr: 10.2.0.0/24\n"
    status, output = run(tmp_path, "copy", "--name", "new", "--write", plan=plan)
    assert status == 2
    assert "nothing was written, as more than one host of Copy would change" in output


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data/plan.yaml"
    file.write_bytes("\ufeffnetworks:\n- {name: Lab, cidr: 10.1.0.0/24}\n".encode())
    assert run(tmp_path, "lab", "--name", "new", "--write")[0] == 0
    lab = "{name: Lab, cidr: 10.1.0.0/24, hosts: [{name: new, address: 10.1.0.1}]}"
    assert file.read_bytes().decode() == f"\ufeffnetworks:\n- {lab}\n"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param(
            "other.yaml", "vlans: [{id: 3, name: B\u00fcro}]".encode("latin-1"), id="a file that is not UTF-8"
        ),
        pytest.param(".old/plan.yaml", b"networks: [{name: Lab 2, cidr: 10.1.0.0/24}]", id="a file that is hidden"),
    ],
)
def test_files_count_as_they_do_in_a_check(tmp_path: Path, file: str, content: bytes) -> None:
    (tmp_path / "data" / file).parent.mkdir(parents=True)
    (tmp_path / "data" / file).write_bytes(content)
    status, output = run(tmp_path, "lab", "--name", "new", "--write", plan="networks: [{name: Lab, cidr: 10.1.0.0/24}]")
    assert status == 0, output
    assert "name: new" in (tmp_path / "data/plan.yaml").read_text(encoding="utf-8")


SCOPES = """sites: [{name: home}]
networks:
  - {name: lan, cidr: 10.0.0.0/24, site: home}
  - {name: iot, cidr: 10.0.1.0/24, vrf: red, hosts: [{name: far, address: 10.0.3.7}]}
  - {name: both, cidr: [10.0.2.0/24, "fd00:0:0:1::/64"]}
  - {name: two, cidr: [10.1.0.0/30, 10.1.1.0/29], hosts: [{name: a, address: 10.1.0.1}]}
  - {name: none}
"""


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["10.0.0.0/16", "--size", "/24"], 0, "10.0.4.0/24", id="what is taken in any scope is taken"),
        pytest.param(["lan", "--size", "/25"], 0, "10.0.0.0/25", id="a network has its own scope"),
        pytest.param(["both", "--size", "/80", "--family", "6"], 0, "fd00:0:0:1::/80", id="a block of a family"),
        pytest.param(["lan", "--size", "/80", "--family", "6"], 2, "lan has no IPv6 prefix", id="no such family"),
        pytest.param(["10.0.0.0/16", "--size", "/24", "--family", "6"], 2, "has no IPv6 prefix", id="a prefix of none"),
        pytest.param(["none", "--size", "/30"], 2, "none has no IPv4 prefix", id="a network without a prefix"),
        pytest.param(["two", "--size", "/30"], 0, "10.1.1.0/30", id="a block of the second prefix"),
        pytest.param(["lan", "--size", "9" * 5000], 2, "is no prefix length", id="a number of 5,000 digits"),
        pytest.param(["lan", "--size", "/28", "--name", "a"], 2, "`--name` is a host's", id="a block has no host"),
    ],
)
def test_blocks(tmp_path: Path, arguments: list[str], status: int, said: str) -> None:
    exit_code, output = run(tmp_path, *arguments, plan=SCOPES)
    assert exit_code == status
    assert said in output


def test_a_name_is_quoted_where_yaml_needs_it(tmp_path: Path) -> None:
    status, output = run(tmp_path, "servers", "--name", "a: b, [c]")
    assert status == 0
    assert output.endswith("- {name: 'a: b, [c]', address: 10.0.1.120}\n")


def test_nothing_is_written_that_the_check_refuses(tmp_path: Path) -> None:
    plan = f"{PLAN}routers: [{{name: edge, addresses: 10.0.1.200}}]\nsettings: {{rules: {{H312: error}}}}\n"
    status, output = run(tmp_path, "servers", "--name", "edge", "--write", plan=plan)
    assert status == 2
    assert output.startswith("cidrbook: nothing was written, as the plan would fail: ")
    assert (tmp_path / "data/plan.yaml").read_text(encoding="utf-8") == plan


def test_a_read_only_file_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, "servers")
    monkeypatch.setattr("os.access", lambda *_: False)
    status, output = run(tmp_path, "servers", "--name", "new", "--write")
    assert status == 2
    assert output.endswith("is read-only\n")
    assert (tmp_path / "data/plan.yaml").read_text(encoding="utf-8") == PLAN


def test_what_somebody_saves_in_the_meantime_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = f"{PLAN}# more\n"

    def save_and_insert(plan: Plan, network: Network, item: str) -> str:
        (tmp_path / "data/plan.yaml").write_text(saved, encoding="utf-8")
        return inserted_text(plan, network, item)

    monkeypatch.setattr("cidrbook.commands._insertion.inserted_text", save_and_insert)
    status, output = run(tmp_path, "servers", "--name", "tv", "--write")
    assert (status, output) == (2, "cidrbook: the file was changed in the meantime: run this again\n")
    assert (tmp_path / "data/plan.yaml").read_text(encoding="utf-8") == saved
