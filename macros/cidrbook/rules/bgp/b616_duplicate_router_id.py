"""Two BGP speakers in one AS have the same router id.

A router id identifies a speaker in its AS. A router refuses an iBGP neighbour with its own router
id, and two speakers look like one when paths are compared. In different ASes the same router id is
allowed. Speakers without a known AS, two daemons on one machine, and speakers in different VRFs or
sites are not compared.

```yaml
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1}
  - {name: core, asn: 64512, addresses: 10.3.1.2}
bgp:
  speakers:
    - {name: edge FRR, runs_on: edge, product: frr, asn: 64512, router_id: 10.3.1.1}
    - {name: core FRR, runs_on: core, product: frr, asn: 64512, router_id: 10.3.1.1} # B616: 76
```

Use instead:

```yaml
routers:
  - {name: edge, asn: 64512, addresses: 10.3.1.1}
  - {name: core, asn: 64512, addresses: 10.3.1.2}
bgp:
  speakers:
    - {name: edge FRR, runs_on: edge, product: frr, asn: 64512, router_id: 10.3.1.1}
    - {name: core FRR, runs_on: core, product: frr, asn: 64512, router_id: 10.3.1.2}
```

Source: [RFC 6286](https://www.rfc-editor.org/rfc/rfc6286#section-2.1), section 2.1: the identifier is unique in an AS.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more
from cidrbook.plan.views.peering import peerings
from cidrbook.plan.views.speakers import SpeakerInstance, instances, speakers
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Router ids of speakers on two machines of one AS; each speaker once, after the first."""
    numbers = _as_numbers(plan)
    holders: dict[Hashable, SpeakerInstance] = {}
    again: dict[tuple[int, int], list[tuple[SpeakerInstance, SpeakerInstance]]] = defaultdict(list)
    for instance in (
        instance
        for speaker in speakers(plan)
        for instance in instances(plan)[speaker.id]
        if instance.speaker is speaker
    ):
        if instance.speaker.router_id is None:
            continue
        keys = [(instance.scope, asn, instance.speaker.router_id) for asn in sorted(numbers[instance.key])]
        first = next((holders[key] for key in keys if key in holders), instance)
        holders.update((key, instance) for key in keys if key not in holders)
        if first.machine is not instance.machine:
            again[id(first.speaker), id(instance.speaker)].append((first, instance))
    return map(_problem, again.values())


def _as_numbers(plan: Plan) -> dict[str, set[int]]:
    """The AS numbers of each speaker on each machine: its own, and those of its sessions."""
    found: dict[str, set[int]] = defaultdict(set)
    sides = ((side.instance, side.asn) for peering in peerings(plan) for side, _ in peering.sides if side.instance)
    own = ((instance, instance.asn) for spoken in instances(plan).values() for instance in spoken)
    for instance, asn in (*sides, *own):
        found[instance.key].update({asn} if asn else ())
    return found


def _problem(pairs: list[tuple[SpeakerInstance, SpeakerInstance]]) -> Problem:
    (first, instance), same = pairs[0], pairs[0][0].speaker is pairs[0][1].speaker
    router_id = instance.speaker.router_id
    return Problem(
        at=instance.speaker.at("router_id"),
        message=f"{instance.name}{and_more(pairs, ' has', ' have')} the router id {router_id} of {first.name},"
        " which is in the same AS",
        related=() if same else (Related(at=first.speaker.at("router_id"), message=f"{first.name} has it here"),),
        hint="add a speaker for each node, with its own router id, or let the product choose it"
        if same
        else f"give {instance.name} a router id of its own, as one of its IPv4 addresses",
        parties=tuple(dict.fromkeys((*instance.parties, *first.parties))),
    )
