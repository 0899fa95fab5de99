"""What a document only shows: samples, values for one command, somebody else's role, nodes of unread files."""

from __future__ import annotations

import pytest
from documents import CLUSTER, codes

NETWORK = {
    "tofu/lab.auto.tfvars": 'lab = {\n  lan_gateway = "10.31.9.1"\n  api_vip = "10.31.9.5"\n  lb_vip = "10.31.9.6"\n}\n'
}
ENV = {"talos/.env": "TALOS_NODE=10.31.40.11\nNFS_SERVER=10.31.10.20\n"}
API = {"talos/machine.yaml.j2": "cluster:\n  controlPlane:\n    endpoint: https://10.31.40.5:6443\n"}
ROLE = {"roles/rke/meta/main.yml": "galaxy_info:\n  role_name: rke\n  author: someone\n"}
COLLECTION = {"collections/net/galaxy.yml": "namespace: someone\nname: net\nversion: 1.0.0\n"}
CHART = {"charts/front/Chart.yaml": "name: front\nhome: https://example.org\nmaintainers: [{name: someone}]\n"}
RANGE = "```yaml\npodSubnet: 10.99.0.0/16\n```\n"
OBJECT = (
    "```yaml\napiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata:\n  name: pool\nspec:\n  blocks:\n"
    "    - start: {0}.220\n      stop: {0}.{1}\n```\n"
)
POOL = {"pool.yaml": OBJECT.format("10.31.50", 250).removeprefix("```yaml\n").removesuffix("```\n")}
SAMPLE = '```hcl\nlab = {{\n  lan_gateway = "{}"\n  api_vip = "{}"\n  lb_vip = "{}"\n}}\n```\n'


@pytest.mark.parametrize(
    ("files", "readme", "name"),
    [
        pytest.param(NETWORK, SAMPLE.format("192.168.1.1", "192.168.1.5", "192.168.1.6"), "README.md", id="a sample"),
        pytest.param(
            ENV, "```sh\nTALOS_NODE=192.168.1.7\nNFS_SERVER=192.168.1.9\n```\n", "README.md", id="a sample of variables"
        ),
        pytest.param(
            NETWORK,
            "```yaml\nlan_gateway: 192.168.1.1\n\napi_vip: 192.168.1.5\n```\n",
            "README.md",
            id="a sample with a gap",
        ),
        pytest.param(
            ENV, "To override the node:\n\n```sh\nexport TALOS_NODE=10.31.40.12\n```\n", "README.md", id="overridden"
        ),
        pytest.param(
            ENV, "Reach another node with\n\n```sh\nTALOS_NODE=10.31.40.12\n```\n", "README.md", id="another node"
        ),
        pytest.param(ENV, "```sh\nTALOS_NODE=10.31.40.12 task health\n```\n", "README.md", id="for one command"),
        pytest.param(CLUSTER | ROLE, RANGE, "roles/rke/README.md", id="a published role"),
        pytest.param(CLUSTER | COLLECTION, RANGE, "collections/net/docs/use.md", id="a published collection"),
        pytest.param(CLUSTER | CHART, RANGE, "charts/front/README.md", id="a published chart"),
        pytest.param(
            {"vpn/bin/init.sh": 'if [[ -z "$DNS_SERVER" ]]; then\n  DNS_SERVER="10.31.40.53"\nfi\n'},
            '```sh\nexport DNS_SERVER="10.31.2.2"\n```\n',
            "vpn/README.md",
            id="the default of a script",
        ),
        pytest.param(
            {"ansible/upgrade.yml": "talos_node: 192.0.2.10\n"},
            "```sh\nexport TALOS_NODE=10.31.40.12\n```\n",
            "README.md",
            id="the address of an example in a file",
        ),
        pytest.param(
            CLUSTER,
            "```\nJan 06 10:31:21 gw kernel: birch: 10.31.40.77\n2026-01-06T10:31:21Z birch: 10.31.40.77\n```\n",
            "README.md",
            id="a log",
        ),
        pytest.param(CLUSTER, "- **birch**: `POST /api/set?zone=a&acl=10.31.40.77`\n", "README.md", id="a query"),
        pytest.param(
            CLUSTER | {"cloud/variables.tf": 'variable "cluster_service_cidr" {\n  default = "10.245.0.0/16"\n}\n'},
            "| Variable | What | Value |\n|-|-|-|\n| `cluster_service_cidr` | CIDR of services | 10.245.0.0/16 |\n",
            "cloud/README.md",
            id="the default of a module beside it",
        ),
        pytest.param(
            CLUSTER | {"far.env": "# Node network\nNODE_SUBNET=10.77.30.0/24\nNODE_GATEWAY=10.77.30.1\n"},
            "",
            "README.md",
            id="a setting below a comment",
        ),
        pytest.param(API, "```sh\ntalosctl -n 10.31.40.63 version\n```\n", "README.md", id="no node is known"),
        pytest.param(
            {f"development/{name}": text for name, text in CLUSTER.items()},
            "```sh\ntalosctl -n 10.31.40.63 version\n```\n",
            "README.md",
            id="only nodes for tests are known",
        ),
        pytest.param(
            CLUSTER | {"nodes.json5": "{elm: '10.31.40.63'}"},
            "```sh\ntalosctl -n 10.31.40.63 version\n```\n",
            "README.md",
            id="a node in a file that is not read",
        ),
    ],
)
def test_nothing_is_said_of_what_a_document_only_shows(files: dict[str, str], readme: str, name: str) -> None:
    assert codes(files, readme, name) == []


