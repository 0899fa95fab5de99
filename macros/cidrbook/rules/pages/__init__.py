"""Pages: what their macros are asked for."""
