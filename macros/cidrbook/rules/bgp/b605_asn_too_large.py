"""An AS number is too large for a product with 16-bit AS numbers.

AS numbers had 16 bits once, and a few products still do not support larger ones, neither their own
nor a peer's. Use a number up to 65535 at both ends of each of their sessions.

```yaml
clusters:
  - name: home
    cni: {product: antrea, version: v2.3.0, bgp: true, asn: 4200000001} # B605: 61
```

Use instead:

```yaml
clusters:
  - name: home
    cni: {product: antrea, version: v2.3.0, bgp: true, asn: 64601}
```

Source: [Antrea](https://github.com/antrea-io/antrea/issues/8311), whose API has no room for more;
[Quagga](https://quagga.ncc.eurodata.de/as4patch.html), which has room since October 2007, after 0.99.9;
[RFC 6793](https://www.rfc-editor.org/rfc/rfc6793).
"""

from collections.abc import Iterator

from cidrbook.net.asn_registry import WIDEST_16
from cidrbook.nuances.release import fits
from cidrbook.plan.model import Router
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance, instances
from cidrbook.text.finding import Problem
from cidrbook.text.source import Place

_NARROW = {"antrea": "", "quagga": "<0.99.10"}
"""Products that know AS numbers of 16 bits only, in these releases; in all, where none are named."""


def check(plan: Plan) -> Iterator[Problem]:
    """Each number above 65535 that such a speaker has, or expects of a peer, once."""
    narrow = frozenset(speaker for speaker, spoken in instances(plan).items() if spoken and _is_narrow(spoken[0]))
    reported: set[tuple[str, int]] = set()
    for instance, number, place, whose in _large_numbers(plan, narrow) if narrow else ():
        key = instance.speaker.id, number
        if number > WIDEST_16 and key not in reported:
            reported.add(key)
            yield Problem(
                at=place,
                message=f"{whose} is AS {number}, but {instance.name} supports 16-bit AS numbers only, up to 65535",
                hint="choose a number from 64512 to 65534, at both ends",
                parties=instance.parties,
            )


def _large_numbers(plan: Plan, narrow: frozenset[str]) -> Iterator[tuple[SpeakerInstance, int, Place, str]]:
    for speaker in narrow:
        yield from (
            (instance, instance.asn, instance.speaker.at("asn"), instance.name)
            for instance in instances(plan)[speaker][:1]
            if instance.asn
        )
    for peering in peerings(plan):
        for side, other in peering.sides:
            if side.instance and side.instance.speaker.id in narrow:
                yield from ((side.instance, *pair) for pair in (*_written_numbers(side), *_written_numbers(other)))


def _written_numbers(side: SessionEnd) -> Iterator[tuple[int, Place, str]]:
    """The AS number of an end, wherever it is written."""
    yield from (
        (description.asn, description.at("asn"), side.name) for description in side.descriptions if description.asn
    )
    if side.instance and side.instance.asn:
        yield side.instance.asn, side.instance.speaker.at("asn"), side.name


def _is_narrow(instance: SpeakerInstance) -> bool:
    """Whether its speaker, or the router itself, is of a release with 16 bits."""
    machine = instance.machine
    releases = [(instance.speaker.product, instance.speaker.version)]
    if isinstance(machine, Router):
        releases.append((machine.product, machine.version))
    return any(_has_16_bits(product.lower(), version) for product, version in releases)


def _has_16_bits(product: str, version: str) -> bool:
    constraint = _NARROW.get(product)
    return constraint == "" or (constraint is not None and fits(version, constraint) is True)
