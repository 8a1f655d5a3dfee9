"""The only writers of access's tables. They flush, never commit, and write the audit row."""
