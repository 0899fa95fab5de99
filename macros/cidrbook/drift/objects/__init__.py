"""Observed objects compared with each other and with the declared ones."""
