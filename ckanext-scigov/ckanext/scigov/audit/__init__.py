"""Feature ``audit`` (docs/audit.md)."""
