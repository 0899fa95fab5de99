"""Whether the tests guard what the product decides: `make mutants`, or with a seed and a size of your own.

A mutant is the product with one thing changed: a comparison, an `and`, a `not`, a number, a filter, a way out of a
loop. Of all that a room can have, some are drawn by lot. They stand in the code beside what they change, each behind a
switch, so that the tests run once to say which of them reach which mutant. Then each mutant is switched on in a copy
of the process, which runs the tests that reach it until one fails, the fast ones first. What no test notices survives,
and is printed.

No mutants are made of what nobody could tell apart: annotations, the texts of messages and what finds their words, the
sizes of caches, and limits that keep large input from taking long (`_MAX_TEXT = 100_000`), where one more or one less
is the same to anybody. Some that survive mean the same as before nevertheless.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import copy
import functools
import gc
import importlib.machinery
import os
import pkgutil
import random
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "macros/cidrbook"
ROOMS = ("plan", "rules", "nuances", "drift", "repository")
TESTS = (
    *(f"tests/{room}" for room in (*ROOMS, "net", "text", "changes", "report")),
    *(f"tests/test_{name}.py" for name in ("cases", "left_out", "lab", "labs", "checking")),
    *(f"tests/commands/test_{name}.py" for name in ("drift", "explain", "next", "who", "nuances", "diff", "init_from")),
)
"""The tests of these rooms. Those of sites take most of the time, and are about others."""

PATIENCE = 75
"""Seconds of the processor for a mutant: nearly all tests that can reach one."""

_LONGEST = 120_000
"""Bytes of the names of tests that a new process is told: as much as a variable of the environment can hold."""

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


_LIMIT = re.compile(r"_(?:MAX|MOST|LONGEST|LARGEST|LOOKED_AT|FIRST|HEAD)(?:_|\Z)")
_LARGE = 64
"""The least number that is a limit on work, if it is called one, and no threshold."""


class Mutant(NamedTuple):
    """A change of one node of a file: which node in the order of a walk, and which of its changes."""

    room: str
    file: Path
    node: int
    change: int
    line: int

    @property
    def where(self) -> str:
        """The place and the line, as they are printed."""
        line = self.file.read_text(encoding="utf-8").splitlines()[self.line - 1].strip()
        return f"{self.file.relative_to(PACKAGE)}:{self.line} [{self.node}.{self.change}]: {line}"


def mutants(room: str) -> Iterator[Mutant]:
    """All mutants of a room. Words, annotations and patterns are left as they are."""
    for file in sorted((PACKAGE / room).rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        left = {id(node) for part in (*_left(tree), *_of_limits(tree)) for node in ast.walk(part)}
        for number, node in enumerate(ast.walk(tree)):
            line = node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)
            if id(node) not in left:
                yield from (Mutant(room, file, number, change, line) for change in range(_changes(node)))


def _left(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="message" | "hint" | "label" | "related") | ast.JoinedStr() | ast.pattern():
                yield node
            case ast.FunctionDef(returns=ast.Name(id="str" | "Related" | "Problem")):
                yield node
            case ast.Call(func=ast.Name(id="Related")) | ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
                yield node
            case ast.IfExp(body=ast.JoinedStr() | ast.Constant(value=str())):
                yield node
        yield from (part for key in ("annotation", "returns") if (part := getattr(node, key, None)) is not None)


def _of_limits(tree: ast.Module) -> Iterator[ast.AST]:
    """Large numbers that are called limits, and comparisons with them."""
    limits = set()
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _LIMIT.match(name) and _is_large(value):
                limits.add(name)
                yield statement
    for node in ast.walk(tree):
        match node:
            case ast.Compare(comparators=[ast.Name(id=name)]) if name in limits:
                yield node
            case ast.Call(func=ast.Name(id="lru_cache")):
                yield node


def _is_large(value: ast.expr) -> bool:
    numbers = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant)]
    return any(isinstance(number, int) and number >= _LARGE for number in numbers) or isinstance(value, ast.BinOp)


def _changes(node: ast.AST) -> int:
    """How many changes of a node there are."""
    match node:
        case ast.Compare(ops=parts) | ast.comprehension(ifs=parts):
            return len(parts)
        case ast.BoolOp(values=parts):
            return len(parts) + 1
        case ast.If() | ast.IfExp():
            return 2
        case ast.Constant(value=value):
            return 2 if type(value) is int else 0
        case ast.UnaryOp(op=ast.Not()) | ast.Continue() | ast.Break():
            return 1
    return 0


def _changed(node: ast.expr, change: int) -> ast.expr:
    """A copy of an expression with this change."""
    other = copy.deepcopy(node)
    match other:
        case ast.Compare(ops=ops):
            ops[change] = SWAPPED[type(ops[change])]()
        case ast.BoolOp(values=values) if change < len(values):
            del values[change]
            return values[0] if len(values) == 1 else other
        case ast.BoolOp(op=op):
            other.op = ast.Or() if isinstance(op, ast.And) else ast.And()
        case ast.UnaryOp(operand=operand):
            return operand
        case ast.Constant(value=int() as value):
            other.value = value + 1 - 2 * change
    return other


class Switches(ast.NodeTransformer):
    """Puts each mutant beside what it changes: the mutant where its number is on, else what was there."""

    def __init__(self, changes: Mapping[int, Sequence[tuple[int, int]]]) -> None:
        self.changes = changes

    def visit(self, node: ast.AST) -> Any:
        """The node with the mutants of it and of what is inside."""
        mine = self.changes.get(id(node), ())
        original: Any = copy.deepcopy(node) if mine else node
        result: Any = self.generic_visit(node)
        for number, change in mine:
            match original:
                case ast.If() | ast.IfExp():
                    result.test = ast.IfExp(_is_on(number), ast.Constant(bool(change)), result.test)
                case ast.comprehension():
                    result.ifs[change] = ast.BoolOp(ast.Or(), [_is_on(number), result.ifs[change]])
                case ast.Continue() | ast.Break():
                    result = ast.If(ast.UnaryOp(ast.Not(), _is_on(number)), [result], [])
                case _:
                    result = ast.IfExp(_is_on(number), _changed(original, change), result)
        return ast.copy_location(result, original) if mine else result


class Entries(ast.NodeTransformer):
    """Has each function of a file say that it is called, as nothing else shows who uses what an import works out."""

    def __init__(self, number: int) -> None:
        self.number = number

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """The function, which says so first."""
        self.generic_visit(node)
        node.body.insert(int(ast.get_docstring(node) is not None), ast.Expr(_is_on(self.number)))
        return node


def _is_on(number: int) -> ast.expr:
    return ast.Call(ast.Name("_is_on", ast.Load()), [ast.Constant(number)], [])


class Switchboard:
    """Which mutant is on, and which tests reach which: None reaches what is worked out at the import."""

    def __init__(self, chosen: Sequence[Mutant], on: int) -> None:
        self.on = on
        self.test: int | None = None
        self.reached: dict[int, set[int | None]] = defaultdict(set)
        self.of_file: dict[str, list[tuple[int, Mutant]]] = defaultdict(list)
        for number, mutant in enumerate(chosen):
            self.of_file[str(mutant.file)].append((number, mutant))
        self.entry = {file: len(chosen) + number for number, file in enumerate(self.of_file)}

    def is_on(self, number: int) -> bool:
        """Whether the mutant of this number is on; the test that asks has reached it."""
        self.reached[number].add(self.test)
        return self.on == number

    def tests_of(self, number: int) -> set[int]:
        """The tests that reach the mutant, or enter the file, of this number."""
        return {test for test in self.reached[number] if test is not None}

    def install(self) -> None:
        """Have the files be compiled with their mutants, when they are imported."""
        original = importlib.machinery.SourceFileLoader.get_code

        def code(loader: Any, name: str) -> CodeType | None:
            file = loader.get_filename(name)
            return self._code(file) if file in self.of_file else original(loader, name)

        importlib.machinery.SourceFileLoader.get_code = code  # type: ignore[assignment, method-assign]
        builtins._is_on = self.is_on  # type: ignore[attr-defined]  # noqa: SLF001 (a name that no module has)

    def _code(self, file: str) -> CodeType:
        tree = ast.parse(Path(file).read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        changes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, mutant in self.of_file[file]:
            changes[id(nodes[mutant.node])].append((number, mutant.change))
        whole = Entries(self.entry[file]).visit(Switches(changes).visit(tree))
        return compile(ast.fix_missing_locations(whole), file, "exec")


class Trial:
    """A plugin of pytest that runs the tests on each mutant, in place of once."""

    def __init__(self, chosen: Sequence[Mutant], board: Switchboard, only: Sequence[str], jobs: int) -> None:
        self.jobs = jobs
        self.chosen, self.board, self.only = chosen, board, {name: number for number, name in enumerate(only)}
        self.failed = False

    def pytest_configure(self) -> None:
        """Have Hypothesis draw the same each time, and not look for the smallest failure."""
        from hypothesis import Phase, settings  # noqa: PLC0415 (pytest wants to be first)

        usual = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", deadline=None, database=None, phases=usual, derandomize=True)
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave only the tests that were asked for, in their order."""
        if self.only:
            asked = [item for item in items if item.nodeid in self.only]
            items[:] = sorted(asked, key=lambda item: self.only[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed |= report.failed

    def pytest_report_teststatus(self) -> tuple[str, str, str]:
        """Print nothing of a test: each copy of the process would."""
        return "", "", ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, and then on each mutant; or on the one that is on."""
        if self.only:
            os._exit(self._notices(session.items))
        _import_all()
        times, broken = self._usual(session.items)
        took = f"{sum(times):,.0f} seconds of the processor"
        print(f"\n{len(times):,} tests in {took}, of which {len(broken)} fail as it is", flush=True)
        noticed: dict[str, list[bool]] = {mutant.room: [] for mutant in self.chosen}
        for mutant, told, tests in self._results(session.items, times, broken):
            noticed[mutant.room].append(told)
            print(f"{'noticed ' if told else 'SURVIVED'} {mutant.where} ({tests} tests)", flush=True)
        every = [told for found in noticed.values() for told in found]
        for name, found in (*noticed.items(), ("all", every)):
            print(f"{name}: {sum(found)} of {len(found)} noticed", flush=True)
        os._exit(0)

    def _usual(self, items: list[pytest.Item]) -> tuple[list[float], set[int]]:
        """The seconds that each test takes, and the tests that fail without a mutant."""
        times: list[float] = []
        broken: set[int] = set()
        for number in range(len(items)):
            _forget()
            self.board.test, start = number, time.process_time()
            broken |= {number} if self._fails(items, number) else set()
            times.append(time.process_time() - start)
        self.board.test = None
        return times, broken

    def _fails(self, items: list[pytest.Item], number: int) -> bool:
        self.failed = False
        following = items[number + 1] if number + 1 < len(items) else None
        items[number].config.hook.pytest_runtest_protocol(item=items[number], nextitem=following)
        return self.failed

    def _notices(self, items: list[pytest.Item]) -> bool:
        """Whether one of the tests fails, in the time that there is."""
        end = time.process_time() + PATIENCE
        resource.setrlimit(resource.RLIMIT_CPU, (2 * PATIENCE, 2 * PATIENCE))  # a mutant may never end
        _forget()
        for number in range(len(items)):
            if self._fails(items, number):
                return True
            if time.process_time() > end:
                return False
        return False

    def _results(
        self, items: list[pytest.Item], times: Sequence[float], broken: set[int]
    ) -> Iterator[tuple[Mutant, bool, int]]:
        """Each mutant, whether it is noticed, and by how many tests it is reached, as the copies of the process end."""
        running: dict[int, tuple[Mutant, int]] = {}
        for number, mutant in enumerate(self.chosen):
            imported = not self.board.tests_of(number) and None in self.board.reached[number]
            reached = self.board.tests_of(self.board.entry[str(mutant.file)] if imported else number) - broken
            own = mutant.file.stem.partition("_")[0]
            order = sorted(reached, key=lambda test: (own not in items[test].nodeid, times[test]))
            if len(running) == self.jobs:
                yield _ended(running)
            if order:
                child = self._start(number, [items[test] for test in order], alone=imported)
                running[child] = mutant, len(order)
            else:
                yield mutant, False, 0
        while running:
            yield _ended(running)

    def _start(self, number: int, items: list[pytest.Item], *, alone: bool) -> int:
        """A copy of this process in which the mutant is on, or a new one, if the mutant is at work in the import."""
        child = os.fork()
        if not child:
            try:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                if alone:
                    os.environ["ONLY"] = "\n".join(item.nodeid for item in items)[:_LONGEST]
                    os.execv(sys.executable, [sys.executable, *sys.argv, "--on", str(number)])  # noqa: S606 (itself)
                self.board.on = number
                os._exit(self._notices(items))
            finally:
                os._exit(1)
        return child


def _ended(running: dict[int, tuple[Mutant, int]]) -> tuple[Mutant, bool, int]:
    """The next mutant whose process ends, whether it was noticed, and by how many tests it is reached."""
    child, status = os.wait()
    mutant, tests = running.pop(child)
    return mutant, os.waitstatus_to_exitcode(status) != 0, tests


def _import_all() -> None:
    """Import every module before the first test, or what an import works out counts for the one that needs it first."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "cidrbook."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@functools.cache
def _caches() -> list[Any]:
    """The caches of functions, which hide from a test what another test has worked out."""
    every = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))  # noqa: SLF001
    return [one for one in every if one.__module__.startswith("cidrbook")]


def _forget() -> None:
    for one in _caches():
        one.cache_clear()


def main() -> None:
    """Print what survives, and the share of what does not by room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what is drawn by lot")
    parser.add_argument("--sample", type=int, default=30, help="mutants of each room")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=ROOMS, help="the rooms, all unless said")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    parser.add_argument("--on", type=int, default=-1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    lot = random.Random(options.seed)  # noqa: S311 (no secret)
    chosen = [mutant for room in options.rooms for mutant in sorted(lot.sample([*mutants(room)], options.sample))]
    board = Switchboard(chosen, options.on)
    board.install()
    only = os.environ.pop("ONLY", "").split("\n") if options.on >= 0 else []
    os.chdir(ROOT)
    tests = sorted({name.partition("::")[0] for name in only}) or TESTS
    status = pytest.main(
        ["-q", "-n0", "-p", "no:cacheprovider", *tests], plugins=[Trial(chosen, board, only, options.jobs)]
    )
    os._exit(status)


if __name__ == "__main__":
    main()
