"""Mounts from a server that other mounts of the same volume contradict: it was forgotten when the server moved."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.clues.mounts import MOUNT
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.text.regex import regex

_USUAL_VOLUME = regex(
    r"/(?:mnt|media|srv|exports?|nfs|share[ds]?|home|opt|var|data|tank|pool)?"
    r"(?:/(?:user|nfs\w*|data|storage|tank|pool|media|shares?|volume|exports?|backups?|main)?[0-9]*)?|/volume[0-9]+(?:/.*)?",
    re.IGNORECASE,
)
"""Volumes that products and guides call so on every server: Synology's, Unraid's, the pool of TrueNAS."""

_FEW = 2
"""More mounts from a server are not just forgotten ones."""
_MANY = {True: 2, False: 3}
"""So many mounts agree, of the same export or only of its volume: a single one cannot outvote another."""


@cached_view
def other_servers(observation: Observation) -> tuple[StaleCopy, ...]:
    """The few mounts of an export, or of a volume, that are from another server of the same network than most.

    A server that other volumes are mounted from is one itself, and may have that volume, too.
    """
    mounts: dict[str, list[SettingCopy]] = defaultdict(list)
    for mount in observation.settings_for(MOUNT):
        mounts[mount.cluster].append(mount)
    return tuple(other for own in mounts.values() for other in _others_of_cluster(observation, own))


def _others_of_cluster(observation: Observation, mounts: list[SettingCopy]) -> Iterator[StaleCopy]:
    groups: dict[str, list[SettingCopy]] = defaultdict(list)
    volumes: dict[IPAddress, set[str]] = defaultdict(set)
    for mount in {mount.place(): mount for mount in mounts}.values():
        groups[_volume(mount.name)].append(mount)
        volumes[_server(mount)].add(_volume(mount.name))
    for volume, group in groups.items():
        times = Counter(map(_server, group)).most_common()
        if len(times) == 2 and link_of(times[0][0]) == link_of(times[1][0]):
            (usual, most), (server, few) = times
            odd = [mount for mount in group if _server(mount) == server]
            others = [mount for mount in group if _server(mount) == usual]
            is_same = {mount.name for mount in odd} <= {mount.name for mount in others}
            enough = few <= _FEW and few < most >= _MANY[is_same] and len(volumes[server]) == 1
            if enough and _is_forgotten(observation, odd, volume, same=is_same):
                examples = {mount.name: mount for mount in reversed(others)}
                yield from (_other_server(mount, examples.get(mount.name, others[0])) for mount in odd)


def _volume(export: str) -> str:
    """The volume of an export: the first two parts of its path."""
    return "/".join(export.split("/")[:3])


def _server(mount: SettingCopy) -> IPAddress:
    return mount.addresses[0]


def _is_forgotten(observation: Observation, odd: list[SettingCopy], volume: str, *, same: bool) -> bool:
    """Whether one mount of an export differs, or no other line knows the server of a volume with its own name."""
    if same or _USUAL_VOLUME.fullmatch(volume):
        return same and len(odd) == 1
    return times_written(observation.sources, _server(odd[0])) == len(odd)


def _other_server(mount: SettingCopy, usual: SettingCopy) -> StaleCopy:
    here, there = _server(mount), str(_server(usual))
    what = "" if usual.name == mount.name else f"{usual.name} "
    message = f"{mount.name} is mounted from {here} here, and {what}from {there} elsewhere"
    return StaleCopy(None, mount.place(), message, usual.place(), there)
