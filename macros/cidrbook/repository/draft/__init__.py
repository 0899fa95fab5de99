"""The first plan of a lab, drafted from what its repository shows (`cidrbook init`)."""
