"""VyOS in several files."""

from __future__ import annotations

from lab import spots, tree
from manifests import leased


def test_parts_of_a_router_in_several_files_keep_their_ranges() -> None:
    vif = "set interfaces ethernet eth1 vif 5"
    interfaces = f"{vif} address '10.40.5.1/24'\n{vif} description 'IOT'\n"
    subnet = "set service dhcp-server shared-network-name IOT subnet 10.40.5.0/24"
    leases = f"{subnet} default-router '10.40.5.1'\n{subnet} range 0 start '10.40.5.100'\n{subnet} range 0 stop "
    files = {
        "vyos/config-parts/interfaces.sh": interfaces,
        "vyos/config-parts/service.sh": f"{leases}'10.40.5.200'\n",
    }
    assert leased(tree(files)) == {"IOT": ["10.40.5.100-10.40.5.200"]}
    files["vyos/config-parts/service.sh"] = f"{leases}'10.40.6.200'\n"
    assert spots(tree(files)) == ["D401 vyos/config-parts/service.sh:2:84"]
