"""The address space: networks and their gateways."""
