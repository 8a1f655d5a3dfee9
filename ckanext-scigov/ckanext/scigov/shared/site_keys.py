"""Keys that follow from the site's secret, one for each purpose: none gives away another."""

from __future__ import annotations

import hashlib
import hmac

import ckan.plugins.toolkit as tk


def key_for(purpose: str) -> bytes:
    """Return the key of a purpose. With another SECRET_KEY all keys are others."""
    return key_from(str(tk.config["SECRET_KEY"]), purpose)


def key_from(secret: str, purpose: str) -> bytes:
    """Return the key of a purpose under a secret that the site has, or once had."""
    return hmac.digest(secret.encode(), f"ckanext-scigov {purpose}".encode(), hashlib.sha256)
