"""Nuances: what bites under which conditions, and whether the conditions hold in this plan."""
