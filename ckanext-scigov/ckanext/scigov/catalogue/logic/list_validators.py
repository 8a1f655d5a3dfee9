"""Validators of fields with several values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.domain import codes
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


def scigov_catalogue_codes(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """Store a code list in one form, however it was written."""
    value = data.get(key)
    if value in (None, tk.missing, ""):
        drop(key, data)
    try:
        found = codes.read(value)
    except ValueError:
        refuse(tk._("Write a code on each line: its value, a space, its label."), key, errors)
    wrong = codes.wrong_with(found)
    if wrong:
        refuse(
            _WRONG_CODES[wrong[0]]() % {"value": wrong[1], "most": codes.MOST_CODES}, key, errors
        )
    data[key] = codes.written(found)


_WRONG_CODES: dict[codes.Wrong, Callable[[], str]] = {
    codes.Wrong.TOO_MANY: lambda: tk._(
        "A code list has at most %(most)s codes; these are %(value)s."
    ),
    codes.Wrong.NO_VALUE: lambda: tk._("“%(value)s” has no value. Write the value first."),
    codes.Wrong.TOO_LONG: lambda: tk._(
        "“%(value)s” is too long: a value has at most 100 characters, a label 200."
    ),
    codes.Wrong.TWICE: lambda: tk._("“%(value)s” stands twice in the code list."),
}


@scheming_validator
def scigov_catalogue_several_choices(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Store codes of the field's vocabulary as a JSON list, in the vocabulary's order."""

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        values = _as_list(data.get(key))
        if values is None:
            refuse(tk._("A list of texts is expected here."), key, errors)
            return
        codes = labels.codes(field)
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
