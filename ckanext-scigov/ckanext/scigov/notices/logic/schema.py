"""Shapes of what the actions of notices take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.notices import config
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, says

MOST = 100


@says(type="string")
def language(value: Any) -> str:
    """Read a language of the portal; an empty text is that of the site."""
    chosen = str(value or "")
    if chosen and chosen not in config.languages():
        raise tk.Invalid(tk._("The portal does not speak this language."))
    return chosen


def notice_list() -> Shape:
    return {**fields.page(20, MOST), "unread": fields.flag()}


def notice_read() -> Shape:
    return {"id": fields.text(needed=False), "all": fields.flag()}


def setting_update() -> Shape:
    return {"mail": fields.flag(), "language": fields.maybe(language)}
