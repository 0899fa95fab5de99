"""Upkeep: unused objects, and exceptions that no longer apply."""
