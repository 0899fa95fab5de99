"""Conventions of a lab: what an octet of an address, or a host name, says of a thing."""

from typing import ClassVar

from pydantic import Field

from cidrbook.plan.entry import Entry
from cidrbook.plan.values import Count, Many, Octet, Table, Text


class Convention(Entry):
    """One convention: an octet of IPv4 addresses that follows from something, or a pattern of host names."""

    REQUIRED: ClassVar[tuple[str, ...]] = ()

    octet: Octet | None = Field(None, description="Which octet, from the left.")
    from_: Text = Field(
        "",
        alias="from",
        description="What it follows from: `vlan`, `site`, `role` or `custom.…` of a network, or `custom.…` of a host,"
        " as `custom.vm_id` or `custom.rack_unit`.",
    )
    values: Table[Count] = Field(
        {}, description="The octet for each word, as `servers: 42`; numbers need none: they are the octet."
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
        return bool(self.hostname) or self.octet == 4

    @property
    def shown(self) -> str:
        """The convention in words."""
        rule = f"host names look like {self.hostname}" if self.hostname else f"octet {self.octet} is {self.from_}"
        return self.description or rule
