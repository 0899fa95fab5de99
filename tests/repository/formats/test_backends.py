"""Backends of reverse proxies: which name is served from which address."""

from __future__ import annotations

import pytest
from lab import messages, short, tree

INVENTORY = """\
    all:
      hosts:
        oak: {ansible_host: 10.72.0.4}
        elm: {ansible_host: 10.72.0.5}
    """
TRAEFIK = """\
    http:
      routers:
        wood: {rule: "Host(`wood.lan`) || Host(`timber.lan`)", service: oak-svc@file}
        part: {rule: "Host(`part.lan`) && PathPrefix(`/x`)", service: oak-svc}
      services:
        oak-svc: {loadBalancer: {servers: [{url: "https://10.72.0.4:8006/ui"}]}}
        both: {loadBalancer: {servers: [{url: "http://10.72.0.4"}, {url: "http://10.72.0.5"}]}}
        named: {loadBalancer: {servers: [{url: "http://elm.lan"}]}}
        open: {loadBalancer: {servers: [{url: "http://{{ ip }}"}]}}
    tcp:
      services:
        db: {loadBalancer: {servers: [{address: "10.72.0.5:5432"}]}}
    """
TOML = """\
    [http.routers.wood]
    rule = "Host(`wood.lan`)"
    service = "oak"
    [http.services.oak.loadBalancer]
      [[http.services.oak.loadBalancer.servers]]
        url = "http://10.72.0.4:80"
    """
CADDY = """\
    {
      email me@example.org
    }
    (snippet) {
      reverse_proxy 10.72.0.4
    }
    oak.lan,
    www.oak.lan {
      # reverse_proxy 10.72.0.9
      reverse_proxy /api/* 10.72.0.5
      reverse_proxy 10.72.0.4:80
    }
    *.lan {
      @one host one.lan
      @two {
        remote_ip 10.0.0.0/8
        host two.lan
      }
      @path {
        path /x
      }
      handle @one {
        handle @path {
          reverse_proxy 10.72.0.7
        }
        reverse_proxy h2c://10.72.0.4 {
          header_up Host {host}
        }
      }
      reverse_proxy @two {
        to 10.72.0.5:81
      }
    }
    three.{$DOMAIN} {
      reverse_proxy 10.72.0.4 10.72.0.5
    }
    four.{$DOMAIN} {
      handle_path /x* {
        reverse_proxy 10.72.0.4
      }
      handle {
        reverse_proxy http://10.72.0.5
      }
    }
    """
NGINX = """\
    http {
      upstream oak-backend { server 10.72.0.4:80 weight=2; }
      upstream both { server 10.72.0.4; server 10.72.0.5; }
      server {
        listen 443 ssl; server_name one.lan one.*;
        location / { proxy_pass https://10.72.0.5; }  # elm
        location /api { proxy_pass http://10.72.0.4; }
      }
      server { server_name two.lan; location / { proxy_pass http://oak-backend/x; } }
      server { server_name three.lan; location / { proxy_pass http://both; } }
      server {
        server_name four.*;
        location / { set $upstream_app 10.72.0.5; proxy_pass $upstream_proto://$upstream_app:$upstream_port; }
      }
      server { server_name _; location / { proxy_pass http://10.72.0.5; } }
    }
    """


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("dynamic.yml", TRAEFIK, {"oak": 4, "wood": 4, "timber": 4, "db": 5}),
        ("dynamic.toml", TOML, {"oak": 4, "wood": 4}),
        ("Caddyfile", CADDY, {"oak": 4, "www": 4, "one": 4, "two": 5, "four": 5}),
        ("one/Caddyfile", "oak.lan\nreverse_proxy 10.72.0.4\n", {"oak": 4}),
        ("sites/a.conf", NGINX, {"oak": 4, "one": 5, "two": 4, "four": 5}),
    ],
    ids=["Traefik", "Traefik, TOML", "Caddy", "Caddy, one site without braces", "nginx"],
)
def test_names_that_are_served_from_one_address(file: str, text: str, expected: dict[str, int]) -> None:
    for files in (
        ({file: text}, {"cm.yaml": inside(file, text)}) if "." in file and "toml" not in file else ({file: text},)
    ):
        seen = [named for named in tree(files).named_addresses if named.noun == "backend"]
        assert {named.id: int(named.address) & 255 for named in seen} == expected


def inside(file: str, text: str) -> str:
    """A ConfigMap that holds a file."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    return f"kind: ConfigMap\nmetadata: {{name: c}}\ndata:\n  {file.rpartition('/')[2]}: |\n{lines}"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(
            "dynamic.yml", TRAEFIK.replace("10.72.0.4:8006", "10.72.0.9:8006"), ["H317 dynamic.yml:6"], id="Traefik"
        ),
        pytest.param("dynamic.toml", TOML.replace("10.72.0.4", "10.72.0.9"), ["H317 dynamic.toml:6"], id="TOML"),
        pytest.param("dynamic.toml", TOML.replace("10.72.0.4", "10.72.0.5"), ["H317 dynamic.toml:6"], id="another's"),
        pytest.param("dynamic.toml", TOML.replace("10.72.0.4", "10.9.0.4"), [], id="another network"),
        pytest.param("Caddyfile", "oak.lan {\n  reverse_proxy 10.72.0.9\n}\n", ["H317 Caddyfile:2"], id="Caddy"),
        pytest.param("Caddyfile", "app.lan {\n  reverse_proxy 10.72.0.9\n}\n", [], id="an unknown name"),
        pytest.param(
            "a.conf",
            "server { server_name elm.lan; location / { proxy_pass http://10.72.0.9; } }\n",
            ["H317 a.conf:1"],
            id="nginx",
        ),
        pytest.param("README.md", "```\noak.lan {\n  reverse_proxy 10.72.0.9\n}\n```\n", [], id="an example"),
    ],
)
def test_a_name_that_is_served_from_another_address_than_its_machine(file: str, text: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, file: text}, ("F104", "H317")) == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("dynamic.yml", 'http: {services: {oak: {loadBalancer: {servers: [{url: "http://10.72.0.256"}]}}}}\n'),
        ("dynamic.yml", 'tcp: {services: {oak: {loadBalancer: {servers: [{address: "10.72.0.256:1"}]}}}}\n'),
        ("Caddyfile", "oak.lan {\n  reverse_proxy 10.72.0.256:80\n}\n"),
        ("a.conf", "server { server_name elm.lan; location / { proxy_pass http://10.72.0.256; } }\n"),
    ],
    ids=["Traefik", "Traefik, TCP", "Caddy", "nginx"],
)
def test_what_is_no_address(file: str, text: str) -> None:
    (message,) = messages({file: text}, ["F104"])
    assert "10.72.0.256" in message


def test_a_record_of_the_proxy_contradicts_no_backend() -> None:
    zone = "$ORIGIN lan.\n@ IN SOA ns. me. 1 1 1 1 1\noak IN A 10.72.0.40\n"
    caddy = "oak.lan {\n  reverse_proxy 10.72.0.4\n}\n"
    assert short({"db.lan": zone, "Caddyfile": caddy}) == []
