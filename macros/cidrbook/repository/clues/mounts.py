"""Exports that manifests and scripts mount, each with the server that it is mounted from.

Read: `server` beside `path` or `share` of volumes ([Kubernetes](https://kubernetes.io/docs/concepts/storage/volumes/#nfs)),
of the `parameters` of a StorageClass and of charts' values; and `10.0.0.5:/srv/media`, as Longhorn, fstab, Ansible and
Docker write it. They are no machines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import DOCUMENTS, reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, text

MOUNT = "mount"
"""The purpose of a setting that names the server of an export."""

_EXPORTS = ("path", "share")
_ANY_URL = regex(r":(?<=[0-9]:)/[\w.+-]")  # what begins with a character is found several times faster
_URL = regex(r"([0-9](?<![\w.][0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){3}):(/[\w.+-]{1,60}(?:/[\w.+-]{1,60}){0,8})")


@reads_documents(keys=("server",))
def read(document: Document) -> Iterator[Sighting]:
    """The mounts of a document."""
    for mapping in document.having("server"):
        server = text(mapping, "server")
        export = next((found for key in _EXPORTS if (found := text(mapping, key))), None)
        if server is not None and export is not None and export.startswith("/"):
            yield from _mount(server, export)


@reads_files(looks=_ANY_URL, but=DOCUMENTS)
def read_urls(source: Source) -> Iterator[Sighting]:
    """The mounts of a file that write server and export as one text; none of a comment."""
    for found in _URL.finditer(source.text):
        if "#" not in source.text[source.text.rfind("\n", 0, found.start()) + 1 : found.start()]:
            yield from _mount(Located(found[1], source.at(found.start(1), len(found[1]))), found[2])


def _mount(server: Located, export: str) -> Iterator[Sighting]:
    if is_private(server):
        yield from setting_copy(str(export).rstrip("/"), MOUNT, [server])
