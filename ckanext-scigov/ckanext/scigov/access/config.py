"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.grading import SecondPerson

_PREFIX = "ckanext.scigov.access."


def second_person() -> SecondPerson:
    return SecondPerson(tk.config[_PREFIX + "second_person"])


def break_glass_lasts() -> dt.timedelta:
    return dt.timedelta(minutes=int(tk.config[_PREFIX + "break_glass_minutes"]))


def mark_key() -> bytes:
    """Return the key of the marks in what is given out under a grant: it follows from SECRET_KEY."""
    secret = str(tk.config["SECRET_KEY"]).encode()
    return hmac.new(secret, b"scigov marks of grants", hashlib.sha256).digest()


def answer_within_days(axis: str) -> int:
    """Return how many working days a decision about an application usually takes."""
    return int(tk.config[f"{_PREFIX}{axis}_answer_days"])
