"""Validators of fields with several values."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.logic.fields import Data, Errors, Validator, drop, is_entry, refuse
from ckanext.scigov.catalogue.logic.flat import Key


def _as_list(value: Any) -> list[Any] | None:
    """Return what forms (text, repeated fields) and the API (list, JSON text) send as a list."""
    if value in (None, tk.missing, ""):
        return []
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            try:
                loaded = json.loads(value)
            except ValueError:
                return None
            return loaded if isinstance(loaded, list) else None
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value if isinstance(value, list) else None


@scheming_validator
def scigov_catalogue_list(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Store several texts as a JSON list; a form sends one on each line."""

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        values = _as_list(data.get(key))
        if values is None or not all(isinstance(value, str) for value in values):
            refuse(tk._("A list of texts is expected here."), key, errors)
        if not values:
            drop(key, data)
        data[key] = json.dumps(values, ensure_ascii=False)

    return validator


@scheming_validator
def scigov_catalogue_several_choices(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Store codes of the field's vocabulary as a JSON list, in the vocabulary's order."""

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        values = _as_list(data.get(key))
        if values is None:
            refuse(tk._("A list of texts is expected here."), key, errors)
            return
        codes = [choice["value"] for choice in labels.choices(field)]
        for value in values:
            if value not in codes:
                message = tk._("“%(value)s” cannot be chosen here. Choose one of: %(codes)s.")
                refuse(message % {"value": value, "codes": ", ".join(codes)}, key, errors)
        if not values:
            if field.get("required") and is_entry(data):
                refuse(tk._("Choose at least one."), key, errors)
            drop(key, data)
        data[key] = json.dumps([code for code in codes if code in values])

    return validator


def scigov_catalogue_list_output(value: Any) -> Any:
    """Return the stored JSON as the list it stands for."""
    return _as_list(value) or []
