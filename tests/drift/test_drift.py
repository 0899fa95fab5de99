"""What a repository says against itself: the command, the documents, the rules, and trees with mistakes in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manifests import TALOS_RANGES
from netaddr import IPAddress
from shared import shared

from cidrbook import rules
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.documents.roles import role_of
from cidrbook.repository.documents.statements import statements
from cidrbook.repository.observe import observe, observed
from cidrbook.repository.statement import Statement
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

TODAY = date(2026, 11, 23)
CIDRBOOK = str(Path(sys.executable).with_name("cidrbook"))

SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: home, annotations: {{lbipam.cilium.io/ips: {address}}}}}
spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}
"""
POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec: {blocks: [{cidr: 10.8.40.0/24}]}
"""
NODES = "kubernetes:\n  hosts:\n    alpha: {ansible_host: 10.8.42.10}\n    beta: {ansible_host: 10.8.42.11}\n"

TREE = {
    "talos/controlplane.yaml": TALOS_RANGES,
    "k8s/pool.yaml": POOL,
    "k8s/blocky.yaml": SERVICE.format(name="blocky", address="10.8.40.53"),
    "k8s/outer.yaml": SERVICE.format(name="envoy-outer", address="10.8.40.80"),
    "k8s/inner.yaml": SERVICE.format(name="envoy-inner", address="10.8.40.81"),
    "ansible/inventory/hosts.yml": NODES,
    "k8s/listed.yaml": (
        "apiVersion: v1\nkind: Service\nmetadata: {name: listed, namespace: home}\n"
        "spec: {externalIPs: [10.77.0.7], ports: [{port: 25}]}\n"
    ),
}


def found(files: dict[str, str]) -> tuple[Finding, ...]:
    return rules.check_observation(observed([Source(name, text) for name, text in files.items()]))


def said(text: str, file: str = "README.md") -> list[Statement]:
    return list(statements(Source(file, text)))


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CIDRBOOK, "drift", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


TWICE = TREE | {"k8s/other.yaml": SERVICE.format(name="other", address="10.8.40.53")}
MAYBE = TREE | {"README.md": "- blocky: 10.8.40.81\n"}


@pytest.mark.parametrize(
    ("files", "options", "code", "last"),
    [
        ({}, (), 0, "no problems"),
        (TREE, (), 0, "no problems"),
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
    result = run(*options, folder=write(tmp_path, files))
    assert (result.returncode, result.stdout.splitlines()[-1], result.stderr) == (code, last, "")


@pytest.mark.parametrize("arguments", [("nowhere",), ("file",), ("--select", "nonsense")])
def test_drift_exits_with_2_and_one_line_where_nothing_can_be_done(arguments: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, {"file": "10.0.0.1"})
    result = run(*arguments, folder=tmp_path)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


def test_files_are_named_as_seen_from_the_path(tmp_path: Path) -> None:
    write(tmp_path / "lab", TWICE)
    result = json.loads(run("lab", "--format", "json", folder=tmp_path).stdout)
    [finding] = result["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("H302", "k8s/other.yaml", 3)
    assert finding["related"][0]["file"] == "k8s/blocky.yaml"


def test_a_plan_beside_the_repository_is_no_hindrance(tmp_path: Path) -> None:
    plan = "networks: [{name: lan, cidr: 10.0.0.1/24}]\nwaivers: [{rule: A201, between: [lan], reason: none}]\n"
    assert run(folder=write(tmp_path, TREE | {"data/plan.yaml": plan})).returncode == 0


def test_a_comment_on_the_line_allows_a_finding_there_too() -> None:
    text = TWICE["k8s/other.yaml"].replace("10.8.40.53}}", "10.8.40.53}} # cidrbook: allow H302 one name\n").rstrip()
    [finding] = found(TWICE | {"k8s/other.yaml": text})
    assert (finding.code, finding.waived) == ("H302", "one name")


def test_rules_that_know_of_parts_say_how_severe_they_are_there() -> None:
    partial = {rule.slug: rule.observed_severity for rule in rules.rules() if rule.observed}
    assert partial["duplicate-address"] == partial["pinned-outside-pools"] == "error"
    assert "unused-object" not in partial
    assert "node-without-session" not in partial
    assert set(partial.values()) <= {"error", "warning", "info"}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("10.0.0.5", ["10.0.0.5-10.0.0.5"]),
        ("`10.0.0.0/24`", ["10.0.0.0-10.0.0.255"]),
        ("10.0.0.1/24", ["10.0.0.0-10.0.0.255"]),
        ("fd42:1::/64", ["fd42:1::-fd42:1::ffff:ffff:ffff:ffff"]),
        ("10.0.0.5-10.0.0.9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5 - 10.0.0.9", ["10.0.0.5-10.0.0.9"]),
        ("`10.0.0.5` - `10.0.0.9`", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5\u201310.0.0.9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5 <-> 10.0.0.9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5 to 10.0.0.9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5\u20139", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5-9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.5 - .9", ["10.0.0.5-10.0.0.9"]),
        ("10.0.0.x", ["10.0.0.0-10.0.0.255"]),
        ("10.0.0.5, 10.0.0.9", ["10.0.0.5-10.0.0.5", "10.0.0.9-10.0.0.9"]),
        ("10.0.0.0/24 - 10.0.1.0/24", ["10.0.0.0-10.0.0.255", "10.0.1.0-10.0.1.255"]),
        ("10.0.0.9 - 10.0.0.5", ["10.0.0.9-10.0.0.9", "10.0.0.5-10.0.0.5"]),
        ("10.0.0.5 - 12 cores", ["10.0.0.5-10.0.0.5"]),
        ("http://10.0.0.5:8080/x", ["10.0.0.5-10.0.0.5"]),
        ("from 10.0.0.5 to 10.7.0.9", ["10.0.0.5-10.0.0.5", "10.7.0.9-10.7.0.9"]),
        ("1.1.1.1 and 192.0.2.7 and 127.0.0.1 and 169.254.1.1 and 100.64.0.7", []),
        ("v10.2.3.4 10.2.3.4.5 image:10.2.3.4 version 10.2.3.4 10.2.3.4-rc1a", []),
        ("10.0.0.0/8 192.168.0.0/16 172.16.0.0/12 fc00::/7", []),
        ("10.0.0.256 10.0.0.0/33 fd42:::1 fdab:1:2", []),
    ],
)
def test_addresses_are_read_in_every_spelling(text: str, spans: list[str]) -> None:
    shown = [
        f"{IPAddress(literal.first, literal.version)}-{IPAddress(literal.last, literal.version)}"
        for literal in literals(text)
    ]
    assert shown == spans


@pytest.mark.parametrize(
    ("label", "role", "certainty"),
    [
        ("k8s pods", "pods", "exact"),
        ("Kubernetes Pods (Calico w/ BGP)", "pods", "exact"),
        ("PodCIDR", "pods", "exact"),
        ("pod_cidr", "pods", "exact"),
        ("--cluster-cidr", "pods", "exact"),
        ("Tenant 101 Pod CIDR", "pods", "exact"),
        ("Pod", "pods", "exact"),
        ("ServiceCIDR", "services", "exact"),
        ("Kubernetes service CIDR", "services", "exact"),
        ("serviceSubnets", "services", "exact"),
        ("k8s services", "services", "likely"),
        ("Service", "services", "likely"),
        ("k8s external services (BGP)", "load-balancers", "exact"),
        ("MetalLB ARP Range", "load-balancers", "exact"),
        ("LB-IPAM", "load-balancers", "exact"),
        ("LB VIPs", "load-balancers", "exact"),
        ("Cilium LoadBalancer Pool", "load-balancers", "exact"),
        ("Kubernetes Nodes VLAN", "nodes", "exact"),
        ("Kubernetes API VIP", "vip", "exact"),
        ("Kube VIP Address IP", "vip", "exact"),
        ("keepalived", "vip", "likely"),
        ("Management", "", "none"),
        ("podman network", "", "none"),
        ("pods and services", "", "none"),
        ("Blocky DNS service", "", "none"),
        ("the firewall lets in whatever the pods of the cluster send to the outside world by way of it", "", "none"),
    ],
)
def test_words_say_a_role(label: str, role: str, certainty: str) -> None:
    assert role_of(label)[:2] == (role, certainty)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Name | CIDR |\n|---|---|\n| Pods | `10.1.0.0/16` |", [("10.1.0.0/16", "pods", "Pods")]),
        (
            "| Pods | 10.1.0.0/16 |\n| LAN | 10.2.0.0/24 |",
            [("10.1.0.0/16", "pods", "Pods"), ("10.2.0.0/24", "", "LAN")],
        ),
        ("IP | Host\n--------\n10.2.0.9 | dns.lan", [("10.2.0.9", "", "dns.lan")]),
        ("| Pod CIDR | Name |\n|-|-|\n| 10.1.0.0/16 | home |", [("10.1.0.0/16", "pods", "home")]),
        ("| Net | Gateway |\n|-|-|\n| Pods 10.1.0.0/16 | 10.1.0.1 |", [("10.1.0.0/16", "pods", "Pods")]),
        ("| ~~Pods~~ | ~~10.1.0.0/16~~ |\n| a | b |", []),
        ("- 10.1.0.0/24 - LoadBalancer pool", [("10.1.0.0/24", "load-balancers", "LoadBalancer pool")]),
        (
            "- Pods: 10.1.0.0/16, services: 10.2.0.0/16",
            [("10.1.0.0/16", "pods", "Pods"), ("10.2.0.0/16", "services", "services")],
        ),
        ("- 10.1.0.0/16 (pods)", [("10.1.0.0/16", "pods", "pods")]),
        ("## k8s-0\n\n* IP: 10.2.0.50", [("10.2.0.50", "", "k8s-0")]),
        ("The pod CIDR is 10.1.0.0/16.", [("10.1.0.0/16", "pods", "The pod CIDR is")]),
        ("Reach it at 10.1.0.7 from there, if you like, or from here.", []),
        ("```sh\nk3s server --cluster-cidr=10.1.0.0/16\n```", [("10.1.0.0/16", "pods", "--cluster-cidr")]),
        ("```yaml\npodSubnets:\n  - 10.1.0.0/16\n```", [("10.1.0.0/16", "pods", "podSubnets")]),
        ("```yaml\nallowed:\n  - 10.1.0.0/16\n```", []),
        ('```mermaid\n A["Pods<br/>(10.1.0.0/16)"] --> B\n```', [("10.1.0.0/16", "pods", "Pods")]),
        ("```\n\u251c\u2500\u2500 k8s nodes 10.1.0.0/24\n```", [("10.1.0.0/24", "nodes", "k8s nodes")]),
        ("<!-- cidrbook: ignore -->\n- Pods: 10.1.0.0/16\n", []),
        ("<!-- cidrbook: ignore -->\n- Pods: 10.1.0.0/16\n# B\n- Pods: 10.1.0.0/16", [("10.1.0.0/16", "pods", "Pods")]),
        ("- Pods: 10.1.0.0/16 <!-- cidrbook: ignore -->", []),
        ("<!--\n- Pods: 10.1.0.0/16\n-->", []),
        ("## Proposed\n- Pods: 10.1.0.0/16\n", []),
        ("- Pods (formerly 10.1.0.0/16)\n", []),
        ("---\nstatus: superseded\n---\n- Pods: 10.1.0.0/16\n", []),
    ],
)
def test_documents_are_read_however_they_are_written(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(statement.text, statement.role, statement.label) for statement in said(text)] == expected


def test_a_statement_knows_its_place() -> None:
    [statement] = said("# Lab\r\n\r\n| a | b |\r\n|---|---|\r\n| Pods | `10.1.0.0/16` |\r\n")
    assert (statement.place.line, statement.place.column, statement.place.width, statement.headings) == (
        5,
        11,
        11,
        ("Lab",),
    )


@pytest.mark.parametrize(
    ("file", "document"),
    [
        ("README.md", True),
        ("docs/networking.mdx", True),
        ("README", True),
        ("docs/adr/0001-pods.md", False),
        ("CHANGELOG.md", False),
        ("docs/dump-2026-05-04.md", False),
        ("docs/migrations/talos.md", False),
        ("notes.yaml", False),
    ],
)
def test_what_tells_of_other_times_is_not_read(file: str, document: bool) -> None:  # noqa: FBT001
    assert is_document(file) is document


ROWS = "| Name | CIDR |\n|---|---|\n"


@pytest.mark.parametrize(
    ("readme", "codes"),
    [
        (f"{ROWS}| k8s pods | 10.42.0.0/16 |\n", ["R901"]),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/16 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.4.0/24 |\n", []),
        (f"{ROWS}| service CIDR | 10.43.0.0/16 |\n", ["R901"]),
        (f"{ROWS}| k8s external services | 10.8.41.0/24 |\n", ["R901"]),
        (f"{ROWS}| k8s external services | 10.8.40.0/24 |\n", []),
        (f"{ROWS}| k8s services | 10.8.40.0/24 |\n", []),
        (f"{ROWS}| k8s services | 10.9.0.0/16 |\n", []),
        (f"{ROWS}| k8s services | 10.43.0.0/16 |\n", ["R904"]),
        (f"{ROWS}| external services | 10.77.0.0/24 |\n", []),
        (f"{ROWS}| MetalLB | 10.8.40.100 - 10.8.40.120 |\n", []),
        (f"{ROWS}| staging pods | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n| cabin k8s pods | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n\n    k3s\n```\nk3s --cluster-cidr=10.42.0.0/16\n```\n", ["R901"]),
        (f"{ROWS}| k8s pods | fd42::/56 |\n", []),
        (f"{ROWS}| Management | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| Kubernetes nodes | 10.8.42.0/24 |\n", []),
        (f"{ROWS}| Kubernetes nodes | 10.7.42.0/24 |\n", ["R904"]),
        (f"{ROWS}| Servers | 10.7.42.0/24 |\n", ["R904"]),
        (f"{ROWS}| Servers | 10.7.42.0/24 |\n| Lab | 10.8.42.0/24 |\n", []),
        ("As of today the pod CIDR that we chose is 10.42.0.0/16.\n", ["R904"]),
        ("The pod CIDR is 10.8.0.0/20.\n", []),
        ("```sh\nk3s server --cluster-cidr=10.42.0.0/16\n```\n", ["R901"]),
        ("- alpha: 10.8.42.10\n- beta: 10.8.42.11\n", []),
        ("- alpha: 10.8.42.11\n- beta: 10.8.42.10\n", ["R904", "R904"]),
        ("- alpha: 10.8.42.12\n", ["R904"]),
        ("- alpha: 10.99.42.12\n", []),
        (f"{ROWS}| blocky | 10.8.40.54 |\n", ["R904"]),
        (f"{ROWS}| blocky (DNS) | 10.8.40.53 |\n", []),
        (f"{ROWS}| blocky.lan | 10.8.40.80 |\n", []),
        ("**envoy-outer** (10.8.40.81)\n", ["R904"]),
        ('```mermaid\n A["Outer Gateway<br/>10.8.40.81"]\n```\n', ["R904"]),
        ('```mermaid\n A["Outer Gateway<br/>10.8.40.80"]\n```\n', []),
        (f"{ROWS}| printer | 10.8.40.53 |\n", []),
    ],
)
def test_what_a_readme_says_is_compared_with_what_the_repository_has(readme: str, codes: list[str]) -> None:
    assert [finding.code for finding in found(TREE | {"README.md": readme})] == codes


def test_two_copies_of_a_range_that_disagree_are_found_once() -> None:
    copy = {"ansible/group_vars/all/k3s.yml": "k3s_service_cidr: 10.43.0.0/16\n"}
    [finding] = found(TREE | copy)
    assert (finding.code, finding.severity) == ("R902", "warning")
    apart = {"clusters/far/apps/vars.yaml": "x: 1\n", "clusters/far/k3s.yml": "k3s_service_cidr: 10.43.0.0/16\n"}
    assert found(TREE | apart) == ()


@given(st.text(alphabet="|-`~<>!*#[]() \n10.24:/fdxX\u2013ab", max_size=400))
def test_no_text_makes_a_document_fail(text: str) -> None:
    for statement in said(text):
        assert statement.place.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "part", ["<!--", "~~a", "| 10.0.0.1 ", "10.0.0.1-", "fd00:", "[", "```\n", "- 10.0.0.1\n", "a|b\n", "# 10.0.0.1\n"]
)
def test_what_is_repeated_endlessly_says_no_more_than_it_repeats(part: str) -> None:
    assert len(said(part * 5_000)) <= 10_000


CASES = {
    "B07": ("H302", "10.1.3.153"),
    "B08": ("H302", "10.1.3.151"),
    "B09": ("K821", "10.45.0."),
    "B13": ("F108", "10.90.3.0/16"),
    "B23": ("K801", "10.43.0.0/12"),
    "B42": ("H302", "10.30.0.252"),
    "B43": ("B601", "4311000011"),
    "B44": ("B604", "422010011"),
    "C01": ("B607", "64514"),
}


def reported(tree: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.problem.message) for finding in rules.check_observation(observe(shared(tree)))]


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_that_was_made_is_found_and_is_gone_when_it_was_mended(case: str) -> None:
    code, word = CASES[case]
    assert any(text == code and word in message for text, message in reported(f"cases/{case}/at"))
    if case != "B13":
        assert not any(text == code and word in message for text, message in reported(f"cases/{case}/fixed"))


def test_what_every_node_repeats_is_no_mistake() -> None:
    assert reported("cases/N08/at") == []


def test_labs_in_use_are_quiet() -> None:
    assert [pair for pair in reported("labs/bjw-s") if re.match("[HKF]", pair[0])] == []
    assert reported("lab-2021") == []


@pytest.mark.parametrize(
    "readme",
    [
        f"{ROWS}| Control Plane | 10.8.42.10 |\n",
        f"{ROWS}| Kubernetes nodes storage VLAN | 10.99.42.0/24 |\n",
        f"{ROWS}| alpha IPMI | 10.99.42.10 |\n",
        "| Node | IP | Storage |\n|--|--|--|\n| alpha | 10.8.42.10 | 10.99.42.10 |\n",
        "## Example\n- Pods: 10.42.0.0/16\n",
        "- Pods: ${POD_CIDR} (RFC 1918: 10.0.0.0/8)\n",
        f"{ROWS}| Pods | 10.8.0.0 - 10.8.15.255 |\n",
        f"{ROWS}| Podman | 10.88.0.0/16 |\n",
        f"{ROWS}| Kubernetes services and pods | 10.8.0.0/15 |\n",
        "- https://blocky.lan goes to 10.8.40.80 like all the others\n",
    ],
)
def test_what_may_be_about_something_else_is_left_alone(readme: str) -> None:
    assert found(TREE | {"README.md": readme}) == ()


def test_pools_of_two_clusters_and_one_that_both_apply_do_not_overlap() -> None:
    assert found({"clusters/old/apps/pool.yaml": POOL, "clusters/new/apps/pool.yaml": POOL}) == ()
    two = POOL.replace("10.8.40.0/24}]", "10.8.40.0/24}, {cidr: 10.8.40.0/25}]")
    assert [finding.code for finding in found({"clusters/new/apps/pool.yaml": two})] == ["K819"]
