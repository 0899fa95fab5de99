"""A waiver or an allowing comment matches no finding.

The problem was fixed, or the exemption never named the right objects. If you leave it in place, it
may hide a future mistake.

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/24}
  - {name: iot, cidr: 10.0.1.0/24} # cidrbook: allow A201 the switch keeps them apart
# ^ U102: 36
waivers:
  - {rule: overlapping-networks, between: [lan, iot], reason: isolated} # U102: 12
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.0.0.0/23}
  - {name: iot, cidr: 10.0.1.0/24}
  - {name: lab, cidr: 10.0.1.0/25} # cidrbook: allow A201 it is taken down next week
waivers:
  - {rule: overlapping-networks, between: [lan, iot], reason: isolated}
```

Source: the [data reference](../data.md), on waivers.
"""

from collections.abc import Iterator, Sequence

from cidrbook.plan.allowance import Allowance
from cidrbook.plan.exemption import Exemption, Standing
from cidrbook.plan.plan import Plan
from cidrbook.rules import Rule, rules
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import did_you_mean

SEVERITY = Severity.WARNING


def review(plan: Plan, standings: Sequence[Standing]) -> Iterator[Problem]:
    """Exemptions of plan rules that match no finding."""
    if plan.unread:
        return
    known = {name: rule for rule in rules() for name in (rule.slug, rule.code.lower())}
    for standing in standings:
        exemption = standing.exemption
        rule = known.get(exemption.rule)
        if not standing.used and not exemption.expired and _looked_at(rule, exemption):
            yield _problem(plan, exemption, known)


def _looked_at(rule: Rule | None, exemption: Exemption) -> bool:
    """Whether the rule checks plans. The rule unresolved-reference reports a waiver's unknown rule."""
    return (
        isinstance(exemption.written, Allowance) if rule is None else bool(rule.check or rule.observed or rule.compared)
    )


def _problem(plan: Plan, exemption: Exemption, known: dict[str, Rule]) -> Problem:
    written = exemption.written
    if exemption.rule not in known:
        return Problem(
            at=exemption.place,
            message=f"there is no rule `{written.rule}` to allow",
            hint=did_you_mean(exemption.rule, sorted(known)) or "write the code or the name that a finding shows",
        )
    parties = () if isinstance(written, Allowance) else written.between
    where = f" between {' and '.join(parties)}" if parties else " on this line"
    return Problem(
        at=exemption.place,
        message=f"nothing breaks the rule `{written.rule}`{where}",
        hint=next(filter(None, (_misnamed(plan, name) for name in parties)), "remove it"),
        parties=parties,
    )


def _misnamed(plan: Plan, name: str) -> str:
    """The hint for an id that no object has."""
    ids = {str(getattr(entry, "id", "")) for entry in plan.entries}
    return "" if name in ids else did_you_mean(name, sorted(ids - {""}))
