"""The sentences for causes of problems, in the reader's language: what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import sentences_reading, sentences_rows, sentences_storing
from ckanext.scigov.intake.domain.causes import Cause

_ = tk._

_CAUSES: dict[Cause, Callable[[], str]] = {
    **sentences_reading.CAUSES,
    **sentences_storing.CAUSES,
    Cause.NOT_A_RECORD: lambda: _(
        "Something else stands where a record was expected. Check “records” in the mapping, or "
        "have the source corrected."
    ),
    Cause.NO_IDENTITY: lambda: _(
        "The record has no identity: all fields named under “identity” are empty. Name other "
        "fields there, or have the source fill them in."
    ),
    Cause.NO_TITLE: lambda: _(
        "The record has no title. Map “title” to another field, or have the source fill it in."
    ),
    Cause.TITLE_TOO_LONG: lambda: _(
        "The title is longer than 500 characters. Have the source shorten it, or map another field."
    ),
    Cause.UNKNOWN_PROVIDER: lambda: _(
        "No organisation of ours belongs to the provider that the record names. Add the name to "
        "the table of providers, or say under “otherwise” whose such records are."
    ),
    Cause.INVALID: lambda: _(
        "The catalogue does not accept the entry. Correct the mapping or the source by what is "
        "said about each field."
    ),
    Cause.TOO_DEEP: lambda: _(
        "The record is nested too deeply to be read. Have the source corrected."
    ),
    Cause.RECORD_TOO_LARGE: lambda: _(
        "The record is too large to be taken in. Have the source corrected."
    ),
    Cause.BROKEN_RECORD: lambda: _(
        "This part of the source's answer cannot be read. Have the source corrected."
    ),
    Cause.NOT_STORED: lambda: _(
        "The database does not take the record. Have the source corrected, or tell an administrator."
    ),
    Cause.IDENTITY_REUSED: lambda: _(
        "The source has given the identity of one record to another. What is in stays as it was; check "
        "whether the fields under “identity” tell records apart."
    ),
    Cause.UNMAPPED: lambda: _(
        "The value stands in no value table. Add it to the table of the mapping; until then the "
        "field stays empty and the value is kept as original wording."
    ),
    Cause.NOT_A_DATE: lambda: _(
        "The value is no date in any of the forms named. Add its form under “date”."
    ),
    Cause.NO_MATCH: lambda: _(
        "The pattern does not fit the value. Correct the pattern, or leave it out."
    ),
    Cause.NOT_A_TEXT: lambda: _(
        "A text was expected and the source gives an object. Name the value inside of it, such as "
        "“provider.name”."
    ),
    Cause.NOT_AN_ADDRESS: lambda: _(
        "The value is no web address that begins with http:// or https://. Map another field, or "
        "make the address with “template”."
    ),
    Cause.NOT_AN_EMAIL: lambda: _(
        "The value is no e-mail address. Map another field, or take the address out of the text "
        "with “pattern”."
    ),
    Cause.NOT_A_NUMBER: lambda: _(
        "The value is no whole number above zero. Map another field, or take the number out of the "
        "text with “pattern”."
    ),
    Cause.NOT_A_FLAG: lambda: _(
        "The value says neither yes nor no. Translate it with a value table to true or false."
    ),
    Cause.WRONG_FORM: lambda: _(
        "The value does not have the form that the catalogue asks of this field. Change it with "
        "“replace” or “pattern”, or leave the field out."
    ),
    Cause.SEVERAL_VALUES: lambda: _(
        "The source gives several values for a field that takes one. Name the one that counts."
    ),
    Cause.TOO_LONG: lambda: _(
        "The value is too long for this field and is left out. Map another field, or split the text."
    ),
    Cause.CUT: lambda: _(
        "The text is too long for this field; only its beginning is taken over. Have the source "
        "shorten it, or map another field."
    ),
    Cause.TOO_MANY: lambda: _(
        "There are more values than are taken over; the first ones are in. Check how the list is "
        "split."
    ),
    Cause.GRADE_NOT_ALLOWED: lambda: _(
        "Security level, share type and open type do not go together. The entry goes in without a "
        "grade; have a steward classify it, or correct the value tables."
    ),
    Cause.DUPLICATE_IDENTITY: lambda: _(
        "An earlier record of this run has the same identity. The first is in; check whether the "
        "fields under “identity” tell records apart."
    ),
    Cause.LOOSER_GRADE: lambda: _(
        "The source now states a less strict grade. The grade in force stays; a steward decides "
        "about the proposal."
    ),
    Cause.PERSONAL_DATA: lambda: _(
        "The record seems to contain personal data. Have a steward look at it before it becomes "
        "public."
    ),
    Cause.CHANGED_HERE: lambda: _(
        "The source has changed what was changed here as well. What is here stays; compare the two."
    ),
    Cause.DELETED_HERE: lambda: _(
        "The entry was deleted here, and is not made again while the source still has the record. "
        "Restore it if it is wanted."
    ),
    Cause.NOT_ARCHIVED: lambda: _(
        "The source no longer has this record, and its entry could not be archived. Correct in the "
        "entry what is said about it, or archive it by hand."
    ),
    Cause.VANISHED: lambda: _(
        "The source no longer has this record. Its entry stays until the days of grace are over."
    ),
    Cause.ARCHIVED: lambda: _(
        "The source has not had this record for longer than the days of grace. Its entry was "
        "archived and can be brought back."
    ),
    Cause.UNREACHABLE: lambda: _(
        "The source cannot be reached. Check its address and the network; the next run tries again."
    ),
    Cause.TIMED_OUT: lambda: _(
        "The source did not answer in time. The next run tries again; ask its operator if it lasts."
    ),
    Cause.TOO_SLOW: lambda: _(
        "The source sends too slowly to be read to its end. Ask its operator, or have it send "
        "smaller pages."
    ),
    Cause.ADDRESS_NOT_ALLOWED: lambda: _(
        "The address of the source leads to a network that may not be asked. Correct the address, "
        "or have an administrator mark the source as internal."
    ),
    Cause.NOT_AUTHORIZED: lambda: _(
        "The source does not accept our credentials. Renew them on the source's page."
    ),
    Cause.NOT_FOUND: lambda: _(
        "There is nothing at the address of the source. Correct the address."
    ),
    Cause.SOURCE_ERROR: lambda: _(
        "The source answers with an error of its own. The next run tries again; ask its operator "
        "if it lasts."
    ),
    Cause.BAD_ANSWER: lambda: _(
        "The source's answer is not what this kind of source gives. Check the address and the "
        "settings of the connector."
    ),
    Cause.TRUNCATED: lambda: _(
        "The source's answer breaks off. What was read before stays; the next run tries again."
    ),
    Cause.WRONG_CHARSET: lambda: _(
        "The text of the source is in none of the encodings that are known. Name the encoding in "
        "the settings of the connector."
    ),
    Cause.TOO_LARGE: lambda: _(
        "The source's answer is too large. Have it send smaller pages, or smaller files."
    ),
    Cause.UNSAFE_XML: lambda: _(
        "The source's XML declares entities or a document type, which is not accepted. Have the "
        "source leave them out."
    ),
    Cause.CHANGED_MEANWHILE: lambda: _(
        "The source changed while it was read, so that nothing is taken as vanished. Run it again "
        "at a quieter time."
    ),
    Cause.ENDLESS: lambda: _(
        "The source's pages repeat or do not end. Check the settings of paging."
    ),
    Cause.NO_CREDENTIAL: lambda: _(
        "The mapping names a credential that has not been stored. Enter it on the source's page."
    ),
    Cause.BAD_SETTINGS: lambda: _(
        "The settings of the connector are wrong. Correct them in the mapping."
    ),
    Cause.UNKNOWN_CONNECTOR: lambda: _(
        "No connector of this kind is installed. Correct “kind” in the mapping, or enable the "
        "plugin that brings it."
    ),
    Cause.FAULT: lambda: _(
        "The program failed here. An administrator finds the details in the log."
    ),
}


def cause(code: str) -> str:
    """Return what a cause means and what to do about it; the code where it is none of ours."""
    sentence = _BY_CODE.get(code)
    return sentence() if sentence is not None else code


_BY_CODE: Mapping[str, Callable[[], str]] = {
    one.value: sentence for one, sentence in (*_CAUSES.items(), *sentences_rows.CAUSES.items())
}


class _Blank(dict[str, Any]):
    """Values for a sentence; what was not given is left blank."""

    def __missing__(self, key: str) -> str:
        return ""


def filled(sentence: str, values: Mapping[str, Any]) -> str:
    """Put values into a sentence with places as ``{value}``."""
    return sentence.format_map(_Blank(values))


def places_of(sentence: str) -> frozenset[str]:
    """Return the names of the places in a sentence."""
    return frozenset(name for _text, name, _form, _how in Formatter().parse(sentence) if name)


def unfilled(sentence: str) -> str:
    """Return a sentence that stands for many: an ellipsis where each has a value of its own."""
    return filled(sentence, dict.fromkeys(places_of(sentence), "…"))
