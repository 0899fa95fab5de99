"""What follows from a plan alone: BGP speakers, sessions, pools, usage, allocation."""
