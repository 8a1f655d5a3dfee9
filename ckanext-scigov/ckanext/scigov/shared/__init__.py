"""Feature ``shared`` (docs/shared.md)."""
