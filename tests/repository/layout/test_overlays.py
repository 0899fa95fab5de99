"""What stands between a file and the cluster: overlays, patches, charts in charts, and expressions of Terraform."""

from __future__ import annotations

from json import dumps
from textwrap import indent

import pytest
from lab import codes, some, tree

from cidrbook.repository.layout.patches import with_operations
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Source
from cidrbook.text.yaml import at, parsed, text

BASE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    lbipam.cilium.io/ips: 10.6.0.5
spec:
  type: LoadBalancer
"""
POOL = "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
POOL += "spec: {blocks: [{cidr: 10.6.0.0/24}]}\n"
FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n"


def pinned(plan: Observation) -> list[tuple[str, str, str, str]]:
    """The pinned services: cluster, name, address, and where that is written."""
    return sorted(
        (cluster.name, service.name, str(address), f"{place.file}:{place.line}")
        for cluster in plan.clusters
        for service in cluster.pinned_services
        for which, address in enumerate(service.addresses)
        for place in [service.place_of_address(which)]
    )


def addresses(plan: Observation) -> list[tuple[str, str]]:
    """The names and addresses of pinned services."""
    return [(name, address) for _, name, address, _ in pinned(plan)]


STRATEGIC = """\
kind: Service
metadata:
  name: web
  annotations:
    lbipam.cilium.io/ips: 10.6.0.6
