"""What CKAN's hooks do for the catalogue: audit rows, lifecycle, remarks, the search document."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit import service as audit
from ckanext.scigov.catalogue import legal_bases, reading, sentences
from ckanext.scigov.catalogue.domain import grades, rules
from ckanext.scigov.catalogue.domain.accounting import COLUMNS, accounted
from ckanext.scigov.catalogue.domain.advice import advise
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.toolkit_actors import actor_from


def after_saving(context: Any, event: str, dataset_id: str) -> None:
    """Finish a dataset in the transaction that saves it. Harvest sources are only accounted for."""
    package = load_package(dataset_id)
    if package.type == "dataset":
        settle_lifecycle(package)
    account_for(context, event, package)
    if package.type == "dataset":
        remark(package)


def after_deleting(context: Any, dataset_id: str) -> None:
    account_for(context, "dataset.delete", load_package(dataset_id))


def load_package(dataset_id: str) -> model.Package:
    package = model.Package.get(dataset_id)
    if package is None:
        raise LookupError(f"CKAN has just saved dataset {dataset_id}, but it is not there.")
    return package


def account_for(context: Any, event: str, package: model.Package) -> None:
    """Write the audit row of an act on a dataset into its transaction."""
    audit.record(
        model.Session,
        actor=actor_from(context),
        event=event,
        object_type="dataset",
        object_id=package.id,
        now=clock.now(),
        detail=accounted(
            {name: getattr(package, name) for name in COLUMNS},
            package.extras,
            len(package.resources),
        ),
    )


def settle_lifecycle(package: model.Package) -> None:
    """Keep draft and published apart; every later state is the lifecycle's own business."""
    extras, number = package.extras, len(package.resources)
    found = rules.early_lifecycle(extras, state=str(package.state), resources=number)
    if found is not None:
        extras["lifecycle_status"] = found


def remark(package: model.Package) -> None:
    """Tell who used the form what could be better; the API gets the data only."""
    if not tk.request or tk.request.blueprint not in ("dataset", "resource", "dataset_resource"):
        return
    twins = (
        model.Session.query(model.Package.id)
        .filter(
            model.Package.title == package.title,
            model.Package.owner_org == package.owner_org,
            model.Package.state != model.State.DELETED,
            model.Package.id != package.id,
        )
        .limit(1)
        .count()
    )
    resources = [
        {"format": resource.format, "data_items": reading.stored_items(resource)}
        for resource in package.resources
    ]
    found = advise(
        title=package.title or "",
        abstract=package.notes or "",
        is_repeated=bool(twins),
        resources=resources,
    )
    # One press of a button may save twice: the resource, and the state of its entry.
    said: set[Any] = tk.g.setdefault("scigov_catalogue_remarks", set())
    for advice in found:
        if advice not in said:
            said.add(advice)
            tk.h.flash_notice(sentences.ADVICE[advice]())
    for sentence in legal_bases.remarks(package.extras):
        if sentence not in said:
            said.add(sentence)
            tk.h.flash_notice(sentence)


def complete_document(document: dict[str, Any]) -> dict[str, Any]:
    """Make facets of lists and derived values, words of the provider's and data items' titles.

    CKAN's index gets lists as JSON text. They become lists under their own names and as
    ``vocab_<name>``; stock Solr has several values for the latter only.
    """
    if document.get("metadata_created"):
        document["created_month"] = _local_month(document["metadata_created"])
    for field in reading.schema()["dataset_fields"]:
        name = field["field_name"]
        value = document.get(name)
        if "repeating_subfields" in field:
            document.pop(name, None)
        elif field.get("output_validators") == "scigov_catalogue_list_output" and value:
            values = value if isinstance(value, list) else json.loads(value)
            document[f"vocab_{name}"] = values
            document.pop(f"extras_{name}", None)
            if tk.config.get("ckanext.scigov.search.backend") == "solr":
                document.pop(name)
            else:
                document[name] = values
    level = document.get("security_level")
    document["security_level"] = level or grades.UNCLASSIFIED
    if level:
        document["sensitivity"] = grades.sensitivity(grades.Level(level)).value
    if updated := _updated_at(document):
        document["data_modified_date"] = updated
    entry = json.loads(document.get("validated_data_dict") or "{}")
    provider = (entry.get("organization") or {}).get("title")
    words = {"provider_title": provider, "data_item_titles": _item_titles(entry)}
    document.update({f"extras_{name}": text for name, text in words.items() if text})
    return document


def _updated_at(document: Mapping[str, Any]) -> str:
    """When the data last changed, for sorting; empty where a source has not said."""
    day = document.get("modified")
    if day:
        return f"{day}T00:00:00Z"
    is_gathered = document.get("catalogue_profile") == "gathered"
    return "" if is_gathered else str(document["metadata_modified"])


def _item_titles(entry: Mapping[str, Any]) -> str:
    """Names of data items are searched like the abstract, unless their dictionary is hidden."""
    if tk.asbool(entry.get("hide_dictionary") or False):
        return ""
    titles = [
        str(item.get("title") or "")
        for resource in entry.get("resources") or ()
        for item in resource.get("data_items") or ()
    ]
    return " ".join(dict.fromkeys(title for title in titles if title))


def _local_month(moment: str) -> str:
    """Return the month of a moment of the index, which is UTC, by the calendar of the portal."""
    read = dt.datetime.fromisoformat(moment.rstrip("Z")).replace(tzinfo=dt.timezone.utc)
    return f"{local_day(read):%Y-%m}"
