"""How easily the code is read: names that are used twice, long functions, comprehensions. `make house` prints it.

It measures what a reader trips over, in numbers that can be compared from one change to the next.
"""

from __future__ import annotations

import ast
import importlib
import io
import re
import statistics
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "macros/cidrbook"

LONG = 350
"""Lines that a module may have: what one reads in a sitting."""

COMPLEX = 21
"""The cyclomatic complexity from which radon gives a D: more branches than one keeps in mind."""

OPEN = {"_problem", "__init__"}
"""Names that each rule or package has, and that nobody searches for."""

_MARK = re.compile(r"#\s*(noqa|type:|pragma)")
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

Modules = dict[str, ast.Module]


def modules(package: Path = PACKAGE) -> Modules:
    """The syntax tree of each module, by its path in the package."""
    files = sorted(package.rglob("*.py"))
    return {file.relative_to(package).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def named_it(trees: Modules) -> int:
    """How often a variable or an argument is called `it`."""
    nodes = (node for tree in trees.values() for node in ast.walk(tree))
    return sum(
        (isinstance(node, ast.Name) and node.id == "it") or (isinstance(node, ast.arg) and node.arg == "it")
        for node in nodes
    )


def repeated(names: Iterable[str], beyond: int = 1) -> str:
    """How many names there are more than once, and the most frequent of them."""
    often = {name: count for name, count in Counter(names).most_common() if count > beyond and name not in OPEN}
    most = ", ".join(f"`{name}` {count}" for name, count in list(often.items())[:8])
    return f"{len(often)}{f' ({most})' if most else ''}"


def functions(trees: Modules) -> Iterator[ast.FunctionDef]:
    """All functions and methods."""
    yield from (node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def private_names(trees: Modules) -> Iterator[str]:
    """The names of the private functions of each module, once a module."""
    for tree in trees.values():
        yield from {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("_")}


def class_names(trees: Modules) -> Iterator[str]:
    """The names of all classes."""
    yield from (node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def comprehensions(trees: Modules) -> float:
    """How many comprehensions there are for each function."""
    count = sum(isinstance(node, _COMPREHENSIONS) for tree in trees.values() for node in ast.walk(tree))
    return count / len(list(functions(trees)))


def complex_functions(texts: Iterable[str]) -> str:
    """How many functions are of complexity D or worse, and the worst; where radon is installed."""
    try:
        visit: Callable[[str], list[object]] = importlib.import_module("radon.complexity").cc_visit
    except ModuleNotFoundError:
        return "radon is not installed"
    blocks = [block for text in texts for block in visit(text)]
    worst = sorted(((getattr(block, "complexity", 0), getattr(block, "name", "")) for block in blocks), reverse=True)
    count = sum(complexity >= COMPLEX for complexity, _ in worst)
    return f"{count} (the worst: `{worst[0][1]}` {worst[0][0]})"


def comments(texts: Iterable[str]) -> float:
    """Comments for each 100 lines: those for people, and not for tools."""
    every = list(texts)
    tokens = (token for text in every for token in tokenize.generate_tokens(io.StringIO(text).readline))
    count = sum(token.type == tokenize.COMMENT and not _MARK.match(token.string) for token in tokens)
    return 100 * count / sum(text.count("\n") for text in every)


def lengths(trees: Modules) -> str:
    """The median and the 90th percentile of the lines that functions have, without decorators and docstrings."""
    lines = sorted(_lines(function) for function in functions(trees))
    return f"{statistics.median(lines):.0f}, {lines[len(lines) * 9 // 10]} (of {len(lines):,})"


def _lines(function: ast.FunctionDef) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def table(package: Path = PACKAGE) -> dict[str, str]:
    """What is measured, by what it is called."""
    trees = modules(package)
    texts = [(package / name).read_text(encoding="utf-8") for name in trees]
    long = [name for name, text in zip(trees, texts, strict=True) if text.count("\n") > LONG]
    return {
        "modules, lines": f"{len(trees)}, {sum(text.count(chr(10)) for text in texts):,}",
        "the variable `it`": str(named_it(trees)),
        "private names of one spelling": repeated(private_names(trees)),
        "those in more than two modules": repeated(private_names(trees), 2),
        "class names in several modules": repeated(class_names(trees)),
        "module names twice": repeated(Path(name).stem for name in trees),
        "comprehensions a function": f"{comprehensions(trees):.2f}",
        "functions of complexity D or worse": complex_functions(texts),
        "comments per 100 lines": f"{comments(texts):.1f}",
        "lines of a function: median, 90 %": lengths(trees),
        f"modules over {LONG} lines": ", ".join(long) or "0",
    }


def main() -> None:
    """Print the table."""
    print("| measured | now |\n| --- | --- |")
    for name, value in table().items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
