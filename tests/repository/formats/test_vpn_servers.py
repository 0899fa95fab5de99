"""Networks of overlays, inside of a cluster's ranges and outside of them."""

from __future__ import annotations

import pytest
from lab import places

TALOS = "machine: {type: worker}\ncluster:\n  network: {podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12]}\n"
SERVERS = {
    "wg-quick": ("wg0.conf", "[Interface]\nAddress = 10.%d.0.1/16\n", 2),
    "wg-quick, a template": ("wg0.conf.j2", "[Interface]\nAddress = 10.%d.0.1/16\n", 2),
    "VyOS": ("r.sh", "set interfaces wireguard wg0 address '10.%d.0.1/16'\n", 1),
    "OpenVPN": ("server.conf", "dev tun\nserver 10.%d.0.0 255.255.0.0\n", 2),
    "networkd": ("wg0.network", "[Match]\nName=wg0\n[Network]\nAddress=10.%d.0.1/16\n", 4),
    "headscale": ("config.yaml", "server_url: https://hs.example.org\nprefixes:\n  v4: 10.%d.0.0/16\n", 3),
    "a container": (
        "compose.yaml",
        "services:\n  wg:\n    image: wg-easy\n    environment:\n      - WG_DEFAULT_ADDRESS=10.%d.0.x\n",
        5,
    ),
    "NixOS": ("a.nix", '{ networking.wg-quick.interfaces.wg0.address = [ "10.%d.0.1/16" ]; }\n', 1),
}


@pytest.mark.parametrize(("file", "text", "line"), SERVERS.values(), ids=SERVERS)
def test_an_overlay_is_outside_of_the_cluster_s_ranges(file: str, text: str, line: int) -> None:
    assert places({"n.yaml": TALOS, file: text % 101}, ["K801"]) == [f"K801 {file}:{line}"]
    assert places({"n.yaml": TALOS, file: text % 121}, ["K801"]) == []
