"""Files: where their bytes lie, how tables come out of them, and how rows are searched."""
