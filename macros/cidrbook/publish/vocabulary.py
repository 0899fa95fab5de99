"""Words that tell nothing about a lab: thousands of labs have a `nas`, a `router` and a network `servers`.

Whatever is called so is masked like everything else, but a page may say the word. Only a name with some other word in
it is looked for: `nas-anna`, `pve1`, `titan`.
"""

from __future__ import annotations

from functools import cache

from cidrbook.nuances.match import catalogue
from cidrbook.plan.views.product_names import PRODUCTS, product_name
from cidrbook.text.regex import regex

_WORD = regex(r"[^\W_]+")

_COMMON = """
a access active address addresses admin alert all alpha and announce any anycast ap aps api app application apps
area arm at attic auth automation avoid aws backup backups balancer balancers bar basement bedroom behind beta bgp
block board border bmc book boot box br bridge broadcast builder by cabin cache camera cameras car cert certificate
chat child ci cidr cli client clients cloud cluster clusters cni code config console container containers control
controller core corp cp ctrl cupboard customer dashboard data database db default delegated delegation desk desktop
dev device devices dhcp dhcp4 dhcp6 dir disk dmz dns dns1 dns2 doc docs documentation domain door downstairs dual
dump edge email end engine entry eth eth0 eth1 example export external far fe fiber fibre file files filter firewall
floor for free from front ftp fw game games gaming garage garden gateway general git global gpu group guest guests
gw hall hardware head home homelab host hosting hosts house http https hub hypervisor id ids idrac ilo image images
in infra infrastructure ingress inner instance int interconnect interface internal internet iot ip ipmi ips ipv4
ipv6 isp it jump k3s k8s key kid kids kitchen kiosk kube kubernetes kvm lab lan lan1 lan2 laptop laptops lb ldap
left lib library light lights link links list living load loadbalancer local lock log logging logs lo loopback
lounge mac mail main management manager map master mdns media mesh metal metrics mgmt mgr micro mini mirror mobile
modem monitor monitoring mqtt music my name nas nat near net netboot network networking networks new next no node
nodes nodeport none north ntp nuc nvr of off office old on one ops optical other out outer outside packet parent
parents patch pc pcs pdu peer peers phone phones photos pi pihole plan planned play pod pods poe point pool pools
port portal ports pppoe primary print printer printers private prod production project provider proxy ptp public pve
pxe rack radius range ranges raspberry re read red redirect registry relay remote repo reserved retiring reverse
right room root route router router1 router2 routers routing run runner s3 san scan school search secondary secure
security sensor sensors server server1 server2 servers service services session sessions shared shed site sites
slaac small smart smtp south space spare speaker speakers spine spoke sql srv ssd ssh ssid sso staff stage staging
standby static station status storage store stream streaming study sub subnet svc switch switches sw syslog system
tablet tablets tag talos temp temporary test testing tftp the thing things three time to top traffic transit
transfer trunk trusted tunnel tv tvs two ui unifi untrusted up uplink uplinks ups upstairs usb user users vault vip
vips virtual virtualization vlan vlans vm vms voice voip vpn vps vrf wan wan1 wan2 watch web wifi wired wireless
wlan work worker workers workstation workstations www x zone zones
"""


@cache
def _common() -> frozenset[str]:
    """The words above, products, and what the catalogue of nuances says: what pages show of every lab is no leak."""
    products = (f"{product} {product_name(product)}" for product in PRODUCTS)
    told = (f"{nuance.name} {nuance.statement} {nuance.instead}" for nuance in catalogue())
    return frozenset(_COMMON.split()).union(*map(words, products), *map(words, told))


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without what stands between them."""
    return tuple(_WORD.findall(lowered(text)))


def lowered(text: str) -> str:
    """The text in lower case, as long as it was: each character stays at its place."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    )


def is_common(text: str) -> bool:
    """Whether a name consists of words and numbers that thousands of labs have, or of single letters."""
    return all(word in _common() or word.isdigit() or len(word) < 3 for word in words(text))


def is_plain(text: str) -> bool:
    """Whether a name is one word of letters, as the code of a site's theme may have by chance."""
    found = words(text)
    return len(found) == 1 and found[0].isalpha()
