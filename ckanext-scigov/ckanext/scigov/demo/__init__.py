"""Feature ``demo`` (docs/demo.md)."""
