"""Virtual private networks: their ends, and what each end sends into the tunnel to which other."""

from typing import ClassVar

from pydantic import Field

from cidrbook.plan.entry import NO_VALUES, Addressed, Entry, Named, OwnFields
from cidrbook.plan.values import Boolean, Many, Route, Text

_MANAGED = frozenset({"tailscale", "headscale", "netbird", "zerotier", "nebula", "netmaker", "twingate"})


class VpnPeer(Entry):
    """What one end of a VPN holds about another end: a `[Peer]` of WireGuard."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)

    name: Text = Field("", description="The id of the other end.")
    allowed_ips: Many[Route] = Field(
        (), description="What is sent to it through the tunnel, and accepted from it: WireGuard's `AllowedIPs`."
    )
    custom: OwnFields = Field(NO_VALUES)


class VpnEnd(Addressed):
    """One end of a VPN: a router, a host, a phone."""

    endpoint: Text = Field("", description="The name or address, and port, at which others reach it.")
    listen: Many[Text] = Field((), description="The ports it listens on, as `51820/udp`.")
    peers: Many[VpnPeer] = Field((), description="What its configuration holds about the other ends.")


class Vpn(Named):
    """A virtual private network: WireGuard, OpenVPN, Tailscale and the like."""

    product: Text = Field("", description="`wireguard`, `openvpn`, `tailscale`, `headscale`, `netbird`, `zerotier`…")
    endpoint: Text = Field("", description="The name or address, and port, at which its devices reach it.")
    network: Text = Field("", description="The id of the network that the tunnel's addresses are in.")
    remote_access: Boolean | None = Field(
        None, description="Whether devices join it from networks elsewhere, as from a hotel or a friend's home."
    )
    ends: Many[VpnEnd] = Field((), description="Its ends.")


def manages_peers(vpn: Vpn) -> bool:
    """Whether the product lets peers' own addresses in by itself: what is listed are routes of subnet routers."""
    return vpn.product.lower() in _MANAGED