"""


def inline(body: str, target: str = "") -> str:
    """A kustomization with one patch that stands in it."""
    lines = "\n".join(f"      {line}" for line in body.splitlines())
    return f"resources: [../base]\npatches:\n  - patch: |-\n{lines}\n{f'    target: {target}' if target else ''}\n"


OPERATION = "- op: replace\n  path: /metadata/annotations/lbipam.cilium.io~1ips\n  value: 10.6.0.6\n"


@pytest.mark.parametrize(
    ("kustomization", "more", "place"),
    [
        (inline(STRATEGIC), {}, "home/kustomization.yaml:8"),
        (inline(OPERATION, "{kind: Service, name: web}"), {}, "home/kustomization.yaml:6"),
        (inline(OPERATION, "{kind: Serv.*, name: w.b}"), {}, "home/kustomization.yaml:6"),
        (
            "resources: [../base]\npatches:\n  - path: ip.yaml\n",
            {"home/ip.yaml": STRATEGIC},
            "home/ip.yaml:5",
        ),
        (
            "resources: [../base]\npatches:\n  - {path: ip.yaml, target: {kind: Service}}\n",
            {"home/ip.yaml": STRATEGIC.replace("web", "any")},
            "home/ip.yaml:5",
        ),
        (
            "resources: [../base]\npatchesStrategicMerge: [ip.yaml]\n",
            {"home/ip.yaml": STRATEGIC},
            "home/ip.yaml:5",
        ),
        (
            "bases: [../base]\npatchesJson6902:\n  - {path: ip.yaml, target: {version: v1, kind: Service}}\n",
            {"home/ip.yaml": OPERATION},
            "home/ip.yaml:3",
        ),
        (
            "resources: [../base]\ncomponents: [../ips]\n",
            {"ips/kustomization.yaml": "kind: Component\n" + inline(STRATEGIC).partition("\n")[2]},
            "ips/kustomization.yaml:8",
        ),
    ],
    ids=["merge", "operations", "expression", "file", "chosen", "old merge", "old operations", "component"],
)
def test_an_overlay_replaces_what_its_base_says(kustomization: str, more: dict[str, str], place: str) -> None:
    plan = tree(
        {
            "base/kustomization.yaml": "resources: [web.yaml]",
            "base/web.yaml": BASE,
            "home/kustomization.yaml": kustomization,
            **more,
        }
    )
    assert pinned(plan) == [("cluster", "web", "10.6.0.6", place)]
    assert codes(plan) == []


@pytest.mark.parametrize(
    "target", ["{kind: Gateway}", "{kind: Service, name: we}", "{name: web, namespace: a, group: apps}"]
)
def test_what_a_patch_is_not_for_stays(target: str) -> None:
    files = {"base/kustomization.yaml": "resources: [web.yaml]", "base/web.yaml": BASE}
    plan = tree(files | {"home/kustomization.yaml": inline(OPERATION.replace("/meta", "/x/meta"), target)})
    assert ("web", "10.6.0.5") in addresses(plan)


@pytest.mark.parametrize(
    "components",
    [
        pytest.param({"c": "[.]"}, id="itself"),
        pytest.param({"c": "[., ., .]"}, id="itself, often"),
        pytest.param({"c": "[../d, ../d]", "d": "[../c, ../c]"}, id="each other"),
        pytest.param(
            {name: f"[../{chr(ord(name) + 1)}, ../{chr(ord(name) + 1)}]" for name in "cdefghijklmnopqrstuvwxy"},
            id="ever more",
        ),
    ],
)
def test_a_component_changes_an_object_once_however_it_is_reached(components: dict[str, str]) -> None:
    files = {
        f"{name}/kustomization.yaml": f"kind: Component\ncomponents: {listed}\n" for name, listed in components.items()
    }
    last = max(components)
    files[f"{last}/kustomization.yaml"] += f"patches:\n  - patch: |-\n{indent(STRATEGIC, '      ')}\n"
    files |= {"base.yaml": BASE, "kustomization.yaml": "resources: [base.yaml]\ncomponents: [c]\n"}
    assert addresses(tree(files)) == [("web", "10.6.0.6")]


@pytest.mark.parametrize(
    ("count", "expected"), [pytest.param(3, True, id="some copies"), pytest.param(24, False, id="copies of copies")]
)
def test_copies_of_a_patch_are_bounded(count: int, expected: bool) -> None:  # noqa: FBT001 (a case of a table)
    operations = [{"op": "copy", "from": "/a", "path": f"/a/k{number}"} for number in range(count)]
    written = parsed(Source("patch.yaml", ""), dumps(operations))
    found = with_operations(
        parsed(Source("a.yaml", ""), '{"a": {"b": "c"}}'), written if isinstance(written, list) else []
    )
    assert (text(at(found, "a", f"k{count - 1}"), "b") == "c") is expected
    assert text(at(found, "a", "k0"), "b") == "c"


def test_two_overlays_of_one_base_are_two_clusters() -> None:
    """By names that are usual for clusters, and by lying side by side."""
    for one, other in (("main", "staging"), ("attic", "garage")):
        patch = STRATEGIC.replace(".0.6", ".9.6")
        files = {
            "base/kustomization.yaml": "resources: [web.yaml, pool.yaml]",
            "base/web.yaml": BASE,
            "base/pool.yaml": POOL,
            f"overlays/{one}/kustomization.yaml": "resources: [../../base]",
            f"overlays/{other}/kustomization.yaml": inline(patch).replace("..", "../..", 1),
        }
        plan = tree(files)
        assert pinned(plan) == [
            (one, "web", "10.6.0.5", "base/web.yaml:6"),
            (other, "web", "10.6.9.6", f"overlays/{other}/kustomization.yaml:8"),
        ]
        assert codes(plan) == ["K821"]


def test_overlays_of_whom_nobody_knows_the_cluster_are_no_two_services() -> None:
    plan = tree(
        {
            "base/kustomization.yaml": "resources: [web.yaml]",
            "base/web.yaml": BASE,
            "attic/kustomization.yaml": inline(STRATEGIC),
            "garage/kustomization.yaml": inline(STRATEGIC.replace(".0.6", ".0.7")),
        }
    )
    assert sorted(address for _, address in addresses(plan)) == ["10.6.0.6", "10.6.0.7"]
    assert codes(plan) == []


def test_one_base_twice_in_one_cluster_is_two_services() -> None:
    plan = tree(
        {
            "base/kustomization.yaml": "resources: [web.yaml]",
            "base/web.yaml": BASE,
            "apps/kustomization.yaml": "resources: [one, two]",
            "apps/one/kustomization.yaml": inline(STRATEGIC).replace("../base", "../../base"),
            "apps/two/kustomization.yaml": inline(STRATEGIC.replace(".0.6", ".0.7")).replace("../base", "../../base"),
        }
    )
    assert [pair[:3] for pair in pinned(plan)] == [("cluster", "web", "10.6.0.6"), ("cluster", "web", "10.6.0.7")]
    assert codes(plan) == []


@pytest.mark.parametrize("path", [".", "./", "/"])
def test_flux_may_apply_the_whole_tree(path: str) -> None:
    patch = "".join(f"        {line}\n" for line in STRATEGIC.splitlines())
    for name in ("kustomization.yaml", "notes.md"):
        flux = f"{FLUX}spec:\n  path: {path}\n  patches:\n    - patch: |\n{patch}"
        plan = tree({name: "resources: [apps/web.yaml, flux/ks.yaml]", "apps/web.yaml": BASE, "flux/ks.yaml": flux})
        assert addresses(plan) == [("web", "10.6.0.6")]


def test_flux_patches_what_its_path_leads_to() -> None:
    patch = "".join(f"        {line}\n" for line in STRATEGIC.splitlines())
    for name in ("kustomization.yaml", "notes.md"):
        files = {
            f"apps/{name}": "resources: [web.yaml]",
            "apps/web.yaml": BASE,
            "other/web.yaml": BASE.replace("web", "other").replace(".0.5", ".0.7"),
            "flux/ks.yaml": f"{FLUX}spec:\n  path: ./apps\n  patches:\n    - patch: |\n{patch}",
        }
        plan = tree(files)
        assert addresses(plan) == [("other", "10.6.0.7"), ("web", "10.6.0.6")]


def test_a_patch_of_what_is_elsewhere_is_what_is_known_of_it() -> None:
    far = "resources: [https://git.example/web]\n"
    add = "- op: add\n  path: /metadata/annotations/lbipam.cilium.io~1ips\n  value: 10.6.0.6\n"
    for body, target in (
        (STRATEGIC, ""),
        (add, "{kind: Service, name: web}"),
        (STRATEGIC, "{kind: Service, name: web}"),
    ):
        plan = tree({"home/kustomization.yaml": inline(body, target).replace("resources: [../base]\n", far)})
        assert addresses(plan) == [("web", "10.6.0.6")]
    assert addresses(tree({"home/kustomization.yaml": inline(add, "{kind: Service}")})) == []


def test_a_patch_may_take_away() -> None:
    files = {"base/kustomization.yaml": "resources: [web.yaml]", "base/web.yaml": BASE}
    gone = (
        inline("- op: remove\n  path: /metadata/annotations/lbipam.cilium.io~1ips", "{kind: Service}"),
        inline("kind: Service\nmetadata:\n  name: web\n  annotations: {lbipam.cilium.io/ips: null}"),
        inline("kind: Service\nmetadata: {name: web}\n$patch: delete"),
        inline("kind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP}"),
    )
    for listed in some(gone):
        assert addresses(tree(files | {"home/kustomization.yaml": listed})) == []


def test_variables_in_a_patch_are_filled_in() -> None:
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]",
        "base/web.yaml": BASE,
        "settings.yaml": "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata: {WEB: 10.6.0.8}",
        "home/kustomization.yaml": inline(STRATEGIC.replace("10.6.0.6", "${WEB}")),
    }
    assert addresses(tree(files)) == [("web", "10.6.0.8")]


def test_an_overlay_may_set_what_its_base_generates() -> None:
    generator = "configMapGenerator: [{{name: cluster-settings, {}literals: [WEB={}]}}]\n"
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n" + generator.format("", "10.6.0.7"),
        "base/web.yaml": BASE.replace("10.6.0.5", "${WEB}"),
        "home/kustomization.yaml": "resources: [../base]\n" + generator.format("behavior: merge, ", "10.6.0.8"),
    }
    assert addresses(tree(files)) == [("web", "10.6.0.8")]


@pytest.mark.parametrize(
    ("source", "options", "expected"),
    [
        ("fieldPath: data.IP", "", "10.6.0.9"),
        ("fieldPath: data.ALL, options: {delimiter: ',', index: 1}", "", "10.6.0.10"),
        ("fieldPath: data.LAST", "options: {delimiter: '.', index: 3}", "10.6.0.9"),
        ("fieldPath: data.GONE", "", "10.6.0.5"),
    ],
)
def test_replacements(source: str, options: str, expected: str) -> None:
    field = "metadata.annotations.[lbipam.cilium.io/ips]"
    plan = tree(
        {
            "home/kustomization.yaml": f"""\
                resources: [web.yaml]
                configMapGenerator:
                  - name: home
                    literals: [IP=10.6.0.9, "ALL=10.6.0.8,10.6.0.10", LAST=9]
                replacements:
                  - source: {{kind: ConfigMap, name: home, {source}}}
                    targets:
                      - select: {{kind: Service}}
                        fieldPaths: ["{field}"]
                        {options}
                """,
            "home/web.yaml": BASE,
        }
    )
    assert addresses(plan) == [("web", expected)]


def test_a_chart_s_services_are_patched_by_its_release() -> None:
    plan = tree(
        {
            "web.yaml": """\
                kind: HelmRelease
                metadata: {name: web, namespace: apps}
                spec:
                  chart: {spec: {chart: web}}
                  postRenderers:
                    - kustomize:
                        patches:
                          - target: {kind: Service, name: web-tcp}
                            patch: |
                              - op: add
                                path: /metadata/annotations/lbipam.cilium.io~1ips
                                value: 10.6.0.6
                """
        }
    )
    assert pinned(plan) == [("cluster", "web", "10.6.0.6", "web.yaml:12")]
    assert plan.clusters[0].pinned_services[0].namespace == "apps"


def test_charts_of_a_kustomization_are_releases() -> None:
    chart = "helmCharts: [{name: cilium, valuesInline: {ipv4NativeRoutingCIDR: 10.42.0.0/16}}]\n"
    plan = tree({"cilium/kustomization.yaml": f"kind: Kustomization\n{chart}"})
    assert plan.clusters[0].cni is not None
    assert [str(it) for it in plan.clusters[0].cni.native_routing] == ["10.42.0.0/16"]


APPLICATION = "apiVersion: argoproj.io/v1alpha1\nkind: {}\nmetadata: {{name: web}}\nspec:\n"


PARAMETER = "parameters: [{name: service.loadBalancerIP, value: 10.6.0.6}]"


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("", "source: {chart: web, helm: {valuesObject: {service: {loadBalancerIP: 10.6.0.6}}}}"),
        ("", "sources:\n  - helm:\n      values: |\n        service: {loadBalancerIP: 10.6.0.6}"),
        ("", f"source: {{chart: web, helm: {{{PARAMETER}}}}}"),
        ("", f"source: {{helm: {{values: 'service: {{loadBalancerIP: 10.6.0.5}}', {PARAMETER}}}}}"),
        ("Set", "template: {spec: {source: {helm: {valuesObject: {service: {loadBalancerIP: 10.6.0.6}}}}}}"),
        ("Set", "template: {spec: {source: {helm: {values: 'service: {loadBalancerIP: 10.6.0.6}'}}}}"),
    ],
)
def test_values_of_argo(kind: str, spec: str) -> None:
    plan = tree({"web.yaml": f"{APPLICATION.format(f'Application{kind}')}{indent(spec, '  ')}\n"})
    assert [address for _, address in addresses(plan)] == ["10.6.0.6"]
    assert codes(plan) == []


def test_argo_leads_to_a_path_and_patches_it() -> None:
    patch = "".join(f"          {line}\n" for line in STRATEGIC.splitlines())
    plan = tree(
        {
            "apps/web.yaml": APPLICATION.format("Application")
            + f"  source:\n    path: web\n    kustomize:\n      patches:\n      - patch: |\n{patch}",
            "web/kustomization.yaml": "resources: [web.yaml]",
            "web/web.yaml": BASE,
        }
    )
    assert addresses(plan) == [("web", "10.6.0.6")]


def test_values_of_an_umbrella_chart() -> None:
    """The values of a chart that stands in another one are below its name."""
    chart = "apiVersion: v2\nname: x\nversion: 0.0.0\ndependencies: [{{name: {}, version: 1.0.0}}]\n"
    plan = tree(
        {
            "system/ingress/Chart.yaml": chart.format("ingress-nginx"),
            "system/ingress/values.yaml": "ingress-nginx: {controller: {service: {loadBalancerIP: 10.6.0.6}}}",
            "system/net/Chart.yaml": chart.format("cilium"),
            "system/net/values.yaml": "cilium: {ipv4NativeRoutingCIDR: 10.42.0.0/16}",
            "apps/web/Chart.yaml": chart.format("app-template"),
            "apps/web/values.yaml": "app-template: {service: {main: {annotations: {lbipam.cilium.io/ips: 10.6.0.7},"
            " type: LoadBalancer, ports: {}}}}",
        }
    )
    assert addresses(plan) == [("ingress", "10.6.0.6"), ("web", "10.6.0.7")]
    assert plan.clusters[0].cni is not None
    assert [str(it) for it in plan.clusters[0].cni.native_routing] == ["10.42.0.0/16"]


def test_values_of_a_helmfile() -> None:
    plan = tree(
        {
            "helmfile.yaml": """\
                releases:
                  - name: cilium
                    namespace: kube-system
                    chart: cilium/cilium
                    values:
                      - ipv4NativeRoutingCIDR: 10.42.0.0/16
                  - name: web
                    chart: charts/web
                    values:
                      - ./values.yaml
                      - service: {loadBalancerIP: 10.6.0.6}
                """
        }
    )
    assert addresses(plan) == [("web", "10.6.0.6")]
    assert plan.clusters[0].cni is not None
    assert [str(it) for it in plan.clusters[0].cni.native_routing] == ["10.42.0.0/16"]


def hosts(plan: Observation) -> dict[str, str]:
    """The hosts and the first address of each."""
    return {host.name: str(host.addresses[0]).partition("/")[0] for host in plan.hosts}


def networks(plan: Observation) -> dict[str, tuple[str, int | None, str, list[str]]]:
    """The networks by their prefix: name, VLAN, gateway, DHCP."""
    return {
        str(network.cidr): (network.name, network.vlan, str(network.gateway), [str(one) for one in network.dhcp])
        for network in plan.networks
        if network.cidrs
    }


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('cidrhost("10.6.0.0/24", 5)', "10.6.0.5"),
        ("cidrhost(local.lan, 5)", "10.6.0.5"),
        ("cidrhost(var.lan, -2)", "10.6.0.254"),
        ("cidrhost(local.parts[1], 1 + 2 * 2)", "10.6.0.5"),
        ('"${cidrhost("10.6.0.0/24", 5)}"', "10.6.0.5"),
        ('"10.6.0.${local.five}"', "10.6.0.5"),
        ('format("10.6.%d.%s", 0, local.five)', "10.6.0.5"),
        ("local.machines.box.ip", "10.6.0.5"),
        ('local.machines["box"].ip', "10.6.0.5"),
        ("[for it in local.machines : it.ip][0]", "10.6.0.5"),
        ("{ for k, it in local.machines : k => it.ip if k != local.five }.box", "10.6.0.5"),
        ("local.five == 5 ? local.machines.box.ip : local.lan", "10.6.0.5"),
        ('lookup(local.machines, "nix", local.machines.box).ip', "10.6.0.5"),
        ("try(local.nothing, local.machines.box.ip)", "10.6.0.5"),
        ('split("/", "10.6.0.5/24")[0]', "10.6.0.5"),
        ('merge({ a = "10.6.0.4" }, { a = "10.6.0.5" }).a', "10.6.0.5"),
        ("var.open", None),
        ("data.http.me.body", None),
        ("cidrhost(local.lan, 256)", None),
        ('cidrhost("soon", 1)', None),
        ("local.circle", None),
        ("(((", None),
    ],
)
def test_expressions_of_terraform(expression: str, expected: str | None) -> None:
    plan = tree(
        {
            "dns/locals.tf": """\
                variable "lan" { default = "10.7.0.0/24" }
                variable "open" { type = string }
                locals {
                  lan      = "10.6.0.0/24"
                  parts    = cidrsubnets("10.4.0.0/14", 10, 10)
                  five     = 5
                  machines = { box = { ip = "10.6.0.5" } }
                  circle   = local.circle
                }
                locals { parts = [for n in [1, 0] : cidrsubnet("10.6.0.0/16", 8, n)] }
                """,
            "dns/terraform.tfvars": 'lan = "10.6.0.0/24"\n',
            "dns/main.tf": f"""\
                resource "dns_a_record_set" "box" {{
                  name      = "box"
                  addresses = [{expression}]
                  ttl       = 300
                }}
                resource "dns_a_record_set" "end" {{
                  name      = "end"
                  addresses = ["10.6.0.9"]
                }}
                """,
        }
    )
    assert hosts(plan).get("box") == expected
    assert expression == "(((" or hosts(plan)["end"] == "10.6.0.9"


def test_virtual_machines_of_proxmox() -> None:
    plan = tree(
        {
            "vms/main.tf": """\
                locals {
                  nodes = {
                    "node-1" = { ip = "10.6.1.11", cores = 4 }
                    "node-2" = { ip = "10.6.1.12", cores = 4 }
                  }
                }
                resource "proxmox_vm_qemu" "old" {
                  count     = 2
                  name      = "old-${count.index}"
                  ipconfig0 = "ip=10.6.0.${20 + count.index}/24,gw=10.6.0.1"
                }
                resource "proxmox_virtual_environment_vm" "new" {
                  for_each = local.nodes
                  name     = each.key
                  initialization {
                    ip_config {
                      ipv4 {
                        address = "${each.value.ip}/24"
                        gateway = "10.6.1.1"
                      }
                    }
                  }
                }
                resource "proxmox_lxc" "box" {
                  hostname = "box"
                  network {
                    ip = "10.6.0.30/24"
                    gw = "10.6.0.1"
                  }
                }
                """
        }
    )
    assert hosts(plan) == {
        "old-0": "10.6.0.20",
        "old-1": "10.6.0.21",
        "box": "10.6.0.30",
        "node-1": "10.6.1.11",
        "node-2": "10.6.1.12",
    }
    assert {cidr: gateway for cidr, (_, _, gateway, _) in networks(plan).items()} == {
        "10.6.0.0/24": "10.6.0.1",
        "10.6.1.0/24": "10.6.1.1",
    }
    assert codes(plan) == []


def test_two_machines_of_settings_on_one_address_are_found() -> None:
    text = """\
        nodes = {
          one = { ip = "10.6.1.11", cores = 4 }
          two = { ip = "10.6.1.11", cores = 4 }
        }
        again = { one = { ip = "10.6.1.11", cores = 4 } }
        """
    assert codes(tree({"vms/terraform.tfvars": text})) == ["H302"]
    assert codes(tree({"vms/prod.tfvars": text})) == []


def test_opnsense_and_pfsense() -> None:
    plan = tree(
        {
            "fw/dhcp.tf": """\
                resource "opnsense_kea_subnet" "lan" {
                  subnet      = "10.6.0.0/24"
                  description = "LAN"
                  pools       = ["10.6.0.100 - 10.6.0.199"]
                  routers     = ["10.6.0.1"]
                }
                resource "opnsense_kea_reservation" "nas" {
                  subnet_id   = opnsense_kea_subnet.lan.id
                  ip_address  = "10.6.0.5"
                  mac_address = "02:00:5e:00:00:01"
                }
                resource "pfsense_dhcpv4_staticmapping" "tv" {
                  interface   = "lan"
                  mac_address = "02:00:5e:00:00:02"
                  ip_address  = "10.6.0.6"
                  hostname    = "tv"
                }
                """,
            "fw/bgp.tf": 'resource "opnsense_quagga_bgp" "this" {\n  as_number = 64700\n  router_id = "10.6.0.1"\n}\n',
            "fw/peers.tf": """\
                resource "opnsense_quagga_bgp_neighbor" "node" {
                  for_each  = toset(["10.6.0.21", "10.6.0.22"])
                  peer_ip   = each.value
                  remote_as = 64701
                }
                """,
        }
    )
    assert hosts(plan) == {"nas": "10.6.0.5", "tv": "10.6.0.6"}
    assert networks(plan) == {"10.6.0.0/24": ("LAN", None, "10.6.0.1", ["10.6.0.100-10.6.0.199"])}
    assert [(session.peer, session.local_asn, session.peer_asn) for session in plan.sessions] == [
        ("10.6.0.21", 64700, 64701),
        ("10.6.0.22", 64700, 64701),
    ]


def test_talos_in_terraform() -> None:
    plan = tree(
        {
            "talos/main.tf": """\
                locals { nodes = { cp-1 = "10.6.1.11" } }
                data "talos_machine_configuration" "cp" {
                  cluster_endpoint = "https://10.6.1.10:6443"
                  config_patches = [yamlencode({
                    machine = { network = { interfaces = [{ addresses = ["10.6.1.99/24"] }] } }
                    cluster = { network = { podSubnets = ["10.42.0.0/16"] } }
                  })]
                }
                resource "talos_machine_configuration_apply" "cp" {
                  for_each = local.nodes
                  node     = each.value
                }
                """
        }
    )
    (cluster,) = plan.clusters
    assert {node.name: str(node.addresses[0]) for node in cluster.nodes} == {"cp-1": "10.6.1.11"}
    assert [str(address) for address in cluster.api.addresses] == ["10.6.1.10"] if cluster.api else False
    assert "10.42.0.0/16" in networks(plan)


def test_terragrunt() -> None:
    """Values of files that are included, or read from a folder above; RouterOS' lists; a session."""
    plan = tree(
        {
            "stacks/env.hcl": """\
                locals {
                  vlans = { for it in [{ name = "Lab", id = 6 }] : it.name => {
                    name = it.name, vlan_id = it.id, cidr = cidrsubnet("10.0.0.0/8", 16, 1536)
                  } }
                }
                """,
            "stacks/root.hcl": """\
                locals { env = read_terragrunt_config(find_in_parent_folders("env.hcl")) }
                """,
            "stacks/routeros/terragrunt.hcl": """\
                include "root" {
                  path   = find_in_parent_folders("root.hcl")
                  expose = true
                }
                locals { vlans = include.root.locals.env.locals.vlans }
                inputs = merge(include.root.locals.base, {
                  hostname = "edge"
                  vlan_interfaces = [{ name = "vlan7", vlan_id = 7 }]
                  ip_addresses    = { vlan7 = "10.7.0.1/24" }
                  ipv4_pools      = [{ name = "p", ranges = ["10.7.0.100-10.7.0.199"] }]
                  dhcp_servers    = [{ name = "d", interface = "vlan7", address_pool = "p" }]
                  leases = { Lab = [
                    { name = "nas", mac = "02:00:5e:00:00:01", address = cidrhost(local.vlans.Lab.cidr, 5) },
                    # { name = "old", mac = "02:00:5e:00:00:01", address = "10.6.0.5" },
                  ] }
                })
                """,
            "stacks/bgp/terragrunt.hcl": """\
                inputs = {
                  bgp_local_asn  = 64700
                  bgp_remote_asn = 64701
                  hostname       = "edge"
                  nodes          = { one = { ip_address = "10.6.0.21" } }
                }
                """,
        }
    )
    assert hosts(plan) == {"nas": "10.6.0.5"}
    assert networks(plan) == {
        "10.6.0.0/24": ("Lab", 6, "", []),
        "10.7.0.0/24": ("vlan7", 7, "10.7.0.1", ["10.7.0.100-10.7.0.199"]),
    }
    assert [(session.peer, session.local_asn, session.peer_asn) for session in plan.sessions] == [
        ("10.6.0.21", 64700, 64701)
    ]


