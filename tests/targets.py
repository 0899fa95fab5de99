"""What takes texts of other people: each as a function of bytes, which ends with findings or with a refusal in words.

Any other exception is a crash; so is a reader that fails on a file, and a macro that explains itself in Python's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, TemplateError

from cidrbook import rules
from cidrbook.commands._insertion import InsertionError, host_item, inserted_text
from cidrbook.drift.comparison import Comparison
from cidrbook.editor.completion import completions
from cidrbook.editor.definitions import definitions, references
from cidrbook.editor.words import key_at, word_at
from cidrbook.exports import FORMATS, exported
from cidrbook.exports.extract import ExportError, extract
from cidrbook.net.ip import parse_prefix
from cidrbook.pages import FILTERS, MACROS
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.calls import guarded
from cidrbook.pages.readme import ReadmeError, updated
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.report.answers import answers, asked_address, free_around
from cidrbook.report.text import as_text
from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files
from cidrbook.text.names import did_you_mean
from cidrbook.text.source import Source
from cidrbook.text.spreadsheet import as_table

TODAY = date(2026, 11, 23)
PLAN = """\
networks:
  - {name: lan, cidr: [10.0.0.0/24, "fd42::/64"], vlan: 42, gateway: 10.0.0.1, role: servers,
     dhcp: [10.0.0.50-10.0.0.99], hosts: [{name: nas, address: [10.0.0.9, "fd42::9"], mac: 52:54:00:12:34:56}]}
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters: [{name: home, pods: pods, nodes: [{name: k8s-0, address: 10.0.0.10}]}]
routers: [{name: edge, product: opnsense, version: "21.7", addresses: [10.0.0.1]}]
"""


_SHOWN = [field.name for field in fields(Observation) if field.name != "sources"]
"""What an observation has of what it shows."""

FILES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "manifests": ("kubernetes/app.yaml", "talos/controlplane.yaml", "cluster/cilium-config.yaml", "all.json"),
        "settings": ("group_vars/all.yml", "docker-compose.yml", "netplan/01-net.yaml", "inventory/hosts.yaml", "a.j2"),
        "vyos": ("vyos.conf", "config-parts/a.sh", "config.boot", "edge.sh"),
        "frr": ("frr.conf", "templates/frr.conf.j2", "bird.conf", "haproxy.cfg"),
        "routeros": ("edge.rsc", "routeros.txt"),
        "opnsense": ("config.xml", "scan.xml"),
        "hcl": ("main.tf", "terraform.tfvars", "a.hcl"),
        "nix": ("host.nix", "flake.nix"),
        "toml": ("cluster.toml", "nodes.toml"),
        "zones": ("db.home.arpa", "home.zone", "10.in-addr.arpa.zone", "Corefile", "hosts"),
        "dnsmasq": (
            "dnsmasq.conf",
            "dhcpd.conf",
            "pve/interfaces",
            "nas/lan.network",
            "wg0.conf",
            "a.container",
            "a.network",
        ),
        "kea": ("kea.json", "kea-dhcp4.conf", "unifi.json", "leases.json"),
        "leases": ("dnsmasq.leases", "kea-leases4.csv", "dhcpd.leases", "routeros.txt"),
        "netbox": ("prefixes.csv", "addresses.tsv", "prefixes.json", "phpipam.csv"),
        "rpsl": ("registry.db", "data/inetnum/10.0.0.0_24", "data/aut-num/AS64512"),
        "inventory": ("inventory/hosts.ini", "ansible/hosts", "ansible.cfg"),
        "documents": ("README.md", "docs/network.md", "docs/ip.rst", "notes.txt", "links.jinja2"),
        "scripts": ("bootstrap.sh", ".env", "Makefile", "justfile", "Vagrantfile", "setup.py", "a.go"),
    }
)
"""Files that readers know by their names: a target each, that tries the text under each name."""


def plan(data: bytes) -> None:
    """A plan's file, and what is wrong with it."""
    as_text(rules.check(_parsed(data), TODAY))


