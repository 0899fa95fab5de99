"""Names that Prometheus gives to targets by their addresses: `regex: 10.0.0.2`, `replacement: switch`.

Read: entries of [relabelling](https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config)
whose expression is one address. One that matches none of the addresses beside it, of which one has no name, was
forgotten. What the names lead to is read with the targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, text, texts

_EXPRESSION = regex(r"\^?((?:[0-9]{1,3}\\?\.){3}[0-9]{1,3})(?:\(?:[^()]*\)\??)?\$?")
_TARGET = regex(r"(?:[a-z]+://)?((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?::[0-9]{1,5})?(?:/.*)?")
_LONGEST = 100
"""Characters of a target. Longer texts are none."""
_NAME = regex(r"[A-Za-z][A-Za-z0-9_.-]{0,62}")


@reads_documents(keys=("replacement",), words=("regex",))
def read(document: Document) -> Iterator[Reported]:
    """A problem for the one name of a document's targets that is of none."""
    named = [pair for mapping in document.having("replacement") if (pair := _expression_name(mapping)) is not None]
    expressions = {address.place for _, address in named}
    written = (value for value in texts(document.tree) if value.place not in expressions) if named else ()
    targets = [found for value in written if (found := _target_address(value)) is not None]
    known, asked = {str(address) for _, address in named}, {str(target) for target in targets}
    odd = [(name, address) for name, address in named if str(address) not in asked]
    left = [target for target in targets if str(target) not in known]
    for name, address in odd if len(odd) == len({*map(str, left)}) == 1 else ():
        if left[0].rpartition(".")[0] == address.rpartition(".")[0]:
            yield _unmatched(name, address, left[0], document.cluster)


def _expression_name(mapping: dict[str, Value]) -> tuple[Located, Located] | None:
    """The name and the address of an entry, if its expression is one address."""
    regex, name = text(mapping, "regex"), text(mapping, "replacement")
    found = _EXPRESSION.fullmatch(regex) if regex is not None and not regex.open else None
    address = Located(found[1].replace("\\", ""), regex.place, "") if found and regex is not None else None
    if address is None or name is None or not _NAME.fullmatch(name) or not as_address(address):
        return None
    return (name, address) if is_private(address) else None


def _target_address(written: Located) -> Located | None:
    """The address of a target; an expression is none, as its text is that of an address, too."""
    found = _TARGET.fullmatch(written) if len(written) < _LONGEST and not written.open else None
    return written.part(*found.span(1)) if found and as_address(found[1]) and is_private(found[1]) else None


def _unmatched(name: Located, address: Located, target: Located, cluster: str) -> Reported:
    problem = Problem(
        at=address.place,
        message=f"{address} is called {name}, and no target here has it; the target {target} has no name",
        label="differs from the targets",
        related=(Related(at=target.place, message=f"{target} is written here"),),
        hint="write the same address in both",
    )
    return Reported("copies-disagree", problem, cluster)
