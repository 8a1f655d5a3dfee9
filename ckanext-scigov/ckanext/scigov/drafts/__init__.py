"""Forms that are not finished, forms to begin from, and copies of earlier entries."""
