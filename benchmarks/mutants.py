"""Whether the tests guard every rule's conditions: `make mutants`.

Each rule is changed in one small place (a comparison, an `and`, a `not`, a
number, a filter) and looks again at every plan that the tests hold. Where it
still finds the same at the same places, nobody would notice the change: it
survives, and is printed. Some that survive mean the same as before.
"""

from __future__ import annotations

import ast
import copy
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cidrbook.plan import load
from cidrbook.plan.exemption import Exemptions, Standing, allowed, waived
from cidrbook.plan.plan import Plan
from cidrbook.rules import Rule, rules

TESTS = Path(__file__).resolve().parents[1] / "tests"
TODAY = date(2026, 11, 23)
SWAPPED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Plans:
    """Every text that a test makes a plan of, gathered while the tests run."""

    def __init__(self) -> None:
        self.texts: set[tuple[tuple[str, str], ...]] = set()

    @pytest.fixture(autouse=True)
    def gathered(self, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
        """Listen to `parse`, where the test's module has it."""
        original = load.parse

        def listen(texts: Mapping[str, str]) -> Plan:
            self.texts.add(tuple(texts.items()))
            return original(texts)

        if hasattr(request.module, "parse"):
            monkeypatch.setattr(request.module, "parse", listen)


def mutants(tree: ast.Module) -> Iterator[tuple[int, ast.Module]]:
    """The module with one thing changed, and the line of it. Words are left as they are."""
    words = {id(node) for part in ast.walk(tree) if _is_wording(part) for node in ast.walk(part)}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in words:
            continue
        for change in itertools.count():
            other = copy.deepcopy(tree)
            place = next(itertools.islice(ast.walk(other), index, None))
            if not _changed(other, place, change):
                break
            yield getattr(node, "lineno", 0), ast.fix_missing_locations(other)


def _is_wording(node: ast.AST) -> bool:
    """Whether this only makes what a problem says, not where it is or whether there is one."""
    match node:
        case ast.keyword(arg="message" | "hint" | "label" | "related"):
            return True
        case ast.FunctionDef(returns=ast.Name(id="str" | "Related" | "Problem")):
            return True
        case ast.JoinedStr() | ast.Call(func=ast.Name(id="Related")):
            return True
        case ast.IfExp(body=ast.JoinedStr() | ast.Constant(value=str())):
            return True
    return False


def _changed(tree: ast.Module, node: ast.AST, change: int) -> bool:  # noqa: C901 (a table of changes)
    """Make the change of this number to the node; whether there is one."""
    match node:
        case ast.Compare(ops=ops) if change < len(ops):
            ops[change] = SWAPPED[type(ops[change])]()
        case ast.BoolOp(values=values) if change < len(values):
            del values[change]
        case ast.BoolOp(values=values) if change == len(values):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not()) if change == 0:
            _replace(tree, node, node.operand)
        case ast.IfExp(orelse=ast.Tuple(elts=[])) if change < 1:  # to look all the same is only slower
            node.test = ast.Constant(value=False)
        case ast.IfExp(orelse=ast.Tuple(elts=[])):
            return False
        case ast.If() | ast.IfExp() if change < 2:
            node.test = ast.Constant(bool(change))
        case ast.Constant(value=int() as number) if not isinstance(number, bool) and change < 2:
            node.value = number + 1 - 2 * change
        case ast.comprehension(ifs=ifs) if change < len(ifs):
            del ifs[change]
        case ast.Continue() | ast.Break() if change == 0:
            _replace(tree, node, ast.Pass())
        case _:
            return False
    return True


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                value[:] = [new if item is old else item for item in value]


def found(module: ModuleType | dict[str, Any], plans: Sequence[Plan]) -> Iterator[object]:
    """What a rule finds in each plan, as the tests see it: where, and whose."""
    names = module if isinstance(module, dict) else vars(module)
    for plan in plans:
        try:
            if "check" in names:
                problems = names["check"](plan)
            else:
                exemptions = Exemptions((*waived(plan, TODAY), *allowed(plan.allowances)))
                problems = names["review"](plan, [Standing(exemption, used=False) for exemption in exemptions.all])
            yield [(problem.at.file, problem.at.line, problem.at.column, problem.parties) for problem in problems]
        except Exception as error:  # noqa: BLE001 (a mutant that breaks down is noticed)
            yield type(error)


def survivors(rule: Rule, plans: Sequence[Plan]) -> tuple[int, list[str]]:
    """How many mutants of a rule there are, and the lines of those that nobody notices."""
    module = sys.modules[(rule.check or rule.review).__module__]
    text = Path(module.__file__ or "").read_text(encoding="utf-8")
    usual = list(found(module, plans))
    lines: list[str] = []
    count = 0
    for line, tree in mutants(ast.parse(text)):
        names: dict[str, Any] = {"__name__": module.__name__}
        try:
            exec(compile(tree, module.__file__ or "", "exec"), names)  # noqa: S102 (the rule itself, changed)
        except Exception:  # noqa: BLE001 (as above)
            names = {"check": None}
        count += 1
        if all(now == before for now, before in zip(found(names, plans), usual, strict=True)):
            lines.append(f"  {rule.code}:{line}: {text.splitlines()[line - 1].strip()}")
    return count, lines


def main() -> None:
    """Print what survives, rule by rule, and the share of what does not."""
    plans = Plans()
    tests = sorted(str(path) for path in (TESTS / "rules").glob("test_*.py"))
    pytest.main(["-q", "-n0", "-p", "no:cacheprovider", *tests], plugins=[plans])
    read = [load.parse(dict(texts)) for texts in sorted(plans.texts)]
    chosen = [
        other_rule
        for other_rule in rules()
        if (other_rule.check or other_rule.review) and (not sys.argv[1:] or other_rule.family in sys.argv[1:])
    ]
    total = killed = 0
    for rule in chosen:
        count, lines = survivors(rule, read)
        total, killed = total + count, killed + count - len(lines)
        print("\n".join([f"{rule.code} {rule.slug}: {count - len(lines)} of {count}", *lines]), flush=True)
    print(f"{killed:,} of {total:,} mutants noticed, {killed / total:.1%}, on {len(read):,} plans")


if __name__ == "__main__":
    main()
