"""A lab's repository: its files, read to an observation of what they show."""
