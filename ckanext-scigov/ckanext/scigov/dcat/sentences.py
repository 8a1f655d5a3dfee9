"""Why a document is not checked, and what to do; what the indicators of the score ask for."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat.checked_apart import BrokenShapes
from ckanext.scigov.dcat.domain.incoming import Reason, Unreadable
from ckanext.scigov.dcat.domain.scoring import Dimension
from ckanext.scigov.shared.domain.addresses import Reason as OfAddress
from ckanext.scigov.tables import sentences_fetching

_ = tk._

_READING: MappingProxyType[Reason, Callable[[], str]] = MappingProxyType({
    Reason.TOO_LARGE: lambda: _(
        "The document is larger than the %(most)s bytes that are checked at once. Give a part of it."
    ),
    Reason.TOO_MANY: lambda: _(
        "The document has more than the %(most)s triples that are checked at once. Give a part of it."
    ),
    Reason.NOT_UTF8: lambda: _("Line %(line)s is not written in UTF-8. Save the document in UTF-8."),
    Reason.DECLARES: lambda: _(
        "Line %(line)s declares a document type or an entity, which is not read here. Remove the declaration and"
        " write what its entities stand for."
    ),
    Reason.REMOTE_CONTEXT: lambda: _(
        "The document takes its context from another address, which is not fetched. Write the context into the"
        " document, or give Turtle or RDF/XML."
    ),
    Reason.NOTHING: lambda: _("There is no triple in this document, so there is nothing to check."),
})  # fmt: skip

INDICATORS: MappingProxyType[str, Callable[[], str]] = MappingProxyType({
    "keyword": lambda: _("Give keywords."),
    "theme": lambda: _("Give a theme."),
    "spatial": lambda: _("Give the area that the data cover."),
    "temporal": lambda: _("Give the period that the data cover."),
    "access_answers": lambda: _("Give an address at which the data, or their page, answer everybody."),
    "download": lambda: _("Give an address to download from, by opening the data without conditions."),
    "download_answers": lambda: _("Let the address to download from answer everybody."),
    "format": lambda: _("Give the format of the files."),
    "media_type": lambda: _("Give files in formats that have a media type."),
    "format_listed": lambda: _("Name formats as the European list of file types does."),
    "format_open": lambda: _("Give the data in an open format as well, such as CSV or JSON."),
    "format_readable": lambda: _("Give the data in a format that programs read, such as CSV, XLSX or JSON."),
    "conforms": lambda: _("Correct what the report of the feed counts as errors."),
    "licence": lambda: _("Choose a licence."),
    "licence_listed": lambda: _("Choose a licence that is known everywhere, such as CC BY 4.0."),
    "access_rights": lambda: _("Set the grade, so that the feed says who may have the data."),
    "access_rights_listed": lambda: _("State who may have the data by a term of the European list."),
    "contact": lambda: _("Give a contact."),
    "publisher": lambda: _("Name the provider."),
    "rights": lambda: _("State what may be done with the files."),
    "size": lambda: _("Upload files, or give their size: of links it is not known."),
    "issued": lambda: _("Give the day of publication."),
    "modified": lambda: _("Give the day of the last change."),
})  # fmt: skip
"""Code of an indicator → what meets it."""

DIMENSIONS: MappingProxyType[Dimension, Callable[[], str]] = MappingProxyType({
    Dimension.FINDABILITY: lambda: _("Findability"),
    Dimension.ACCESSIBILITY: lambda: _("Accessibility"),
    Dimension.INTEROPERABILITY: lambda: _("Interoperability"),
    Dimension.REUSABILITY: lambda: _("Reusability"),
    Dimension.CONTEXTUALITY: lambda: _("Context"),
})  # fmt: skip
RATINGS: MappingProxyType[str, Callable[[], str]] = MappingProxyType({
    "excellent": lambda: _("Excellent"),
    "good": lambda: _("Good"),
    "sufficient": lambda: _("Sufficient"),
    "bad": lambda: _("Bad"),
})  # fmt: skip


def for_signed_in() -> str:
    return tk._(
        "This feed is for who is signed in: send the token of an account in the header Authorization."
    )


def unreadable(error: Unreadable) -> str:
    """Return why a document is not read, and where it is wrong."""
    values: dict[str, Any] = dict(error.values)
    if error.reason is not Reason.SYNTAX:
        return _READING[error.reason]() % values
    if values["line"]:
        return _("Line %(line)s cannot be read: %(said)s.") % values
    return _("The document cannot be read in this form: %(said)s.") % values


def not_fetched(reason: str, status: int) -> str:
    """Return why nothing came from an address."""
    if reason == OfAddress.NOT_PUBLIC.value:
        return _(
            "The address, or one that it leads to, is no public place, so it is not asked. Save the document and"
            " give it as a file."
        )  # fmt: skip
    return sentences_fetching.reason(reason, status)


def took_too_long() -> str:
    return _(
        "Checking this document took more time or memory than there is for it. Give a part of it."
    )


def not_usable() -> str:
    return _(
        "Nothing can be checked at present: the shapes of this site cannot be used. Tell its administrator."
    )


def broken(error: BrokenShapes) -> str:
    """Return what is wrong with shapes, for who may know the machine's files."""
    if error.unreadable is None:
        return _("The shapes cannot be used: %(said)s") % {"said": error.said}
    said = unreadable(error.unreadable)
    return _("The shapes in %(file)s cannot be read. %(said)s") % {"file": error.file, "said": said}
