"""What people do to help, by subject."""