@pytest.mark.parametrize(
    ("files", "readme", "name"),
    [
        pytest.param(NETWORK, SAMPLE.format("10.31.9.1", "10.31.9.5", "10.31.9.9"), "README.md", id="one is stale"),
        pytest.param(ENV, "```sh\nTALOS_NODE=10.31.40.12\nNFS_SERVER=10.31.10.20\n```\n", "README.md", id="variables"),
        pytest.param(ENV, "```sh\nexport TALOS_NODE=10.31.40.12\n```\n", "README.md", id="alone"),
        pytest.param(
            ENV, "The settings are:\n\n```sh\nTALOS_NODE=10.31.40.12\n```\n", "README.md", id="below a plain line"
        ),
        pytest.param(CLUSTER, RANGE, "roles/rke/README.md", id="a role of one's own"),
        pytest.param(
            POOL,
            OBJECT.format("192.168.1", 239),
            "README.md",
            id="an object of the repository, whose every value is old",
        ),
        pytest.param(CLUSTER | ROLE, RANGE, "README.md", id="beside a published role"),
        pytest.param(
            CLUSTER | {"charts/front/Chart.yaml": "name: front\n"}, RANGE, "charts/front/README.md", id="an own chart"
        ),
        pytest.param(CLUSTER, "```sh\ntalosctl -n 10.31.40.63 version\n```\n", "README.md", id="no node there"),
        pytest.param(
            {f"development/{name}": text for name, text in CLUSTER.items()},
            "# Development\n\n```sh\ntalosctl -n 10.31.40.63 version\n```\n",
            "README.md",
            id="nodes for tests",
        ),
    ],
)
def test_what_a_document_says_of_the_lab_is_found(files: dict[str, str], readme: str, name: str) -> None:
    assert set(codes(files, readme, name)) == {"R904w"}


def test_a_row_that_quotes_another_value_than_the_module_beside_it_is_found() -> None:
    module = {"cloud/variables.tf": 'variable "cluster_service_cidr" {\n  default = "10.245.0.0/16"\n}\n'}
    row = "| Variable | What | Value |\n|-|-|-|\n| `cluster_service_cidr` | CIDR of services | 10.246.0.0/16 |\n"
    assert codes(CLUSTER | module, row, "cloud/README.md") == ["R901e"]
