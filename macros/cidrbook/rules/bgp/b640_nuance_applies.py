"""A nuance of severity `error` applies to the plan.

The catalogue of nuances lists known pitfalls and their conditions: a feature gate that stops the
API server, two programs that need one session. Nuances of severity `error` fail the build unless a
rule already reports them. Change the severity of a nuance in `settings: {nuances: {…}}`, or set it
to `off`; a waiver names the nuance and the object.

In a repository the same nuances are warnings, because files rarely show every option. `cidrbook
nuances` lists all that apply, and the facts that would decide the rest.

```yaml
clusters:
  - {name: home, version: 1.30.2, feature_gates: {MixedProtocolLBService: true}} # B640: 5
```

Use instead:

```yaml
clusters:
  - {name: home, version: 1.30.2}
```

Source: each nuance names its own.
"""

from collections.abc import Iterator

from cidrbook.nuances.match import Judgement, grave_matches
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Nuances of severity `error` that apply, and that no rule reports."""
    for match in grave_matches(plan):
        if match.verdict == "applies":
            yield _problem(plan, match)


observed = check


def _problem(plan: Inventory, match: Judgement) -> Problem:
    nuance, reasons = match.nuance, match.because
    ids = (party for reason in reasons for party in _ids(plan, reason.entry))
    words = ", ".join(reason.words for reason in reasons)
    return Problem(
        at=reasons[0].entry.at() if reasons else nuance.at(),
        message=f"{nuance.name} (the nuance {nuance.id} applies to {words or 'this plan'})",
        related=tuple(
            Related(at=reason.entry.at(), message=f"{reason.words} is written here") for reason in reasons[1:]
        ),
        hint=nuance.instead,
        parties=tuple(dict.fromkeys((nuance.id, *ids))),
    )


def _ids(plan: Inventory, entry: Entry) -> Iterator[str]:
    """The id of an object, and that of its cluster."""
    if isinstance(entry, Named):
        yield entry.id
    for cluster in plan.clusters:
        if any(part is entry for part in (cluster.cni, *cluster.load_balancers, *cluster.virtual_addresses)):
            yield cluster.id
