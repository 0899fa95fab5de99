"""What people wrote for people: Markdown, and comments in configurations, as statements."""
