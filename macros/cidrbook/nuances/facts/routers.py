"""Facts of the router: what it runs, how its BGP is set, and whether it spreads traffic over several paths.

More than one path for a prefix (ECMP) is a matter of the kernel and of the daemon, and differs by release. `_ECMP`
says what it takes, from:

- OPNsense: [the kernel](https://github.com/opnsense/changelog/blob/master/community/22.1/22.1) that can since 22.1,
  and [the tunable](https://github.com/opnsense/core/blob/master/src/etc/inc/system.inc) that its core sets to 0
- pfSense: [multipath](https://docs.netgate.com/pfsense/en/latest/routing/multipath.html) by the FRR package, in
  releases on FreeBSD 14; [FreeBSD](https://reviews.freebsd.org/rS368648) has it since 13
- FRR: [the limit](https://github.com/FRRouting/frr/blob/master/bgpd/bgpd.c) is that of the build, where none is written
- BIRD: [`merge paths`](https://github.com/projectcalico/calico/issues/4114)
- VyOS: [`maximum-paths`](https://docs.vyos.io/en/latest/configuration/protocols/bgp.html)
- UniFi: [the USG](https://github.com/metallb/metallb/issues/926), [old
  firmware](https://github.com/unifi-utilities/unifi-common/issues/289), [native
  BGP](https://github.com/onedr0p/home-ops/pull/8621), all as users report
- RouterOS to 6: [one recursive next hop](https://wiki.mikrotik.com/wiki/Manual:BGP_Load_Balancing_with_two_interfaces);
  of 7 too little is known to say
- EdgeOS: [`maximum-paths`](https://github.com/metallb/metallb/issues/720)
- OpenWrt: [Quagga and FRR](https://github.com/samcday/home-cluster/issues/629)
- [Cumulus](https://docs.nvidia.com/networking-ethernet-software/cumulus-linux-518/Layer-3/Routing/Equal-Cost-Multipath-Load-Sharing/)
  and [SONiC](https://github.com/sonic-net/sonic-buildimage/blob/master/dockers/docker-fpm-frr/frr/bgpd/bgpd.main.conf.j2)
- one path unless more are asked for: [EOS](https://www.arista.com/en/support/toi/author/271-saurav),
  [IOS](https://www.oreilly.com/library/view/cisco-ios-in/0596008694/re588.html),
  [FortiOS](https://docs.fortinet.com/index.php/document/fortigate/7.0.10/administration-guide/823985),
  [Comware](https://support.hpe.com/techhub/eginfolib/networking/docs/switches/10500/5200-1898a_l3-ip-rtng_cg/content/495504176.htm),
  [SR Linux](https://brewpackets.blog/2022/05/12/metallb-and-ecmp-with-srlinux/)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from cidrbook.nuances.release import fits
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, one, option, truth
from cidrbook.plan.bgp import Speaker
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.views.speakers import speakers

_ANY_DAEMON = ("linux", "openwrt", "freebsd")
"""Products without a maker's own BGP daemon: which one runs is known only where it is listed."""

OFF = ("unset", "0", "off", "no", "false", "disable", "disabled", "none")
"""The words by which a setting is not on."""


class _Spoken(NamedTuple):
    """What speaks BGP on a machine, and whether the plan lists it or only implies it."""

    speaker: Speaker
    listed: bool


@cached_view
def _router_products(plan: Inventory) -> dict[str, _Spoken]:
    """What speaks BGP, by where it runs: what the plan lists goes before what it implies."""
    places = {id(other_speaker.origin) for other_speaker in plan.speakers}  # of completed ones too, which are copies
    found = [_Spoken(each_speaker, id(each_speaker.origin) in places) for each_speaker in reversed(speakers(plan))]
    return {spoken.speaker.runs_on: spoken for spoken in sorted(found, key=lambda spoken: spoken.listed)}


def _router_in_setting(setting: Setting) -> _Spoken | None:
    return _router_products(setting.plan).get(setting.router.id) if setting.router else None


def speaker(setting: Setting) -> Speaker | None:
    """What speaks BGP on the setting's router."""
    found = _router_in_setting(setting)
    return found.speaker if found else None


def daemon(setting: Setting) -> Fact:
    """What speaks BGP on the setting's router: FRR, BIRD, its maker's own; not guessed where any could."""
    found = _router_in_setting(setting)
    if found is None or setting.router is None:
        return NOTHING
    guessed = not found.listed and setting.router.product.lower() in _ANY_DAEMON
    return None if guessed else one(found.speaker.product)


def _daemon_version(setting: Setting) -> Fact:
    found = _router_in_setting(setting)
    return one(found.speaker.version) if found else NOTHING


def _lists_nodes(setting: Setting) -> Fact:
    found = _router_in_setting(setting)
    return truth(found.listed) if found else NOTHING


def paths(setting: Setting, field: str) -> Fact:
    """A limit of paths; `unset` where the router's speaker is described and says none."""
    found = _router_in_setting(setting)
    if found is None:
        return NOTHING
    limit: int | None = getattr(found.speaker, field)
    return ("unset",) if limit is None and found.listed else number(limit)


def _limits(setting: Setting) -> set[str]:
    """What the plan lets it use: `one` path, `several`, or `unset`; both where eBGP has one, and iBGP several."""
    ebgp, ibgp = paths(setting, "maximum_paths") or (), paths(setting, "maximum_paths_ibgp") or ()
    several = {"several" for limit in (*ebgp, *ibgp) if limit.isdecimal() and int(limit) > 1}
    one_path = {"one" for limit in ebgp if limit in ("0", "1")}
    return several | one_path or {"unset"}.intersection(ebgp)


