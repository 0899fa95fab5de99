"""VPNs: tunnels, and what goes through them."""
