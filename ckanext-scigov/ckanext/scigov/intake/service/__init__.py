"""What writes what is taken in."""
