"""The one dialect of globs, for options, keys and `.gitignore`."""

from __future__ import annotations

import pytest

from cidrbook.repository.globs import first_match, folder_glob, matches


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        pytest.param(["*.md"], "docs/a/b.md", True, id="a name in any folder"),
        pytest.param(["docs/*.md"], "docs/a/b.md", False, id="a star does not cross folders"),
        pytest.param(["docs/*"], "docs/a/b.md", True, id="a folder that is matched has all that is in it"),
        pytest.param(["docs"], "a/docs/b.md", True, id="a folder by its name"),
        pytest.param(["/docs"], "a/docs/b.md", False, id="from the root"),
        pytest.param(["./docs/*"], "docs/b.md", True, id="from this folder"),
        pytest.param(["docs/**/b.md"], "docs/a/c/b.md", True, id="any folders between"),
        pytest.param(["docs/", "!docs/b.md"], "docs/b.md", False, id="one that is taken back"),
        pytest.param(["[", "*.md"], "b.md", True, id="one that is no glob"),
        pytest.param([], "b.md", False, id="none"),
    ],
)
def test_a_path_matches(globs: list[str], path: str, expected: bool) -> None:  # noqa: FBT001 (a table's column)
    assert matches(path, globs) is expected


@pytest.mark.parametrize("folder", ["data", "a b", "a[1]", "!x", "#x", "x*", "a/b ", "a\\\\b"])
def test_the_glob_of_a_folder_is_for_that_folder_alone(folder: str) -> None:
    assert matches(f"{folder}/x/y.yaml", [folder_glob(folder)])
    assert not matches(f"x/{folder}/y.yaml", [folder_glob(folder)])
    assert not matches(f"{folder}x/y.yaml", [folder_glob(folder)])


def test_the_first_glob_that_matches_says_the_value() -> None:
    sites = {"sites/cabin/*": "cabin", "sites/*": "home"}
    paths = ("sites/cabin/a/b.yaml", "sites/flat/b.yaml", "b.yaml")
    assert [first_match(path, sites) for path in paths] == ["cabin", "home", None]
