"""What is in use, what is latent, and what is a template: only files in use make errors."""

from __future__ import annotations

import pytest
from lab import found

from cidrbook.repository.layout.generators import templates


def service(name: str, address: str = "10.7.0.20") -> str:
    asked = f"{{metallb.io/loadBalancerIPs: {address}}}"
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, annotations: {asked}}}\n"
        "spec: {type: LoadBalancer}\n"
    )


def listing(*entries: str) -> str:
    return f"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [{', '.join(entries)}]\n"


def severities(files: dict[str, str]) -> list[str]:
    """The findings, as code and severity."""
    return [f"{finding.code} {finding.severity}" for finding in found(files)]


APPS = {"k8s/apps/a/service.yaml": service("a"), "k8s/apps/b/service.yaml": service("b")}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param(["a", "b"], ["H302 error"], id="both are in use"),
        pytest.param(["a"], ["H302 warning"], id="one is latent"),
        pytest.param(["c"], [], id="both are latent"),
    ],
)
def test_a_latent_file_contradicts_only_what_is_in_use(listed: list[str], expected: list[str]) -> None:
    files = {
        **APPS,
        "k8s/apps/kustomization.yaml": listing(*listed),
        "k8s/apps/c/service.yaml": service("c", "10.7.0.9"),
    }
    assert severities(files) == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param(listing("a") + "# the rest:\n", ["H302 warning"], id="forgotten"),
        pytest.param("resources:\n  - a\n  # - b\n", ["H302 warning"], id="in a comment"),
        pytest.param("resources:\n  - a\n  - b\n  # - b\n", ["H302 error"], id="in a comment, and listed"),
    ],
)
def test_what_was_taken_out_of_a_list_may_come_back(listed: str, expected: list[str]) -> None:
    assert severities({**APPS, "k8s/apps/kustomization.yaml": listed}) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param("resources: []\n", [], id="empty"),
        pytest.param("resources: [other.yaml]\n", ["H302 warning"], id="it lists another file"),
        pytest.param("resources: []\ncomponents: [../part]\n", ["H302 warning"], id="a component"),
    ],
)
def test_a_folder_with_an_empty_list_is_left_over(inner: str, expected: list[str]) -> None:
    files = {**APPS, "k8s/apps/kustomization.yaml": listing("a", "b"), "k8s/apps/b/kustomization.yaml": inner}
    assert severities(files) == expected


def test_a_warning_about_a_latent_file_says_what_makes_it_true() -> None:
    files = {**APPS, "k8s/apps/kustomization.yaml": listing("a")}
    [finding] = found(files)
    assert finding.problem.message.endswith(", once k8s/apps/b/service.yaml is in use")


GENERATOR = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: apps}}
spec:
  generators:
    - {kind}: {{{part}: [{{path: "{path}"}}]}}
"""


@pytest.mark.parametrize(
    ("kind", "part", "path", "expected"),
    [
        pytest.param("git", "directories", "k8s/apps/*", ["H302 error"], id="folders of one level"),
        pytest.param("git", "directories", "k8s/**", ["H302 error"], id="folders of any level"),
        pytest.param("git", "directories", "k8s/other/*", [], id="other folders"),
        pytest.param("git", "files", "k8s/apps/*/config.json", ["H302 error"], id="files of a name"),
        pytest.param("git", "files", "k8s/apps/*/*.yaml", ["H302 error"], id="files of a kind"),
        pytest.param("git", "files", "k8s/other/*/config.json", [], id="files of other folders"),
        pytest.param("list", "elements", "k8s/apps/*", [], id="another generator"),
    ],
)
def test_folders_that_an_application_set_finds_are_in_use(kind: str, part: str, path: str, expected: list[str]) -> None:
    text = GENERATOR.format(kind=kind, part=part, path=path)
    files = {**APPS, "k8s/apps/kustomization.yaml": listing("set.yaml"), "k8s/apps/set.yaml": text}
    assert severities(files) == expected


LISTED = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: apps}}
spec:
  generators: [{{{generator}}}]
  template: {{spec: {{source: {{path: "k8s/apps/{{{{ .app }}}}"}}}}}}
"""


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        pytest.param("list: {elements: [{app: a}, {app: b}]}", ["H302 error"], id="each of a list"),
        pytest.param("list: {elements: [{app: other}]}", [], id="another one"),
        pytest.param("git: {directories: [{path: k8s/apps/*}, {path: k8s/apps/b, exclude: true}]}", [], id="excluded"),
    ],
)
def test_folders_of_a_list_and_those_that_are_left_out(generator: str, expected: list[str]) -> None:
    files = {**APPS, "k8s/apps/kustomization.yaml": listing("set.yaml")}
    files["k8s/apps/set.yaml"] = LISTED.format(generator=generator)
    assert [one for one in severities(files) if "error" in one] == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["a.yaml", "a.yaml.j2"], {"a.yaml.j2"}, id="beside its result"),
        pytest.param(["x/templates/k8s/a.yaml.j2", "k8s/a.yaml"], {"x/templates/k8s/a.yaml.j2"}, id="in a generator"),
        pytest.param(
            ["x/templates/k8s/a.yaml", "x/templates/k8s/b.yaml.j2", "k8s/a.yaml"],
            {"x/templates/k8s/a.yaml", "x/templates/k8s/b.yaml.j2"},
            id="all that a generator has",
        ),
        pytest.param(["talos/machine.yaml.j2", "k8s/a.yaml"], set(), id="rendered when it is applied"),
        pytest.param(["charts/x/templates/service.yaml", "service.yaml"], set(), id="a chart"),
        pytest.param(["roles/x/templates/k8s/a.yaml.j2"], set(), id="no result"),
    ],
)
def test_a_template_is_what_has_a_result(files: list[str], expected: set[str]) -> None:
    assert templates(files) == expected


APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: a}}
spec:
  source: {{repoURL: https://git.example.org/lab.git, path: {path}}}
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("k8s/apps/a", ["H302 warning"], id="one of them"),
        pytest.param("k8s/apps", ["H302 error"], id="both"),
        pytest.param("k8s/other", ["H302 error"], id="neither, so that something else applies them"),
    ],
)
def test_a_folder_that_no_application_takes_is_latent(path: str, expected: list[str]) -> None:
    assert severities({**APPS, "argocd/a.yaml": APPLICATION.format(path=path)}) == expected
