"""How a file is read: its owner sees the first rows, and settles what was not found rightly."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables.reading import DELIMITERS, ENCODINGS
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables
from ckanext.scigov.tables.wishes import READING


@scigov_tables.route(f"{RESOURCE}/reading", methods=["GET"])
def reading(id: str, resource_id: str) -> str:  # noqa: A002
    """Show the first rows as they would be read with what the address says."""
    return _shown(resource_id, _asked(tk.request.args), {})


@scigov_tables.route(f"{RESOURCE}/reading", methods=["POST"])
def settle(id: str, resource_id: str) -> Response | tuple[str, int]:  # noqa: A002
    """Save how the file is read, and have it loaded."""
    asked = _asked(tk.request.form)
    try:
        tk.get_action("resource_patch")(context(), {"id": resource_id, **asked})
    except tk.ValidationError as error:
        return _shown(resource_id, asked, error.error_summary), 409
    tk.h.flash_success(tk._("Saved. The file is loaded again if this changes how it is read."))
    return tk.redirect_to("dataset_resource.read", id=id, resource_id=resource_id)


def _asked(arguments: Any) -> dict[str, str]:
    return {name: arguments[name].strip() for name in READING if name in arguments}


def _shown(resource_id: str, asked: dict[str, str], errors: Any) -> str:
    wish = {"resource_id": resource_id, **asked}
    try:
        found = tk.get_action("scigov_tables_reading_show")(context(), wish)
    except tk.ValidationError as error:
        errors = error.error_summary
        found = tk.get_action("scigov_tables_reading_show")(context(), {"resource_id": resource_id})
    return page_of(
        resource_id,
        "reading.html",
        found=found,
        errors=errors,
        encodings=ENCODINGS,
        delimiters=tuple(DELIMITERS),
    )
