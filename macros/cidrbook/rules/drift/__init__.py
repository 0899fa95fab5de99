"""Drift: what documents and copies say is what the repository holds."""
