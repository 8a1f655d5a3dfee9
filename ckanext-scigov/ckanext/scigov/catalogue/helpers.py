"""Template helpers: labels of coded values and an entry's fields in readable groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import form, labels, legal_bases, picking, placing, reading

__all__ = [
    "scigov_catalogue_basis_remark",
    "scigov_catalogue_basis_remarks",
    "scigov_catalogue_choices",
    "scigov_catalogue_data_items",
    "scigov_catalogue_error_summary",
    "scigov_catalogue_field_groups",
    "scigov_catalogue_field_label",
    "scigov_catalogue_flat_errors",
    "scigov_catalogue_is_open",
    "scigov_catalogue_label",
    "scigov_catalogue_legal_bases",
    "scigov_catalogue_matrix",
    "scigov_catalogue_proposals",
    "scigov_catalogue_resource_rows",
    "scigov_catalogue_text",
    "scigov_catalogue_unit",
    "scigov_catalogue_with_defaults",
    "scigov_catalogue_with_kept",
    "scigov_catalogue_with_rows",
]


def scigov_catalogue_choices(field: Mapping[str, Any] | str) -> list[dict[str, Any]]:
    """Return the choices of a schema field (or of the dataset field of that name).

    Each is a dictionary with ``value``, ``label`` (language map), perhaps ``help``.
    """
    if isinstance(field, str):
        field = reading.dataset_field(field) or {"vocabulary": field}
    return labels.choices(field)


def scigov_catalogue_label(vocabulary: str, value: str) -> str:
    """Return the reader's label of a code: ``("data_kind", "scientific")`` → 科学数据.

    For facets: vocabularies bear the names of the dataset fields.
    """
    field = reading.dataset_field(vocabulary)
    name = (field or {}).get("vocabulary", vocabulary)
    try:
        return labels.label(name, value)
    except FileNotFoundError:
        return value


def scigov_catalogue_field_label(field_name: str) -> str:
    """Return the reader's label of a dataset field, or of what a worklist names beside."""
    field = reading.dataset_field(field_name) or reading.resource_field(field_name)
    if field_name == "resources":
        return tk._("File or link")
    return labels.text(field["label"]) if field else field_name


def scigov_catalogue_text(languages: Mapping[str, str] | str | None) -> str:
    """Return the reader's text out of a language map of the schema."""
    return labels.text(languages)


def scigov_catalogue_field_groups(pkg_dict: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a dataset's filled fields by section of the form, for its page.

    Returns:
        Groups without empty rows: ``{"name", "title", "rows": [{"name", "label", "values":
        [{"text", "url", "code"}]}]}``. ``url`` is empty unless the value is an address.
    """
    return reading.field_groups(pkg_dict)


def scigov_catalogue_resource_rows(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a resource's filled fields but url, name, description and dictionary, as rows."""
    return reading.resource_rows(resource)


def scigov_catalogue_data_items(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a table's data items for display.

    Returns:
        ``{"name", "title", "description", "type", "range", "codes", "rows": [...]}`` for each item;
        ``type`` and ``range`` are sentences for people, ``codes`` have ``value`` and ``label``,
        ``rows`` the remaining filled fields.
    """
    return reading.data_items(resource)


def scigov_catalogue_proposals(field_name: str, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what the provider's register proposes for a field: ``title`` and ``provider``."""
    return picking.proposals(field_name, data)


def scigov_catalogue_legal_bases() -> list[dict[str, str]]:
    """Return the register of legal bases: ``citation``, ``rank``, ``about``."""
    return legal_bases.choices()


def scigov_catalogue_basis_remark(field_name: str, text: str) -> str:
    """Return what is to be said of the basis of a refusal; nothing where it is in order."""
    return legal_bases.remark(field_name, text)


def scigov_catalogue_basis_remarks(entry: Mapping[str, Any]) -> list[str]:
    """Return what is to be said of the bases that an entry states."""
    return legal_bases.remarks(entry)


def scigov_catalogue_unit(organization_id: str) -> dict[str, Any]:
    """Return where a provider stands, for its page: ``above`` (highest first) and ``children``.

    ``security_owner`` and ``security_contact`` are there for staff alone.
    """
    return placing.shown(organization_id)


def scigov_catalogue_with_kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form of a resource shows: what its reader may know stands in its place."""
    return form.with_kept(data)


def scigov_catalogue_with_rows(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return what the form shows of a dictionary, however it was sent."""
    return form.with_rows(data, name)


def scigov_catalogue_matrix() -> dict[str, dict[str, list[str]]]:
    """Return the legal share and open types of each level, for the form's script."""
    return form.matrix()


def scigov_catalogue_with_defaults(
    data: dict[str, Any], fields: list[dict[str, Any]], form_style: str
) -> dict[str, Any]:
    """Return what the dataset form shows: the schema's defaults on its first display only."""
    return form.with_defaults(data, fields, form_style)


def scigov_catalogue_flat_errors(
    field: Mapping[str, Any], errors: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the errors of repeating subfields by the names of their inputs."""
    return form.flat_errors(field, errors)


def scigov_catalogue_is_open(
    fields: list[Mapping[str, Any]], errors: Mapping[str, Any], prefix: str = ""
) -> bool:
    """Tell whether a folded part of the form must be open, because something in it is wrong."""
    return form.has_error(fields, errors, prefix)


def scigov_catalogue_error_summary(
    errors: Mapping[str, Any],
    dataset: str = "",
    dataset_type: str = "dataset",
    fields: list[Mapping[str, Any]] | None = None,
) -> list[dict[str, str]]:
    """Return what the head of a form lists: ``field``, ``label``, ``message``, ``anchor``.

    Args:
        errors: of CKAN's validation, nested lists included.
        dataset: name of the dataset on the form of a resource; errors of the dataset itself then
            lead to the dataset's form.
        dataset_type: for the address of that form.
        fields: the form's fields where they are neither a dataset's nor a resource's.
    """
    elsewhere = tk.h.url_for(f"{dataset_type}.edit", id=dataset) if dataset else ""
    of_schema = reading.schema()["resource_fields" if dataset else "dataset_fields"]
    return form.error_summary(errors, of_schema if fields is None else fields, elsewhere)
