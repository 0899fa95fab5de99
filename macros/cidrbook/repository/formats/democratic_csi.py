"""One storage server that several settings of one driver name.

Read: of [democratic-csi](https://github.com/democratic-csi/democratic-csi) `httpConnection.host`,
`sshConnection.host`, `nfs.shareHost`, `smb.shareHost` and `iscsi.targetPortal` of one configuration. The API and the
shell are always those of one machine; shares may be on a network of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.net.odd_one import odd_one
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, text

_SETTINGS = (
    ("httpConnection", "host"),
    ("sshConnection", "host"),
    ("nfs", "shareHost"),
    ("smb", "shareHost"),
    ("iscsi", "targetPortal"),
)
_HOST = regex(r"[0-9.]{7,15}")


@reads_documents(keys=("httpConnection", "sshConnection"))
def read(document: Document) -> Iterator[Reported]:
    """A problem for the one setting that names another address of the server's network than the others."""
    for mapping in document.having("httpConnection", "sshConnection"):
        named = {".".join(keys): host for keys in _SETTINGS if (host := _server(mapping, *keys)) is not None}
        links = {host.rpartition(".")[0] for host in named.values()}
        found = odd_one(named.items(), lambda setting: str(setting[1]))
        if found and len(links) == 1:
            yield _problem(*found.odd, *found.example, document.cluster)


def _server(mapping: Value, *keys: str) -> Located | None:
    written = text(mapping, *keys)
    found = _HOST.match(written) if written is not None and not written.open else None
    return written.part(*found.span()) if written is not None and found and as_address(found[0]) else None


def _problem(key: str, host: Located, known: str, usual: Located, cluster: str) -> Reported:
    problem = Problem(
        at=host.place,
        message=f"{key} is {host} here, and {known} of the same driver is {usual}",
        label="differs in one configuration",
        related=(Related(at=usual.place, message=f"{usual} is written here"),),
        hint="write in both where the server is",
    )
    return Reported("copies-disagree", problem, cluster)
