"""Modules of Terraform, OpenTofu and Terragrunt: resources and settings with their values filled in.

Known are the `locals` of a folder, the `default` of its variables, its `terraform.tfvars` and `*.auto.tfvars`; for
Terragrunt the `locals` and `inputs` of a file, and of files that it includes or reads from a folder above. Resources
with `for_each` and `count` are one each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from cidrbook.repository.terraform.expressions import Computer
from cidrbook.text.hcl import parsed
from cidrbook.text.hcl_syntax import Body, Expression, HclBlock, Many, Step, Text
from cidrbook.text.located import Located
from cidrbook.text.paths import upwards
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, at, mappings, text

TERRAFORM = (".tf", ".tofu")
SETTINGS = ".tfvars"
TERRAGRUNT = ".hcl"
LANGUAGES = (*TERRAFORM, SETTINGS, TERRAGRUNT)
_AUTOMATIC = ("terraform.tfvars", ".auto.tfvars")
_LOCK = ".terraform.lock.hcl"
_SHARED = regex(r"(?:^|/)modules/")
"""Folders of shared modules. The defaults of their variables are only examples."""

_MAX_INSTANCES = 256
"""Instances of one resource. No home has more machines; a larger `count` is a mistake or an attack."""
_MAX_DEPTH = 8
"""Blocks in blocks, and files that include files. Labs need three; the limit ends circles."""
_MAX_PARTS = 20_000
"""Parts of one value. A value that contains itself several times grows beyond any limit."""


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: its type, its name, its values."""

    type: str
    name: Located
    tree: dict[str, Value]

    @cached_property
    def values(self) -> dict[str, list[Located]]:
        """Its values by name. Keys of inner blocks follow a dot."""
        flat: dict[str, list[Located]] = defaultdict(list)
        for path, mapping in mappings(self.tree):
            for name, value in mapping.items():
                found = [value] if isinstance(value, Located) else value if isinstance(value, list) else []
                texts = [text for text in found if isinstance(text, Located)]
                if texts:
                    flat[".".join((*path, name))] += texts
        return flat

    def one(self, *names: str) -> Located | None:
        """The value of the first of these names that has exactly one."""
        return next((self.values[name][0] for name in names if len(self.values.get(name, ())) == 1), None)


class Module(NamedTuple):
    """The resources of a folder by file, and its settings: `locals`, variables, `inputs`."""

    resources: Mapping[Source, Sequence[Resource]]
    settings: Sequence[tuple[Source, dict[str, Value]]]


@lru_cache(maxsize=2)
def modules(sources: tuple[Source, ...]) -> tuple[Module, ...]:
    """The modules of files in these languages; asked for manifests first, and then for machines."""
    return tuple(_modules_by_folder({source.file: source for source in sources}))


def _modules_by_folder(files: Mapping[str, Source]) -> Iterator[Module]:
    folders: dict[str, list[Source]] = defaultdict(list)
    for file, source in files.items():
        if not file.endswith(TERRAGRUNT):
            folders[dirname(file)].append(source)
    modules = [(folder, _Folder(found)) for folder, found in folders.items()]
    passed: dict[str, set[str]] = defaultdict(set)
    for folder, module in modules:
        for called, names in module.calls():
            passed[normpath(join(folder, called))] |= names
    for folder, module in modules:
        yield module.module(frozenset(passed.get(folder, ())))
    bodies: dict[str, Body] = {}
    for file, source in files.items():
        if file.endswith(TERRAGRUNT) and basename(file) != _LOCK:
            yield Module({}, [(source, _TerragruntFile(files, bodies, source.file, dirname(file)).settings())])


class _Lazy:
    """Values by name, each computed once, on demand. A value that needs itself is unknown."""

    def __init__(self, made: Mapping[str, Callable[[], Value]]) -> None:
        self._made = made
        self._known: dict[str, Value] = {}

    def get(self, name: str) -> Value:
        if name not in self._known and name in self._made:
            self._known[name] = None
            self._known[name] = _bounded(self._made[name]())
        return self._known.get(name)

    def forget(self, names: Iterable[str]) -> None:
        """Makes these names unknown."""
        self._known.update(dict.fromkeys(names))

    def all(self) -> dict[str, Value]:
        return {name: self.get(name) for name in self._made}


class _LazyMapping(dict[str, Value]):
    """A mapping that computes its values on demand."""

    def __init__(self, lazy: _Lazy) -> None:
        super().__init__()
        self._lazy = lazy

    def get(self, key: str, default: Value = None) -> Value:  # type: ignore[override]
        found = self._lazy.get(key)
        return default if found is None else found


