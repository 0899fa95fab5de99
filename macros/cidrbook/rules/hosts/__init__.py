"""The hosts: addresses, names and MAC addresses."""
