"""Templates whose results are in the repository too. The result is in use; the template claims nothing."""

from __future__ import annotations

from collections.abc import Collection

_SUFFIXES = (".j2", ".jinja2", ".jinja", ".tmpl", ".tpl", ".gotmpl")
_FOLDER = "/templates/"


def templates(files: Collection[str]) -> frozenset[str]:
    """The templates among these files whose results are there as well.

    `a.yaml.j2` lies beside its result `a.yaml`. Below a folder `templates`, one result proves that all templates
    there are used, as one generator reads them all: `bootstrap/templates/apps/pool.yaml.j2` makes `apps/pool.yaml`.
    """
    known = frozenset(files)
    results = {file: bare for file in files if (bare := _result(file)) is not None and bare in known}
    generators: set[str] = set()
    for file in files:
        root, folder, rest = f"/{_result(file) or file}".partition(_FOLDER)
        if folder and "/" in rest and rest in known:
            generators.add(f"{root}{folder}")
    below = (file for file in files if any(f"/{file}".startswith(generator) for generator in generators))
    return frozenset((*results, *below))


def _result(file: str) -> str | None:
    """The name of the file that a template makes; None for a file that is no template."""
    return next((file.removesuffix(suffix) for suffix in _SUFFIXES if file.endswith(suffix)), None)
