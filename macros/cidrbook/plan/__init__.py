"""The plan: what a network plan is, how it is read, and its address space."""