class _Folder:
    """A folder of Terraform."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._bodies = {source: parsed(source.text) for source in sources if source.file.endswith(TERRAFORM)}
        self._given = [source for source in sources if source.file.endswith(_AUTOMATIC)]
        self._locals = _Lazy({name: partial(self._value, *group) for name, *group in self._local()})  # type: ignore[arg-type]
        self._variables = _Lazy({name: partial(self._value, *group) for name, *group in self._variable()})  # type: ignore[arg-type]
        self._known: dict[str, Callable[[], Value]] = {
            "local": lambda: _LazyMapping(self._locals),
            "var": lambda: _LazyMapping(self._variables),
        }
        self._known |= {kind: partial(_LazyMapping, made) for kind, made in self._resources_by_type().items()}
        self._computers = {source: Computer(source, self._known) for source in sources}

    def _resources_by_type(self) -> dict[str, _Lazy]:
        """What expressions know as `type.name`: the values of a resource, or of each instance of it."""
        made: dict[str, dict[str, Callable[[], Value]]] = defaultdict(dict)
        for source, body in self._bodies.items():
            for block in body.blocks:
                if block.type == "resource" and len(block.labels) == 2:
                    made[_label(block, 0)][_label(block, 1)] = partial(self._referred, source, block)
        return {kind: _Lazy(by_name) for kind, by_name in made.items()}

    def _referred(self, source: Source, block: HclBlock) -> Value:
        """The values of a resource: by key where it has `for_each`, in a list where it has `count`."""
        name = Located(_label(block, 1), source.at(block.labels[1].start))
        trees = [(own, self._tree(source, block.body, own)) for _, own in self._instances(source, block, name)]
        if any("count" in own for own, _ in trees):
            return [tree for _, tree in trees]
        keys = [(text(own, "each", "key"), tree) for own, tree in trees]
        return {str(key): tree for key, tree in keys if key is not None} or next((tree for _, tree in trees), None)

    def calls(self) -> Iterator[tuple[str, set[str]]]:
        """The modules that this one calls by path, and the variables that it sets in them."""
        for body in self._bodies.values():
            for block in body.blocks:
                source = block.body.attributes.get("source") if block.type == "module" else None
                if isinstance(source, Text) and source.parts and str(source.parts[0]).startswith("."):
                    yield str(source.parts[0]), set(block.body.attributes)

    def module(self, passed: frozenset[str]) -> Module:
        """The module in this folder, with the variables that its callers set."""
        self._variables.forget(passed)
        resources = {source: list(self._resources(source, body)) for source, body in self._bodies.items()}
        settings: list[tuple[Source, dict[str, Value]]] = []
        for source, body in self._bodies.items():
            settings += [(source, own)] if (own := self._declared_values(source, body)) else []
        for source in self._given:
            settings.append(
                (source, {name: self._value(source, value) for name, value in parsed(source.text).attributes.items()})
            )
        return Module(resources, settings)

    def _declared_values(self, source: Source, body: Body) -> dict[str, Value]:
        """The locals of a file, its calls of modules, and its variables that no other file sets."""
        found = {
            name: self._locals.get(name)
            for block in body.blocks
            if block.type == "locals"
            for name in block.body.attributes
        }
        for block in body.blocks:
            name = _label(block, 0)
            if block.type == "variable" and "default" in block.body.attributes and name not in self._assigned():
                found |= {} if _SHARED.search(source.file) else {name: self._variables.get(name)}
            elif block.type == "module":
                found[name] = self._tree(source, block.body, {})
        return found

    def _assigned(self) -> set[str]:
        return {name for source in self._given for name in parsed(source.text).attributes}

    def _local(self) -> Iterator[tuple[str, Source, Expression]]:
        for source, body in self._bodies.items():
            for block in body.blocks:
                if block.type == "locals":
                    yield from ((name, source, value) for name, value in block.body.attributes.items())

    def _variable(self) -> Iterator[tuple[str, Source, Expression]]:
        for source, body in self._bodies.items():
            for block in body.blocks:
                if block.type == "variable" and "default" in block.body.attributes:
                    yield _label(block, 0), source, block.body.attributes["default"]
        for source in self._given:
            yield from ((name, source, value) for name, value in parsed(source.text).attributes.items())

    def _value(self, source: Source, expression: Expression, own: Mapping[str, Value] | None = None) -> Value:
        return self._computers[source].value(expression, own)

    def _resources(self, source: Source, body: Body) -> Iterator[Resource]:
        for block in body.blocks:
            if block.type in ("resource", "data") and len(block.labels) == 2:
                kind = f"{'data.' if block.type == 'data' else ''}{_label(block, 0)}"
                label = block.labels[1]
                name = Located(_label(block, 1), source.at(label.start, label.end - label.start))
                for shown, own in self._instances(source, block, name):
                    tree = self._tree(source, block.body, own)
                    yield Resource(kind, shown, tree)

    def _instances(self, source: Source, block: HclBlock, name: Located) -> Iterator[tuple[Located, dict[str, Value]]]:
        """The instances of a resource: their names, and the values of `each` and `count` for them."""
        each, count = (block.body.attributes.get(key) for key in ("for_each", "count"))
        over = self._value(source, each or count) if each or count else None  # type: ignore[arg-type]
        if each and isinstance(over, list):
            over = {str(key): key for key in over if isinstance(key, Located)}
        if each and isinstance(over, dict) and over:
            for key, value in [*over.items()][:_MAX_INSTANCES]:
                word = Located(key, name.place, "")
                yield word, {"each": {"key": word, "value": value}}
        elif count and isinstance(over, Located) and over.isdecimal() and int(over) <= _MAX_INSTANCES:
            for number in range(int(over)):
                index = Located(str(number), name.place, "")
                yield Located(f"{name}-{number}", name.place, ""), {"count": {"index": index}}
        else:
            yield name, {}

    def _tree(self, source: Source, body: Body, own: Mapping[str, Value], depth: int = 0) -> dict[str, Value]:
        """The values of a body and of its blocks. Several blocks of one type become a list."""
        found = {name: self._value(source, value, own) for name, value in body.attributes.items()}
        blocks: dict[str, list[Value]] = defaultdict(list)
        for block in body.blocks if depth < _MAX_DEPTH else ():
            if block.type != "dynamic":
                blocks[block.type].append(self._tree(source, block.body, own, depth + 1))
        return found | {name: trees[0] if len(trees) == 1 else list(trees) for name, trees in blocks.items()}


class _TerragruntFile:
    """A Terragrunt file, as seen from the folder that is applied."""

    def __init__(
        self, files: Mapping[str, Source], bodies: dict[str, Body], file: str, folder: str, depth: int = 0
    ) -> None:
        self._files, self._bodies, self._folder, self._depth = files, bodies, folder, depth
        self._source = files[file]
        self._body = bodies.setdefault(file, parsed(self._source.text))
        own = {
            name: value
            for block in self._body.blocks
            if block.type == "locals"
            for name, value in block.body.attributes.items()
        }
        self._locals = _Lazy({name: partial(self._value, value) for name, value in own.items()})
        self._computer = Computer(
            self._source,
            {"local": lambda: _LazyMapping(self._locals), "include": lambda: _LazyMapping(self._included())},
        )

    def settings(self) -> dict[str, Value]:
        """The file's own locals and inputs, and its module if it names one."""
        inputs = self._body.attributes.get("inputs")
        found = self._value(inputs) if inputs else None
        source = next(
            (block.body.attributes.get("source") for block in self._body.blocks if block.type == "terraform"), None
        )
        return {
            "locals": self._locals.all(),
            "inputs": found if isinstance(found, dict) else None,
            "source": self._value(source) if source else None,
        }

    def _value(self, expression: Expression) -> Value:
        read = self._read(expression)
        if read is not None:
            return read
        if (
            isinstance(expression, Step)
            and (of := self._read(expression.of)) is not None
            and isinstance(expression.key, Text)
        ):
            return at(of, *(part for part in expression.key.parts if isinstance(part, str)))
        return self._computer.value(expression)

    def _read(self, expression: Expression) -> Value:
        """The result of `read_terragrunt_config`."""
        if isinstance(expression, Many) and expression.function == "try" and expression.items:
            return self._read(expression.items[0])
        if not isinstance(expression, Many) or expression.function != "read_terragrunt_config" or not expression.items:
            return None
        return self._settings_of(self._file(expression.items[0]))

    def _settings_of(self, file: str) -> Value:
        if file not in self._files or self._depth >= _MAX_DEPTH:
            return None
        return dict(_TerragruntFile(self._files, self._bodies, file, self._folder, self._depth + 1).settings())

    def _file(self, expression: Expression) -> str:
        """The file at a path, or the file of this name in the nearest folder above."""
        if isinstance(expression, Many) and expression.function == "find_in_parent_folders":
            name = str(self._computer.value(expression.items[0]) or "") if expression.items else "terragrunt.hcl"
            above = (*upwards(self._folder), "")[1:]
            return next((path for folder in above if (path := join(folder, name)) in self._files), "")
        written = self._computer.value(expression)
        return normpath(join(self._folder, written)) if isinstance(written, Located) and not written.open else ""

    def _included(self) -> _Lazy:
        paths = {
            _label(block, 0): block.body.attributes.get("path")
            for block in self._body.blocks
            if block.type == "include"
        }
        return _Lazy({name: partial(self._settings_of, self._file(value)) for name, value in paths.items() if value})


def _bounded(value: Value) -> Value:
    """The value; None if it contains itself so often that it has more parts than any lab's."""
    left, waiting = _MAX_PARTS, [value]
    while waiting and left:
        left -= 1
        mapping = waiting.pop()
        waiting += mapping.values() if isinstance(mapping, dict) else mapping if isinstance(mapping, list) else ()
    return None if waiting else value


def _label(block: HclBlock, which: int) -> str:
    parts = block.labels[which].parts if which < len(block.labels) else ()
    return "".join(part for part in parts if isinstance(part, str))
