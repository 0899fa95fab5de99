"""A nuance applies to the plan, and what it says will not work.

The catalogue of nuances knows what bites under which conditions: a feature gate
that stops the API server, two programs that want one session. Those whose
severity is `error` fail the build like any rule, unless a rule finds the same
thing already. `settings: {nuances: {…}}` gives a nuance another severity, or
turns it `off`; a waiver names the nuance beside the object.

In a repository the same nuances are warnings: files rarely show every option.
`cidrbook nuances` lists all that apply, and the facts that would decide the rest.

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

from cidrbook.nuances.match import Judgement, matches
from cidrbook.plan.entry import Entry, Named
from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Related, Severity

OBSERVED = Severity.WARNING


def check(plan: Inventory) -> Iterator[Problem]:
    """Nuances that apply and are errors, where no rule of their own finds them."""
    for match in matches(plan):
        if match.verdict == "applies" and match.nuance.severity == "error" and not match.nuance.rule:
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
    """The id of a part of the plan, and that of the cluster it is in."""
    if isinstance(entry, Named):
        yield entry.id
    for cluster in plan.clusters:
        if any(part is entry for part in (cluster.cni, *cluster.load_balancers, *cluster.virtual_addresses)):
            yield cluster.id
