"""The machines as targets for Prometheus' `file_sd_configs`."""

from __future__ import annotations

import json
from typing import Any

from netaddr import IPAddress

from cidrbook.exports.extract import Extract
from cidrbook.exports.host_names import reachable
from cidrbook.pages.rows import Holder
from cidrbook.plan.entry import Machine


def as_prometheus(extract: Extract) -> str:
    """A target for each machine: its first address, with the port that is asked for, and labels to choose by."""
    found: dict[int, Holder] = {}
    for holder in extract.holders:
        if isinstance(holder.owner, Machine) and reachable(holder):
            found.setdefault(id(holder.owner), holder)
    return json.dumps([_target_group(holder, extract.port) for holder in found.values()], indent=2, ensure_ascii=False)


def _target_group(holder: Holder, port: int | None) -> dict[str, Any]:
    owner, network = holder.owner, holder.network
    address = IPAddress(reachable(holder)[0])
    target = f"[{address}]" if address.version == 6 else str(address)
    labels = {
        "name": owner.name or owner.id,
        "kind": owner.kind,
        "network": network.id if network else "",
        "role": network.role if network else "",
        "vlan": str(holder.vlans[0]) if holder.vlans else "",
        "site": holder.scope[1],
        "vrf": holder.scope[0],
        "cluster": next((cluster.id for cluster in holder.clusters), ""),
    }
    return {
        "targets": [target if port is None else f"{target}:{port}"],
        "labels": {name: text for name, text in labels.items() if text},
    }