def test_variables_of_a_role_for_dnsmasq() -> None:
    plan = tree(
        {
            "ansible/host_vars/gateway.yml": """\
                dnsmasq_dhcp_range: '10.6.0.32,10.6.0.128,255.255.255.0,12h'
                dnsmasq_option_router: 10.6.0.1
                dnsmasq_additional_dhcp_hosts:
                  switch: {desc: the switch, mac: '02:00:5e:00:00:01', ip: 10.6.0.2}
                dnsmasq_additional_dns_hosts:
                  s3_server: {desc: S3, hostname: s3, ip: 10.6.0.11}
                """,
            "ansible/host_vars/other.yml": """\
                dnsmasq_dhcp_ranges:
                  - {start_addr: 10.6.1.100, end_addr: 10.6.1.199, netmask: 255.255.255.0}
                dnsmasq_dhcp_hosts:
                  - {name: nas, mac: '02:00:5e:00:00:02', ip: 10.6.1.5}
                  - 02:00:5e:00:00:03,10.6.1.6,tv
                """,
            "ansible/host_vars/third.yml": "dnsmasq_dhcp_hosts: |\n  02:00:5e:00:00:04,10.6.1.7,pc\n  box,10.6.1.8\n",
            "ansible/host_vars/open.yml": "dnsmasq_dhcp_range: '{{ a }},{{ b }}'\ndnsmasq_dhcp_hosts: '{{ hosts }}'\n",
        }
    )
    assert hosts(plan) == {
        "switch": "10.6.0.2",
        "s3": "10.6.0.11",
        "nas": "10.6.1.5",
        "tv": "10.6.1.6",
        "pc": "10.6.1.7",
        "box": "10.6.1.8",
    }
    assert networks(plan)["10.6.0.0/24"][2:] == ("10.6.0.1", ["10.6.0.32-10.6.0.128"])
    assert networks(plan)["10.6.1.0/24"][3] == ["10.6.1.100-10.6.1.199"]


