"""One end of a BGP session in two files that expect different AS numbers: a configuration, and what it became."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.plan.bgp import Session
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation


def differing_sessions(plan: Observation) -> Iterator[StaleCopy]:
    """Sessions between the same two addresses, as two files of a repository have them."""
    first: dict[tuple[str, str], Session] = {}
    for session in plan.sessions:
        if session.local_address is None or not session.peer or not session.peer_asn:
            continue
        before = first.setdefault((str(session.local_address).partition("/")[0], session.peer), session)
        files = [known.at().file for known in (before, session)]
        if before.peer_asn != session.peer_asn and files[0] != files[1] and not are_apart(plan.installations, *files):
            message = (
                f"AS {session.peer_asn} is expected of {session.peer} here, and AS {before.peer_asn} in {files[0]},"
                f" both from {session.local_address}"
            )
            known = before.at("peer_asn")
            yield StaleCopy(None, session.at("peer_asn"), message, known, str(before.peer_asn))
