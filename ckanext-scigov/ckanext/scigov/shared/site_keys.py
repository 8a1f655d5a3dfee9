"""Keys that follow from the site's secret, one for each purpose: none gives away another."""

from __future__ import annotations

import hashlib
import hmac

import ckan.plugins.toolkit as tk


def key_for(purpose: str) -> bytes:
    """Return the key of a purpose. With another SECRET_KEY all keys are others."""
    secret = str(tk.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, f"ckanext-scigov {purpose}".encode(), hashlib.sha256)
