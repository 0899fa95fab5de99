"""A first plan of a repository: what is written of it, how, and that it never overwrites anything."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from command import run
from engines import MKDOCS, Site
from hypothesis import given
from hypothesis import strategies as st
from lab import found
from manifests import TALOS_RANGES
from shared import SHARED, shared

from cidrbook import rules
from cidrbook.plan.allowance import allowances
from cidrbook.plan.load import parse
from cidrbook.repository.draft.example import EXAMPLE
from cidrbook.repository.draft.files import MODELINE, RefusedError, Scalar, as_yaml, quoted, write
from cidrbook.repository.draft.plan import Draft, draft
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files, observe_folder
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
BGP = """apiVersion: cilium.io/v2alpha1
kind: CiliumBGPPeeringPolicy
metadata: {name: bgp}
spec:
  virtualRouters:
    - localASN: 64513
      neighbors:
        - {peerAddress: 10.8.42.1/32, peerASN: 64512}
"""
NODES = "kubernetes:\n  hosts:\n    alpha: {ansible_host: 10.8.42.10}\n    beta: {ansible_host: 10.8.42.11}\n"
README = """# Lab

| Name     | CIDR           |
| -------- | -------------- |
| Servers  | `10.8.42.0/24` |
| Guest    | `10.8.50.0/24` |
| k8s pods | `10.8.0.0/20`  |
"""
LINKS = """{%- set urls = {
  'repo': {'url': 'https://example.org/lab'},
  'external': {
    'flux': {'url': 'https://flux.example', 'label': 'Flux: the "one"'},
    'bad': {'url': 'javascript:alert(1)'},
  }
} -%}
{% macro external(name, label) -%}[{{ label }}]({{ urls.external[name].url }}){%- endmacro %}
"""
TREE = {
    "README.md": README,
    "ansible/inventory/hosts.yml": NODES,
    "docs/links.jinja2": LINKS,
    "k8s/bgp.yaml": BGP,
    "k8s/blocky.yaml": SERVICE.format(name="blocky", address="10.8.40.53"),
    "k8s/pool.yaml": POOL,
    "talos/controlplane.yaml": TALOS_RANGES,
}


def seen(files: dict[str, str]) -> Observation:
    return observe_files([Source(name, text) for name, text in sorted(files.items())])


def drafted(files: dict[str, str]) -> Draft:
    return draft(seen(files))


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_repository_becomes_a_plan_without_findings() -> None:
    made = drafted(TREE)
    plan = parse(made.files)
    assert [finding for finding in found(parse(made.files)) if finding.severity != "info"] == []
    assert list(made.files) == ["networks.yaml", "clusters.yaml", "routers.yaml", "links.yaml"]
    assert [(network.name, network.cidr, network.role) for network in plan.networks] == [
        ("k8s pods", "10.8.0.0/20", "pods"),
        ("load balancers of cluster", "10.8.40.0/24", "load-balancer"),
        ("Servers", "10.8.42.0/24", "servers"),
        ("Guest", "10.8.50.0/24", ""),
        ("services of cluster", "10.9.0.0/16", "services"),
    ]
    [cluster] = plan.clusters
    assert (cluster.pods, cluster.services) == (("k8s-pods",), ("services-of-cluster",))
    assert [(node.name, str(node.addresses[0])) for node in cluster.nodes] == [
        ("alpha", "10.8.42.10"),
        ("beta", "10.8.42.11"),
    ]
    assert [balancer.pools for balancer in cluster.load_balancers] == [("load-balancers-of-cluster",)]
    assert [(service.name, service.namespace) for service in cluster.pinned_services] == [("blocky", "home")]
    assert [(router.name, router.asn) for router in plan.routers] == [("router-10-8-42-1", 64512)]
    assert [(session.local, session.peer, session.local_asn, session.peer_asn) for session in plan.sessions] == [
        ("cluster", "10.8.42.1", 64513, 64512)
    ]
    assert plan.repository == "https://example.org/lab"
    assert {name: (link.url, link.label) for name, link in plan.links.items()} == {
        "flux": ("https://flux.example", 'Flux: the "one"')
    }


INTERFACES = """set interfaces ethernet eth1 vif 50 address '10.8.50.1/24'
set service dhcp-server shared-network-name GUEST subnet 10.8.50.0/24 default-router '10.8.50.1'
set service dhcp-server shared-network-name GUEST subnet 10.8.50.0/24 range 0 start '10.8.50.100'
set service dhcp-server shared-network-name GUEST subnet 10.8.50.0/24 range 0 stop '10.8.50.199'
"""


def test_a_network_has_all_that_its_router_says_of_it() -> None:
    made = drafted({"vyos.sh": INTERFACES})
    [network] = parse(made.files).networks
    assert (network.vlan, [str(gateway) for gateway in network.gateways]) == (50, ["10.8.50.1"])
    assert [str(span) for span in network.dhcp] == ["10.8.50.100-10.8.50.199"]
    assert [finding for finding in found(parse(made.files)) if finding.severity != "info"] == []


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Guest", "Guest"),
        ("define guest_network", "guest"),
        ("### Guest", "Guest"),
        ("GUEST_CIDR", "GUEST_CIDR"),
        ("beta", "eth1.50"),  # the name of a machine
        ("Note: guests use the VLAN", "eth1.50"),
    ],
)
def test_a_document_names_a_network_where_it_says_a_name(label: str, name: str) -> None:
    page = f"| Name | CIDR |\n| --- | --- |\n| {label} | 10.8.50.0/24 |\n"
    made = drafted({"vyos.sh": INTERFACES, "hosts.yml": NODES, "README.md": page})
    assert [network.name for network in parse(made.files).networks if network.cidr == "10.8.50.0/24"] == [name]


HELPER = """clusterName: {name}
talosVersion: v1.8.0
nodes:
  - {{hostname: alpha, ipAddress: 10.8.42.10, controlPlane: true}}