HOSTILE = [
    ("x.tf", "a = {\n" * 20_000),
    ("x.tf", "a {\n" * 20_000),
    ("x.tf", "locals { a = " + "(" * 50_000),
    ("x.tf", "locals { a = " + "-" * 50_000),
    ("x.tf", "locals { a = " + "1 + " * 20_000 + "1 }"),
    ("x.tf", "}" * 50_000),
    ("x.tf", 'a = "' + "${" * 50_000),
    ("x.tf", 'locals { a = "' + "${a}" * 20_000 + '" }'),
    ("x.tf", "locals { a = [for x in [1,2,3,4] : [for y in [1,2,3,4] : [for z in range(9) : x]]] }"),
    ("x.tf", "locals {\n" + "".join(f"a{n} = [local.a{n + 1}, local.a{n + 1}]\n" for n in range(60)) + "}"),
    (
        "x.tf",
        "locals {\n"
        + "".join(f'a{n} = "${{local.a{n + 1}}}${{local.a{n + 1}}}"\n' for n in range(60))
        + 'a60 = "x"\n}',
    ),
    ("x.tf", 'locals { a = cidrhost("10.0.0.0/8", 99999999999999999999999) }'),
    ("x.tf", 'resource "dns_a_record_set" "x" {\n  count = 999999\n  addresses = ["10.0.0.1"]\n}'),
    ("terragrunt.hcl", 'locals { a = read_terragrunt_config("terragrunt.hcl") }'),
    ("terragrunt.hcl", 'include "x" { path = "terragrunt.hcl" }\nlocals { a = include.x.locals.a.b.c }'),
    ("kustomization.yaml", "resources: [.]\ncomponents: [., ./]\npatches: [{patch: '- op: add'}]"),
    ("kustomization.yaml", "patches: [7, [], {patch: [], target: 3}, {path: {}}]\nreplacements: [1, {source: 2}]"),
    ("kustomization.yaml", "patches: [{target: {kind: '(a+)+$'}, patch: '[{op: move, path: /a, from: /b}]'}]"),
    ("kustomization.yaml", "replacements: [{source: {kind: A}, targets: [{select: {}, fieldPaths: ['[a.[b', '']}]}]"),
]


