"""What the form's templates need to know: defaults, the matrix, errors by input."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels, reading
from ckanext.scigov.catalogue.domain import grades
from ckanext.scigov.catalogue.interfaces import readable_fields

Problem = dict[str, str]
# CKAN reports these under names that are no fields of the form.
SHOWN_AT = {"tags": "tag_string", "upload": "url"}


def matrix() -> dict[str, dict[str, list[str]]]:
    allowed: dict[str, dict[str, list[str]]] = {
        level.value: {
            "share_type": [share.value for share in grades.legal_shares(level)],
            "open_type": [open_type.value for open_type in grades.legal_opens(level)],
        }
        for level in grades.Level
    }
    allowed[grades.UNCLASSIFIED] = {"share_type": [], "open_type": []}
    return allowed


def with_defaults(
    data: Mapping[str, Any], fields: Iterable[Mapping[str, Any]], form_style: str
) -> dict[str, Any]:
    """Fill in defaults unless the form has been sent or the entry exists already."""
    shown = dict(data)
    if form_style == "edit" or "save" in data or data.get("id"):
        return shown
    for field in fields:
        if "default" in field:
            shown.setdefault(field["field_name"], field["default"])
    return shown


def with_kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Put the stored values back that CKAN's tables have stand-ins for; what was typed in stays."""
    kept = readable_fields(str(data["id"])) if data.get("id") else {}
    absent = {name: value for name, value in kept.items() if name == "url" or not data.get(name)}
    return {**data, **absent}


def with_rows(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return what the form shows of a dictionary that was sent as one field, and refused with others.

    What is no list of rows is shown as none: its error stands beside it.
    """
    rows = data.get(name)
    if not isinstance(rows, str):
        return dict(data)
    try:
        found = json.loads(rows or "[]")
    except ValueError:
        found = []
    is_list = isinstance(found, list) and all(isinstance(row, dict) for row in found)
    return {**data, name: found if is_list else []}


def flat_errors(field: Mapping[str, Any], errors: Mapping[str, Any]) -> dict[str, Any]:
    name = field["field_name"]
    rows = errors.get(name) or []
    return {
        f"{name}-{index}-{part}": messages
        for index, row in enumerate(rows)
        if isinstance(row, Mapping)
        for part, messages in row.items()
    }


def has_error(
    fields: Iterable[Mapping[str, Any]], errors: Mapping[str, Any], prefix: str = ""
) -> bool:
    return any(errors.get(prefix + field["field_name"]) for field in fields)


def error_summary(
    errors: Mapping[str, Any] | None,
    fields: Iterable[Mapping[str, Any]],
    dataset_form: str = "",
) -> list[Problem]:
    """List the problems in the order of the form's fields; what is unknown comes last."""
    found = dict(errors or {})
    for name, shown_at in SHOWN_AT.items():
        if name in found and shown_at not in found:
            found[shown_at] = _flattened(found.pop(name))
    problems: list[Problem] = []
    for field in fields:
        if field["field_name"] in found:
            problems += _of_field(field, found.pop(field["field_name"]))
    resources = found.pop("resources", None) or []
    for number, resource in enumerate(resources, start=1):
        problems += _of_resource(number, resource)
    for name, messages in found.items():
        problems += _of_unknown(name, messages, dataset_form)
    return problems


def _of_field(field: Mapping[str, Any], messages: Any) -> list[Problem]:
    name = field["field_name"]
    rows = [row for row in messages if isinstance(row, Mapping)] if _is_list(messages) else []
    if not rows:
        return [_problem(name, labels.text(field["label"]), messages, f"#field-{name}")]
    subfields = {sub["field_name"]: sub for sub in field["repeating_subfields"]}
    problems = []
    for number, row in enumerate(rows):
        for part, texts in row.items():
            label = labels.text(subfields[part]["label"]) if part in subfields else part
            if "repeating_label" in field:
                label = f"{labels.text(field['repeating_label'])} {number + 1} · {label}"
            else:
                label = f"{labels.text(field['label'])} · {label}"
            problems.append(_problem(name, label, texts, f"#field-{name}-{number}-{part}"))
    return problems


def _of_resource(number: int, resource: Any) -> list[Problem]:
    if not isinstance(resource, Mapping):
        return []
    prefix = tk._("File or link %(number)s") % {"number": number}
    fields = {field["field_name"]: field for field in reading.schema()["resource_fields"]}
    problems = []
    for name, messages in resource.items():
        field = fields.get(name)
        found = _of_field(field, messages) if field else [_problem(name, name, messages, "")]
        problems += [
            {**problem, "label": f"{prefix} · {problem['label']}", "anchor": ""}
            for problem in found
        ]
    return problems


def _of_unknown(name: str, messages: Any, dataset_form: str) -> list[Problem]:
    field = reading.dataset_field(name)
    if field is None:
        return [_problem(name, tk._("Entry"), messages, "")]
    anchor = f"{dataset_form}#field-{name}" if dataset_form else f"#field-{name}"
    return [
        {**problem, "anchor": anchor}
        for problem in [_problem(name, labels.text(field["label"]), messages, anchor)]
    ]


def _problem(name: str, label: str, messages: Any, anchor: str) -> Problem:
    message = " ".join(_flattened(messages))
    return {"field": name, "label": label, "message": message, "anchor": anchor}


def _flattened(messages: Any) -> list[str]:
    return list(dict.fromkeys(_texts(messages)))


def _texts(messages: Any) -> Iterator[str]:
    if isinstance(messages, str):
        yield messages
    elif isinstance(messages, Mapping):
        for inner in messages.values():
            yield from _texts(inner)
    elif _is_list(messages):
        for inner in messages:
            yield from _texts(inner)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
