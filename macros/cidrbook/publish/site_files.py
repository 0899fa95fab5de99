"""The texts of a folder of files, whatever they are packed in: pages, indexes, archives, pictures' text, file names."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from cidrbook.text.regex import regex

LIMIT = 64_000_000
"""Bytes of one file that are read, packed ones when they are unpacked: more is no page, and may be a bomb."""

_DEPTH = 4
"""Archives in archives that are opened."""

_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_RUN = regex(rb"[\t\x20-\x7e]{4,}")
_WIDE_RUN = regex(rb"(?:[\x20-\x7e]\x00){4,}")


class SiteText(NamedTuple):
    """A text, and the file that it is in, as seen from the folder; `whole` is false where more of it was not read."""

    file: str
    text: str
    whole: bool = True


def site_texts(folder: Path) -> Iterator[SiteText]:
    """Every text below a folder, and the name of every file; links are not followed."""
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        yield SiteText(name, name)
        try:
            with path.open("rb") as file:
                data = file.read(LIMIT + 1)
        except OSError:
            yield SiteText(name, "", whole=False)
            continue
        yield from texts(name, data)


def _paths(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not Path(parent, name).is_symlink())
        paths = (Path(parent, name) for name in sorted(names))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def texts(name: str, data: bytes) -> Iterator[SiteText]:
    """The texts in a file: its own, or those of what is packed in it."""
    if len(data) > LIMIT:
        yield SiteText(name, "", whole=False)
    yield from _unpacked_texts(name, data[:LIMIT], _DEPTH, Unpacking(LIMIT))


class PackedFile(Protocol):
    """A file whose bytes are unpacked as they are read."""

    def read(self, size: int, /) -> bytes: ...  # noqa: D102


@dataclass(slots=True)
class Unpacking:
    """How many bytes may still be unpacked of one file, whatever is packed in what."""

    left: int

    def read(self, file: PackedFile) -> bytes:
        """What a packed file holds. Raises `ValueError` where that is too much."""
        data = file.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ValueError("too much to unpack")
        return data


def _unpacked_texts(name: str, data: bytes, depth: int, unpacking: Unpacking) -> Iterator[SiteText]:
    """The texts in some bytes; that something is missing, where they cannot be unpacked."""
    try:
        yield from _unpacked(name, data, depth, unpacking)
    except (OSError, EOFError, ValueError, RuntimeError, *_BROKEN):
        yield SiteText(name, "", whole=False)


_BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error)


def _unpacked(name: str, data: bytes, depth: int, unpacking: Unpacking) -> Iterator[SiteText]:
    opened = next((opener for magic, opener in _PACKED if data.startswith(magic)), None)
    is_archive = data.startswith(_ZIP) or data[257:262] == b"ustar"
    if not depth and (opened or is_archive):
        yield SiteText(name, "", whole=False)
    elif opened:
        with opened(io.BytesIO(data), "rb") as packed:
            yield from _unpacked_texts(name, unpacking.read(packed), depth - 1, unpacking)
    elif is_archive:
        members = _zipped if data.startswith(_ZIP) else _tarred
        yield from members(name, data, depth - 1, unpacking)
    elif data.startswith(_PNG):
        yield from _chunks(name, data)
    else:
        yield SiteText(name, _decoded(data))


def _zipped(name: str, data: bytes, depth: int, unpacking: Unpacking) -> Iterator[SiteText]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            yield SiteText(name, f"{member.filename} {member.comment.decode(errors='replace')}")
            with archive.open(member) as file:
                inner = unpacking.read(file)
            yield from _unpacked_texts(f"{name}!{member.filename}", inner, depth, unpacking)


def _tarred(name: str, data: bytes, depth: int, unpacking: Unpacking) -> Iterator[SiteText]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            yield SiteText(name, f"{member.name} {member.linkname} {member.uname} {member.gname}")
            file = archive.extractfile(member) if member.isfile() else None
            if file:
                yield from _unpacked_texts(f"{name}!{member.name}", unpacking.read(file), depth, unpacking)


def _chunks(name: str, data: bytes) -> Iterator[SiteText]:
    """The texts that a PNG carries beside its picture, and what follows the picture."""
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind in _TEXTS:
            yield SiteText(name, _decoded(_inflated(kind, body).replace(b"\0", b" ")))
        at += 12 + size
        if kind == b"IEND":
            break
    yield SiteText(name, _decoded(data[at:]))


def _inflated(kind: bytes, body: bytes) -> bytes:
    """What a text chunk says, its key before it."""
    key, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        return key + b" " + _decompressed(rest[1:])
    if kind == b"iTXt" and rest[:1] == b"\1":
        language, _, more = rest[2:].partition(b"\0")
        translated, _, text = more.partition(b"\0")
        return b" ".join((key, language, translated, _decompressed(text)))
    return body


def _decompressed(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, LIMIT)


def _decoded(data: bytes) -> str:
    """A text as it was encoded; of what is no text, everything in it that can be read."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if encoding:
        return data.decode(encoding, errors="replace")
    if b"\0" not in data[:8192]:
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
        if data.count(b"\n") * 400 > len(data):  # lines: a text in an encoding of one byte
            return data.decode("latin-1")
    narrow = (run[0].decode("ascii") for run in _RUN.finditer(data))
    wide = (run[0][::2].decode("ascii") for run in _WIDE_RUN.finditer(data))
    return " ; ".join((*narrow, *wide))
