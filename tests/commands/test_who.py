"""`cidrbook who`: what is at an address, or has a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cidrbook.commands import main

PLAN = """networks:
  - name: Servers
    cidr: [10.0.1.0/24, "fd00:0:0:1::/64"]
    vlan: 42
    gateway: 10.0.1.1
    dhcp: 10.0.1.200-10.0.1.250
    hosts:
      - {name: nas, address: 10.0.1.2, mac: "52:54:00:12:34:56", hostname: nas.example.org}
  - {name: pods, cidr: 10.244.0.0/16, role: pods}
vlans: [{id: 42, name: Trusted}, {id: 43, name: "42"}]
sites: [{name: attic}]
routers: [{name: "3000"}, {name: bed-cab-ace, aliases: edge.example.org}]
clusters:
  - name: home
    pods: pods
    load_balancers: [{product: metallb, mode: l2, pools: 10.0.1.100-10.0.1.120}]
sources: [{path: lab}]
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {name: web, annotations: {metallb.io/loadBalancerIPs: 10.0.1.101}}
spec: {type: LoadBalancer}
"""


LEASES = "1700000000 02:00:00:00:00:07 10.0.1.207 laptop *\n"


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    for name, text in {"data/plan.yaml": PLAN, "lab/web.yaml": SERVICE, "lab/dnsmasq.leases": LEASES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["who", *arguments, "--data", str(folder / "data")])
    return result.exit_code, result.output.replace(f"{folder}/", "")


SERVERS = "network Servers (10.0.1.0/24, VLAN 42)  data/plan.yaml:"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(
            "10.0.1.2",
            [f"{SERVERS}3", "host nas (10.0.1.2)  data/plan.yaml:8", "free near it: 10.0.1.3, 10.0.1.4, 10.0.1.5"],
            id="an address",
        ),
        pytest.param(
            "10.0.1.1",
            [
                f"{SERVERS}3",
                "gateway of Servers (10.0.1.1)  data/plan.yaml:5",
                "free near it: 10.0.1.3, 10.0.1.4, 10.0.1.5",
            ],
            id="a gateway",
        ),
        pytest.param(
            "10.0.1.9",
            [f"{SERVERS}3", "nothing has 10.0.1.9 itself", "free near it: 10.0.1.7, 10.0.1.8, 10.0.1.10"],
            id="a free one",
        ),
        pytest.param(
            "10.0.1.101",
            [
                f"{SERVERS}3",
                "pool 10.0.1.100-10.0.1.120 of home  data/plan.yaml:16",
                "service web (10.0.1.101) (in the repository)  web.yaml:3",
                "free near it: 10.0.1.97, 10.0.1.98, 10.0.1.99",
            ],
            id="a service that only the repository shows",
        ),
        pytest.param(
            "10.244.1.1",
            ["network pods (10.244.0.0/16)  data/plan.yaml:9", "nothing has 10.244.1.1 itself"],
            id="a pod's",
        ),
        pytest.param(
            "10.0.1.240/30",
            [f"{SERVERS}3", "DHCP range 10.0.1.200-10.0.1.250 of Servers  data/plan.yaml:6"],
            id="a prefix",
        ),
        pytest.param("NAS", ["host nas (10.0.1.2, 52:54:00:12:34:56)  data/plan.yaml:8"], id="a name"),
        pytest.param("nas.example.org", ["host nas (10.0.1.2, 52:54:00:12:34:56)  data/plan.yaml:8"], id="a host name"),
        pytest.param(
            "52-54-00-12-34-56", ["host nas (10.0.1.2, 52:54:00:12:34:56)  data/plan.yaml:8"], id="a MAC address"
        ),
        pytest.param(
            "42",
            ["VLAN 42 Trusted  data/plan.yaml:10", f"{SERVERS}4", "VLAN 43 42  data/plan.yaml:10"],
            id="a VLAN, and what is called like it",
        ),
        pytest.param("trusted", ["VLAN 42 Trusted  data/plan.yaml:10"], id="a VLAN by its name"),
        pytest.param("home", ["cluster home  data/plan.yaml:14"], id="a cluster"),
        pytest.param("attic", ["site attic  data/plan.yaml:11"], id="a site"),
        pytest.param("3000", ["router 3000  data/plan.yaml:12"], id="a name that is a number"),
        pytest.param("bed-cab-ace", ["router bed-cab-ace  data/plan.yaml:12"], id="a name that may be a MAC address"),
        pytest.param("edge.example.org", ["router bed-cab-ace  data/plan.yaml:12"], id="an alias"),
        pytest.param("web", ["service web (10.0.1.101) (in the repository)  web.yaml:3"], id="a service by its name"),
    ],
)
def test_what_is_known(tmp_path: Path, asked: str, expected: list[str]) -> None:
    status, output = run(tmp_path, asked)
    assert output.splitlines() == expected
    assert status == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("nsa", "nothing is known of nsa; did you mean `nas`?", id="misspelt"),
        pytest.param("8.8.8.8", "nothing is known of 8.8.8.8", id="an address of no network"),
        pytest.param("7", "nothing is known of 7", id="a VLAN that is not there"),
        pytest.param("9" * 5000, f"nothing is known of {'9' * 5000}", id="a number of 5,000 digits"),
        pytest.param("trustde", "nothing is known of trustde; did you mean `Trusted`?", id="a VLAN misspelt"),
    ],
)
def test_what_is_not_known_ends_with_1(tmp_path: Path, asked: str, said: str) -> None:
    assert run(tmp_path, asked) == (1, f"{said}\n")


def test_json_has_the_same(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "10.0.1.2", "--format", "json")[1])
    assert [(item["what"], item["line"], item["in"]) for item in found["found"]] == [
        ("network", 3, "plan"),
        ("host", 8, "plan"),
    ]
    assert found["free"] == ["10.0.1.3", "10.0.1.4", "10.0.1.5"]


@pytest.mark.parametrize("asked", ["10.0.1.207", "laptop", "02:00:00:00:00:07", "10.0.1.206/31"])
def test_who_has_a_lease(tmp_path: Path, asked: str) -> None:
    status, output = run(tmp_path, asked)
    assert status == 0
    assert "lease laptop (10.0.1.207, 02:00:00:00:00:07) (in the repository)  dnsmasq.leases:1" in output.splitlines()
