"""The address space: how networks lie in it, and their gateways."""
