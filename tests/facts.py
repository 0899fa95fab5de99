"""The facts of the plans in `nuances/catalogue`, whole: `python tests/facts.py` writes `nuances/facts.yaml` anew.

`usual` is what a fact mostly is where it is known. Of a plan that a nuance applies to is written down what differs from
that, and how many facts are as usual, unknown, or of nothing that there is; of the other two plans of a nuance, what
differs from the first. A number before a fact is that of the setting, where there are several: a cluster with another
router, load balancer or virtual address.
Whoever writes it anew reads the difference: each fact decides what nuances say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import yaml
from cases import TESTS

from cidrbook.nuances.facts import FACTS
from cidrbook.nuances.setting import NOTHING, Fact, settings
from cidrbook.plan.load import parse

FILE = TESTS / "nuances/facts.yaml"

Facts = Mapping[str, str]


def plans() -> dict[str, dict[str, str]]:
    """The plans of each nuance, by the case that they are of."""
    found = {}
    for file in sorted((TESTS / "nuances/catalogue").glob("*.yaml")):
        for nuance, cases in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            found[nuance] = {case: cases[case] for case in ("applies", "near miss", "cannot tell")}
    return found


def facts(text: str) -> dict[str, str]:
    """All facts of a plan. A fact that cannot be, as there is no router or no load balancer, is `none`."""
    return {
        f"{number} {key}" if number else key: _told(fact.read(setting))
        for number, setting in enumerate(settings(parse({"data/plan.yaml": text})))
        for key, fact in FACTS.items()
    }


def _told(fact: Fact) -> str:
    return "none" if fact == NOTHING else "unknown" if fact is None else ", ".join(fact)


def told_of(cases: Mapping[str, str], usual: Facts) -> dict[str, Facts]:
    """What is written down of the plans of a nuance."""
    first, *others = ((case, _unusual(text, usual)) for case, text in cases.items())
    return dict([first, *((case, _changed(first[1], told)) for case, told in others)])


def _unusual(text: str, usual: Facts) -> dict[str, str]:
    found, rest = {}, Counter[str]()
    for key, told in facts(text).items():
        kind = "usual" if told == usual.get(key.rpartition(" ")[2]) else told
        if kind in ("usual", "unknown", "none"):
            rest[kind] += 1
        else:
            found[key] = told
    return found | {"rest": ", ".join(f"{count} {kind}" for kind, count in sorted(rest.items()))}


def _changed(before: Facts, after: Facts) -> dict[str, str]:
    """What is new or is changed; what is no more has no value."""
    return {key: after.get(key, "") for key in [*after, *before] if before.get(key) != after.get(key)}


def _usual(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for key, told in facts(text).items():
            found[key.rpartition(" ")[2]][told] += told not in ("unknown", "none")
    return {key: counts.most_common(1)[0][0] for key, counts in found.items() if counts.total()}


def main() -> None:
    """Write down the facts of all plans anew."""
    nuances = plans()
    usual = _usual(text for cases in nuances.values() for text in cases.values())
    content = {"usual": usual, "nuances": {name: told_of(cases, usual) for name, cases in nuances.items()}}
    FILE.write_text(yaml.dump(content, sort_keys=False, width=120, default_flow_style=None), encoding="utf-8")


if __name__ == "__main__":
    main()
