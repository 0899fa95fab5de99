"""Which rules a person means by a code, a name, the beginning of a code, or a family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cidrbook.report.page import Described
from cidrbook.text.names import closest, did_you_mean


class UnknownRuleError(Exception):
    """No rule goes by that word; the message says so in one line, with what was probably meant."""

    def __init__(self, word: str, known: Sequence[str]) -> None:
        close = did_you_mean(word, known) if closest(word, known) else "`cidrbook rule` lists all"
        super().__init__(f"unknown rule `{word}`; {close}")


def several(words: Iterable[str], rules: Sequence[Described]) -> frozenset[str]:
    """The codes of all rules that the words mean; a word may hold several, with commas between.

    Raises `UnknownRuleError` for one that means none.
    """
    single = (part.strip() for word in words for part in word.split(","))
    return frozenset(code for word in single if word for code in _codes(word, rules))


def chosen(rules: Sequence[Described], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The codes of the selected rules (where nothing is selected, of all), without those of the ignored ones."""
    return (several(select, rules) or frozenset(rule.code for rule in rules)) - several(ignore, rules)


def _codes(word: str, rules: Sequence[Described]) -> list[str]:
    folded = word.lower()
    codes = [rule.code for rule in rules if folded in (*_rule_names(rule), rule.family)]
    codes = codes or [rule.code for rule in rules if rule.code.lower().startswith(folded)]
    if not codes:
        known = dict.fromkeys(name for rule in rules for name in (rule.slug, rule.family, rule.code))
        raise UnknownRuleError(word, list(known))
    return codes


def _rule_names(rule: Described) -> tuple[str, str]:
    return rule.slug, rule.code.lower()
