"""What the form of an application holds: read from what was sent, or from what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.states import Kind
from ckanext.scigov.application.pages import Shown
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

TEXTS = (
    "purpose", "scene", "legal_basis", "security_measures", "contact_name", "contact_phone",
    "contact_email",
)  # fmt: skip
TICKED = ("resource_ids", "items")
TERM = dt.timedelta(days=365)
NOTHING = "-"
"""What stands for a set of boxes none of which is ticked: none named would mean all."""
Values = dict[str, Any]


def begun(kind: str, dataset_ids: Iterable[str], user_id: str) -> Values:
    """Return an empty form for some datasets; who writes it works with the data himself."""
    return {
        "kind": kind,
        "agency_id": "",
        "handler_ids": [user_id],
        "datasets": [begun_dataset(one) for one in dataset_ids],
        "answers": {},
        "version": 0,
    }


def begun_dataset(dataset_id: str) -> Values:
    """Return how a dataset begins on the form: all of it, to be downloaded, for a year from now."""
    today = local_day(clock.now())
    return {
        "dataset_id": dataset_id,
        "resource_ids": [],
        "items": [],
        "manner": "download",
        "from_on": str(today),
        "until_on": str(today + TERM),
    }


def stored(filing: Shown) -> Values:
    """Return the form of an application as it is stored."""
    return {
        **{name: filing.get(name) or "" for name in TEXTS},
        "kind": filing["kind"],
        "agency_id": filing["applicant"].get("agency_id") or "",
        "handler_ids": [one["id"] for one in filing.get("handlers") or ()],
        "datasets": [
            {"dataset_id": part["dataset_id"], **part["asked"]} for part in filing["parts"]
        ],
        "answers": {one["question_id"]: one["answer"] for one in filing.get("answers") or ()},
        "version": filing["version"],
    }


def sent() -> Values:
    """Return the form as it was sent."""
    form = tk.request.form
    return {
        **{name: form.get(name, "").strip() for name in TEXTS},
        "find": form.get("find", "").strip(),
        "kind": form.get("kind", ""),
        "agency_id": form.get("agency_id", ""),
        "handler_ids": form.getlist("handlers"),
        "datasets": [_dataset(form, one) for one in dict.fromkeys(form.getlist("dataset"))],
        "terms_version": form.get("terms_version", ""),
        "answers": {
            name.removeprefix("answer-"): text.strip()
            for name, text in form.items()
            if name.startswith("answer-")
        },
        "version": form.get("version", 0, type=int),
    }


def wish(values: Values) -> Values:
    """Return what an action is told."""
    told = {name: values[name] for name in (*TEXTS, "kind", "answers")}
    if values["kind"] == Kind.SHARE.value:
        # Who works with the data belongs to the agency, so there is nobody without one.
        chosen = {"agency_id": values["agency_id"], "handlers": values["handler_ids"]}
        told |= chosen if values["agency_id"] else {}
    return {**told, "datasets": [_asked(one) for one in values["datasets"]]}


def unticked(values: Values) -> dict[str, list[str]]:
    """Return a sentence for each set of boxes that is left empty, by dataset and field."""
    return {
        f"{one['dataset_id']}.{name}": [tk._("Tick at least one.")]
        for one in values["datasets"]
        for name in TICKED
        if one[name] == [NOTHING]
    }


def _dataset(form: Any, dataset_id: str) -> Values:
    begin = begun_dataset(dataset_id)
    if f"manner-{dataset_id}" not in form:
        return begin
    fields = {
        name: form.get(f"{name}-{dataset_id}", "").strip()
        for name in ("manner", "from_on", "until_on")
    }
    ticked = {name: _ticked(form, name, dataset_id) for name in TICKED}
    return {"dataset_id": dataset_id, **ticked, **fields}


def _ticked(form: Any, name: str, dataset_id: str) -> list[str]:
    """Return what is ticked; when that is everything, nothing in particular."""
    ticked = form.getlist(f"{name}-{dataset_id}")
    offered = form.get(f"all_{name}-{dataset_id}", 0, type=int)
    if offered and not ticked:
        return [NOTHING]
    return [] if len(ticked) == offered else ticked


def _asked(one: Mapping[str, Any]) -> Values:
    ticked = {name: [v for v in one[name] if v != NOTHING] for name in TICKED}
    scope = {name: one[name] for name in ("manner", "from_on", "until_on")}
    return {"dataset_id": one["dataset_id"], **scope, **ticked}
