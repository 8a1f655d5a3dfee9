"""Plain texts in the input of actions."""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import says

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_plain(text: str) -> bool:
    """Say whether there is no control character: the database takes no NUL, and nobody types them."""
    return not _CONTROL.search(text)


@says(type="string")
def plain_text(value: Any) -> Any:
    """Strip a text; what is not there stays so.

    Raises:
        Invalid: it is no text, or not a plain one.
    """
    if value is None or value is tk.missing:
        return value
    if not isinstance(value, str):
        raise tk.Invalid(tk._("A text is expected here."))
    if not is_plain(value):
        raise tk.Invalid(tk._("Remove the control characters from this text."))
    return value.strip()
