"""VPNs: tunnels and their routes."""
