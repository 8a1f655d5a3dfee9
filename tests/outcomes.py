"""How a call of an action ends, in a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk


def ending(call: Callable[[], Any]) -> str | list[str]:
    """Return yes, forbidden, absent, or the names of the fields that are refused."""
    try:
        call()
    except tk.NotAuthorized:
        return "forbidden"
    except tk.ObjectNotFound:
        return "absent"
    except tk.ValidationError as error:
        return sorted(error.error_dict)
    return "yes"
