"""The rules of the audit log's chain; pure."""
