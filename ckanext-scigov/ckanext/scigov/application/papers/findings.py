"""What is wrong with a unit's template, as a value and as a full sentence."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ckanext.scigov.application.papers.docx_undrawn import Place, Thing, Undrawn


class Fault(enum.Enum):
    UNREADABLE = "unreadable"
    SYNTAX = "syntax"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    FORBIDDEN = "forbidden"
    """Something that the sandbox does not let a template do."""
    UNKNOWN_PAPER = "unknown_paper"
    """A file whose name is no paper's: it would never be used."""
    NOT_IN_PDF = "not_in_pdf"
    """The paper can be made; its PDF will not show something that the DOCX shows."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for translation; the reader's language is known only where it is shown."""
    return message


MESSAGES: Mapping[Fault, str] = {
    Fault.UNREADABLE: N_(
        "The template {template} cannot be read as a Word document. Save it again as .docx."
    ),
    Fault.SYNTAX: N_(
        "The template {template} has a field that is not written rightly, at {field}. Close every"
        " bracket, and end every 'for' and 'if'."
    ),
    Fault.UNKNOWN_FIELD: N_(
        "The template {template} names the field {field}, which does not exist. Correct its name or"
        " take it out."
    ),
    Fault.MISSING_FIELD: N_(
        "The template {template} does not show the field {field}, without which the paper is not"
        " complete. Add it."
    ),
    Fault.FORBIDDEN: N_(
        "The template {template} does something that no template may do, at {field}. Take it out."
    ),
    Fault.UNKNOWN_PAPER: N_(
        "The file {template} has no paper's name and is never used. Rename or remove it."
    ),
    Fault.NOT_IN_PDF: N_(
        "The PDF will not show this of the template {template}: {thing}. It stands {place}. Write it"
        " as text, table or inline picture, or take it out."
    ),
}
THINGS: Mapping[Thing, str] = {
    Thing.SHAPE: N_("a text box or a drawn shape"),
    Thing.FLOATING_PICTURE: N_("a picture that does not stand in the line of text"),
    Thing.PICTURE_FORMAT: N_("a picture in a format that cannot be drawn; use PNG or JPEG"),
    Thing.PICTURE_EDITED: N_("how a picture is cropped or turned"),
    Thing.CHART: N_("a chart"),
    Thing.DIAGRAM: N_("a SmartArt graphic"),
    Thing.OBJECT: N_("an embedded object"),
    Thing.CHANGE: N_("tracked changes; only their outcome is shown"),
    Thing.NOTE: N_("a footnote or endnote"),
    Thing.FORMULA: N_("a formula"),
    Thing.FRAME: N_("the place of a frame or a floating table; its text stands in its order"),
    Thing.COLUMNS: N_("text in columns; it is set in one"),
    Thing.PAGE_BORDERS: N_("borders round the page"),
    Thing.VERTICAL_TEXT: N_("vertical text; it is set across"),
    Thing.TABLE_STYLE: N_("what a table's style gives to its heads and rows"),
    Thing.INSERTED_FILE: N_("an inserted file"),
    Thing.RUBY: N_("phonetic letters above the text"),
}
PLACES: Mapping[Place, str] = {
    Place.BODY: N_("in the text, near “{near}”"),
    Place.HEADER: N_("in a header, near “{near}”"),
    Place.FOOTER: N_("in a footer, near “{near}”"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    template: str
    """Name of the file."""
    field: str = ""
    undrawn: Undrawn | None = None
    """What the PDF will not show, for ``NOT_IN_PDF``."""

    @property
    def is_broken(self) -> bool:
        """Say whether the template cannot be used; a PDF that shows less is no reason."""
        return self.fault is not Fault.NOT_IN_PDF

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Return a full sentence, in the language of ``translate``."""
        thing = place = ""
        if self.undrawn is not None:
            thing = translate(THINGS[self.undrawn.thing])
            place = translate(PLACES[self.undrawn.place]).format(near=self.undrawn.near)
        return translate(MESSAGES[self.fault]).format(
            template=self.template, field=self.field, thing=thing, place=place
        )

    def __str__(self) -> str:
        return self.sentence()


class BrokenTemplate(Exception):
    """A template that cannot be filled; the message is a full sentence."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
