"""What CKAN's hooks ask of the policy: who finds an entry, what its saving means for its grade."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import flask
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries, sentences_agencies, vault_watch
from ckanext.scigov.access.asking import act_of, principal_of_user
from ckanext.scigov.access.domain import labels
from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.principals import principal_of_id
from ckanext.scigov.access.service import findings, grades, grants, vault
from ckanext.scigov.access.standings import standing_of_page
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Refused
from ckanext.scigov.shared.toolkit_errors import sentence

_LOADED = "scigov_access_loaded"
_KEPT = "scigov_access_kept"
NOBODY = "nobody"
"""A label that no person bears."""


def after_saving(context: Any, dataset_id: str) -> None:
    """Settle the grade and the designated agencies in the transaction that saves the entry."""
    package = model.Package.get(dataset_id)
    if package is None or package.type != "dataset":
        return
    act = act_of(context)
    grades.settle_saved(model.Session, package, act)
    named = grants.named_in(package)
    try:
        grants.settle_designations(model.Session, package.id, named, act.actor, act.now)
    except Refused as refused:
        model.Session.rollback()
        told = [sentence(one, sentences_agencies.GRANTS) for one in refused.refusals]
        raise tk.ValidationError({grants.FIELD: told}) from refused
    vault_watch.settle(package)


def kept_fields(resource_id: str) -> Mapping[str, Any]:
    return vault.kept_fields(model.Session, resource_id)


def readable_fields(resource_id: str) -> Mapping[str, Any]:
    """Return what the vault holds of a resource to a visitor who may know it."""
    if not flask.has_request_context():
        return {}
    resource = model.Session.get(model.Resource, resource_id)
    dataset_id = str(resource.package_id) if resource else ""
    # Looked at once for a whole page, however many resources it has.
    page = standing_of_page(dataset_id)
    standing = page.resources.get(resource_id) if page else None
    if not standing or not standing.may_locate:
        return {}
    kept: dict[str, Mapping[str, Mapping[str, Any]]] = flask.g.setdefault(_KEPT, {})
    if dataset_id not in kept:
        kept[dataset_id] = vault.kept_of_dataset(model.Session, dataset_id)
    return kept[dataset_id].get(resource_id, {})


def after_loading(resource_id: str) -> None:
    """Look for personal data in a table that is new."""
    findings.after_table_loaded(model.Session, resource_id, clock.now())


def labels_of_dataset(package: model.Package) -> list[str]:
    """Return who may find an entry."""
    found = _loaded().get(package.id) or _objects([package.id]).get(package.id)
    return [NOBODY] if found is None else sorted(labels.labels_of(found))


def labels_of_source(package: model.Package) -> list[str]:
    """Return who may find a package that is no entry of the catalogue."""
    return sorted(labels.labels_of_source(package.owner_org or NOBODY))


def load_for(dataset_ids: Collection[str]) -> None:
    """Load many entries at once; their labels need no statement as long as this view lasts."""
    session = model.Session()
    session.info[_LOADED] = (session.get_transaction(), _objects(dataset_ids))


def _loaded() -> Mapping[str, Object]:
    session = model.Session()
    transaction, objects = session.info.get(_LOADED, (None, {}))
    # Whatever another transaction has loaded may be of the past.
    return objects if transaction is not None and transaction is session.get_transaction() else {}


def _objects(dataset_ids: Collection[str]) -> dict[str, Object]:
    return queries.objects(model.Session, dataset_ids)


def labels_of_user(user: Any) -> list[str]:
    """Return what somebody may find. CKAN does not ask for administrators."""
    return _sorted(labels.labels_for(principal_of_user(user)))


def labels_of_user_id(connection: sa.Connection, user_id: str) -> list[str]:
    """Return what an active user who is no administrator may find."""
    principal = principal_of_id(connection, user_id, clock.now(), is_sysadmin=False)
    return _sorted(labels.labels_for(principal))


def _sorted(found: frozenset[str] | None) -> list[str]:
    return [labels.PUBLIC, labels.PLATFORM] if found is None else sorted(found)
