"""Upkeep: what is left over, and exceptions that no longer hold."""
