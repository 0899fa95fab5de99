"""The one dialect of globs, for options, keys and `.gitignore`."""

from __future__ import annotations

import pytest

from cidrbook.repository.globs import first_match, folder_glob, ignore_file, is_ignored, is_named_so, matches


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
        pytest.param(["[z-a]", "*.md"], "b.md", True, id="one with a range that is none"),
        pytest.param(["*a*b*.md"], "xabab/ab.md", True, id="stars in one name"),
        pytest.param(["*a*b"], "a/b", False, id="stars of one name are not shared out over two"),
        pytest.param(["*?a*?c"], "xaxxc", True, id="a star before any letter"),
        pytest.param(["a*\\**b"], "ax*xb", True, id="an escaped star between two"),
        pytest.param(["**/a/**/b*/**/c"], "x/a/b/a/x/bx/y/c", True, id="any folders, several times"),
        pytest.param(["**/a/**/b/**/c"], "x/ab/b/c", False, id="any folders, and one of them missing"),
        pytest.param([], "b.md", False, id="none"),
    ],
)
def test_a_path_matches(globs: list[str], path: str, expected: bool) -> None:  # noqa: FBT001 (a table's column)
    assert matches(path, globs) is expected


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        pytest.param("*a" * 60 + "*b", "a" * 250, id="stars in a name"),
        pytest.param("*?" * 60 + "*b", "a" * 250, id="stars before any letter"),
        pytest.param("**/a/" * 60 + "**/b", "a/" * 1000 + "a", id="folders"),
    ],
)
def test_a_glob_does_not_try_all_ways_to_share_out_a_path(glob: str, path: str) -> None:
    file = ignore_file("", glob)
    assert not is_ignored([file], path, path.rpartition("/")[2])
    assert is_ignored([file], f"{path}/b" if "/" in path else f"{path}b", f"{path}b".rpartition("/")[2])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("group_vars/all.yml", True, id="in a folder"),
        pytest.param("x/Group_Vars/y/all.yml", True, id="in letters of another case"),
        pytest.param("varsity/all.yml", False, id="in a folder of another name"),
        pytest.param("group_vars", False, id="a file of the folder's name"),
    ],
)
def test_a_reader_asks_for_a_name(path: str, expected: bool) -> None:  # noqa: FBT001 (a table's column)
    assert is_named_so(path, ("*vars/",)) is expected


@pytest.mark.parametrize("folder", ["data", "a b", "a[1]", "!x", "#x", "x*", "a/b ", "a\\\\b"])
def test_the_glob_of_a_folder_is_for_that_folder_alone(folder: str) -> None:
    assert matches(f"{folder}/x/y.yaml", [folder_glob(folder)])
    assert not matches(f"x/{folder}/y.yaml", [folder_glob(folder)])
    assert not matches(f"{folder}x/y.yaml", [folder_glob(folder)])


def test_the_first_glob_that_matches_says_the_value() -> None:
    sites = {"sites/cabin/*": "cabin", "sites/*": "home"}
    paths = ("sites/cabin/a/b.yaml", "sites/flat/b.yaml", "b.yaml")
    assert [first_match(path, sites) for path in paths] == ["cabin", "home", None]
