"""What only shows in a plan that was read from a repository, alone or beside the declared one."""
