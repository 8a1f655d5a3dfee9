"""Who does something, and when; and that it is put on record."""

from __future__ import annotations

from ckanext.scigov.audit.acts import By

__all__ = ["By"]
