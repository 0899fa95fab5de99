"""Pages: the arguments of macros."""
