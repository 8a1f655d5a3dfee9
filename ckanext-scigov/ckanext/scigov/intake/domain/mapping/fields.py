"""What the catalogue's fields take: the forms that a mapped value must have to be let in."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import texts

LONGEST_TAG = 100
MOST_VALUES = 200
"""Values of one field; what is more is no list of a catalogue."""
_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_FLAGS = MappingProxyType(
    {"true": True, "yes": True, "1": True, "是": True, "有": True}
    | {"false": False, "no": False, "0": False, "否": False, "无": False}
)
_UNSAFE_IN_TAG = re.compile(r'[,"\x00-\x1f\x7f]+')


class Kind(str, enum.Enum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXTS = "texts"
    FLAG = "flag"
    DATE = "date"
    NUMBER = "number"
    ADDRESS = "address"
    EMAIL = "email"
    TAGS = "tags"
    GROUP = "group"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind = Kind.TEXT
    codes: tuple[str, ...] = ()
    longest: int = 10_000
    form: re.Pattern[str] | None = None
    fields: Mapping[str, Field] = field(default_factory=dict[str, "Field"])
    is_automatic: bool = False
    """The portal fills it in; no mapping does."""
    is_required: bool = False
    """Listed as a gap of a gathered entry where it is empty."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The fields of the schema that entries and resources have."""

    fields: Mapping[str, Field]
    resource_fields: Mapping[str, Field]


Shaped = str | bool | list[str] | None


def shape(field: Field, values: list[str]) -> tuple[Shaped, list[tuple[Cause, str]]]:
    """Return what the field takes of the values, and what of them it does not take and why."""
    if field.kind is Kind.TAGS:
        return _tags(values)
    if field.kind in (Kind.CHOICES, Kind.TEXTS):
        return _several(field, values)
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _text(field, values)
    distinct = list(dict.fromkeys(values))
    if len(distinct) > 1:
        return None, [(Cause.SEVERAL_VALUES, "、".join(distinct))]
    return _single(field, texts.one_line(distinct[0])) if distinct else (None, [])


def _text(field: Field, values: list[str]) -> tuple[Shaped, list[tuple[Cause, str]]]:
    text = values[0] if len(values) == 1 else "、".join(values)
    text = texts.tidy(text) if field.kind is Kind.LONG_TEXT else texts.one_line(text)
    if field.form and text and not field.form.search(text):
        return None, [(Cause.WRONG_FORM, text)]
    if len(text) <= field.longest:
        return text or None, []
    return f"{text[: field.longest - 1]}…", [(Cause.CUT, text)]


def _single(field: Field, text: str) -> tuple[Shaped, list[tuple[Cause, str]]]:
    if field.kind is Kind.CHOICE:
        return (text, []) if text in field.codes else (None, [(Cause.UNMAPPED, text)])
    if len(text) > field.longest:
        return None, [(Cause.TOO_LONG, text)]
    if field.kind is Kind.FLAG:
        flag = _FLAGS.get(text.lower())
        return flag, [(Cause.NOT_A_FLAG, text)] if flag is None else []
    cause = _JUDGES[field.kind](text)
    return (text, []) if cause is None else (None, [(cause, text)])


def _date(text: str) -> Cause | None:
    return None if _ISO_DATE.fullmatch(text) else Cause.NOT_A_DATE


def _number(text: str) -> Cause | None:
    return None if _NUMBER.fullmatch(text) else Cause.NOT_A_NUMBER


def _email(text: str) -> Cause | None:
    return None if _EMAIL.fullmatch(text) else Cause.NOT_AN_EMAIL


def _address(text: str) -> Cause | None:
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        is_address = False
    return None if is_address else Cause.NOT_AN_ADDRESS


_JUDGES = MappingProxyType(
    {Kind.DATE: _date, Kind.NUMBER: _number, Kind.EMAIL: _email, Kind.ADDRESS: _address}
)


def _several(field: Field, values: list[str]) -> tuple[Shaped, list[tuple[Cause, str]]]:
    found: dict[str, None] = {}
    bad: list[tuple[Cause, str]] = []
    for value in values:
        text = texts.one_line(value)
        if field.kind is Kind.CHOICES and text not in field.codes:
            bad.append((Cause.UNMAPPED, text))
        elif len(text) > field.longest:
            bad.append((Cause.TOO_LONG, text))
        else:
            found[text] = None
    # Codes are stored in the vocabulary's order: so the entry is what is stored.
    ordered = [code for code in field.codes if code in found] if field.codes else list(found)
    return ordered or None, bad


def _tags(values: list[str]) -> tuple[Shaped, list[tuple[Cause, str]]]:
    """Return keywords as the catalogue takes them: neither commas nor quotation marks in them."""
    found: dict[str, None] = {}
    bad: list[tuple[Cause, str]] = []
    for value in values:
        text = texts.one_line(_UNSAFE_IN_TAG.sub(" ", value))
        if len(text) > LONGEST_TAG:
            bad.append((Cause.TOO_LONG, text))
        elif text:
            found[text] = None
    return list(found) or None, bad
