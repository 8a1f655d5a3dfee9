"""Feature ``launcher`` (docs/launcher.md)."""
