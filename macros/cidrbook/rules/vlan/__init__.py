"""VLANs: ids, networks and ports."""
