"""Which two files are of two environments, and which may be of one."""

from __future__ import annotations

import pytest

from cidrbook.repository.layout.environments import are_in_two


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("inventories/prod/hosts.yml", "inventories/staging/hosts.yml", True),
        ("terraform/prod/main.tf", "kubernetes/staging/pool.yaml", True),
        ("manifests/prod-axon/cilium.yaml", "manifests/dev-bit/cilium.yaml", True),
        ("web/compose.prod.yml", "web/compose.dev.yml", True),
        ("sites/attic/net.yaml", "sites/garage/net.yaml", True),
        ("vagrant/inventory.yml", "production/inventory.yml", True),
        ("sites/attic/a.yaml", "sites/attic/b.yaml", False),
        ("modules/site-attic/vars.tf", "modules/site-barn/vars.tf", True),
        ("attic_env/vars.tf", "barn_env/vars.tf", True),
        ("site-attic/vars.tf", "site-common/vars.tf", True),
        ("web-site/vars.tf", "site-barn/vars.tf", False),
        ("environments/base/a.yaml", "environments/attic/a.yaml", False),
        ("inventories/prod/hosts.yml", "production/hosts.yml", False),
        ("inventories/prod/hosts.yml", "README.md", False),
        ("apps/development/git/app.yaml", "talos/talconfig.yaml", False),
        ("apps/latest/a.yaml", "apps/prod/a.yaml", False),
        ("hosts/one/a.nix", "hosts/two/a.nix", False),
        ("clusters/prod.yaml", "clusters/staging.yaml", True),
        ("values-prod.yaml", "values-staging.yaml", True),
        ("apps/staging/web.yaml", "apps/production/mail.yaml", True),
        ("kubernetes/apps/development/git/a.yaml", "kubernetes/apps/testing/echo/a.yaml", False),
        ("apps/dev-tools/a.yaml", "apps/live-stream/a.yaml", False),
        ("hosts/dev-box/a.nix", "hosts/prod-nas/a.nix", False),
        ("dev-box/compose.yml", "test-vm/compose.yml", False),
        ("services/test-server.yaml", "services/live-stream.yaml", False),
    ],
)
def test_files_of_two_environments_are_told_apart(one: str, other: str, expected: bool) -> None:  # noqa: FBT001 (a column)
    assert are_in_two(one, other) == are_in_two(other, one) == expected
