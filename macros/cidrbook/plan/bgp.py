"""BGP as data (RFC 4271): what speaks it, and the sessions between two ends. Any field may be unknown."""

from typing import Any, ClassVar

from netaddr import IPNetwork
from pydantic import Field

from cidrbook.net.ip import AddressRange
from cidrbook.plan.entry import NO_VALUES, Entry, Named, OwnFields
from cidrbook.plan.values import Address, Asn, Boolean, Count, Hops, Interface, Many, Route, Routes, Secret, Table, Text


class Speaker(Named):
    """What speaks BGP: a daemon on a router, host or node, or one on each node of a cluster."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "runs_on")

    runs_on: Text = Field(
        "", description="The id of the router, host or node that it runs on; of a cluster, where it runs on each node."
    )
    product: Text = Field(
        "", description="`frr`, `bird`, `quagga`, `calico`, `cilium`, `metallb`, `kube-vip`, `kube-router`, `talos`…"
    )
    version: Text = Field("", description="Its release.")
    mode: Text = Field("", description="How it runs, where its product knows several ways: `native`, `frr`, `frr-k8s`.")
    asn: Asn | None = Field(None, description="Its AS number, asplain or asdot.")
    router_id: Address | None = Field(
        None, description="Its BGP identifier: four octets, unique in its AS (RFC 6286), by default an IPv4 address."
    )
    addresses: Many[Address] = Field(
        (), alias="address", description="The addresses it speaks from, where they are not all of its machine."
    )
    maximum_paths: Count | None = Field(None, description="How many equal paths by eBGP it uses at once.")
    maximum_paths_ibgp: Count | None = Field(None, description="How many equal paths by iBGP it uses at once.")
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )


class Accepted(Entry):
    """A line of an import filter."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("prefix",)

    prefix: Route | None = Field(None, description="What is let in: this prefix.")
    max_length: Count | None = Field(
        None, description="The longest prefix inside of it that is let in too; `le` in a prefix list."
    )


class Session(Entry):
    """A BGP session (RFC 4271), as one of its ends sees it. The other end may describe it once more."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("local", "peer")

    local: Text = Field(
        "",
        description="This end: the id of a router, a host, a node, a cluster (each of its nodes) or a speaker; or an"
        " address.",
    )
    peer: Text = Field("", description="The other end, in the same way.")
    local_asn: Asn | None = Field(
        None, description="The AS number of the local end, where it is not the one its object has."
    )
    peer_asn: Asn | None = Field(None, description="The AS number that the local end expects of the peer.")
    local_address: Interface | None = Field(None, description="The address that the local end speaks from.")
    peer_address: Interface | None = Field(None, description="The address that the local end connects to.")
    interface: Text = Field(
        "",
        description="The interface of the local end on which it finds the peer without an address: an unnumbered"
        " session (RFC 8950).",
    )
    families: Many[Text] = Field(
        (), description="The address families it carries: `ipv4`, `ipv6`, `l2vpn-evpn`…", examples=["ipv4", "ipv6"]
    )
    multihop: Hops | None = Field(
        None, description="How many hops away the peer may be; `true` for as many as it takes (eBGP)."
    )
    bfd: Boolean | None = Field(None, description="Whether BFD (RFC 5880) watches it.")
    password: Secret | None = Field(
        None, description="Whether it is protected by a password (RFC 2385, RFC 5925). Never the password itself."
    )
    hold_time: Count | None = Field(None, description="The hold time that this end asks for, in seconds.")
    keepalive: Count | None = Field(None, description="The time between two keepalives of this end, in seconds.")
    announces: Many[Routes] = Field((), description="What the local end announces: ids of networks, CIDRs or ranges.")
    accepts: Many[Accepted] = Field((), description="What the local end lets in. Where nothing is said, all of it.")
    peer_announces: Many[Routes] = Field((), description="What the peer announces, where only this end is described.")
    peer_accepts: Many[Accepted] = Field((), description="What the peer lets in, where only this end is described.")
    description: Text = Field("", description="Anything worth knowing, for the reader.")
    custom: OwnFields = Field(NO_VALUES)


class Bgp(Entry):
    """The BGP design of the lab."""

    speakers: Many[Speaker] = Field((), description="What speaks BGP, beside what routers and clusters say already.")
    sessions: Many[Session] = Field((), description="The sessions.")


Announced = str | IPNetwork | AddressRange
"""What stands under `announces`: the id of a network, a prefix or a range."""


def implied(name: str, runs_on: str, entry: Entry, **known: Any) -> Speaker:
    """A speaker that another object of the plan says is there; its place is that of the object."""
    return Speaker.model_construct(name=name, id=name, runs_on=runs_on, origin=entry.origin, **known)
