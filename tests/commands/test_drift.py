"""`cidrbook drift`: what it exits with and prints."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command import run
from manifests import CILIUM_SERVICE, SMALL

from cidrbook.repository import registry
from cidrbook.repository.sighting import Seen


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


TWICE = SMALL | {"k8s/other.yaml": CILIUM_SERVICE.format(name="other", address="10.8.40.53")}
MAYBE = SMALL | {"README.md": "- blocky: 10.8.40.81\n"}


@pytest.mark.parametrize(
    ("files", "options", "code", "last"),
    [
        (SMALL, (), 0, "no problems"),
        (TWICE, (), 1, "1 error"),
        (TWICE, ("--ignore", "H302"), 0, "no problems"),
        (TWICE, ("--select", "drift"), 0, "no problems"),
        (TWICE, ("--exclude", "k8s/ot*"), 0, "no problems"),
        (MAYBE, (), 0, "1 warning"),
        (MAYBE, ("--strict",), 1, "1 warning"),
    ],
)
def test_drift_exits_with_0_when_nothing_fails_and_1_when_something_does(
    files: dict[str, str], options: tuple[str, ...], code: int, last: str, tmp_path: Path
) -> None:
    result = run("drift", *options, folder=write(tmp_path, files))
    assert (result.exit_code, result.stdout.splitlines()[-2], result.stderr) == (code, last, "")


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param({}, [], id="an empty folder"),
        pytest.param({"lab/LICENSE": "To be used freely.\n"}, [], id="no address"),
        pytest.param({"lab/export.txt": "colour,where\nred,10.8.40.0/24\n"}, [], id="no format"),
        pytest.param({"lab/app.yaml": "url: ${BASE}/api\nrelease: 1.2.3.4\n"}, [], id="YAML of no lab"),
        pytest.param({"lab/README.md": "# App\n\nNeeds release 1.2.3.4, and `${BASE}`.\n"}, [], id="a page of no lab"),
        pytest.param(
            {"lab/job.yaml": "apiVersion: batch/v1\nkind: Job\nmetadata: {name: '${NAME}'}\n"}, [], id="no kind"
        ),
        pytest.param({"lab/k8s/dns.yaml": CILIUM_SERVICE}, ["k8s/dns.yaml"], id="a name as seen from the folder"),
        pytest.param(
            {"lab/k8s/dns.yaml": CILIUM_SERVICE}, ["lab/k8s/dns.yaml", "dns.yaml"], id="one of two is not there"
        ),
        pytest.param({"lab/k8s/dns.yaml": CILIUM_SERVICE, "dns.yaml": "{}"}, ["dns.yaml"], id="outside of the folder"),
    ],
)
def test_drift_exits_with_2_where_it_looked_at_nothing(
    files: dict[str, str], changed: list[str], tmp_path: Path
) -> None:
    (tmp_path / "lab").mkdir()
    result = run("drift", "lab", *changed, folder=write(tmp_path, files))
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CILIUM_SERVICE.format(name="dns", address="10.8.40.53"), id="a service"),
        pytest.param("# 10.8.40.0/24\nkind: ConfigMap\ndata: {POD_CIDR: 10.8.0.0/16}\n", id="a variable"),
        pytest.param("apiVersion: v1\nkind: Service\nmetadata: {name: '${NAME}'}\n", id="a kind that is read"),
        pytest.param("networking: {podSubnet: 10.8.0.0/16}\nkind: ClusterConfiguration\n", id="a range"),
    ],
)
def test_drift_exits_with_0_where_anything_is_recognised(text: str, tmp_path: Path) -> None:
    assert run("drift", "lab", "lab/a.yaml", folder=write(tmp_path, {"lab/a.yaml": text})).exit_code == 0


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("wg0.conf", "[Interface]\nPrivateKey = ${KEY}\n", id="WireGuard"),
        pytest.param("range.yaml", "range: 10.0.0.0/24\n", id="YAML with a prefix"),
        pytest.param("edge.sh", "set interfaces ethernet eth0 address '${WAN}'\n", id="VyOS"),
    ],
)
def test_what_is_about_addresses_is_recognised_without_an_object(file: str, text: str, tmp_path: Path) -> None:
    assert run("drift", "lab", folder=write(tmp_path, {f"lab/{file}": text})).exit_code == 0


@pytest.mark.parametrize("arguments", [("nowhere",), ("file",), ("--select", "nonsense")])
def test_drift_exits_with_2_and_one_line_where_nothing_can_be_done(arguments: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, {"file": "10.0.0.1"})
    result = run("drift", *arguments, folder=tmp_path)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


def test_files_are_named_as_seen_from_the_path(tmp_path: Path) -> None:
    write(tmp_path / "lab", TWICE)
    result = json.loads(run("drift", "lab", "--format", "json", folder=tmp_path).stdout)
    [finding] = result["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("H302", "k8s/other.yaml", 3)
    assert finding["related"][0]["file"] == "k8s/blocky.yaml"


def test_a_plan_beside_the_repository_is_no_hindrance(tmp_path: Path) -> None:
    plan = "networks: [{name: lan, cidr: 10.0.0.1/24}]\nwaivers: [{rule: A201, between: [lan], reason: none}]\n"
    assert run("drift", folder=write(tmp_path, SMALL | {"data/plan.yaml": plan})).exit_code == 0


@pytest.mark.parametrize("debug", ["", "0", "1"])
def test_a_reader_that_fails_is_a_warning_and_a_traceback_only_for_who_asks(
    debug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> list[Seen]:
        raise IndexError("\x1b[31m out of range")

    [vyos, *_] = [reader for reader in registry.readers() if reader.name == "vyos"]
    monkeypatch.setattr(registry, "readers", lambda: (replace(vyos, read=failing),))
    monkeypatch.setenv("CIDRBOOK_DEBUG", debug)
    write(tmp_path, {"edge.sh": "set interfaces ethernet eth0 address 10.0.0.1/24\n"})
    result = run("drift", folder=tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "edge.sh:1:1: warning F110 unreadable-file: the reader `vyos` cannot read this file"
    )
    assert ("Traceback" in result.stderr) == ("edge.sh: reader `vyos`" in result.stderr) == (debug == "1")
    assert "\x1b" not in result.stderr
