"""The check character of the unified social credit code (GB 32100-2015)."""

from __future__ import annotations

# No I, O, S, V, Z: they look like digits.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def check_character(body: str) -> str:
    """Return the 18th character for the first 17: (31 - Σ value·3^i mod 31) mod 31."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return False
    return check_character(code[:-1]) == code[-1]
