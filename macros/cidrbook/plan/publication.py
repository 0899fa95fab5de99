"""What pages and exports show of a plan: the profiles that an owner writes."""

from typing import Literal

from pydantic import Field

from cidrbook.plan.entry import Entry

FULL, REDACTED = "full", "redacted"
"""The profiles that there are without writing any: everything, and what tells nothing of which lab it is."""

Treatment = Literal["", "shown", "masked", "dropped"]
"""What becomes of a kind of value: shown as it is, something else shown in its place, or left out."""


class Profile(Entry):
    """What becomes of each kind of value on pages and in exports. What is not said is as in `redacted`."""

    private_addresses: Treatment = Field("", description="Private addresses and prefixes (RFC 1918, RFC 4193).")
    public_addresses: Treatment = Field("", description="All other addresses and prefixes.")
    structure: Literal["", "kept", "dropped"] = Field(
        "",
        description="Whether masked addresses keep their structure: networks that share a prefix share one in their"
        " masks too (`kept`), or each network gets a mask of its own (`dropped`).",
    )
    macs: Treatment = Field("", description="MAC addresses.")
    names: Treatment = Field("", description="Names, ids, host names, domains, SSIDs, sites, tags.")
    asns: Treatment = Field("", description="AS numbers.")
    vlans: Treatment = Field("", description="VLAN ids.")
    versions: Treatment = Field("", description="Releases, and settings by the product's own names.")
    descriptions: Treatment = Field("", description="Descriptions, purposes, and fields of your own.")
    paths: Treatment = Field("", description="Paths of files, and what only the repository shows.")
    reasons: Treatment = Field("", description="The reasons of waivers.")
    links: Treatment = Field("", description="The addresses of repositories, and of links by name.")
