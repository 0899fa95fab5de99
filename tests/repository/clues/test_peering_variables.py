"""BGP sessions of a cluster in Ansible's variables."""

from __future__ import annotations

import pytest
from lab import tree

PEER = "cilium_bgp_peer_address: 10.31.40.1\n"
OWN = "cilium_bgp_local_asn: 64720\n"
THEIRS = "cilium_bgp_peer_asn: 64710\n"


@pytest.mark.parametrize(
    ("variables", "sessions"),
    [
        (PEER + OWN + THEIRS, [("10.31.40.1", 64720, 64710)]),
        (PEER + THEIRS, [("10.31.40.1", None, 64710)]),
        (PEER + OWN, []),
        (OWN + THEIRS, []),
        (PEER + THEIRS + "# cilium_iface: eth0\n", []),
        (PEER.replace("10.31.40.1", "[10.31.40.1, 10.31.40.2]") + THEIRS, []),
    ],
    ids=["all", "no own number", "no number of the peer", "no peer", "no interface", "two peers"],
)
def test_a_session_has_one_peer_and_its_number(
    variables: str, sessions: list[tuple[str, int | None, int | None]]
) -> None:
    seen = tree({"group_vars/all.yml": variables})
    assert [(session.peer, session.local_asn, session.peer_asn) for session in seen.sessions] == sessions
    assert seen.failures == ()
