"""DHCP: the ranges, and what else is in them."""
