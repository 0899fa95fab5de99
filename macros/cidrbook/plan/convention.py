"""Conventions of a lab: what a part of an address, or a host name, says of a thing."""

from typing import ClassVar, Literal

from pydantic import Field

from cidrbook.plan.entry import NO_VALUES, Entry
from cidrbook.plan.values import Count, Many, Octet, Table, Text


class Convention(Entry):
    """One convention: a part of addresses that follows from something, or a pattern of host names."""

    REQUIRED: ClassVar[tuple[str, ...]] = ()

    octet: Octet | None = Field(None, description="Which octet of IPv4, from the left.")
    subnet_id: Literal["", "digits", "number"] = Field(
        "",
        description="How the number stands in the fourth group of unique local prefixes: 42 as `digits` in"
        " fd00:0:0:42::/64, as `number` in fd00:0:0:2a::/64.",
    )
    from_: Text = Field(
        "vlan",
        alias="from",
        description="What it follows from: `vlan`, `site`, `role` or `custom.…` of a network, or `custom.…` of a host,"
        " as `custom.vm_id` or `custom.rack_unit`; `vlan` where nothing is said.",
    )
    values: Table[Count] = Field(
        NO_VALUES, description="The octet for each word, as `servers: 42`; numbers need none: they are the octet."
    )
    hostname: Text = Field(
        "", description="What host names look like: `*` is any text without a dot, `#` a digit, as `k8s-##`."
    )
    networks: Many[Text] = Field(
        (), description="The ids of the networks that it holds for; all of them where none is named."
    )
    description: Text = Field("", description="The convention in words, for the legend.")

    @property
    def is_of_hosts(self) -> bool:
        """Whether it is about the addresses or names of hosts, and not about prefixes."""
        return bool(self.hostname) or (self.octet == 4 and self.from_ != "vlan")

    @property
    def part(self) -> str:
        """The part of an address that follows from something, in words."""
        octet, group = f"octet {self.octet}" if self.octet else "", "the fourth group" if self.subnet_id else ""
        return " and ".join(filter(None, (octet, group)))

    @property
    def shown(self) -> str:
        """The convention in words."""
        rule = f"host names look like {self.hostname}" if self.hostname else f"{self.part} is {self.from_}"
        return self.description or rule
