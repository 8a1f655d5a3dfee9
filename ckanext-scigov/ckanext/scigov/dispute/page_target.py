"""What a dispute points at, for its page: the way to it, and the values side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading as catalogue
from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.item_titles import title_of
from ckanext.scigov.dispute.pages import Beside, Compared, Place, Shown
from ckanext.scigov.tables.domain.asking import Asked

Dictionary = Sequence[Shown]
"""The data items of a resource, as far as the reader is told of them."""


def places(dispute: Shown, present: Shown, dictionary: Dictionary) -> Iterator[Place]:
    """Yield from the dataset down to the cell, each with its address where the reader can open it."""
    target, name = dispute["target"], dispute["dataset_name"]
    if dispute["dataset_title"]:
        url = tk.h.url_for("dataset.read", id=name) if name else ""
        yield Place(tk._("Dataset"), dispute["dataset_title"], url)
    resource_url = _resource_url(dispute)
    if dispute["resource_name"]:
        yield Place(tk._("Resource"), dispute["resource_name"], resource_url)
    if target["item"]:
        yield Place(tk._("Data item"), title_of(target["item"], dictionary))
    if target["field"]:
        yield Place(tk._("Field of the catalogue"), field_label(target))
    key = target.get("key") or {}
    if key:
        conditions = [
            pair for name, value in key.items() for pair in Asked(name, "eq", value).pairs
        ]
        text = tk._("; ").join(
            f"{title_of(name, dictionary)} = {value}" for name, value in key.items()
        )
        url = f"{resource_url}?{urlencode(conditions)}#table" if resource_url else ""
        yield Place(tk._("Row"), text, url)
    if present["row"] is not None:
        number = tk.h.scigov_number(present["row"])
        yield Place(tk._("Row now"), tk._("Row {number} of the table").format(number=number))


def field_label(target: Shown) -> str:
    """Return what a field of the catalogue is called."""
    field = catalogue.shown_field(target["field"], of_resource=bool(target["resource_id"]))
    return tk.h.scheming_language_text(field["label"]) if field else target["field"]


def compared(dispute: Shown, present: Shown, dictionary: Dictionary) -> Compared:
    """Return the values as they were seen, as they are proposed and as they are now.

    Args:
        dispute: as ``scigov_dispute_show`` answers it to the reader.
        present: as ``scigov_dispute_present_show`` does.
        dictionary: of the resource, where the values are of a table.
    """
    kind = dispute["target"]["kind"]
    if kind not in ("cell", "record", "field"):
        return Compared()
    proposal = dispute.get("proposal")
    if "value" not in dispute:
        # He wrote it, and may not read that column any more.
        rows = (Beside(_label(dispute, dictionary), None, proposed(proposal)),) if proposal else ()
        return Compared(rows, has_proposal=bool(proposal))
    has_now = kind == "field" or present["outcome"] == "one"
    rows = tuple(_rows(dispute, present, dictionary, has_now=has_now))
    note = "" if kind == "field" else _note(present)
    return Compared(rows, bool(proposal), has_now, note)


def proposed(proposal: Shown | None) -> str | None:
    """Return in words what a reporter proposes; None: nothing."""
    if not proposal:
        return None
    if proposal["change"] == "set":
        return str(proposal["value"])
    return words.word("change", proposal["change"])


def _rows(
    dispute: Shown, present: Shown, dictionary: Dictionary, *, has_now: bool
) -> Iterator[Beside]:
    if dispute["target"]["kind"] == "record":
        yield from _of_record(dispute, present, dictionary, has_now=has_now)
        return
    seen, now = dispute["value"], present["value"]
    said = proposed(dispute.get("proposal"))
    if seen is not None or now is not None or said is not None:
        yield Beside(_label(dispute, dictionary), seen, said, now, has_now and now != seen)


def _of_record(
    dispute: Shown, present: Shown, dictionary: Dictionary, *, has_now: bool
) -> Iterator[Beside]:
    """Yield the cells in the order of the dictionary, then those that it does not know."""
    said = proposed(dispute.get("proposal"))
    order = {str(one.get("title")): place for place, one in enumerate(dictionary)}
    known = {column: title_of(column, dictionary) for column in dispute["cells"]}
    cells = sorted(
        dispute["cells"].items(), key=lambda one: (order.get(known[one[0]], len(order)), one[0])
    )
    for place, (column, seen) in enumerate(cells):
        now = present["cells"].get(column)
        yield Beside(
            known[column], seen, said if place == 0 else None, now, has_now and now != seen
        )


def _label(dispute: Shown, dictionary: Dictionary) -> str:
    target: dict[str, Any] = dispute["target"]
    return field_label(target) if target["field"] else title_of(target["item"], dictionary)


def _note(present: Shown) -> str:
    if present["outcome"] == "none":
        return tk._("No such row is in the table now.")
    if present["outcome"] == "several":
        return tk._(
            "Several rows of the table may be meant ({num}): none of them is guessed here."
        ).format(num=len(present["rows"]))
    return ""


def _resource_url(dispute: Shown) -> str:
    name, resource_id = dispute["dataset_name"], dispute["target"]["resource_id"]
    if not name or not resource_id or not dispute["resource_name"]:
        return ""
    return tk.h.url_for("dataset_resource.read", id=name, resource_id=resource_id)
