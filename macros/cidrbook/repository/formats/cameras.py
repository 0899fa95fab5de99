"""Cameras of Frigate and go2rtc, in their files, in a text in YAML or in the values of a chart.

Read: `inputs` and `onvif.host` of each of `cameras` ([Frigate](https://docs.frigate.video/configuration/cameras/)), and
the sources of `streams`, also by the restream that a camera takes its input from
([go2rtc](https://github.com/AlexxIT/go2rtc#module-streams)). Streams that are called alike but for `_main` or `_sub`
are of one camera, which is reached at one address; an address of several cameras is a recorder's. No object is made of
a camera, as its name may be that of anything at its place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place
from cidrbook.text.yaml import Document, Value, at, embedded, items, mappings, text, texts

_URL = regex(r"[a-z]{3,8}://(?:[^/\s]{0,200}@)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?=[:/?#\s]|\Z)")
_RESTREAM = regex(r"rtsp://(?:127\.0\.0\.1|localhost):8554/([\w.-]{1,80})")
_STREAM = regex(
    r"[-_. ](?:main|sub|hq|lq|hd|sd|high|low|full|ext|clear|fluent|detect|record|live|audio)(?:[-_. ]?stream)?\Z",
    re.IGNORECASE,
)
"""What a stream's name says of the stream, behind the name of its camera."""
_TWO = 2
"""Addresses of a camera, of which one is wrong; cameras at one address, which is a recorder's."""
_MOST = 20
"""Sources of a stream, and inputs of a camera, that are looked at: a camera has two or three."""

_Cameras = dict[str, list[Located]]


@reads_documents(keys=("cameras", "streams"), words=("://",))
def read(document: Document) -> Iterator[Reported]:
    """The cameras in a document at any depth."""
    yield from _cameras_in(document.tree)


@reads_documents(words=("rtsp://",))
def read_texts(document: Document) -> Iterator[Reported]:
    """The cameras in the texts of a document."""
    for _, mapping in document.mappings:
        for written in mapping.values():
            if isinstance(written, Located) and "\n" in written and "rtsp://" in written:
                yield from _cameras_in(embedded(written))


def _cameras_in(tree: Value) -> Iterator[Reported]:
    """The cameras of each configuration in a tree; go2rtc may be a part of Frigate's."""
    for path, mapping in mappings(tree):
        if "cameras" in mapping or ("streams" in mapping and path[-1:] != ("go2rtc",)):
            streams = at(mapping, "go2rtc", "streams") or mapping.get("streams")
            yield from _rival_streams(_streams(streams), at(mapping, "cameras"))


def _streams(value: Value) -> _Cameras:
    """The addresses of each stream."""
    return {name: _reached(sources)[:_MOST] for name, sources in value.items()} if isinstance(value, dict) else {}


def _reached(value: Value) -> list[Located]:
    """The private addresses in sources of streams."""
    found = (written.part(*match.span(1)) for written in texts(value) if (match := _URL.search(written)))
    return [address for address in found if as_address(address) and is_private(address)]


def _rival_streams(streams: _Cameras, cameras: Value) -> Iterator[Reported]:
    """The problems of the cameras of one configuration."""
    found: _Cameras = defaultdict(list)
    for name, addresses in streams.items():
        found[_STREAM.sub("", name)] += addresses
    for name, camera in cameras.items() if isinstance(cameras, dict) else ():
        paths = [path for given in items(camera, "ffmpeg", "inputs") if (path := text(given, "path")) is not None]
        taken = dict.fromkeys(stream[1] for path in paths[:_MOST] if (stream := _RESTREAM.match(path)))
        onvif = text(camera, "onvif", "host")
        found[name] += [*_reached(list(paths)), *(address for stream in taken for address in streams.get(stream, ()))]
        found[name] += [onvif] if onvif is not None and as_address(onvif) else []
    yield from _odd_streams(found)


def _odd_streams(found: _Cameras) -> Iterator[Reported]:
    """A problem for each camera with two addresses of one network, of which neither is a recorder's."""
    alone = {own[0].place: str(own[0]) for own in found.values() if len(set(own)) == 1}
    whole = Counter(alone.values())
    told: set[Place] = set()
    for name, own in found.items():
        times = Counter(map(str, own))
        if len(times) == _TWO and len({address.rpartition(".")[0] for address in times}) == 1:
            # the odd one has fewer streams, or is another camera's, or stands below
            odd = min(reversed([*times]), key=lambda address: (times[address], -whole[address]))
            usual = next(address for address in own if address != odd)
            wrong = next(address for address in own if address == odd)
            if max(whole[address] for address in times) < _TWO and wrong.place not in told:
                told.add(wrong.place)
                yield _odd_stream(name, wrong, usual)


def _odd_stream(name: str, wrong: Located, usual: Located) -> Reported:
    problem = Problem(
        at=wrong.place,
        message=f"the camera {name} is reached at {wrong} here, and at {usual} by another stream",
        label="differs in one configuration",
        related=(Related(at=usual.place, message=f"{usual} is written here"),),
        hint="write in both where the camera is",
    )
    return Reported("copies-disagree", problem)
