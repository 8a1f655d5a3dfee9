"""Feature ``search`` (docs/search.md)."""
