"""The trigger that gives rows their words which come through the DataStore's API (``full_text.sql``)."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from typing import Any

from ckanext.scigov.tables.domain import terms


def make(cursor: Any) -> None:
    """Make the trigger's function, where it is not there yet."""
    cursor.execute("SELECT to_regprocedure(%s)", [f"{name()}()"])
    if cursor.fetchone()[0] is None:
        # Two first loads at once would both create it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name()])
        cursor.execute(_function()[1])


def name() -> str:
    return _function()[0]


@functools.cache
def _function() -> tuple[str, str]:
    """Return the function's name and the statement that makes it."""
    text = files("ckanext.scigov.tables").joinpath("full_text.sql").read_text(encoding="utf-8")
    text = text.replace("__CJK__", terms.CJK).replace("__WORD__", terms.WORD)
    name = f"scigov_tables_full_text_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return name, text.replace("__NAME__", name)
