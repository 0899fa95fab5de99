"""What a key was meant to be that is unknown where it is written.

It is a mistyped key, another program's word, or a key of another object; which keys
there are, and where they belong, comes from the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from cidrbook.plan.entry import Entry
from cidrbook.plan.model import PlanFile
from cidrbook.text.lookalikes import has_curly
from cidrbook.text.names import closest, did_you_mean
from cidrbook.text.regex import regex
from cidrbook.text.source import ODD_BLANKS, ORIGIN

_SYNONYMS = {
    **dict.fromkeys(("subnet", "prefix", "network", "range", "netaddr"), ("cidr", "dhcp")),
    **dict.fromkeys(("ip", "ips", "ip_address", "ipv4", "ipv6", "addr"), ("address", "addresses", "cidr")),
    **dict.fromkeys(("hostname", "title", "label"), ("name",)),
    **dict.fromkeys(("gw", "router", "default_gateway"), ("gateway",)),
    **dict.fromkeys(("vid", "vlan_id", "tag"), ("vlan", "id")),
    **dict.fromkeys(("as", "as_number", "remote_as"), ("asn", "peer_asn")),
    **dict.fromkeys(("notes", "note", "comment", "comments", "remark", "desc", "info"), ("description",)),
    **dict.fromkeys(
        ("dhcp_range", "dhcp_ranges", "dhcp_pool", "dhcp_start", "dhcp_end", "pool", "leases"), ("dhcp", "pools")
    ),
    **dict.fromkeys(("mac_address", "hwaddr", "hw_address", "ether"), ("mac",)),
    **dict.fromkeys(("reservations", "static", "devices", "machines", "clients"), ("hosts",)),
    **dict.fromkeys(("usage", "used_for", "function"), ("purpose",)),
    **dict.fromkeys(("type", "kind", "category"), ("role", "product")),
    **dict.fromkeys(("location", "building"), ("site",)),
    **dict.fromkeys(("ssid", "wifi", "wlan", "wlans"), ("ssids",)),
    **dict.fromkeys(("port", "nic", "iface", "switch_port"), ("interface",)),
    **dict.fromkeys(("alias", "cname", "cnames", "dns_names"), ("aliases",)),
    **dict.fromkeys(("host_machine", "hypervisor", "runs_on"), ("on",)),
    **dict.fromkeys(("state", "lifecycle"), ("status",)),
    **dict.fromkeys(("subnets", "prefixes", "lans"), ("networks",)),
    **dict.fromkeys(("servers", "hypervisors", "vms"), ("hosts",)),
    **dict.fromkeys(("firewalls", "gateways", "switches"), ("routers",)),
    **dict.fromkeys(("peers", "neighbors", "neighbours", "peerings"), ("sessions",)),
    **dict.fromkeys(("repo", "repo_url", "git"), ("repository",)),
}
"""Words of other programs, and the keys that mean the same, the first one that is known where the word stands."""

_SENTENCES = {
    **dict.fromkeys(
        ("dns", "dns_server", "dns_servers", "nameserver", "nameservers"),
        ("dhcp_options", "write it into `dhcp_options`: `dhcp_options: {{dns: {}}}`"),
    ),
    **dict.fromkeys(
        ("ntp", "ntp_server", "ntp_servers", "time_server", "time_servers"),
        ("dhcp_options", "write it into `dhcp_options`: `dhcp_options: {{ntp: {}}}`"),
    ),
    **dict.fromkeys(
        ("tftp", "tftp_server", "next_server", "boot_server"),
        ("dhcp_options", "write it into `dhcp_options`: `dhcp_options: {{tftp: {}}}`"),
    ),
    **dict.fromkeys(
        ("netmask", "mask", "subnet_mask", "prefix_length", "prefixlen"),
        ("cidr", "the prefix length is a part of `cidr`, as in `cidr: 192.168.42.0/24`"),
    ),
    **dict.fromkeys(
        ("zone", "owner", "bridge", "domain", "search_domain", "rack", "vm_id", "vmid", "serial", "model", "vendor"),
        ("custom", ""),
    ),
}
"""Words of other programs that take a sentence, each with the key that must be known where the word stands.

The value goes where `{}` stands. Without a sentence, the word is one for the user's own fields.
"""

_PLAIN = regex(r"[\w.:-]*[\w-](?: [\w.-]+)*", re.ASCII)
_BULLET = regex("[\u2010-\u2015\u2212\u2022\u00b7\u2023\u25aa\u25e6*] ?(.+)")
_ODD = regex(f"[{ODD_BLANKS}]")
_SECRET = regex("pass|pwd|secret|token|psk|key|credential", re.IGNORECASE)
"""What nobody is told to write into a plan."""

_FEW = 5
"""Values of a list that are repeated."""

_SHOWN = 40
"""More characters than a plain value has, and more keys than any object has: all of them are listed."""


class ModelPath(NamedTuple):
    """Where objects of a kind are written: the keys that lead there, and their model."""

    keys: tuple[str, ...]
    model: type[Entry]


def keys_at(path: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows beside the last one of the path."""
    return _model_keys(model_at(path))


