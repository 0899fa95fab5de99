"""What all objects of a plan have in common: their place, a name, addresses."""

from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, InstanceOf
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from cidrbook.plan.values import Boolean, GroupId, Interface, Mac, Many, Publish, Table, Text, VlanId
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import ORIGIN, Origin, Place, Source

_HUMP = regex(r"(?<=[a-z])(?=[A-Z])")
_ACRONYMS = {word.lower(): word for word in ("API", "BGP", "CNI", "DHCP", "VLAN", "VPN")}
Status = Literal["", "active", "planned", "retiring", "avoid"]
"""How far along something is; nothing where that is not said, which is as good as `active`."""

STATUS = (
    "`active`, `planned` (not there yet), `retiring` (soon gone) or `avoid` (not to be used any more). What is not"
    " active is not held to how full or how used it is."
)
OwnFields = Annotated[
    Table[Text],
    Field(description="Fields of your own, as `owner: me`: columns of tables (`custom.owner`), and `custom` in pages."),
]
"""What an owner writes about an object, beyond what the product knows."""

PUBLISH = (
    "What pages and exports show of it, where the profile is not `full`: `true` shows all of it, `name-only` its name,"
    " and `false` nothing. Where nothing is said, the profile decides."
)
QUIET = ("planned", "retiring", "avoid")
"""The statuses of what nobody expects to be in use."""

_NOWHERE = Origin(Source("", ""), ())
_WRITTEN: set[str] = set()
"""What pydantic keeps of each object, the fields that were written, is asked for nowhere: all objects share this."""


class _NoValues(dict[str, Any]):
    """The table that is not written: all objects share it, as it has a hash. pydantic copies other defaults deeply."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


NO_VALUES: dict[str, Any] = _NoValues()


def _hump_word(hump: str) -> str:
    """A part of a class's name as people write it."""
    return _ACRONYMS.get(hump.lower(), hump.lower())


class Entry(BaseModel):
    """Anything that a plan holds; it knows where it was written."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
    )
    REQUIRED: ClassVar[tuple[str, ...]] = ()

    origin: SkipJsonSchema[InstanceOf[Origin]] = Field(_NOWHERE, alias=ORIGIN, repr=False, exclude=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 (pydantic's interface)
        """Forget which fields were written: that is a quarter of the memory of a network."""
        object.__setattr__(self, "__pydantic_fields_set__", _WRITTEN)

    def at(self, *keys: str | int, key: bool = False) -> Place:
        """Where the value below `keys` was written, or its key; with no keys, where the object begins."""
        return self.origin.at(*keys, key=key)

    @classmethod
    @cache
    def required(cls) -> tuple[tuple[str, str], ...]:
        """What must be written: each key, and the attribute that holds its value."""
        attributes = {field.alias or name: name for name, field in cls.model_fields.items()}
        return tuple((key, attributes[key]) for key in cls.REQUIRED)

    @property
    def kind(self) -> str:
        """What messages call this kind of object."""
        return " ".join(map(_hump_word, _HUMP.split(type(self).__name__)))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        described = handler.resolve_ref_schema(handler(schema))
        if cls.REQUIRED:
            described["required"] = list(cls.REQUIRED)
        return described


class Named(Entry):
    """An object with a name, and an id that references use."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)

    name: Text = Field("", description="What people call it.")
    id: Text = Field(
        default_factory=lambda data: slug(data.get("name", "")),
        description="What references use; by default the name in lower case, with dashes.",
    )
    description: Text = Field("", description="Anything worth knowing, for the reader.")
    status: Status = Field("", description=STATUS)
    custom: OwnFields = Field(NO_VALUES)
    tags: Many[Text] = Field((), description="Words of your own, to choose rows of tables by.")
    publish: Publish = Field("", description=PUBLISH)

    @property
    def identity(self) -> tuple[str]:
        """The key under which what makes the id was written."""
        return ("name",) if self.id == slug(self.name) else ("id",)


class Addressed(Named):
    """An object that claims addresses for itself."""

    addresses: Many[Interface] = Field(
        (), alias="address", description="Its address, or one of each family; with the interface's mask, if you like."
    )
    shared: Boolean | None = Field(
        None,
        description="Whether others hold its address too, on purpose: anycast, VRRP, CARP. All must say so.",
    )

    aliases: Many[Text] = Field((), description="Further names in DNS, also wildcards as `*.apps.example.org`.")

    def place_of_address(self, index: int) -> Place:
        """Where the address of this index was written."""
        return self.at(type(self).model_fields["addresses"].alias or "addresses", index)


class VirtualAddress(Addressed):
    """An address that moves between machines, or is announced by several."""

    product: Text = Field("", description="What holds it: `kube-vip`, `keepalived`, `talos`…")
    version: Text = Field("", description="The release of what holds it.")
    mode: Literal["", "bgp", "arp", "vrrp"] = Field(
        "", description="How it is made known: `bgp`, `arp` (and NDP) or `vrrp`."
    )
    vrid: GroupId | None = Field(None, description="The id of its VRRP or CARP group.")
    leads_to: Many[Text] = Field(
        (), description="What answers behind it: ids of hosts, services or clusters, or addresses."
    )
    ports: Many[Text] = Field((), description="The ports it takes requests on, as `443/tcp`.")
    options: Table[Text] = Field(
        NO_VALUES, description="Its other settings, by the product's own names; what is left out counts as not set."
    )


class Machine(Addressed):
    """A machine: what has interfaces, a host name, programs that run on it."""

    hostname: Text = Field("", description="Its name in DNS, with or without a domain.")
    mac: Mac | None = Field(None, description="Its MAC address.")
    vlan: VlanId | None = Field(None, description="The id of the VLAN that its port is on.")
    assigned: Literal["static", "reservation"] = Field(
        "static",
        description="`static`: set on the machine itself. `reservation`: always handed out by the DHCP server, so it"
        " may lie inside a DHCP range.",
    )
    on: Text = Field("", description="The id of the machine that it runs on, where it is a VM or a container.")
    interface: Text = Field("", description="The interface or port by which it is connected, as `eth1` or `SFP+ 2`.")
    listen: Many[Text] = Field((), description="The ports it listens on, as `22/tcp`.")
    runs: Many[Text] = Field(
        (), description="Programs on it that bring networks of their own: `docker`, `podman`, `libvirt`, `tailscale`…"
    )
