"""Containers with an address of their own."""

from __future__ import annotations

from lab import spots, tree

PROXY = "[Network]\nSubnet=10.88.4.0/24\nGateway=10.88.4.1\n"


def test_a_container_outside_its_network_cannot_start() -> None:
    unit = "[Container]\nContainerName=web\nNetwork=systemd-proxy:ip={}\n"
    files = {"quadlets/proxy.network": PROXY, "quadlets/web.container": unit.format("10.88.4.70")}
    assert not spots(tree(files))
    files["quadlets/web.container"] = unit.format("10.88.5.70")
    assert spots(tree(files)) == ["H301 quadlets/web.container:3:26"]
    compose = """\
        services:
          web: {networks: {inner: {ipv4_address: 172.30.2.10}}}
        networks:
          inner: {ipam: {config: [{subnet: 172.30.1.0/24}]}}
        """
    assert spots(tree({"compose.yaml": compose})) == ["H301 compose.yaml:2:42"]
