"""Pure rules of graded access."""
