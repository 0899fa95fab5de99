"""Values of one name in several files, and lists of one name that differ in one entry."""

from __future__ import annotations

import pytest
from lab import places, short

_ENV = "NAS_IP=10.31.8.9\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.env": _ENV, "k/x.yaml": "nas_ip: 10.31.8.90\n"}, ["R902 x.yaml:1"], id="another octet"),
        pytest.param({"a.env": _ENV, "k/x.yaml": "nas_ip: 10.31.8.9\n"}, [], id="the same"),
        pytest.param({"a.env": _ENV, "k/x.yaml": "nas_ip: 10.37.8.9\n"}, [], id="another network"),
        pytest.param({"a.env": _ENV, "k/x.yaml": "nas: 10.31.8.90\n"}, [], id="one word"),
        pytest.param(
            {"a.env": _ENV, "k/x.yaml": "nas_ip: 10.31.8.90\nx: 10.31.8.90\n"},
            ["R902 a.env:1"],
            id="where the other one is known",
        ),
        pytest.param({"a.env": _ENV, "prod/x.yaml": "nas_ip: 10.31.8.90\n"}, ["R902 x.yaml:1"], id="of production"),
        pytest.param({"dev/a.env": _ENV, "prod/x.yaml": "nas_ip: 10.31.8.90\n"}, [], id="of two environments"),
        pytest.param(
            {"nas/flux/vars.yaml": "NAS_IP: 10.31.8.9\n", "k8s/main/flux/vars.yaml": "NAS_IP: 10.31.8.90\n"},
            [],
            id="of two trees with one layout",
        ),
        pytest.param(
            {"group_vars/all.yml": "nas_ip: 10.31.8.9\n", "host_vars/ox.yml": "nas_ip: 10.31.8.90\n"},
            [],
            id="overridden for a host",
        ),
        pytest.param(
            {
                "x/a/main.tf": 'variable "pod_cidr" {\n  default = "10.42.0.0/16"\n}\n',
                "b.tf": 'pod_cidr = "10.42.0.0/17"\n',
            },
            [],
            id="a default that is overridden",
        ),
        pytest.param(
            {
                "x/a/main.tf": 'variable "pod_cidr" {\n  default = "10.42.0.0/16"\n}\n',
                "y/b/c/vars.tf": 'variable "pod_cidr" {\n  default = "10.42.0.0/17"\n}\n',
            },
            ["R902 vars.tf:2"],
            id="two defaults",
        ),
        pytest.param(
            {"a.sh": "echo ${OX_IP:-10.31.8.3}\nping ${OX_IP:-10.31.8.4}\n"}, ["R902 a.sh:2"], id="two inline defaults"
        ),
        pytest.param(
            {"a.env": "IOT_VLAN=30\n# 10.0.0.1\n", "k/x.yaml": "iot_vlan_id: 31\ny: 10.0.0.1\n"},
            ["R902 x.yaml:1"],
            id="a VLAN",
        ),
        pytest.param(
            {"a.env": "VLAN_ID=30\n# 10.0.0.1\n", "k/x.yaml": "vlan_id: 31\ny: 10.0.0.1\n"}, [], id="any VLAN"
        ),
        pytest.param(
            {"m/ox/x.conf": "own_addr: 10.31.8.3\nx_nas: 10.31.8.3\n", "m/elk/x.conf": "own_addr: 10.31.8.4\n"},
            [],
            id="files of machines, side by side",
        ),
    ],
)
def test_a_name_with_two_values(files: dict[str, str], expected: list[str]) -> None:
    assert [place for place in short(files) if place.startswith("R902")] == expected


_LIST = "monitors:\n  - 10.31.8.3:6789\n  - 10.31.8.4:6789\n  - 10.31.8.%s:6789\n"


@pytest.mark.parametrize(
    ("last", "other", "expected"),
    [
        ("5", "x: 10.31.8.5\n", []),
        ("50", "x: 10.31.8.5\n", ["R902 b.yaml:4"]),
        ("50", "x: 10.31.8.50\n", ["R902 a.yaml:4"]),
    ],
)
def test_lists_of_one_name(last: str, other: str, expected: list[str]) -> None:
    files = {"rbd/a.yaml": _LIST % 5, "fs/b.yaml": _LIST % last, "c.yaml": other}
    assert [place for place in short(files) if place.startswith("R902")] == expected


_HOSTS = "[all]\n" + "".join(f"{name} ansible_host=10.31.8.%s\n" for name in ("ox", "elk", "yak", "emu"))


@pytest.mark.parametrize(("own", "expected"), [("6", []), ("60", ["H312 hosts.ini:5"])])
def test_two_inventories_of_the_same_machines(own: str, expected: list[str]) -> None:
    copy = _HOSTS % (3, 4, 5, own)
    assert short({"inventory/hosts.ini": _HOSTS % (3, 4, 5, 6), "inventory_for_updates/hosts.ini": copy}) == expected


def test_an_inventory_of_a_vpn() -> None:
    target = (
        "scrape_configs:\n  - static_configs:\n      - targets: ['10.31.8.4:9100']\n        labels: {hostname: ox}\n"
    )
    hosts = {
        "inventory.ini": "[all]\nstable ansible_host=10.31.8.4\n",
        "vpn.ini": "[all]\nox ansible_host=100.71.2.3\n",
    }
    assert places({**hosts, "prometheus.yml": target}) == []
