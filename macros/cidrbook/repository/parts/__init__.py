"""Builders that several formats share: BGP configuration, router networks, parts of a cluster."""
