"""A file of the 13 elements taken in: entries are made, or changed where their code is there already.

All of it is written in one transaction or nothing, by CKAN's own actions as whoever imports; grades are
wishes like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.intake.imports import access, writing
from ckanext.scigov.reporting import arriving, queries
from ckanext.scigov.reporting.domain import elements, forms, returning
from ckanext.scigov.reporting.domain.elements import Record
from ckanext.scigov.reporting.domain.receipts import Line, Problem, Wrong

MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to become of a line: a new entry of a provider, or a change of one that is there."""

    line: int
    record: Record
    provider_id: str
    dataset_id: str


@dataclass(slots=True)
class Taken:
    """How an import ended."""

    created: int
    changed: int
    problems: list[Problem]


def take(context: Any, rows: Sequence[Line], items: Sequence[Line]) -> Taken:
    """Write the entries of a file; the caller commits, or rolls back where there are problems."""
    missing = arriving.columns_missing(rows, arriving.NEEDED)
    if missing:
        return Taken(0, 0, [Problem(0, name, Wrong.COLUMN_MISSING) for name in missing])
    records, problems = forms.records_of(rows, items)
    planned = _planned(context, records, problems)
    ids: list[str] = []
    for one in () if problems else planned:
        written = _written(context, one, problems)
        if not written:
            break
        ids.append(written)
    if problems:
        return Taken(0, 0, problems[:MOST_PROBLEMS])
    for dataset_id in ids:
        logic.index_update_package({"ignore_auth": True, "user": ""}, dataset_id)
    changed = sum(bool(one.dataset_id) for one in planned)
    return Taken(len(planned) - changed, changed, [])


def _planned(
    context: Any, records: Sequence[tuple[int, Record]], problems: list[Problem]
) -> list[Planned]:
    session = model.Session()
    mine = [one["id"] for one in access.providers(context)]
    by_code, by_title = queries.providers_by(session, mine)
    codes = {record.get(elements.CODE) for _line, record in records}
    there = queries.entries_with_codes(session, codes)
    found: list[Planned] = []
    for line, record in records:
        provider = _provider(record, by_code, by_title)
        dataset_id, owner = there.get(record.get(elements.CODE), ("", provider))
        problems += _wrong(line, record, provider, owner)
        found.append(Planned(line, record, provider, dataset_id))
    return found


def _provider(record: Record, by_code: Mapping[str, str], by_title: Mapping[str, str]) -> str:
    """Return the provider by its code, else by its title; empty: none that the importer edits."""
    code = record.get(elements.PROVIDER_CODE)
    return (by_code.get(code) if code else None) or by_title.get(record.get(elements.PROVIDER), "")


def _wrong(line: int, record: Record, provider: str, owner: str) -> list[Problem]:
    found: list[Problem] = []
    if not provider:
        title = record.get(elements.PROVIDER)
        found.append(
            Problem(line, elements.PROVIDER, Wrong.PROVIDER_UNKNOWN, title, forms.CATALOGUE)
        )
    elif owner != provider:
        code = record.get(elements.CODE)
        found.append(Problem(line, elements.CODE, Wrong.CODE_TWICE, code, forms.CATALOGUE))
    types = record.get(elements.SHARE), record.get(elements.OPEN)
    if all(types) and returning.level_of(*types) is None:
        found.append(Problem(line, elements.OPEN, Wrong.UNFIT, sheet=forms.CATALOGUE))
    return found


def _written(context: Any, one: Planned, problems: list[Problem]) -> str:
    inside: Any = {
        **tk.fresh_context(context), GATHERED_CONTEXT: True, "defer_commit": True,
        "return_id_only": True,
    }  # fmt: skip
    try:
        if one.dataset_id:
            wish = {"id": one.dataset_id, **returning.fields_of(one.record)}
            made = tk.get_action("package_patch")(inside, wish)
        else:
            wish = returning.entry_of(one.record, one.provider_id)
            made = tk.get_action("package_create")(inside, wish)
    except tk.ValidationError as error:
        problems += _told(one.line, error.error_dict)
        return ""
    writing.close_savepoints()
    return str(made)


def _told(line: int, errors: Mapping[str, Any]) -> list[Problem]:
    """Return CKAN's sentences at the cells that they are about."""
    columns = {column.field: column.name for column in elements.COLUMNS}
    return [
        Problem(line, columns.get(name, name), Wrong.NOT_TAKEN, _sentence(text), forms.CATALOGUE)
        for name, text in errors.items()
    ]


def _sentence(text: object) -> str:
    if isinstance(text, (list, tuple)):
        return " ".join(_sentence(one) for one in text if one)
    if isinstance(text, Mapping):
        return " ".join(_sentence(one) for one in text.values())
    return str(text)
