"""Feature ``catalogue`` (docs/catalogue.md)."""