def kind_at(path: tuple[int | str, ...]) -> str:
    """What messages call the object at the end of a path."""
    return model_at((*path, "")).model_construct().kind


def takes_objects(path: tuple[int | str, ...]) -> bool:
    """Whether objects belong at the end of a path; also where the model knows no such key."""
    fields = {field.alias or name: field.annotation for name, field in model_at(path).model_fields.items()}
    return path[-1] not in fields or _inner(fields[path[-1]]) is not None


def naming_key(model: type[Entry]) -> str:
    """The key that says which object it is: the first that must be written, or its path; nothing without either."""
    return next(iter(model.REQUIRED), "path" if "path" in _model_keys(model) else "")


def second(model: type[Entry]) -> str:
    """The key that an item of a list has beside the one that names it: `cidr` of a network, `address` of a host."""
    others = (*model.REQUIRED[1:], "address", "url", "name") if model.REQUIRED else ()
    return next((key for key in others if key in _model_keys(model) and key != model.REQUIRED[0]), "")


def item_hint(path: tuple[int | str, ...], written: object) -> str:
    """How an object is written where something else is."""
    model = model_at((*path, ""))
    if isinstance(written, list) and written and all(isinstance(item, dict) for item in written):
        return _list_hint(path, model, written[0])
    first, other = naming_key(model), second(model)
    if not first or not isinstance(written, str | None):
        return "write `key: value` pairs, indented below it"
    if written is None:
        return f"write `- {first}: …`, or remove the dash"
    several, written = "," in written, written.partition(",")[0].strip()
    is_name = other in ("", "name") or (not written[:1].isdigit() and ":" not in written)
    name, value = (written, "…") if is_name else ("…", written)
    item = f"- {{{first}: {name}, {other}: {value}}}" if other else f"- {first}: {name}"
    return f"write an item for each, as in `{item}`" if several else f"write `{item}`"


def _list_hint(path: tuple[int | str, ...], model: type[Entry], first: dict[str, object]) -> str:
    """What to write where a list of mappings stands in place of one mapping."""
    keys = {key for key in first if key != ORIGIN}
    homes = (spot.keys[0] for spot in _keys_below(ModelPath((), model)) if keys <= set(_model_keys(spot.model)))
    home = next(homes, "")
    if home and not keys <= set(_model_keys(model)):
        return f"write `{home}:` below `{path[-1]}:`, and the list below that"
    return f"remove the dash before `{next(iter(keys), '')}`: only lists have one"


def objects_key(path: tuple[int | str, ...], written: object) -> str:
    """The key with this word in it under which an object of these keys belongs, as `pinned_services` for `services`."""
    keys = {key for key in written if key != ORIGIN} if isinstance(written, dict) else set()
    while isinstance(path[-1], int):
        path = path[:-1]
    below = _keys_below(ModelPath((), model_at(path)))
    homes = (spot.keys[0] for spot in below if keys and keys <= set(_model_keys(spot.model)))
    return next((home for home in homes if str(path[-1]) in home), "")


def meant(path: tuple[int | str, ...]) -> str:
    """The known key that the last one of the path stands for, if one can be told."""
    key, known = str(path[-1]), keys_at(path)
    return _other_number(key, known) or _synonym(key, known) or closest(key, known)


def hint(path: tuple[int | str, ...], value: object = None) -> str:
    """What to write instead of the unknown key that ends the path, and of its value."""
    key, known = str(path[-1]), keys_at(path)
    if key.lower() in known:
        return f"write `{key.lower()}`: keys are in lower case"
    odd = _misread(key, value)
    if odd:
        return odd
    close, synonym = _other_number(key, known), _synonym(key, known)
    if synonym and not close:
        again = _repeated(value)
        return f"write `{synonym}`" if "…" in again else f"write `{synonym}`: `{synonym}: {again}`"
    needed, sentence = _SENTENCES.get(folded(key), ("", ""))
    if needed in known and not close:
        return (
            sentence.format(_repeated(_split(value)))
            if sentence
            else f"write it as a field of your own, as in `custom: {{{key}: {_repeated(value)}}}`"
        )
    if close:
        again = _repeated(value)
        return f"did you mean `{close}`?" + ("" if "…" in again else f" Write `{close}: {again}`")
    close = closest(key, known)
    return f"did you mean `{close}`?" if close else _key_elsewhere(key, path, value) or _known(key, known)


def _known(key: str, known: Sequence[str]) -> str:
    """The keys there are, and the way to have one of the user's own."""
    own = "custom" in known and _PLAIN.fullmatch(key) and not _SECRET.search(key)
    return did_you_mean(key, known, _SHOWN) + (f"; for a field of your own, `custom: {{{key}: …}}`" if own else "")


