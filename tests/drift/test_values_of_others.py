"""Values that somebody else sets: variables of a shell in a here-document, addresses of a tailnet."""

from __future__ import annotations

import pytest
from documents import codes

BIRD = "#!/bin/sh\ncat > /etc/bird.conf <<EOF\nrouter id {0};\ndefine OWN = {1};\nprotocol bgp up {{\n"
BIRD += "  local as OWN;\n  neighbor 10.31.1.1 as {2};\n}}\nEOF\n"
FRR = "#!/bin/sh\ncat > /etc/frr/frr.conf <<EOF\nrouter bgp {0}\n neighbor 10.31.1.1 remote-as {1}\nEOF\n"
GATEWAY = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: tail, namespace: net}}\n"
    "spec: {{gatewayClassName: cilium, addresses: [{{type: IPAddress, value: '{0}'}}]}}\n---\n"
    "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {{name: pool}}\n"
    "spec: {{blocks: [{{cidr: {1}}}, {{cidr: fd31::/64}}]}}\n"
)


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("up.sh", BIRD.format("$ip4", "$own_as", "$PEER_AS"), []),
        ("up.sh", BIRD.format("10.31.1.2", "64710", "$peer"), []),
        ("up.sh", BIRD.format("$ip4", "4294967296", "64720"), ["B601e"]),
        ("frr.conf", FRR.format("$OWN", "$PEER").split("EOF\n")[1], []),
        ("frr.conf", FRR.format("4294967296", "64720").split("EOF\n")[1], ["B601e"]),
        ("gateway.yaml", GATEWAY.format("100.90.1.7", "10.31.50.0/24"), []),
        ("gateway.yaml", GATEWAY.format("fd7a:115c:a1e0::7", "10.31.50.0/24"), []),
        ("gateway.yaml", GATEWAY.format("10.31.60.7", "10.31.50.0/24"), ["K821e"]),
        ("gateway.yaml", GATEWAY.format("100.90.1.7", "100.80.0.0/24"), ["K821e"]),
    ],
)
def test_only_values_of_the_file_itself_are_wrong(file: str, text: str, expected: list[str]) -> None:
    assert codes({file: text}, "") == expected
