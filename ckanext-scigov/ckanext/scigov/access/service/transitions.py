"""After a change of who may see an entry or learn where its data lie: copies are brought in line.

The change itself and the search index are one transaction. Activity streams, harvested originals and
job logs are copies that CKAN and its plugins keep; a job of the same transaction rewrites them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import Any, cast

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.access.model import Kept
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.session import Session

JOB = "scigov_access_transition"
PRESENT = sa.text(
    "SELECT count(*) > 0 FROM information_schema.columns"
    " WHERE table_name = :name AND column_name = :column AND table_schema = current_schema()"
)
LABELLED = sa.text(
    "UPDATE activity SET permission_labels = CAST(:labels AS text[])"
    " WHERE object_id = :id OR object_id = ANY(:resources)"
)
EMPTIED = sa.text(
    "UPDATE activity SET data = jsonb_build_object("
    " 'package', jsonb_build_object('id', CAST(:id AS text), 'name', CAST(:name AS text),"
    " 'title', CAST(:title AS text), 'type', 'dataset'),"
    " 'actor', CAST(data AS jsonb) -> 'actor')::text"
    " WHERE (object_id = :id OR object_id = ANY(:resources)) AND data IS NOT NULL"
)
NO_DETAILS = sa.text(
    "DELETE FROM activity_detail WHERE activity_id IN"
    " (SELECT id FROM activity WHERE object_id = :id OR object_id = ANY(:resources))"
)
# What is being imported at this moment is still needed; its next change comes after it.
OF_HARVEST = (
    "SELECT id FROM harvest_object WHERE package_id = :id AND state IN ('COMPLETE', 'ERROR')"
)
NO_ORIGINALS = sa.text(f"UPDATE harvest_object SET content = NULL WHERE id IN ({OF_HARVEST})")  # noqa: S608 (constants)
NO_EXTRAS = sa.text(
    f"UPDATE harvest_object_extra SET value = '' WHERE harvest_object_id IN ({OF_HARVEST})"  # noqa: S608
    " AND key <> 'status'"
)
NO_MESSAGES = sa.text(
    f"UPDATE harvest_object_error SET message = '' WHERE harvest_object_id IN ({OF_HARVEST})"  # noqa: S608
)
NO_LOGS = sa.text("UPDATE task_status SET value = '', error = '' WHERE entity_id = ANY(:resources)")
NO_VISITS = sa.text(
    "UPDATE tracking_summary SET url = '' WHERE package_id = :id AND tracking_type = 'resource'"
)
# CKAN counts a link under its real address, a file under the address of its download.
NO_RAW_VISITS = sa.text(
    "DELETE FROM tracking_raw WHERE tracking_type = 'resource' AND (url = ANY(:places)"
    " OR substring(url FROM '/resource/([^/]+)/') = ANY(:resources))"
)


def enqueue(session: Session, dataset_id: str, *, now: dt.datetime) -> None:
    """Let the copies of an entry be brought in line once the caller has committed."""
    payload = {"dataset_id": dataset_id}
    outbox.enqueue_job(session, JOB, payload, now=now, key=f"{JOB}:{dataset_id}")


def settle(session: Session, dataset_id: str, labels: Collection[str]) -> None:
    """Bring all copies in line with what holds now; twice does what once does."""
    package = session.get(model.Package, dataset_id)
    rows = sa.select(model.Resource.id).where(model.Resource.package_id == dataset_id)
    resources = list(session.scalars(rows))
    about = {"id": dataset_id, "resources": resources}
    if _is_there(session, "activity", "permission_labels"):
        session.execute(LABELLED, {**about, "labels": sorted(labels)})
    if package is not None and is_open(session, dataset_id, resources):
        return
    _empty(session, about, package)


def is_open(session: Session, dataset_id: str, resources: Collection[str]) -> bool:
    """Say whether everybody may learn where all of it lies."""
    dataset = queries.objects(session, [dataset_id]).get(dataset_id)
    parts = [queries.resource_object(session, one) for one in resources]
    # A resource that was deleted has no object: its address was the public's once.
    objects = [dataset, *(part for part in parts if part is not None)]
    return all(
        obj is not None and decide(ANONYMOUS, Operation.LOCATE, obj).allowed for obj in objects
    )


def _empty(session: Session, about: dict[str, Any], package: model.Package | None) -> None:
    """Take addresses, rows and whole former versions out of all copies."""
    if _is_there(session, "activity"):
        name = package.name if package else ""
        title = (package.title or package.name) if package else ""
        session.execute(EMPTIED, {**about, "name": name, "title": title})
        if _is_there(session, "activity_detail"):
            session.execute(NO_DETAILS, about)
    if _is_there(session, "harvest_object"):
        for statement in (NO_ORIGINALS, NO_EXTRAS, NO_MESSAGES):
            session.execute(statement, {"id": about["id"]})
    session.execute(NO_LOGS, {"resources": about["resources"]})
    if _is_there(session, "tracking_summary", "url"):
        session.execute(NO_VISITS, {"id": about["id"]})
        places = list(session.scalars(_places(about["id"])))
        session.execute(NO_RAW_VISITS, {"places": places, "resources": about["resources"]})
    _empty_views(session, about["resources"])


def _places(dataset_id: str) -> sa.Select[Any]:
    return sa.select(Kept.fields["url"].astext).where(
        Kept.dataset_id == dataset_id, Kept.fields["url"].astext.is_not(None)
    )


def _empty_views(session: Session, resources: Collection[str]) -> None:
    """Take addresses out of the settings of views."""
    view = model.ResourceView
    for one in session.scalars(sa.select(view).where(view.resource_id.in_(resources))):
        settings = cast("dict[str, Any]", one.config or {})
        if isinstance(settings, str):
            settings = json.loads(settings)
        kept = {key: value for key, value in settings.items() if not key.endswith("url")}
        if kept != settings:
            one.config = kept
    session.flush()


def _is_there(session: Session, table: str, column: str = "id") -> bool:
    """Say whether a plugin has made its table; some have been left without their plugin."""
    return bool(session.scalar(PRESENT, {"name": table, "column": column}))
