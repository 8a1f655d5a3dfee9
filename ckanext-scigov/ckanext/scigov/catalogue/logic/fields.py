"""What the validators of single fields share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.prepare import ENTRY

Data = dict[Key, Any]
Errors = dict[Key, list[str]]
Validator = Callable[[Key, Data, Errors, Any], None]


def is_entry(data: Data) -> bool:
    """Tell whether all mandatory fields are asked for (form, API) or gaps only listed."""
    return Flat(data).text("catalogue_profile") in ("", ENTRY)


def is_waived(field: Mapping[str, Any], entry: Flat) -> bool:
    """Tell whether what the entry says elsewhere makes a mandatory field needless."""
    return any(
        entry.text(name) in values or ("true" in values and entry.flag(name))
        for name, values in field.get("waived_when", {}).items()
    )


def drop(key: Key, data: Data) -> NoReturn:
    """Store nothing for an absent field and run none of its further validators."""
    data.pop(key, None)
    raise tk.StopOnError


def refuse(message: str, key: Key, errors: Errors) -> NoReturn:
    errors[key].append(message)
    raise tk.StopOnError
