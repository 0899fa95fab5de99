"""A BGP session has an address with a prefix length.

A session is with a single address. Cilium's `peerAddress` and FRR's `neighbor` refuse a prefix
length, and other products misread it.

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
  - {name: pi, asn: 64601, addresses: 10.3.42.11/24}
bgp:
  sessions:
    - {local: pi, peer: edge, peer_asn: 64512, peer_address: 10.3.42.1/24} # B610: 62
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.42.0/24, gateway: 10.3.42.1}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
  - {name: pi, asn: 64601, addresses: 10.3.42.11/24}
bgp:
  sessions:
    - {local: pi, peer: edge, peer_asn: 64512, peer_address: 10.3.42.1}
```

Source: [Cilium](https://docs.cilium.io/en/stable/network/bgp-control-plane/bgp-control-plane-configuration/), whose
`peerAddress` is an address; [FRR](https://docs.frrouting.org/en/latest/bgp.html#clicmd-neighbor-PEER-remote-as-ASN).
"""

from collections.abc import Iterator

from cidrbook.net.ip import mask_of
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Addresses of both ends that were written with a prefix length."""
    for session in plan.sessions:
        for end in ("local", "peer"):
            address = getattr(session, f"{end}_address")
            if address is not None and mask_of(address) is not None:
                yield Problem(
                    at=session.at(f"{end}_address"),
                    message=f"the {end} address of the session of {session.local} with {session.peer} has a"
                    " prefix length",
                    hint=f"write `{address}`",
                    parties=(session.local, session.peer),
                )
