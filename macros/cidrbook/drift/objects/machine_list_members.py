"""Lists of machines with an address that no machine has, where the machine that belongs there is not in the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.names_to_addresses import may_be_assigned
from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import around, is_first_or_last
from cidrbook.net.typos import one_digit_apart
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.clues.address_lists import LISTED
from cidrbook.repository.named_address import NamedAddress
from cidrbook.repository.observation import Observation
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.text.regex import regex

_KNOWN = 2
"""So many members of a list are machines: then the list is one of machines, and the last member is meant to be one."""

_SERIES = regex(r"(.*?[a-z])-?[0-9]+")
"""The names of machines that are counted, as `node-2`."""


@cached_view
def unknown_machines_in_lists(observation: Observation) -> tuple[StaleCopy, ...]:
    """The one unknown member of each list of machines, if it is like the address of the one machine that is missing."""
    lists = observation.settings_for(LISTED)
    machines = _machines_by_address(observation) if lists else {}
    found = [odd for setting in lists for odd in _unknown_machine(observation, setting, machines)]
    return tuple({odd.at: odd for odd in found}.values())


def _machines_by_address(observation: Observation) -> dict[IPAddress, list[NamedAddress]]:
    found: dict[IPAddress, list[NamedAddress]] = defaultdict(list)
    for named in observation.named_addresses:
        if named.kind in ("machine", "lease"):
            found[named.address].append(named)
    return found


def _unknown_machine(
    observation: Observation, setting: SettingCopy, machines: Mapping[IPAddress, list[NamedAddress]]
) -> Iterator[StaleCopy]:
    listed = [*setting.addresses]
    unknown = [address for address in listed if address not in machines]
    if len(unknown) == 1 and len(listed) - 1 >= _KNOWN:
        odd, missing = unknown[0], _missing_machines(listed, machines)
        if len(missing) == 1 and _is_like(odd, missing[0].address) and not _is_taken(observation, odd):
            machine, shown = missing[0], str(missing[0].address)
            lacks = f"{machine.name} ({shown}) is not in this list"
            message = f"{setting.name} names {odd}, which no machine here has; {lacks}"
            yield StaleCopy(None, setting.place(listed.index(odd)), message, machine.place, shown)


def _missing_machines(listed: list[IPAddress], machines: Mapping[IPAddress, list[NamedAddress]]) -> list[NamedAddress]:
    """The machines of the series of those in a list that are not in it, each once."""
    known = [named for address in listed for named in machines.get(address, ())]
    series = {found[1] for named in known if (found := _SERIES.fullmatch(named.id))}
    own = {named.id for named in known}
    every = (named for found in machines.values() for named in found)
    counted = ((named, _SERIES.fullmatch(named.id)) for named in every if named.id not in own)
    return list({named.id: named for named, found in counted if found and found[1] in series}.values())


def _is_like(one: IPAddress, other: IPAddress) -> bool:
    """Whether two addresses differ by a digit, or one of another network has the same last octet."""
    first, second = IPNetwork((int(one), 32), version=4), IPNetwork((int(other), 32), version=4)
    return one_digit_apart(first, second) or int(one) & 0xFF == int(other) & 0xFF


def _is_taken(observation: Observation, address: IPAddress) -> bool:
    """Whether anything else has an address, or a router usually has it: a name, a gateway, an API, a pool."""
    if is_first_or_last(address, around(address)):
        return True
    named = any(named.address == address for named in observation.named_addresses)
    return named or may_be_assigned(observation, address)
