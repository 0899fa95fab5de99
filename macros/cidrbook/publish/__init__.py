"""What others may see of a plan: profiles, masks, and a guard that reads what was built."""
