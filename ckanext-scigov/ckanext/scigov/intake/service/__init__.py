"""The only writers of the tables of taking in. They flush, never commit."""
