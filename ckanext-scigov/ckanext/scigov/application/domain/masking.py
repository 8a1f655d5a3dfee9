"""What of a person's data is shown to whom it does not concern: enough to tell two apart, no more."""

from __future__ import annotations

STARS = "****"


def phone(text: str) -> str:
    """Return the first three and the last two digits."""
    return f"{text[:3]}{STARS}{text[-2:]}" if len(text) > 5 else STARS if text else ""


def email(text: str) -> str:
    """Return the first letter and the domain."""
    name, at, domain = text.partition("@")
    return f"{name[:1]}{STARS}{at}{domain}" if text else ""


def person(text: str) -> str:
    """Return the first character of a name, which is the surname in Chinese."""
    return f"{text[:1]}**" if text else ""
