"""Template helpers."""

from __future__ import annotations
