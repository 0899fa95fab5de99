"""Drift: documents, copies and the plan compared with the repository."""
