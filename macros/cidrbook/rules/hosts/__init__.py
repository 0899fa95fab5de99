"""The hosts: their addresses."""