def _misread(key: str, value: object) -> str:
    """What to write where a character of the key means something else to YAML."""
    if _ODD.search(key):
        return "type it again: a no-break space stands here, which looks like a space and is a part of the key to YAML"
    if has_curly(key):
        return "write it without the curly quotes, which are a part of the key to YAML"
    bullet = _BULLET.match(key)
    if bullet:
        rest = f": {value}" if isinstance(value, str) else ":"
        return f"an item of a list begins with a hyphen and a space: write `- {bullet[1]}{rest}`"
    if key[:1] == "-" and key[1:2].strip("-"):
        rest = f": {value}" if isinstance(value, str) else ":"
        return f"a space is missing after the dash: write `- {key[1:]}{rest}`"
    return ""


def _split(value: object) -> object:
    """Several values in one text as a list."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) and "," in value else value


def _repeated(value: object) -> str:
    """A value as it can be written again, where it is short and plain."""
    if isinstance(value, list) and 0 < len(value) <= _FEW:
        return f"[{', '.join(map(_repeated, value))}]"
    return value if isinstance(value, str) and len(value) <= _SHOWN and _PLAIN.fullmatch(value) else "…"


def _synonym(key: str, known: Sequence[str]) -> str:
    """The known key for a word that means the same."""
    return next((other for other in _SYNONYMS.get(folded(key), ()) if other in known), "")


def _other_number(key: str, known: Sequence[str]) -> str:
    """The known key that is the plural or the singular of this one."""
    word = folded(key)
    return next((other for other in (word, f"{word}s", f"{word}es", word.removesuffix("s")) if other in known), "")


def _key_elsewhere(key: str, path: tuple[int | str, ...], value: object) -> str:
    """Where a key belongs that other objects have, or that only the whole plan has."""
    if len(path) > 1 and key in _model_keys(PlanFile):
        return f"move `{key}` to the beginning of a line: it belongs to the plan as a whole"
    known = {key, *_SYNONYMS.get(folded(key), ())}
    here = model_at(path)
    inside = () if here is PlanFile else tuple(_keys_below(ModelPath((), here)))
    spots = [spot for spot in inside if known & set(_model_keys(spot.model))]
    sure = known if here is PlanFile else {key}  # a word of other programs means less, the further away it is
    spots += [spot for spot in _spots() if sure & set(_model_keys(spot.model))]
    if not spots:
        return ""
    spot = spots[0]
    if here is PlanFile and len({spot.model for spot in spots}) > 2:
        return f"indent `{key}` below the object that it belongs to"
    proper = next(other for other in (key, *_SYNONYMS.get(folded(key), ())) if other in _model_keys(spot.model))
    required = spot.model.REQUIRED[0] if spot.model.REQUIRED else ""
    whole = f"`{proper}`{', with all that is in it,' if isinstance(value, list | dict) and value else ''}"
    if not required:
        return f"move {whole} into `{'.'.join(spot.keys)}`, indented below it"
    kind = spot.model.model_construct().kind
    return f"move {whole} into a {kind}: an item of `{'.'.join(spot.keys)}`, indented like its `{required}`"


def folded(key: str) -> str:
    """A key without regard to case and to what joins its words."""
    return key.lower().replace("-", "_").replace(" ", "_")


def model_at(path: tuple[int | str, ...]) -> type[Entry]:
    """The model of the mapping that the last key of the path stands in; one without keys for keys of the user's own.

    So it is below a key that no object has, such as a manifest's.
    """
    known: Any = PlanFile
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        if isinstance(known, type) and issubclass(known, Entry):
            annotation = {field.alias or name: field.annotation for name, field in known.model_fields.items()}.get(part)
            known = annotation if get_origin(annotation) is dict else _inner(annotation)
        else:
            known = _inner(known)
    return known if isinstance(known, type) and issubclass(known, Entry) else Entry


@cache
def _spots() -> tuple[ModelPath, ...]:
    """All places of the plan at which objects are written, the outermost first."""
    reached = list(_keys_below(ModelPath((), PlanFile)))
    for spot in reached:  # grows while it is gone through
        reached.extend(_keys_below(spot))
    return tuple(reached)


def _keys_below(spot: ModelPath) -> Iterator[ModelPath]:
    if len(spot.keys) > 2:
        return
    for name, field in spot.model.model_fields.items():
        inner = _inner(field.annotation)
        if inner is not None and inner is not spot.model:
            yield ModelPath((*spot.keys, field.alias or name), inner)


@cache
def _model_keys(model: type[Entry]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if name != "origin"]


def _inner(annotation: Any) -> Any:
    """The model inside of `tuple[Model, ...]`, `dict[str, Model]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((inner for argument in get_args(annotation) if (inner := _inner(argument)) is not None), None)
