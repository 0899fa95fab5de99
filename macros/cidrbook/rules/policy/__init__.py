"""Policies: who may reach whom."""
