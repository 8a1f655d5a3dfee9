"""The page on which data are corrected: the disputed row as it is now, and what has been typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain import items
from ckanext.scigov.dispute import reply_templates
from ckanext.scigov.dispute.reply_templates import Template
from ckanext.scigov.tables.row_form import RowForm, form_of

Shown = Mapping[str, Any]
CELL = "cell"
STEPS = ("correct", "correct_in_part")


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """What the page shows."""

    dispute: Shown
    look: Shown
    """As ``scigov_dispute_correction_show`` answers."""
    resource: Shown | None = None
    form: RowForm | None = None
    """None where no row is found for certain, or its reader may not change it."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])
    answer: Shown | None = None
    """What a change would do, once it is looked at."""
    templates: Sequence[Template] = ()

    @property
    def table_url(self) -> str:
        """Return the address of the table, empty where there is none for the reader to change."""
        if self.resource is None:
            return ""
        where = {"id": self.dispute["dataset_name"], "resource_id": self.resource["id"]}
        return tk.h.url_for("dataset_resource.read", **where)

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Return the rows that may be meant, with the pages on which each can be changed."""
        if self.resource is None or self.form is not None:
            return []
        where = {"id": self.dispute["dataset_name"], "resource_id": self.resource["id"]}
        told = {
            "reference": self.dispute["number"],
            "reference_path": f"/disputes/{self.dispute['id']}",
        }
        return [
            (row, tk.h.url_for("scigov_tables.edit_row", row=row, **where, **told))
            for row in self.look["rows"]
        ]


def gather(context: Any, dispute: Shown, typed: Mapping[str, str], chosen: str = "") -> CorrectPage:
    """Return the page for who can correct the data.

    Args:
        context: of the reader.
        dispute: as ``scigov_dispute_show`` gives it.
        typed: what was sent, by the names of the fields.
        chosen: id of a template that fills in the answer.
    """
    look = tk.get_action("scigov_dispute_correction_show")(
        tk.fresh_context(context), {"id": dispute["id"]}
    )
    resource, form = None, None
    if look["may_write"]:
        asked = {"id": look["resource_id"]}
        resource = tk.get_action("resource_show")(tk.fresh_context(context), asked)
        form = _form(context, dispute, look, resource, typed)
    templates = reply_templates.offered(context, dispute["id"], *STEPS)
    values = {**reply_templates.filled(templates, chosen), **typed}
    return CorrectPage(dispute, look, resource, form, values, templates=templates)


def wish_of(page: CorrectPage, step: str) -> dict[str, Any]:
    """Return what the form says to the actions: the change of the row, and the answer."""
    wish: dict[str, Any] = {"id": page.dispute["id"]}
    if page.form is not None:
        changes = [page.form.change(is_deleted="delete" in step)]
        wish |= {"changes": changes, "table_version": page.form.version}
    return wish


def answer_of(page: CorrectPage) -> dict[str, Any]:
    """Return the fields of the answer to the dispute."""
    return {
        "reason": page.values.get("reason", "").strip(),
        "is_in_part": bool(page.values.get("is_in_part")),
        "version": page.values.get("version", ""),
    }


def with_problems(page: CorrectPage, problems: Sequence[Shown]) -> CorrectPage:
    """Return the page with what is wrong with new cells beside their fields."""
    assert page.form is not None
    reasons = {one["column"]: one["reason"] for one in problems}
    fields = [
        dataclasses.replace(one, problem=reasons.get(one.column, "")) for one in page.form.fields
    ]
    form = dataclasses.replace(page.form, fields=fields)
    return dataclasses.replace(page, form=form)


def _form(
    context: Any, dispute: Shown, look: Shown, resource: Shown, typed: Mapping[str, str]
) -> RowForm | None:
    """Return the disputed row as a form; of a cell the cell, with what its reporter proposes."""
    if look["row"] is None or look["is_under_way"]:
        return None
    form = form_of(context, resource, look["row"], typed)
    if dispute["target"]["kind"] != CELL:
        return form
    wanted = items.key(dispute["target"].get("item"))
    fields = [one for one in form.fields if items.key(one.column) == wanted]
    proposal = dispute.get("proposal") or {}
    if not typed and proposal.get("change") == "set":
        fields = [dataclasses.replace(one, value=proposal["value"]) for one in fields]
    return dataclasses.replace(form, fields=fields)
