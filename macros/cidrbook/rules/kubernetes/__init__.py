"""Kubernetes clusters: their networks."""