def exports(data: bytes) -> None:
    """A plan for other programs, in every format."""
    comparison = Comparison(_parsed(data))
    for form in FORMATS:
        try:
            exported(form, extract(comparison, TODAY, domain="home.arpa"))
        except ExportError:
            continue


def asked(data: bytes) -> None:
    """What `who` and `next` are asked for, and what an editor says of a word."""
    text = _text(data)
    list(answers(_comparison(), text))
    free_around(_comparison(), text)
    asked_address(text)
    did_you_mean(text, ["lan", "pods", "servers"])
    try:
        parse_prefix(text)
    except ValueError:
        return


def written(data: bytes) -> None:
    """A host written into a plan."""
    parsed = _parsed(data)
    for network in parsed.networks[:3]:
        try:
            inserted_text(parsed, network, host_item("new-host", "10.0.0.77"))
        except InsertionError:
            continue


def markers(data: bytes) -> None:
    """A README with markers, and its parts written anew."""
    try:
        updated(_book(), _text(data))
    except ReadmeError as error:
        _refuse_lost_arguments(str(error))


def arguments(data: bytes) -> None:
    """A macro's call as a page has it, with whatever arguments."""
    text = _text(data)
    if set(text) & set("*%|"):  # a page's own `'a' * 10**9` fills the memory, and no macro sees it
        return
    environment = Environment(autoescape=True)
    environment.globals = dict(_macros())
    try:
        template = environment.from_string(f"{{{{ {text} }}}}")
    except (TemplateError, RecursionError, SyntaxError):  # what Jinja makes of it may be no Python
        return
    try:
        template.render()
    except (TemplateError, TypeError, ValueError, ArithmeticError, NameError, RecursionError, MemoryError, LookupError):
        return  # what the page's own expression raised: macros complain, and raise nothing


def editor(data: bytes) -> None:
    """What an editor asks about places of a plan that is being written."""
    parsed = _parsed(data)
    source = parsed.sources[0]
    for line in {1, len(source.lines), len(source.lines) + 1, len(source.lines) // 2 + 1}:
        for column in (1, 5, 10**6):
            word_at(source, line, column)
            key_at(source, line, column)
            completions(Comparison(parsed), source, line, column)
            definitions(parsed, source, line, column)
            references(parsed, source, line, column)


def repository(names: Sequence[str], data: bytes) -> None:
    """A repository of a single file under each of these names: what it shows, what is wrong, and a first plan of it."""
    name = names[sum(data[:8]) % len(names)]
    observation = observe_files([Source(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))])
    for failure in observation.failures:
        raise failure.error
    if any(getattr(observation, name) for name in _SHOWN):  # of nothing, rules and a first plan are always the same
        as_text(rules.check_observation(observation))
        draft(observation)


def spreadsheet(data: bytes) -> None:
    """A spreadsheet in the older format of Excel."""
    for failure in observe_files([as_table("addresses.xls", data)]).failures:
        raise failure.error


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {target.__name__: target for target in (plan, exports, asked, written, markers, arguments, editor, spreadsheet)}
    | {name: partial(repository, files) for name, files in FILES.items()}
)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _parsed(data: bytes) -> Plan:
    return parse({"data/plan.yaml": _text(data)})


@cache
def _comparison() -> Comparison:
    return Comparison(_parsed(PLAN.encode()))


@cache
def _book() -> Book:
    return Book(_comparison().plan, today=TODAY)


@cache
def _macros() -> Mapping[str, Callable[..., Any]]:
    def complain(wrong: WrongCallError) -> str:
        _refuse_lost_arguments(wrong.message)
        return ""

    return {name: guarded(macro, _book(), complain) for name, macro in {**MACROS, **FILTERS}.items()}


class LostArgumentsError(BaseException):
    """A macro that failed on its arguments, and said so only in Python's words."""


def _refuse_lost_arguments(message: str) -> None:
    if "cannot use its arguments" in message:
        raise LostArgumentsError(message)
