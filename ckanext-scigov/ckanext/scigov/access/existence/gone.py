"""What is gone: its id is never given again, and who could know of it is told that it is gone.

A tombstone bears a title only where the public knew of the entry: without one nobody is told anything.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import flask
from sqlalchemy import event

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import labels
from ckanext.scigov.access.domain.grading import ObjectKind
from ckanext.scigov.access.domain.subjects import State
from ckanext.scigov.access.domain.surfaces import ObjectRef
from ckanext.scigov.access.model import Tombstone
from ckanext.scigov.search.interfaces import HANDS_ON_IGNORE_AUTH
from ckanext.scigov.shared import clock

PURGED = "purged"
DESTROYED = "destroyed"
STATUS = 410
_REASON = "scigov_access_purge_reason"
_IS_GONE = "scigov_access_is_gone"


def watch() -> None:
    """Start watching what is taken out of CKAN's tables; a second call changes nothing."""
    if not event.contains(model.Session, "before_flush", _bury):
        event.listen(model.Session, "before_flush", _bury)


def _bury(session: Any, _context: Any, _instances: Any) -> None:
    if not p.plugin_loaded("scigov_access"):
        return
    gone = [one for one in session.deleted if isinstance(one, (model.Package, model.Resource))]
    packages = [one for one in gone if isinstance(one, model.Package)]
    if packages:
        queries.lock_datasets(session, [one.id for one in packages])
    titles = _titles(session, packages)
    for one in gone:
        is_dataset = isinstance(one, model.Package)
        dataset_id = one.id if is_dataset else one.package_id
        kind = ObjectKind.DATASET if is_dataset else ObjectKind.RESOURCE
        session.merge(
            Tombstone(
                object_id=one.id,
                object_kind=kind.value,
                dataset_id=dataset_id or "",
                status=PURGED,
                title=titles.get(one.id, ""),
                at=clock.now(),
                reason=session.info.get(_REASON, ""),
            )
        )


def _titles(session: Any, packages: list[model.Package]) -> dict[str, str]:
    """Return the titles of what the public could find; one that was deleted before counts as well."""
    objects = queries.objects(session, [one.id for one in packages]) if packages else {}
    found: dict[str, str] = {}
    for one in packages:
        obj = objects.get(one.id)
        if obj is None or one.private or one.type != "dataset" or obj.state is State.DRAFT:
            continue
        state = State.ACTIVE if obj.state is State.DELETED else obj.state
        if labels.PUBLIC in labels.labels_of(dataclasses.replace(obj, state=state)):
            found[one.id] = one.title or one.name
    return found


@tk.chained_action
def dataset_purge(original: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> Any:
    """Keep the reason with what is left."""
    info = model.Session().info
    info[_REASON] = str(data_dict.get("reason") or "")
    try:
        return original(context, data_dict)
    finally:
        info.pop(_REASON, None)


@tk.chained_action
@tk.side_effect_free
def package_show(original: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> Any:
    """Say of what is gone that it is gone, to those who could know of it."""
    if context.get("ignore_auth"):
        return original(context, data_dict)
    try:
        shown = original(context, data_dict)
    except tk.ObjectNotFound:
        name = str(data_dict.get("id") or data_dict.get("name_or_id") or "")
        sentence = sentence_about(name)
        if sentence is None:
            raise
        raise _gone(sentence) from None
    if shown.get("lifecycle_status") == DESTROYED:
        raise _gone(sentence_of_shown(shown))
    return shown


setattr(package_show, HANDS_ON_IGNORE_AUTH, True)


def _gone(sentence: str) -> tk.ObjectNotFound:
    if flask.has_request_context():
        flask.g.setdefault(_IS_GONE, True)
    return tk.ObjectNotFound(sentence)


def after_request(response: Any) -> Any:
    """Give the API's answer its status: CKAN's view knows none for what is gone."""
    if flask.g.get(_IS_GONE) and response.status_code == 404:
        response.status_code = STATUS
    return response


def abort_if_gone(ref: ObjectRef) -> None:
    """End a page about something that has a tombstone."""
    sentence = sentence_about(ref.value)
    if sentence is not None:
        flask.abort(STATUS, sentence)


def sentence_about(dataset_id: str) -> str | None:
    """Return what may be said of a dataset that is gone; None where nothing may be said."""
    buried = model.Session.get(Tombstone, dataset_id)
    if buried is None or not buried.title:
        return None
    return _sentence(buried.title, buried.at, buried.reason)


def sentence_of_shown(shown: dict[str, Any]) -> str:
    at = dt.datetime.fromisoformat(shown["metadata_modified"]).replace(tzinfo=dt.timezone.utc)
    return _sentence(shown["title"] or shown["name"], at, _label(shown.get("retire_reason")))


def sentence_of(package: model.Package) -> str:
    at = package.metadata_modified.replace(tzinfo=dt.timezone.utc)
    reason = _label((package.extras or {}).get("retire_reason"))
    return _sentence(package.title or package.name, at, reason)


def _label(reason: str | None) -> str:
    return tk.h.scigov_catalogue_label("retire_reason", reason) if reason else ""


def _sentence(title: str, at: dt.datetime, reason: str) -> str:
    said = tk._("{title} is no longer here: it was removed on {date}.").format(
        title=title, date=at.date().isoformat()
    )
    return f"{said} {reason}".strip()


ACTIONS = {"dataset_purge": dataset_purge, "package_show": package_show}
