"""Validators of single fields, named in the schema's YAML.

Those marked ``scheming_validator`` are factories: scheming calls them with the field's definition.
Rules between fields are in ``logic.cross_field``.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.domain import grades, provider_code
from ckanext.scigov.catalogue.logic.cross_field import scigov_catalogue_rules
from ckanext.scigov.catalogue.logic.fields import (
    Data,
    Errors,
    Validator,
    drop,
    is_entry,
    is_waived,
    refuse,
)
from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.list_validators import (
    scigov_catalogue_codes,
    scigov_catalogue_list,
    scigov_catalogue_list_output,
    scigov_catalogue_several_choices,
)
from ckanext.scigov.catalogue.logic.prepare import scigov_catalogue_prepare
from ckanext.scigov.catalogue.logic.prepare_provider import scigov_catalogue_prepare_provider
from ckanext.scigov.catalogue.logic.tags import (
    scigov_catalogue_tag_string,
    tag_length_validator,
    tag_name_validator,
)
from ckanext.scigov.catalogue.logic.unit_validators import scigov_catalogue_unit_level

__all__ = [
    "scigov_catalogue_choice",
    "scigov_catalogue_codes",
    "scigov_catalogue_date",
    "scigov_catalogue_flag",
    "scigov_catalogue_level",
    "scigov_catalogue_license",
    "scigov_catalogue_list",
    "scigov_catalogue_list_output",
    "scigov_catalogue_name",
    "scigov_catalogue_prepare",
    "scigov_catalogue_prepare_provider",
    "scigov_catalogue_provider_code",
    "scigov_catalogue_required",
    "scigov_catalogue_rules",
    "scigov_catalogue_several_choices",
    "scigov_catalogue_tag_string",
    "scigov_catalogue_text",
    "scigov_catalogue_title",
    "scigov_catalogue_unit_level",
    "scigov_catalogue_url",
    "scigov_catalogue_whole_number",
    "tag_length_validator",
    "tag_name_validator",
]

ISO_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
TRUE, FALSE = ("true", "yes", "on", "1", "t"), ("false", "no", "off", "0", "f", "")


@scheming_validator
def scigov_catalogue_required(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Ask for the field if it is mandatory and the entry is made by hand; else let it be empty."""

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        value = data.get(key)
        if value not in (None, tk.missing, "", []) and str(value).strip():
            return
        is_needed = field.get("required") and not is_waived(field, Flat(data))
        if is_needed and is_entry(data):
            refuse(tk._("Please fill in this field."), key, errors)
        drop(key, data)

    return validator


@scheming_validator
def scigov_catalogue_text(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Trim a text, keep its length and pattern."""
    pattern = re.compile(field["pattern"]) if field and field.get("pattern") else None
    longest = (field or {}).get("max_length", 10_000)

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        value = data.get(key)
        if value is None or value is tk.missing:
            drop(key, data)
        if isinstance(value, (dict, list)):
            refuse(tk._("A text is expected here."), key, errors)
        text = str(value).strip()
        data[key] = text
        if len(text) > longest:
            message = tk._("At most %(longest)s characters fit here. Shorten the text.")
            refuse(message % {"longest": longest}, key, errors)
        if text and pattern and not pattern.search(text):
            refuse(_format_message(field), key, errors)

    return validator


def _format_message(field: dict[str, Any]) -> str:
    hint = labels.text(field.get("help_text"))
    message = tk._("This does not have the right format. %(hint)s")
    return (message % {"hint": hint or field["pattern"]}).strip()


def scigov_catalogue_title(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """A title is needed of everything, harvested or not."""
    value = data.get(key)
    if value in (None, tk.missing) or not str(value).strip():
        package = context.get("package")
        if package is not None and value in (None, tk.missing):
            data[key] = package.title
            return
        refuse(tk._("Please give a title."), key, errors)


def scigov_catalogue_name(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """``prepare`` has made a name unless there was no title to make it of."""
    if data.get(key) in (None, tk.missing, ""):
        # The title's own error says what to do.
        drop(key, data)


@scheming_validator
def scigov_catalogue_choice(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Accept one code of the field's vocabulary; the refusal names the codes for API callers."""

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        value = data.get(key)
        if value in (None, tk.missing):
            drop(key, data)
        codes = labels.codes(field)
        if value != "" and value not in codes:
            message = tk._("“%(value)s” cannot be chosen here. Choose one of: %(codes)s.")
            refuse(message % {"value": value, "codes": ", ".join(codes)}, key, errors)

    return validator


@scheming_validator
def scigov_catalogue_license(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Like a choice, but harvested licences of other vocabularies are kept as they are."""
    chosen = scigov_catalogue_choice(field, schema)

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        if is_entry(data):
            chosen(key, data, errors, context)
        elif data.get(key) in (None, tk.missing):
            drop(key, data)

    return validator


@scheming_validator
def scigov_catalogue_level(field: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """Tell a level not sent (forgotten) from an empty one (待定级, ``unclassified`` in the form).

    A harvested entry without a level is not yet classified.
    """

    def validator(key: Key, data: Data, errors: Errors, context: Any) -> None:
        value = data.get(key)
        if value in (None, tk.missing):
            if is_entry(data):
                message = tk._("Choose a security level, or “not yet classified”.")
                refuse(message, key, errors)
            value = ""
        value = str(value).strip()
        codes = [level.value for level in grades.Level]
        if value not in ("", *codes):
            message = tk._("“%(value)s” is no security level. Choose 1, 2, 3, 4 or leave it empty.")
            refuse(message % {"value": value}, key, errors)
        data[key] = value

    return validator


def scigov_catalogue_flag(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """Store yes or no as ``true`` or ``false``: extras are texts."""
    value = data.get(key)
    if value in (None, tk.missing):
        drop(key, data)
    text = str(value).strip().lower()
    if text not in TRUE + FALSE:
        refuse(tk._("Answer this with true or false."), key, errors)
    data[key] = "true" if text in TRUE else "false"


def scigov_catalogue_date(key: Key, data: Data, errors: Errors, context: Any) -> None:
    """Accept a day, a month or a year of ISO 8601."""
    value = data.get(key)
    if value in (None, tk.missing):
        drop(key, data)
    text = str(value).strip()
    data[key] = text
    if text and not ISO_DATE.match(text):
        refuse(tk._("Give a date as 2026-09-24, 2026-09 or 2026."), key, errors)


def scigov_catalogue_whole_number(key: Key, data: Data, errors: Errors, context: Any) -> None:
    value = data.get(key)
    if value in (None, tk.missing, ""):
        drop(key, data)
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        refuse(tk._("Give a whole number above zero."), key, errors)
    data[key] = text


def scigov_catalogue_url(value: Any) -> Any:
    if value in (None, tk.missing, ""):
        return value
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise tk.Invalid(tk._("Give a full address that begins with http:// or https://."))
    return value


def scigov_catalogue_provider_code(value: Any) -> Any:
    if value in (None, tk.missing, ""):
        return value
    code = str(value).strip().upper()
    if not provider_code.is_valid(code):
        raise tk.Invalid(
            tk._(
                "This is no unified social credit code: 18 digits and capital letters, the last "
                "of which checks the others. Compare it with the certificate."
            )
        )
    return code
