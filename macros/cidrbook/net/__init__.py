"""Addresses without a plan: parsing, spans, special-purpose ranges, AS numbers."""
