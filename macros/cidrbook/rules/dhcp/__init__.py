"""DHCP: ranges, options and servers."""
