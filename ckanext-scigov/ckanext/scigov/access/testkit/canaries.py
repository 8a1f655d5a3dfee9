"""Words that occur nowhere else: whoever finds one has seen what it stands for.

They follow from the site's secret, so that a second run names the same ones. Letters only: nothing
takes them for somebody's number, and every index keeps them whole.
"""

from __future__ import annotations

import hashlib
import hmac
import string
from typing import Any

LENGTH = 16
ALPHABET = string.ascii_lowercase


def derived(config: Any, purpose: str) -> bytes:
    """Return bytes that only this site can know."""
    secret = str(config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"scigov testkit {purpose}".encode(), hashlib.sha256).digest()


def canary(config: Any, purpose: str) -> str:
    """Return a word of its own for each purpose."""
    number = int.from_bytes(derived(config, f"canary {purpose}"), "big")
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return f"kq{''.join(letters)}"


def password(config: Any, persona: str) -> str:
    """Return a password that a second run knows too."""
    return f"Pw-{derived(config, f'password {persona}').hex()[:24]}"