"""


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("den", {}, ["den"]),
        ("${name}", {}, ["cluster"]),
        ("alpha", {}, ["cluster"]),  # that is something else
        ("den", {"old/talconfig.yaml": "clusterName: attic\ntalosVersion: v1.8.0\n"}, ["cluster"]),
        ("den", {"clusters/prod/pool.yaml": POOL}, ["prod"]),
    ],
)
def test_a_cluster_has_the_name_that_its_machines_configuration_says(
    name: str, more: dict[str, str], expected: list[str]
) -> None:
    files = {"talos/talconfig.yaml": HELPER.format(name=name), "k8s/bgp.yaml": BGP, **more}
    made = drafted(files if "clusters/prod/pool.yaml" not in more else {**files, "k8s/bgp.yaml": ""})
    plan = parse(made.files)
    assert [cluster.id for cluster in plan.clusters] == expected
    assert {session.local for session in plan.sessions} <= {*expected}


def test_each_value_says_where_it_was_read() -> None:
    files = drafted(TREE).files
    assert all(text.startswith(f"{MODELINE}\n") for text in files.values())
    assert "  - name: Servers # README.md:5\n    cidr: 10.8.42.0/24\n" in files["networks.yaml"]
    assert "      - name: beta # ansible/inventory/hosts.yml:4\n" in files["clusters.yaml"]
    assert "        address: 10.8.40.53 # k8s/blocky.yaml:3\n" in files["clusters.yaml"] or (
        "      - name: blocky # k8s/blocky.yaml:3\n        address: 10.8.40.53\n" in files["clusters.yaml"]
    )
    assert "      local_asn: 64513 # k8s/bgp.yaml:6\n" in files["routers.yaml"]
    assert '      label: "Flux: the \\"one\\""\n' in files["links.yaml"]


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({}, "no VLANs were seen"),
        ({"README.md": "# Lab\n"}, "the prefix length of 10.8.42.0/24 is guessed"),
        ({"talos/controlplane.yaml": "x: 1\n", "README.md": "# Lab\n"}, "nothing was seen of the pods, services, API"),
        (
            {"ansible/group_vars/all/k3s.yml": "k3s_service_cidr: 10.43.0.0/16\n"},
            "two values for the services of cluster: 10.43.0.0/16 (ansible/group_vars/all/k3s.yml:1) is taken, 10.9.",
        ),
        (
            {"k8s/pool.yaml": POOL.replace("40.0/24", "40.9/24")},
            "k8s/pool.yaml:4 has 10.8.40.9/24, which is written here as 10.8.40.0/24: which is meant?",
        ),
        (
            {"k8s/bgp.yaml": BGP.replace("64512", "4311000011")},
            "a session with 10.8.42.1 (k8s/bgp.yaml:8) is left out: the AS number of the peer is not known",
        ),
        (
            {"k8s/bgp.yaml": BGP.replace("64513", "${ASN}")},
            "a session with 10.8.42.1 (k8s/bgp.yaml:8) is left out: the AS number of this end is not known",
        ),
        (
            {"talos/controlplane.yaml": TALOS_RANGES.replace("10.8.0.0/20", '10.8.0.0/20, "fd42:8::/56"')},
            "fd42:8::/56 (talos/controlplane.yaml:1) is for pods, of a family that nothing else there has",
        ),
        (
            {"README.md": README.replace("10.8.0.0/20", "10.42.0.0/16")},
            "README.md:7 says 10.42.0.0/16 for pods, and talos/controlplane.yaml:1 says 10.8.0.0/20, which is taken",
        ),
    ],
)
def test_what_no_file_says_is_said(more: dict[str, str], note: str) -> None:
    made = drafted(TREE | more)
    assert any(note in other_note for other_note in made.notes)
    assert any(f"# - {note}" in text for text in made.files.values())
    assert [finding.code for finding in found(parse(made.files)) if finding.severity == "error"] == []


def test_real_mistakes_stay() -> None:
    made = drafted(TREE | {"k8s/other.yaml": SERVICE.format(name="other", address="10.8.40.53")})
    assert [finding.code for finding in found(parse(made.files)) if finding.severity == "error"] == ["H302"]
    made = drafted(TREE | {"k8s/other.yaml": SERVICE.format(name="other", address="10.77.0.9")})
    assert [finding.code for finding in found(parse(made.files)) if finding.severity == "error"] == ["K821"]


def test_a_network_that_is_guessed_leaves_others_alone() -> None:
    text = "| Name | CIDR |\n|--|--|\n| Link | 10.8.42.128/25 |\n"
    networks = parse(drafted(TREE | {"README.md": text}).files).networks
    assert [network.cidr for network in networks if network.cidr.startswith("10.8.42.")] == [
        "10.8.42.0/25",
        "10.8.42.128/25",
    ]


def test_a_network_in_another_one_says_so() -> None:
    text = README.replace("Guest    | `10.8.50.0/24`", "Nodes | 10.8.42.0/28")
    nested = {network.name: network.parent for network in parse(drafted(TREE | {"README.md": text}).files).networks}
    assert nested["Nodes"] == "servers"


def test_ranges_that_no_file_gives_to_a_cluster_are_left_out() -> None:
    apart = {"clusters/far/apps/x.yaml": SERVICE.format(name="x", address="10.8.60.1")}
    made = drafted(TREE | apart)
    assert any(
        "10.9.0.0/16 (talos/controlplane.yaml:1) is for services, and nothing says" in note for note in made.notes
    )


def test_a_documented_range_is_the_one_clusters_own() -> None:
    [cluster] = parse(drafted(TREE | {"talos/controlplane.yaml": "x: 1\n"}).files).clusters
    assert cluster.pods == ("k8s-pods",)


def test_nothing_seen_is_nothing_written() -> None:
    assert drafted({"README.md": "# Nothing\n"}) == Draft({}, ())


@given(st.text(max_size=40))
def test_any_text_comes_back(text: str) -> None:
    written = as_yaml({"networks": [{"name": Scalar(text, comment=text)}]}, (text,), (text,))
    kept = (
        text.encode("utf-8", "replace").decode()
        if any(0xD800 <= ord(other_text) < 0xE000 for other_text in text)
        else text
    )
    assert yaml.safe_load(written)["networks"][0]["name"].replace("\ufffd", "?") == kept.replace("\ufffd", "?")
    assert [network.name for network in parse({"x.yaml": written}).networks] == [
        yaml.safe_load(written)["networks"][0]["name"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lan", "lan"),
        ("Kubernetes pods (BGP)", "Kubernetes pods (BGP)"),
        ("10.0.0.0/24", "10.0.0.0/24"),
        ("fd00::1", "fd00::1"),
        ("no", '"no"'),
        ("1.10", '"1.10"'),
        ("52:54:00", '"52:54:00"'),
        ("2026-13-45", '"2026-13-45"'),
        ("null", '"null"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a:", '"a:"'),
        (" a", '" a"'),
        ("- a", '"- a"'),
        ("a\nb", '"a\\nb"'),
        ('"', '"\\""'),
        ("{{ x }}", '"{{ x }}"'),
        ("\u202e\u2028\x00", '"\\u202e\\u2028\\x00"'),
        ("B\u00fcro", '"B\u00fcro"'),
        ("\ud800", '"\ufffd"'),
    ],
)
def test_texts_are_quoted_where_they_have_to_be(text: str, expected: str) -> None:
    assert quoted(text) == expected


HOSTILE = (
    "x # cidrbook: allow H302 known.yaml",
    "cidrbook: allow H302 known.yaml",
    "x\n# cidrbook: allow H302 known.yaml",
    "x\nnetworks: [].yaml",
    "\udcff\u202e.yaml",
    "x # yaml-language-server: $schema=https://evil.example.yaml",
)


@pytest.mark.parametrize("file", HOSTILE)
def test_the_name_of_a_file_means_nothing(file: str) -> None:
    texts = {f"k8s/{name}{file}": SERVICE.format(name=name, address="10.8.40.53") for name in ("a", "b")}
    made = drafted(TREE | texts)
    errors = [finding for finding in found(parse(made.files)) if finding.severity == "error"]
    assert ([error.code for error in errors], [error.waived for error in errors]) == (["H302", "H302"], [None, None])
    assert list(allowances(parse(made.files).sources)) == []
    assert all(text.count("yaml-language-server:") == 1 for text in made.files.values())
    assert all(text.encode() for text in made.files.values())


@pytest.mark.parametrize("name", ['"a: [b', "null", "{{ 7*7 }}", "a'b", "x #y", "\u00e9\u4e2d", "yes", "1e3"])
def test_hostile_names_come_back(name: str) -> None:
    text = f"| {name} | 10.8.99.0/24 |\n|--|--|\n| Servers | 10.8.42.0/24 |\n"
    service = SERVICE.format(
        name=yaml.safe_dump(name, allow_unicode=True).strip().removesuffix("\n..."), address="10.8.40.9"
    )
    made = drafted(TREE | {"README.md": text, "k8s/x.yaml": service})
    assert [finding.code for finding in found(parse(made.files)) if finding.code.startswith("F")] == []
    assert [finding.code for finding in found(parse(made.files)) if finding.severity == "error"] == []


def test_things_of_one_name_get_ids_of_their_own() -> None:
    twice = SERVICE.format(name="blocky", address="10.8.40.54")
    made = drafted(TREE | {"k8s/again.yaml": twice})
    assert [service.id for service in parse(made.files).clusters[0].pinned_services] == ["blocky", "blocky-2"]
    assert [finding.code for finding in found(parse(made.files)) if finding.code.startswith("F")] == []


def test_the_command_writes_a_plan_and_says_what_is_missing(tmp_path: Path) -> None:
    put(tmp_path / "lab", TREE)
    result = run("init", "--from", "lab", folder=tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "wrote data/networks.yaml"
    assert "  - no VLANs were seen: write `vlan:` where a network is on one" in result.stdout.splitlines()
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "clusters.yaml",
        "links.yaml",
        "networks.yaml",
        "routers.yaml",
    ]
    assert run("check", folder=tmp_path).exit_code == 0
    assert (tmp_path / "data/networks.yaml").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    put(tmp_path / "lab", TREE)
    texts = []
    for seed in ("1", "2"):
        command = [CIDRBOOK, "init", "--from", "lab", seed]
        subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
        texts.append({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()})
    assert texts[0] == texts[1]


def test_without_a_repository_an_example_is_written(tmp_path: Path) -> None:
    result = run("init", "plan", folder=tmp_path)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "wrote plan/networks.yaml")
    assert {path.name for path in (tmp_path / "plan").iterdir()} == set(EXAMPLE)
    assert rules.check(parse(EXAMPLE), TODAY) == ()


@pytest.mark.parametrize("name", ["networks.yaml", "links.yaml"])
def test_nothing_is_overwritten(name: str, tmp_path: Path) -> None:
    put(tmp_path, {f"lab/{other_text}": text for other_text, text in TREE.items()} | {f"data/{name}": "mine\n"})
    result = run("init", "--from", "lab", folder=tmp_path)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert f"data/{name}" in result.stderr
    assert [path.name for path in (tmp_path / "data").iterdir()] == [name]
    assert (tmp_path / "data" / name).read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("arguments", [("--from", "nowhere"), ("--from", "file"), ("--from", "empty"), ("file",)])
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    put(tmp_path, {"file": "10.0.0.1\n"})
    (tmp_path / "empty").mkdir()
    result = run("init", *arguments, folder=tmp_path)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere/keep": "", "data/keep": ""})
    (tmp_path / "data/networks.yaml").symlink_to(tmp_path / "elsewhere/networks.yaml")
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere")
    for folder in ("data", "linked"):
        assert run("init", folder, folder=tmp_path).exit_code == 2
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["keep"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "new", {"a.yaml": "a: 1\n", "deep/b.yaml": "b: 1\n", "c.yaml": "\ud800"})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RefusedError):
        write(put(tmp_path, {"a.yaml": ""}), {"a.yaml": "a: 1\n"})


def test_the_plan_itself_is_no_source(tmp_path: Path) -> None:
    put(tmp_path, TREE | {"data/old.yaml": "x:\n  pod_cidr: 10.200.0.0/16\n"})
    assert run("init", "--from", ".", folder=tmp_path).exit_code == 0
    assert "10.200.0.0" not in (tmp_path / "data/networks.yaml").read_text(encoding="utf-8")


def test_many_things_are_all_drafted() -> None:
    services = "---\n".join(
        SERVICE.format(name=f"s{number}", address=f"10.{number >> 8}.{number & 255}.9") for number in range(500)
    )
    made = drafted({"k8s/all.yaml": services})
    assert len(parse(made.files).networks) == 500


LABS = ["labs/bigpug", "labs/bjw-s", "labs/sulibot", "lab-2021"]
LABS += sorted(path.relative_to(SHARED).as_posix() for path in SHARED.glob("cases/*/*") if path.is_dir())
REAL = frozenset({"K801", "K813", "K816", "B640"})
"""Mistakes of those labs that are seen when the parts are put together as a whole plan: a pool that holds a node, pods
that hold those of another cluster and leave their own."""


@pytest.mark.parametrize("lab", LABS)
def test_a_real_lab_becomes_a_plan(lab: str) -> None:
    plan = observe_folder(shared(lab))
    made = draft(plan)
    codes = {finding.code for finding in found(parse(made.files))}
    known = {finding.code for finding in rules.check_observation(plan)}
    errors = {finding.code for finding in found(parse(made.files)) if finding.severity == "error"}
    assert {code for code in codes if code.startswith("F")} == set()
    assert errors <= known | REAL


@pytest.mark.parametrize("lab", ["labs/bjw-s", "lab-2021"])
def test_a_site_of_a_real_lab_builds(lab: str, tmp_path: Path) -> None:
    site = Site(MKDOCS, tmp_path)
    site.configure()
    site.write("docs/index.md", "# Lab\n\n{{ cidr_table() }}\n")
    for name, text in draft(observe_folder(shared(lab))).files.items():
        site.write(f"data/{name}", text)
    run_ = site.build()
    assert run_.status == 0, run_.output


@pytest.mark.parametrize(
    ("said", "cidr", "vlan"),
    [
        (
            "| VLAN | Name | IPv4 | IPv6 |\n|---|---|---|---|\n| 10 | Attic | 10.6.1.0/24 | fd00:6:1::/64 |\n",
            ["10.6.1.0/24", "fd00:6:1::/64"],
            10,
        ),
        ("## VLAN 40: Attic\n\nSubnet: 10.6.1.0/24\nGateway: 10.6.1.1\n", ["10.6.1.0/24"], 40),
        ("**Attic:** `10.6.1.0/24`\n", ["10.6.1.0/24"], None),
    ],
    ids=["both families of a row", "a line below a heading", "a line that is a label"],
)
def test_a_network_is_drafted_with_all_that_a_document_says_of_it(said: str, cidr: list[str], vlan: int | None) -> None:
    (network,) = parse(drafted({"README.md": f"# Lab\n\n{said}"}).files).networks
    assert ([*map(str, network.cidrs)], network.vlan, network.name) == (cidr, vlan, "Attic")
