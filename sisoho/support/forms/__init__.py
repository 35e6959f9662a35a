"""What is typed about support, by subject."""
