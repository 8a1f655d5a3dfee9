"""The sentences for what is wrong with a mapping file or a sample, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.mapping import MappingError, Reason
from ckanext.scigov.intake.samples import NoSample
from ckanext.scigov.intake.sentences import filled
from ckanext.scigov.tables import sentences as tables_sentences

_ = tk._

_REASONS: dict[Reason, Callable[[], str]] = {
    Reason.TOO_LARGE: lambda: _(
        "The file is larger than {most} bytes. Leave out what is not a mapping."
    ),
    Reason.BROKEN: lambda: _(
        "This is no YAML ({value}). Check indentation, colons and quotation marks here and above."
    ),
    Reason.EMPTY: lambda: _("There is nothing here. Fill it in."),
    Reason.ALIAS: lambda: _(
        "Anchors and aliases (& and *) are not accepted. Write the text out, or put it in "
        "quotation marks."
    ),
    Reason.TAG: lambda: _(
        "Tags such as {value} are not accepted. Leave it out, or put the text in quotation marks."
    ),
    Reason.CONTROL_CHARACTER: lambda: _(
        "There is a control character in this text. Leave it out; line breaks and tabs may stay."
    ),
    Reason.TOO_DEEP: lambda: _("The file is nested more than {most} levels deep. Make it flatter."),
    Reason.DUPLICATE_KEY: lambda: _(
        "This key stands here for the second time; the first is in line {first}. Leave one of them."
    ),
    Reason.WRONG_VERSION: lambda: _(
        "“{value}” is no version of the mapping language that is known. Write {known} after “mapping”."
    ),
    Reason.MISSING_KEY: lambda: _("“{value}” is missing here. Add it."),
    Reason.UNKNOWN_KEY: lambda: _("There is no “{value}” here. Possible: {close}."),
    Reason.BAD_NAME: lambda: _(
        "“{value}” is no name. Use small letters a to z, digits, hyphen and underscore, at most "
        "80 characters."
    ),
    Reason.NOT_A_MAPPING: lambda: _(
        "Names with their values are expected here. Write each on a line of its own, indented below, with "
        "a colon after the name."
    ),
    Reason.NOT_A_TEXT: lambda: _("A single text is expected here. Write one value."),
    Reason.UNKNOWN_FIELD: lambda: _(
        "The catalogue has no field “{value}”. Perhaps one of these is meant: {close}."
    ),
    Reason.AUTOMATIC_FIELD: lambda: _("The portal fills in “{value}” itself. Leave the line out."),
    Reason.GROUP: lambda: _(
        "This field is a group. Write a rule for each of its parts below it: {known}."
    ),
    Reason.NO_ORIGIN: lambda: _(
        "The rule does not say where the value comes from. Add one of: from, constant, join, "
        "template."
    ),
    Reason.SEVERAL_ORIGINS: lambda: _(
        "The rule says in several ways where the value comes from ({value}). Leave one of them."
    ),
    Reason.NEEDS_JOIN: lambda: _("“with” belongs to “join”. Add “join”, or leave “with” out."),
    Reason.BAD_PATH: lambda: _(
        "“{value}” names no field of a record. Write its name, names joined by dots, or $each."
    ),
    Reason.EACH_OUTSIDE: lambda: _(
        "$each stands for the value that “each” repeats for, and there is no “each” here. Add it, "
        "or name a field."
    ),
    Reason.BAD_TEMPLATE: lambda: _(
        "The template is wrong at “{value}”. Write at least one field's name in braces, such as "
        "“{{title}}”, and no other braces."
    ),
    Reason.UNKNOWN_TABLE: lambda: _(
        "There is no table “{value}” under “tables”. There are: {close}."
    ),
    Reason.NOT_A_CODE: lambda: _(
        "“{value}” is no code of the field's vocabulary. Perhaps one of these is meant: {close}."
    ),
    Reason.SAME_VALUE_TWICE: lambda: _(
        "“{value}” stands in the table in another spelling with another meaning; width, case and "
        "spaces do not count. Leave one of them."
    ),
    Reason.BAD_PATTERN: lambda: _(
        "The pattern cannot be used because of “{value}”. Lookaround, back references, named groups "
        "and repeats of repeats are not accepted; at most 200 characters."
    ),
    Reason.SLOW_PATTERN: lambda: _(
        "The pattern could take for ever on an unlucky text. Begin it with ^, and use fewer of "
        "* and +."
    ),
    Reason.BAD_DATE_FORM: lambda: _(
        "“{value}” is no form of a date. Write one such as %Y-%m-%d, with %Y or %y in it, or epoch "
        "or epoch_ms."
    ),
    Reason.UNKNOWN_LIST_FORM: lambda: _("“{value}” is no form of a list. Possible: {close}."),
    Reason.GRADE_NOT_ALLOWED: lambda: _(
        "Security level, share type and open type do not go together here: {value}. See the six "
        "grades in the documentation of the catalogue."
    ),
}

_SAMPLES: dict[str, Callable[[], str]] = {
    "empty": lambda: _("There are no records in the sample. Give a file that has some."),
    "too_large": lambda: _("The sample is larger than {value}. Give a part of it."),
    "unreadable": lambda: _("The sample cannot be read ({value}). Check its path."),
    "charset": lambda: _(
        "The text of the sample is neither UTF-8, UTF-16 nor GB18030. Save it as UTF-8."
    ),
    "too_deep": lambda: _("The sample is nested too deeply to be read. Give a flatter file."),
    "no_json": lambda: _(
        "The sample is no JSON in line {value}. Correct it there, or give a CSV file or a workbook "
        "with its proper ending."
    ),
}


def mapping_error(error: MappingError) -> str:
    """Return where in the file something is wrong, what it is and what to do."""
    said = filled(_REASONS[error.reason](), error.values)
    if not error.line:
        return said
    where = _("Line {line}, {path}: {said}") if error.path else _("Line {line}: {said}")
    return where.format(line=error.line, path=error.path, said=said)


def no_file(name: str, shipped: list[str]) -> str:
    said = _(
        "There is no mapping file “{name}”. Give the path of one, or one of these names: {shipped}."
    )
    return said.format(name=name, shipped=", ".join(shipped) or "—")


def not_utf8() -> str:
    return _("The mapping file is no text in UTF-8. Save it as one.")


def no_sample(reason: NoSample) -> str:
    if reason.code == "no_table":
        return tables_sentences.problem(reason.value)
    return _SAMPLES[reason.code]().format(value=reason.value)