@pytest.mark.parametrize(("file", "text"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_read(file: str, text: str) -> None:
    assert len(tree({file: text, "a.yaml": BASE}).entries) <= len(text) + 1_000


def test_settings_of_a_router_that_terraform_reads() -> None:
    plan = tree(
        {
            "infra/shared/networks.yaml": "networks:\n  servers: 10.6.0.0/24\n  wired: 10.6.1.0/24\n",
            "infra/edge/settings.yaml": """\
                config:
                  bgp:
                    local_as: 64700
                    router_id: ${cidrhost(networks.servers, 1)}
                    neighbor_groups:
                      - {group: nodes, remote_as: 64701}
                      - {group: other, remote_as: 64702, neighbors: ["${cidrhost(networks.servers, 21)}"]}
                """,
        }
    )
    (router,) = plan.routers
    assert (router.id, [str(address) for address in router.addresses], router.asn) == ("edge", ["10.6.0.1"], 64700)
    assert [(session.peer, session.peer_asn) for session in plan.sessions if session.peer] == [("10.6.0.21", 64702)]
    assert codes(plan) == []


def test_what_a_module_is_given_counts_before_its_defaults() -> None:
    default = 'variable "lan" { default = "10.6.9.0/24" }\nvariable "vm" { default = { ip = "10.6.9.7", cores = 1 } }\n'
    box = 'resource "dns_a_record_set" "box" {\n  addresses = [cidrhost(var.lan, 5)]\n}\n'
    files = {"lan/variables.tf": default, "lan/main.tf": box}
    call = 'module "lan" {\n  source = "./lan"\n  lan    = local.x\n  vm     = { ip = "10.6.0.7", cores = 1 }\n}\n'
    assert sorted(hosts(tree(files)).values()) == ["10.6.9.5", "10.6.9.7"]
    assert sorted(hosts(tree(files | {"main.tf": call})).values()) == ["10.6.0.7"]
    shared = {f"modules/{name}": text for name, text in files.items()}
    assert sorted(hosts(tree(shared)).values()) == ["10.6.9.5"]


MODULE = """\
cluster_name = "barn"
network = {
  gateway     = "10.34.4.1"
  vip         = "10.34.4.9"
  api_lb_vip  = "10.34.4.8"
  cidr_prefix = 24
  vlan_id     = 34
}
lb_nodes = {
  lb-0 = { ip = "10.34.4.5", mac_address = "02:00:00:00:00:05", vm_id = 5 }
}
nodes_config = {
  ox  = { machine_type = "controlplane", ip = "10.34.4.10", mac_address = "02:00:00:00:00:10", vm_id = 10 }
  hen = { machine_type = "worker", ip = "10.34.4.11", mac_address = "02:00:00:00:00:11", vm_id = 11 }
  dog = { machine_type = "worker", ip = "10.34.4.12", mac_address = "02:00:00:00:00:12", vm_id = 12 }
}
"""
BARN = "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
BARN += "spec: {blocks: [{start: 10.34.4.100, stop: 10.34.4.120}]}\n"


def test_a_module_for_talos_describes_a_cluster() -> None:
    plan = tree({"tofu/config.auto.tfvars": MODULE})
    [cluster] = plan.clusters
    assert [(node.id, str(node.addresses[0]), [*node.roles]) for node in cluster.nodes] == [
        ("ox", "10.34.4.10", ["control-plane"]),
        ("hen", "10.34.4.11", ["worker"]),
        ("dog", "10.34.4.12", ["worker"]),
    ]
    assert [str(address.addresses[0]) for address in cluster.virtual_addresses] == ["10.34.4.9"]
    assert [
        (str(network.cidr), str(network.vlan), *map(str, network.gateways))
        for network in plan.networks
        if network.gateways
    ] == [("10.34.4.0/24", "34", "10.34.4.1")]
    assert codes(plan) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('10.34.4.1"', '10.34.5.1"', ["A204"]),
        ("10.34.4.12", "10.34.4.101", ["K816"]),
        ("10.34.4.5", "10.34.4.10", ["H302"]),
        ("10.34.4.12", "10.34.40.12", ["K814"]),
        ("10.34.4.12", "10.34.4.9", ["H302"]),
        ("10.34.4.12", "10.34.4.8", ["H302"]),
    ],
)
def test_what_contradicts_itself_in_a_module_for_talos(before: str, after: str, expected: list[str]) -> None:
    changed = MODULE.replace(before, after)
    assert codes(tree({"tofu/config.auto.tfvars": changed, "pool.yaml": BARN})) == expected