def _never(_: Setting, __: Router) -> str | None:
    return "no"


def _built_in(setting: Setting, _: Router) -> str | None:
    """Spreads unless told otherwise."""
    return None if "one" in _limits(setting) else "yes"


def _where_asked(setting: Setting, _: Router) -> str | None:
    """Spreads where the plan asks for several paths; what it does by itself is not known for sure."""
    return "yes" if _limits(setting) == {"several"} else None


def _on_request(setting: Setting, _: Router) -> str | None:
    """Has one path unless more are asked for."""
    found = speaker(setting)
    asked = option(found.options, "ebgp_multipath") if found else None
    if asked and asked[0] not in OFF:
        return "yes"
    return {"several": "yes", "unset": "off-by-default"}.get("".join(_limits(setting)))


def _by_tunable(setting: Setting, router: Router) -> str | None:
    """Needs a tunable that is 0 by default."""
    tunable = option(router.sysctl, "net.route.multipath")
    if tunable is None:
        return None
    return "off-by-default" if tunable[0] in OFF else _built_in(setting, router)


def _unless_tuned(setting: Setting, router: Router) -> str | None:
    """Follows a tunable that is 1 by default."""
    return "no" if option(router.sysctl, "net.route.multipath") == ("0",) else _built_in(setting, router)


def _by_merging(setting: Setting, _: Router) -> str | None:
    """Needs a statement in the daemon's configuration."""
    found = speaker(setting)
    merged = option(found.options, "merge_paths") if found else None
    return None if merged is None else "off-by-default" if merged[0] in OFF else "yes"


class _Ability(NamedTuple):
    """What becomes of several paths on releases of a product with a daemon; empty means all of them."""

    releases: str
    daemon: str
    answer: Callable[[Setting, Router], str | None]


_BY_DAEMON = (_Ability("", "frr", _built_in), _Ability("", "bird", _by_merging))

_ECMP: Mapping[str, tuple[_Ability, ...]] = {
    "opnsense": (_Ability("<22.1", "", _never), _Ability(">=22.1", "frr", _by_tunable)),
    "pfsense-ce": (_Ability("<2.7", "", _never), _Ability(">=2.7", "frr", _built_in)),
    "pfsense-plus": (_Ability("<23.01", "", _never), _Ability(">=23.01", "frr", _built_in)),
    "freebsd": (_Ability("<13", "", _never), _Ability(">=13", "frr", _unless_tuned)),
    "vyos": (_Ability(">=1.3", "", _where_asked),),
    "unifi-usg": (_Ability("", "", _never),),
    "unifi-gateway": (_Ability("<4.1", "", _never), _Ability(">=4.1.13", "", _where_asked)),
    "routeros": (_Ability("<7", "", _never),),
    "openwrt": (*_BY_DAEMON, _Ability("", "quagga", _never)),
    **dict.fromkeys(("linux", "frr", "bird"), _BY_DAEMON),
    **dict.fromkeys(("cumulus", "sonic"), (_Ability("", "", _built_in),)),
    **dict.fromkeys(("eos", "ios", "fortios", "comware", "srlinux", "edgeos"), (_Ability("", "", _on_request),)),
}


def _ecmp(setting: Setting) -> Fact:
    """Whether several paths end up in use; a limit of one path says no, whatever the product."""
    router = setting.router
    if router is None:
        return NOTHING
    if _limits(setting) == {"one"}:
        return ("no",)
    running = daemon(setting) or ()
    abilities = _ECMP.get(router.product.lower(), ())
    suited = (ability for ability in abilities if ability.daemon in ("", *running) and _covers(ability, router))
    return one(next((ability.answer(setting, router) for ability in suited), None))


def _covers(ability: _Ability, router: Router) -> bool:
    return not ability.releases or fits(router.version, ability.releases) is True


FACTS = {
    "router.product": FactReader(
        "What the router runs.",
        lambda setting: one(setting.router.product) if setting.router else NOTHING,
    ),
    "router.version": FactReader(
        "Its release.",
        lambda setting: one(setting.router.version) if setting.router else NOTHING,
        measured=True,
    ),
    "router.ecmp": FactReader(
        "Whether it spreads traffic over several equal paths: from its product, release, tunables and the limits of its"
        " speaker. `off-by-default` where it could, and nothing turns it on.",
        _ecmp,
        ("yes", "no", "off-by-default"),
    ),
    "router.bgp.daemon": FactReader(
        "What speaks BGP on it: `frr`, `bird`, `quagga`, or `vendor` for its maker's own.", daemon
    ),
    "router.bgp.version": FactReader(
        "The release of what speaks BGP on it, where it is one of your `speakers`.", _daemon_version, measured=True
    ),
    "router.bgp.listed": FactReader(
        "Whether the plan lists what speaks BGP on it among its `speakers`.", _lists_nodes, TRUTH
    ),
    "router.bgp.maximum_paths": FactReader(
        "How many equal paths by eBGP it uses, or `unset`.",
        lambda setting: paths(setting, "maximum_paths"),
        measured=True,
    ),
    "router.bgp.maximum_paths_ibgp": FactReader(
        "How many equal paths by iBGP it uses, or `unset`.",
        lambda setting: paths(setting, "maximum_paths_ibgp"),
        measured=True,
    ),
}
