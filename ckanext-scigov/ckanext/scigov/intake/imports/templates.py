"""The workbooks that are filled in: for entries, for data items, for the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.row_rules import Rule
from ckanext.scigov.intake.imports import fields, workbooks
from ckanext.scigov.intake.imports.fields import Field
from ckanext.scigov.intake.imports.table_columns import TableColumns
from ckanext.scigov.intake.imports.workbooks import Check, Column, Guide, Titles
from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.kinds import Kind

_ = tk._
DAY = "yyyy-mm-dd"
_FORMATS: Mapping[Kind, str] = {
    Kind.DATE: DAY,
    Kind.DATETIME: f"{DAY} hh:mm:ss",
    Kind.INTEGER: "0",
    Kind.NUMBER: "General",
    Kind.DOUBLE: "General",
    Kind.FLOAT: "General",
}
_CHECKS: Mapping[Kind, Check] = {
    Kind.INTEGER: "whole", Kind.NUMBER: "decimal", Kind.DOUBLE: "decimal", Kind.FLOAT: "decimal",
}  # fmt: skip
SEPARATOR = "、"


def of_entries() -> bytes:
    """Return the workbook for catalogue entries."""
    asked = [one for one in fields.of_entries() if one.name != fields.SOURCE_URL]
    return _of_fields(_in_order(asked), _("Entries"), _entry_sentences())


def of_items() -> bytes:
    """Return the workbook for data items."""
    return _of_fields(_in_order(fields.of_items()), _("Data items"), _item_sentences())


def of_rows(table: TableColumns) -> bytes:
    """Return the workbook for rows of a table: the columns that whoever asks sees."""
    columns = [_of_rule(rule) for rule in table.rules]
    lines = [
        [rule.title, _yes(rule.required), sentences.type_name(rule.kind.value), hint(rule),
         rule.about]
        for rule in table.rules
    ]  # fmt: skip
    headings = [_("Column"), _("Mandatory"), _("Data type"), _("What is allowed"), _("Description")]
    return workbooks.workbook(columns, _titles(_("Rows")), Guide(_row_sentences(), headings, lines))


def _in_order(found: Sequence[Field]) -> list[Field]:
    """Return what is mandatory first: who fills in a sheet begins on the left."""
    return sorted(found, key=lambda one: not one.is_required)


def _of_fields(found: Sequence[Field], title: str, told: Sequence[str]) -> bytes:
    columns = [
        Column(
            field=one.name,
            heading=one.label,
            about=one.about,
            is_required=one.is_required,
            choices=tuple(label for _code, label in one.choices),
            must_choose=not one.has_several,
            number_format=DAY if one.is_day else "@",
        )
        for one in found
    ]
    lines = [[one.label, _yes(one.is_required), _allowed(one), one.about] for one in found]
    headings = [_("Column"), _("Mandatory"), _("What is allowed"), _("Description")]
    return workbooks.workbook(columns, _titles(title), Guide(told, headings, lines))


def _of_rule(rule: Rule) -> Column:
    shown = tuple(f"{value} {label}".strip() for value, label in rule.choices)
    if rule.kind is Kind.BOOLEAN and not shown:
        shown = (sentences.yes_or_no("t"), sentences.yes_or_no("f"))
    check = _CHECKS.get(rule.kind)
    return Column(
        field=rule.column,
        heading=rule.title,
        about=" ".join(filter(None, (rule.about, hint(rule)))),
        is_required=rule.required,
        choices=shown,
        number_format=_FORMATS.get(rule.kind, "@"),
        rule=(check, rule.low, rule.high) if check and (rule.low or rule.high) else None,
    )


def hint(rule: Rule) -> str:
    """Return in words what a column asks of its cells."""
    told: list[str] = []
    if rule.unit:
        told.append(_("Unit: %(unit)s.") % {"unit": rule.unit})
    if rule.choices:
        shown = SEPARATOR.join(f"{value} {label}".strip() for value, label in rule.choices[:20])
        told.append(_("One of: %(choices)s.") % {"choices": shown})
    if rule.longest is not None:
        most = {"most": rule.longest}
        text = (
            _("At most %(most)s characters.")
            if rule.kind is Kind.TEXT
            else _("At most %(most)s digits.")
        )
        told.append(text % most)
    if rule.decimals is not None:
        told.append(_("At most %(most)s decimals.") % {"most": rule.decimals})
    if rule.low:
        told.append(_("Not below %(limit)s.") % {"limit": rule.low})
    if rule.high:
        told.append(_("Not above %(limit)s.") % {"limit": rule.high})
    if rule.pattern:
        told.append(_("Form: %(pattern)s") % {"pattern": rule.pattern.pattern})
    if rule.unique or rule.is_key:
        told.append(_("Not twice in the table."))
    return " ".join(told)


def _allowed(one: Field) -> str:
    if one.choices:
        text = SEPARATOR.join(label for _code, label in one.choices)
        return (
            _("Several, with 、 between them: %(choices)s") % {"choices": text}
            if one.has_several
            else text
        )
    return _("A date such as 2026-03-01") if one.is_day else ""


def _titles(rows: str) -> Titles:
    return Titles(rows, _("How to fill it in"), _("Lists"), _("Field names"))


def _yes(is_so: bool) -> str:
    return _("Yes") if is_so else ""


def _common() -> list[str]:
    return [
        _("Fill in the first sheet, from the second line on; leave the headings as they are. Columns marked * are mandatory."),
        _("Columns that are not needed may be deleted, their order does not matter. Formulas are read as their values."),
        _("Upload the file under Import: its columns are recognised, every error is shown at its cell, and nothing is written before you agree."),
    ]  # fmt: skip


def _entry_sentences() -> list[str]:
    return [
        *_common(),
        _("A row whose identifier or title the provider has already changes that entry; an empty cell changes nothing of it."),
    ]  # fmt: skip


def _item_sentences() -> list[str]:
    return [
        *_common(),
        _("A data item whose field name or title is in the dictionary already is changed; an empty cell changes nothing of it."),
    ]  # fmt: skip


def _row_sentences() -> list[str]:
    return [*_common(), _("The rows are added below those that the table has.")]


WRITERS: Mapping[str, Callable[[], bytes]] = {"entries": of_entries, "items": of_items}