def test_a_gateway_of_a_machine_is_on_its_network() -> None:
    text = 'inputs = {\n  vms = {\n    web = { cores = 2, ipv4 = "10.34.6.12/24", ipv4gw = "10.34.%s.1" }\n  }\n}\n'
    assert codes(tree({"tf/web/terragrunt.hcl": text % 6})) == []
    assert codes(tree({"tf/web/terragrunt.hcl": text % 7})) == ["A204"]
    assert codes(tree({"tf/web/terragrunt.hcl": text.replace("/24", "/32") % 7})) == []


def unifi(*networks: tuple[str, str, int], more: str = "") -> dict[str, str]:
    """A file for each network of UniFi."""
    return {
        f"unifi/{name}.tf": f'resource "unifi_network" "{name}" {{\n  name = "{name}"\n  purpose = "corporate"\n'
        f'  subnet = "{subnet}"\n  vlan_id = {vlan}\n{more}}}\n'
        for name, subnet, vlan in networks
    }


def test_networks_of_unifi_are_apart() -> None:
    lan, iot = ("lan", "10.34.0.1/20", 10), ("iot", "10.34.16.1/24", 20)
    assert codes(tree(unifi(lan, iot))) == []
    assert codes(tree(unifi(lan, ("iot", "10.34.16.1/24", 10)))) == ["V501"]
    assert codes(tree(unifi(lan, ("iot", "10.34.8.1/24", 20)))) == ["A201"]
    assert codes(tree({**unifi(lan), **unifi(("iot", "10.34.16.1/24", 10), more='  site = "cabin"\n')})) == []


def test_networks_of_two_modules_may_be_one() -> None:
    here = unifi(("lan", "10.34.0.1/20", 10))
    there = {f"cabin/{name}": text.replace("lan", "cabin") for name, text in here.items()}
    assert codes(tree({**here, **there})) == []


def test_vlans_of_a_router_are_apart() -> None:
    text = "/interface vlan\nadd interface=bridge name=lan vlan-id=10\nadd interface=bridge name=iot vlan-id=20\n"
    text += "/ip address\nadd address=10.34.0.1/20 interface=lan\nadd address=10.34.%s.1/24 interface=iot\n"
    assert codes(tree({"router.rsc": text % 16})) == []
    assert codes(tree({"router.rsc": text % 8})) == ["A201"]
