"""Who may reach whom: facts that a lab's firewalls are meant to enforce, and where it meets the internet."""

from typing import ClassVar, Literal

from pydantic import Field

from cidrbook.plan.entry import NO_VALUES, Entry, Named, OwnFields
from cidrbook.plan.values import Day, Many, Text

ANYBODY = ("any", "all", "everybody", "internet", "wan")
"""The words for everybody, and for everybody outside."""


class Policy(Entry):
    """Who may reach whom, and by which ports. The first policy that fits counts, as in a firewall."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("from", "to")

    from_: Many[Text] = Field(
        (), alias="from", description="Who: ids of networks, machines, services, VPNs or clusters; `internet`, `any`."
    )
    to: Many[Text] = Field((), description="Whom, in the same way.")
    ports: Many[Text] = Field((), description="By which ports, as `443/tcp`; all of them where nothing is said.")
    action: Literal["allow", "deny"] = Field("allow", description="`allow` or `deny`.")
    description: Text = Field("", description="Why it is so.")
    until: Day | None = Field(None, description="The last day on which it holds, in UTC.")
    custom: OwnFields = Field(NO_VALUES)

    @property
    def shown(self) -> str:
        """The policy as messages name it."""
        ports = f" by {', '.join(self.ports)}" if self.ports else ""
        return f"{self.action} {', '.join(self.from_)} to {', '.join(self.to)}{ports}"


class Uplink(Named):
    """A connection to a provider."""

    provider: Text = Field("", description="Whose it is.")
    router: Text = Field("", description="The id of the router that it ends at.")
    interface: Text = Field("", description="The interface of the router.")
    address: Text = Field("", description="The address of the router on it: an address, `dhcp`, `pppoe`…")
    speed: Text = Field("", description="How fast it is, as `1000/500 Mbit/s`.")
