"""Capacity: networks and pools that are nearly full."""
