"""Actions of what is taken in."""
