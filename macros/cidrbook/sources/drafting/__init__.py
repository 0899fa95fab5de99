"""A plan to begin with, drafted of what a repository shows."""
