"""Feature ``tables`` (docs/tables.md)."""
