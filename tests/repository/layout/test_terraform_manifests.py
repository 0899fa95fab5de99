"""Kubernetes objects and charts in Terraform."""

from __future__ import annotations

import pytest
from lab import places

POOL = """\
variable "pool" { default = "10.5.0.100-10.5.0.120" }
resource "kubectl_manifest" "pool" {
  yaml_body = yamlencode({
    apiVersion = "metallb.io/v1beta1"
    kind       = "IPAddressPool"
    metadata   = { name = "lan" }
    spec       = { addresses = [var.pool] }
  })
}
"""
SERVICE = """\
resource "kubernetes_service_v1" "db" {
  metadata { name = "db" }
  spec {
    type             = "LoadBalancer"
    load_balancer_ip = "%s"
    port { port = 53 }
    port { port = 54 }
  }
}
"""
MANIFEST = """\
resource "kubernetes_manifest" "web" {
  manifest = {
    apiVersion = "v1"
    kind       = "Service"
    metadata   = { name = "web", annotations = { "metallb.io/loadBalancerIPs" = "10.5.0.150" } }
    spec       = { type = "LoadBalancer" }
  }
}
"""
SET = """\
resource "helm_release" "cilium" {
  name   = "cilium"
  chart  = "cilium"
  values = [yamlencode({ ipam = { operator = { clusterPoolIPv4PodCIDRList = ["10.50.0.0/16"] } } })]
  set {
    name  = "ipv4NativeRoutingCIDR"
    value = "10.60.0.0/16"
  }
}
"""
TEXT = """\
resource "helm_release" "cilium" {
  chart  = "cilium"
  values = [<<-EOT
    ipam: {operator: {clusterPoolIPv4PodCIDRList: ["10.50.0.0/16"]}}
    ipv4NativeRoutingCIDR: 10.60.0.0/16
  EOT
  ]
}
"""
DECODED = """variable "range" { default = "10.5.0.100-10.5.0.150" }
resource "kubernetes_manifest" "pool" {
  manifest = yamldecode(<<-EOT
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: p}
    spec:
      addresses: ["${var.range}"]
  EOT
  )
}
"""
CASES = {
    "a pool of a text with a variable": (DECODED + SERVICE % "10.5.0.200", ["K821 main.tf:16"]),
    "a service of a pool of a text": (DECODED + SERVICE % "10.5.0.110", []),
    "a service outside of the pool": (POOL + SERVICE % "10.5.0.200", ["K821 main.tf:14"]),
    "a service of the pool": (POOL + SERVICE % "10.5.0.110", []),
    "an object": (POOL + MANIFEST, ["K821 main.tf:14"]),
    "a chart with settings": (SET, ["K822 main.tf:7"]),
    "a chart with a text of values": (TEXT, ["K822 main.tf:5"]),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES)
def test_objects_of_terraform_are_those_of_a_cluster(text: str, said: list[str]) -> None:
    assert places({"main.tf": text}, ["K821", "K822"]) == said
