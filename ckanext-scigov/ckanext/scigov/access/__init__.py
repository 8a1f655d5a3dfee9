"""Graded access: one decision, enforced on every way in (docs/access.md)."""
