"""A VyOS router's settings in YAML, in the form of Terraform modules for VyOS.

Read: `bgp` with `local_as`, `router_id`, and `neighbor_groups` of `remote_as` and `neighbors`. Addresses may be written
as `${cidrhost(networks.servers, 1)}`, where one file of the tree has `networks` by their names. Who is in a group
without neighbours is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.bgp_config import Configuration, Neighbor, asn_of, bgp_objects
from cidrbook.repository.parts.cluster_parts import parse_address
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.repository.terraform.expressions import Computer
from cidrbook.text.hcl import parsed
from cidrbook.text.lines import machine_of
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, at, items, text

_GROUPS = "neighbor_groups"
_MAX_TEXT = 300
"""Characters of a text. Longer ones are scripts, not one expression."""


@reads_repository(keys=(_GROUPS,))
def read(files: Files) -> Iterator[Sighting]:
    """The routers with groups of neighbours in their settings."""
    having = (document for document in files.documents if not document.kind and _GROUPS in document.keys)
    found = [document for document in having if not is_example(document.source.file)]
    networks = _named_networks(files.documents) if found else {}
    for document in found:
        for _, mapping in document.mappings:
            own = text(mapping, "local_as")
            if own is not None and isinstance(mapping.get(_GROUPS), list):
                yield from _router_of_settings(document, mapping, own, networks)


def _named_networks(documents: Sequence[Document]) -> Mapping[str, Value]:
    """The networks by name, if exactly one file has any."""
    found = [value for document in documents if not document.kind and _is_named(value := at(document.tree, "networks"))]
    return found[0] if len(found) == 1 and isinstance(found[0], dict) else {}


def _is_named(value: Value) -> bool:
    texts = list(value.values()) if isinstance(value, dict) else []
    return bool(texts) and all(isinstance(written, Located) and parse_address(written) for written in texts)


def _router_of_settings(
    document: Document, bgp: Mapping[str, Value], own: Located, networks: Mapping[str, Value]
) -> Iterator[Sighting]:
    folder = document.source.file.rpartition("/")[0]
    read = Configuration(machine_of(folder or document.source.file), own.place, "vyos", by_file=True)
    instance = read.instance(own.place, "", own)
    instance.known["router_id"] = _expression_value(text(dict(bgp), "router_id"), networks)
    for group in items(bgp[_GROUPS]):
        asn = text(group, "remote_as")
        peers = [
            _expression_value(written, networks)
            for written in items(group, "neighbors")
            if isinstance(written, Located)
        ]
        for peer in peers:
            if peer is not None and as_address(peer) and asn is not None:
                instance.neighbor(peer).known["peer_asn"] = asn_of(asn, own)
        if not peers and asn is not None:  # somebody is
            instance.neighbors.setdefault(
                f"group {asn.place.line}", Neighbor(asn, known={"peer_asn": asn_of(asn, own)})
            )
    yield from bgp_objects(read)


def _expression_value(written: Located | None, networks: Mapping[str, Value]) -> Located | None:
    """A text, or the value of its expression."""
    if written is None or "${" not in written or len(written) > _MAX_TEXT:
        return written
    source = Source(written.place.file, f'value = "{written}"')
    value = parsed(source.text).attributes.get("value")
    found = Computer(source, {"networks": lambda: dict(networks)}).value(value) if value is not None else None
    return Located(found, written.place, str(written)) if isinstance(found, Located) else written
