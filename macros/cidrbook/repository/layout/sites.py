"""The site of each thing in a repository, if the plan assigns sites to paths.

Things at different sites are never compared: each site is a plan of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cidrbook.repository.globs import first_match
from cidrbook.repository.layout.cluster_paths import cluster_of
from cidrbook.repository.observation import Observation
from cidrbook.repository.sighting import Failure, Seen
from cidrbook.text.source import Source


class Sites:
    """The sites of a repository, by path globs. A cluster with some files at one site is there with all its files."""

    def __init__(self, globs: Mapping[str, str], sources: Iterable[Source], found: Iterable[Seen | Failure]) -> None:
        self._globs = globs
        self.seen: dict[str, list[Seen | Failure]] = defaultdict(list)
        placed = [(seen, self.site_of(seen.file), _cluster_of_seen(seen)) for seen in found]
        clusters: dict[str, set[str]] = defaultdict(set)
        paths = ((self.site_of(source.file), cluster_of(source.file)) for source in sources) if globs else ()
        for site, cluster in (*paths, *((site, cluster) for _, site, cluster in placed)):
            if site and cluster:
                clusters[cluster].add(site)
        for seen, site, cluster in placed:
            known = clusters.get(cluster, set()) if not site else set()
            self.seen[next(iter(known)) if len(known) == 1 else site].append(seen)

    def site_of(self, file: str) -> str:
        """The site of a file, by the first glob that matches; "" if none does."""
        return first_match(file, self._globs) or ""

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(("", *self._globs.values())))

    def files(self, sources: Sequence[Source], site: str) -> list[Source]:
        """The files at a site."""
        return [source for source in sources if self.site_of(source.file) == site]


def _cluster_of_seen(seen: Seen | Failure) -> str:
    return seen.scope or cluster_of(seen.file)


def at_site(plan: Observation, site: str) -> Observation:
    """The observation, with everything in it placed at a site, also what it would hold if more were in use."""
    known = {"site": site}
    return replace(
        plan,
        site=site,
        potential=at_site(plan.potential, site) if plan.potential else None,
        networks=tuple(network.model_copy(update=known) for network in plan.networks),
        routers=tuple(router.model_copy(update=known) for router in plan.routers),
        clusters=tuple(cluster.model_copy(update=known) for cluster in plan.clusters),
    )
