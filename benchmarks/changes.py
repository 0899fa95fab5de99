"""How many single changes in labs `drift` finds, by kind of what is changed.

    python benchmarks/changes.py FOLDER… [--each 8] [--seed 1] [--list]

Each FOLDER is the repository of a lab. One value at a time is changed where nothing was found before: an address, a
prefix, its length, a VLAN id or an AS number. The new value stands nowhere in the lab, but for the kinds called
`taken`, where another thing has it. A change is found where an error or a warning that was not there before names the
changed line, its counterpart or the new value.

A change is fair only if a careful reader of the repository would see it. So a value is changed only where

- the same value stands at one to three other lines, that are no comments, samples, templates, archives or history,
- one of these lines, its counterpart, is about the same: it shares a name or a role (gateway, pods, virtual address)
  with the changed line, the keys above it, its heading or the path of its file. A name is a word that stands beside at
  most three values of the lab, and in at most one file of ten; words of folders that both files are in do not count,
- neither is an entry of a filter or of a list of who may do something: such a list may name anybody.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

from cidrbook import rules
from cidrbook.repository.documents.vendored_folders import not_vendored
from cidrbook.repository.observe import observe_files
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.tree import files
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

TOKEN = re.compile(r"(?<![\w.:/])((?:\d{1,3}\.){3}\d{1,3})(/\d{1,2})?(?![\w.]*\d|\.\w|:\d+:)")
NUMBER = re.compile(r"(?<![\w./:-])(?<!layer )(?<!port )(\d{1,10})(?![\w./%]|-\d)", re.IGNORECASE)
ASN = re.compile(
    r"\b(?:as|asn|bgp)\b|(?<=[a-z_])(?:asn|as)\b|(?<=[a-z])A[Ss][Nn]?\b|remote-as|local-as|\bAS(?=\d)", re.IGNORECASE
)
VLAN = re.compile(r"vlan|\bvif\b", re.IGNORECASE)
COMMENT = re.compile(r"^\s*(?:#|//|;|--|<!--|\*|/\*)|\s#\s.*$|\s//\s.*$")
NOT_THE_LABS = re.compile(
    r"(?:^|/)(?:charts?|templates?|tests?|vendor|roles|collections|dashboards?|\.[^/]+)/"
    r"|\.(?:j2|tmpl|tpl|json|lock|svg|drawio|excalidraw)$"
    r"|(?:^|[/_-])(?:changelog|projects|todo|done|notes|history|plans?|specs?|adrs?|migrat\w*|journal|incidents?|test)"
    r"(?:[/_.-]|$)",
    re.IGNORECASE,
)
"""Files that somebody else wrote, that are made, or that are templates; and what tells of other times."""

KINDS = (
    ("balancer", r"lb-?ipam[^:]*ips|loadbalancer-?ips?\b|externalips|svccontroller"),
    ("pool", r"loadbalancerippool|ipaddresspool|\bpools?\b.*|lb_?(?:range|pool|cidr)|loadbalancer_(?:pool|range|cidr)"),
    ("peer", r"peer_?address|neighbou?rs?\b|\bpeers?\b"),
    ("gateway", r"gateway|next-?hop|default_?route|\bgw\b|routers?\b"),
    ("DHCP", r"dhcp|lease|reservation|static-mapping"),
    ("pods or services", r"pod|service-?_?(?:cidr|subnet|network)|services?cidr|svc_|cluster-?_?cidr|nativerouting"),
    ("virtual address", r"\bvips?\b|_vip|vip_|endpoint|kube-?_?vip|api_?server|\bapi\b|virtual"),
    ("record", r"\bdns|record|cname|zone|hosts?-override|address=|customdns|\bIN A\b|target"),
    ("node", r"nodes?\b|node_|ansible_host|hostname|machines?|control|worker|master|ip_?addr|\bhosts?\b|addresses"),
)
"""Kinds of addresses in configuration, by words of the line and the keys above it; the first that fits."""

COMMON = word_set(
    "address addresses all allow and annotations ansible app apps argocd base bgp bootstrap cidr cidrs cilium cluster"
    " clusters com config configmap configuration controller data default defaults deny destination dhcp dns docs"
    " enabled ens18 env eth0 eth1 external false firewall flux for from global group groupvars helm helmrelease home"
    " homelab host hosts hostvars http https infra infrastructure int interface interfaces internal inventory io ips"
    " ipv4 kind kubernetes kustomization kustomize lab lan lbipam loadbalancer local machine main metadata name"
    " namespace net network networking networks node nodes not org patch patches port private prod production"
    " protocols range ranges readme release resources rule rules server servers service services set setup source spec"
    " static subnet subnets system talconfig talos terraform the this true type use value values variables vars via"
    " vlan vlans with yaml yes yml"
)
"""Words that lead nobody to a thing; names and roles are left."""

NAME = re.compile(r"\s*(?:- )?\s*\"?(?:hostname|name|host|id|description|comment|dnsName)\"?\s*[:=]")
KIND = re.compile(r"kind:|  name:")

FILTER = re.compile(
    r"trusted|whitelist|allow|no_auth|iptables|nftables|-j |networkpolic|policies|firewall|outbound|syslog|tags|proxies"
    r"|cidrselector|acl\b|ipblock|tocidr|fromcidr|sans?\b|no_proxy|exempt|exclude",
    re.IGNORECASE,
)

FEW, COMMONEST = 3, 0.1
"""Values that a name may lead to (an address, that of another interface, a network), and files that it may be in."""


class Spot(NamedTuple):
    """A value in a line of a file: its kind, where it stands, and the words of the line and the path about it."""

    source: Source
    line: int
    start: int
    end: int
    value: str
    kind: str
    names: frozenset[str]
    path: frozenset[str]


@dataclass(frozen=True)
class Change:
    """A value that is replaced, and the lines that say the same."""

    spot: Spot
    new: str
    counterparts: tuple[tuple[str, int], ...]

    @cached_property
    def source(self) -> Source:
        """The file with the new value."""
        lines = self.spot.source.text.split("\n")
        line = lines[self.spot.line - 1]
        lines[self.spot.line - 1] = line[: self.spot.start] + self.new + line[self.spot.end :]
        return Source(self.spot.source.file, "\n".join(lines))


def spots(source: Source) -> Iterator[Spot]:
    """The values of a file that may be changed."""
    document = source.file.endswith((".md", ".rst", ".adoc"))
    fenced = False
    lines = source.text.split("\n")
    for number, line in enumerate(lines, 1):
        fenced ^= document and line.lstrip().startswith(("```", "~~~"))
        comment = COMMENT.search(line) if not document else None
        text = line[: comment.start()] if comment else line
        if fenced or not re.search(r"\d", text):
            continue
        around: str | None = None
        for kind, match in _values(text):
            around = around if around is not None else _around(lines, number, document=document)
            name = f"document: {kind}" if document else _kind(kind, f"{around} {text[: match.start()]}", source.file)
            if name and not FILTER.search(f"{around} {text} {source.file}") and not _is_key(text, match):
                words = _words(f"{around} {text[: match.start()]} {text[match.end() :]}")
                yield Spot(source, number, match.start(), match.end(), match[0], name, words, _words(source.file))


def _values(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in TOKEN.finditer(text):
        if _is_own(match[1]) and not (match[2] and int(match[2][1:]) <= 12):
            yield ("prefix" if match[2] and _is_network(match[0]) else "address"), match
    for match in NUMBER.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        number = int(match[1])
        if (64_512 <= number <= 65_534 or 4_200_000_000 <= number <= 4_294_967_294) and ASN.search(text):
            yield "AS number", match
        elif 2 <= number <= 4_094 and VLAN.search(before) and "mtu" not in before:
            yield "VLAN id", match


def _is_key(text: str, match: re.Match[str]) -> bool:
    """Whether this only leads to what follows, in a command of a router."""
    return text.lstrip().startswith("set ") and bool(text[match.end() :].strip(" '\""))


def _is_own(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (
        address.is_private
        and not address.is_loopback
        and not address.is_unspecified
        and text[:4] not in {"255.", "169."}
    )


def _is_network(text: str) -> bool:
    try:
        return ip_network(text).prefixlen < 31 and text != "192.168.0.0/16"
    except ValueError:
        return False


def _kind(kind: str, said: str, file: str) -> str:
    if kind in {"AS number", "VLAN id"}:
        return kind
    said = said.lower()
    named = next((name for name, words in KINDS if re.search(words, said)), "")
    if not named and re.search(r"inventor|hosts|talconfig|nodes", file):
        named = "node"
    return f"{named}'s prefix" if named and kind == "prefix" and named not in {"pool", "pods or services"} else named


def _around(lines: Sequence[str], number: int, *, document: bool) -> str:
    """The keys above a line of configuration, with the names beside it; the heading above a line of a document."""
    if document:
        heading = next(
            (line for line in reversed(lines[max(0, number - 200) : number - 1]) if line.startswith("#")), ""
        )
        return heading if not lines[number - 1].lstrip().startswith("|") else ""
    found: list[str] = []
    indent, same_item = _indent(lines[number - 1]), not lines[number - 1].lstrip().startswith("-")
    for line in reversed(lines[max(0, number - 400) : number - 1]):
        level = _indent(line)
        if line.startswith("---"):
            break
        if line.strip() and (
            level < indent or (level == indent and same_item and NAME.match(line)) or KIND.match(line)
        ):
            found.append(line.strip())
        if line.strip() and level <= indent:
            same_item = (same_item or level < indent) and not line.lstrip().startswith("-")
            indent = level
    return " ".join([*reversed(found), *_below(lines, number)])


def _below(lines: Sequence[str], number: int) -> Iterator[str]:
    """Lines with a name below this one, in the same item."""
    indent = _indent(lines[number - 1])
    for line in lines[number : number + 6]:
        if _indent(line) < indent or (_indent(line) == indent and line.lstrip().startswith("-")):
            return
        if NAME.match(line):
            yield line.strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t-"))


def _words(text: str) -> frozenset[str]:
    spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    whole = re.findall(r"[a-z0-9][a-z0-9_-]*", spelled.lower())
    parts = [part for word in whole for part in re.split(r"[_-]", word)]
    return frozenset(word for word in (*whole, *parts) if re.search(r"[a-z]", word) and len(word) > 2) - COMMON


def changes(sources: Sequence[Source], known: set[tuple[str, int]], chance: random.Random) -> list[Change]:
    """The fair changes of a lab, in a random order of their kinds in turn."""
    own = [
        source
        for source in not_vendored(sources)
        if not is_example(source.file) and not NOT_THE_LABS.search(source.file)
    ]
    everything = frozenset(word for source in sources for word in re.findall(r"[\d./]*\d", source.text))
    everything |= {word.partition("/")[0] for word in everything}
    same: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in _with_own_names([spot for source in own for spot in spots(source)], _common_words(sources)):
        same[_sort(spot), spot.value.partition("/")[0] if _sort(spot) == "address" else spot.value].append(spot)
    found: dict[str, list[Change]] = defaultdict(list)
    for group in same.values():
        for spot in group if 2 <= len(group) <= 4 else ():
            others = tuple((other.source.file, other.line) for other in group if _is_counterpart(spot, other))
            if others and not known & {(spot.source.file, spot.line), *others}:
                for kind, new in _new(spot, everything, chance, same):
                    found[kind].append(Change(spot._replace(kind=kind), new, others))
    for made in found.values():
        chance.shuffle(made)
    kinds = sorted(found)
    chance.shuffle(kinds)
    return [found[kind][turn] for turn in range(4) for kind in kinds if turn < len(found[kind])]


def _common_words(sources: Sequence[Source]) -> frozenset[str]:
    files = Counter(word for source in sources for word in _words(source.text))
    return frozenset(word for word, count in files.items() if count > max(FEW, COMMONEST * len(sources)))


def _with_own_names(found: Sequence[Spot], common: frozenset[str]) -> Iterator[Spot]:
    """The values with the names that lead to few."""
    values: dict[str, set[str]] = defaultdict(set)
    for spot in found:
        for name in spot.names:
            values[name].add(spot.value.partition("/")[0])
    own = frozenset(name for name, led_to in values.items() if len(led_to) <= FEW) - common
    for spot in found:
        yield spot._replace(names=spot.names & own)


def _sort(spot: Spot) -> str:
    if spot.kind.endswith(("AS number", "VLAN id")):
        return spot.kind.removeprefix("document: ")
    return "prefix" if "/" in spot.value and _is_network(spot.value) else "address"


def _is_counterpart(spot: Spot, other: Spot) -> bool:
    if (spot.source.file, spot.line) == (other.source.file, other.line):
        return False
    mine, others = spot.path - other.path, other.path - spot.path
    return bool(spot.names & other.names or spot.names & others or other.names & mine)


def _new(
    spot: Spot, everything: frozenset[str], chance: random.Random, same: dict[tuple[str, str], list[Spot]]
) -> Iterator[tuple[str, str]]:
    """The kinds of change to a value, each with a new value."""
    sort = _sort(spot)
    if sort in {"AS number", "VLAN id"}:
        yield spot.kind, _unused([str(int(spot.value) + step) for step in range(1, 60)], everything, chance)
    elif sort == "prefix":
        network = ip_network(spot.value)
        lengths = [f"{network.network_address}/{network.prefixlen + step}" for step in (1, 2)]
        yield f"{spot.kind}, length", _unused(lengths, everything, chance)
        yield spot.kind, _unused(_moved(spot.value) or lengths, everything, chance)
    else:
        host, slash, length = spot.value.partition("/")
        head = host.rpartition(".")[0]
        free = [f"{head}.{number}" for number in range(2, 250)]
        yield spot.kind, _unused(free, everything, chance) + slash + length
        taken = _taken(spot, same) if spot.kind in {"node", "balancer", "virtual address"} else []
        if taken:
            yield f"{spot.kind}, taken", chance.choice(taken) + slash + length


def _moved(prefix: str) -> list[str]:
    """A prefix with another third octet."""
    head, third, rest = prefix.rsplit(".", 2)
    shifted = (f"{head}.{(int(third) + step) % 256}.{rest}" for step in range(1, 100))
    return [text for text in shifted if _is_network(text)]


def _taken(spot: Spot, same: dict[tuple[str, str], list[Spot]]) -> list[str]:
    """The addresses of other things of this kind in the same network."""
    host = spot.value.partition("/")[0]
    others = (group[0] for group in same.values() if len(group) > 1 and group[0].kind == spot.kind)
    addresses = {other.value.partition("/")[0] for other in others} - {host}
    return sorted(address for address in addresses if address.rpartition(".")[0] == host.rpartition(".")[0])


def _unused(values: Sequence[str], everything: frozenset[str], chance: random.Random) -> str:
    free = [value for value in values if value not in everything]
    return chance.choice(free or list(values))


def findings(sources: Sequence[Source]) -> list[Finding]:
    """The errors and warnings of a repository."""
    return [finding for finding in rules.check_observation(observe_files(sources)) if finding.severity != "info"]


def places(finding: Finding) -> set[tuple[str, int]]:
    """The lines that a finding names."""
    return {(at.file, at.line) for at in (finding.problem.at, *(related.at for related in finding.problem.related))}


def said(finding: Finding) -> tuple[str, str, frozenset[tuple[str, int]]]:
    """What makes a finding another one."""
    return finding.code, finding.problem.message, frozenset(places(finding))


def tried(folder: Path, each: int, chance: random.Random) -> Iterator[tuple[Change, Finding | None]]:
    """Changes of a lab, each with the finding that names it."""
    sources = list(files(folder))
    before = findings(sources)
    usual, known = {said(finding) for finding in before}, {place for finding in before for place in places(finding)}
    for change in changes(sources, known, chance)[:each]:
        spot = change.spot
        lines = {(spot.source.file, spot.line), *change.counterparts}
        after = findings([change.source if source is spot.source else source for source in sources])
        news = (finding for finding in after if said(finding) not in usual and _names_it(finding, lines, change.new))
        yield change, next(news, None)


def _names_it(finding: Finding, lines: set[tuple[str, int]], new: str) -> bool:
    """Whether a finding names the changed line, its counterpart, or the new value."""
    return (
        bool(places(finding) & lines)
        or re.search(rf"(?<![\d.]){re.escape(new)}(?!\d)", finding.problem.message) is not None
    )


def main() -> None:
    """Read the arguments, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=8, help="changes in each lab")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print each change")
    asked = parser.parse_args()
    made: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for folder in asked.folders:
        for change, finding in tried(folder, asked.each, random.Random(f"{asked.seed} {folder.name}")):  # noqa: S311 (no secret)
            spot = change.spot
            made[spot.kind] += 1
            hits[spot.kind] += finding is not None
            if asked.list:
                _print_change(folder, change, finding)
    for part in ("", "document: "):
        kinds = [kind for kind in sorted(made) if kind.startswith("document: ") == bool(part)]
        _print_row("all in documents" if part else "all in configuration", kinds, made, hits)
        for kind in kinds:
            _print_row(f"    {kind}", [kind], made, hits)


def _print_row(title: str, kinds: Sequence[str], made: Counter[str], hits: Counter[str]) -> None:
    total, found = sum(made[kind] for kind in kinds), sum(hits[kind] for kind in kinds)
    print(f"{title:44}{total:6}{found:6}{100 * found // max(total, 1):5} %")


def _print_change(folder: Path, change: Change, finding: Finding | None) -> None:
    """Print a change, with what stands there and at its counterparts where nobody sees it."""
    spot = change.spot
    mark = f"{finding.severity} {finding.code}" if finding else "MISSED"
    print(
        f"{mark} | {spot.kind} | {folder.name} {spot.source.file}:{spot.line} | {spot.value} -> {change.new}",
        flush=True,
    )
    if not finding:
        texts = {source.file: source.text.split("\n") for source in files(folder)}
        print(f"    both name: {', '.join(sorted(spot.names))}")
        for file, line in ((spot.source.file, spot.line), *change.counterparts):
            print(f"    {file}:{line}: {texts[file][line - 1].strip()[:150]}", flush=True)


if __name__ == "__main__":
    main()
