"""Where CKAN writes resources: the vault looks at every flush, whatever code has caused it.

Bulk statements pass by a session. Whoever writes with them calls ``redact`` himself; a trigger in the
database stops who does not.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm.attributes import get_history

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.service import vault as service
from ckanext.scigov.access.service.vault import Setting
from ckanext.scigov.catalogue import reading

ENTRY = "dataset"


def watch() -> None:
    """Start watching; a second call changes nothing."""
    if not event.contains(model.Session, "before_flush", _before_flush):
        event.listen(model.Session, "before_flush", _before_flush)


def setting() -> Setting:
    root = (tk.config.get("ckan.root_path") or "").replace("{{LANG}}", "").rstrip("/")
    names = {field["field_name"] for field in reading.schema()["resource_fields"]}
    return Setting(f"{tk.config['ckan.site_url'].rstrip('/')}{root}", frozenset(names))


def settle(package: model.Package) -> None:
    service.settle(model.Session, package, setting())


def _before_flush(session: Any, _context: Any, _instances: Any) -> None:
    if not p.plugin_loaded("scigov_access"):
        return
    gone = [one.id for one in session.deleted if isinstance(one, model.Resource)]
    if gone:
        service.forget(session, gone)
    written = _written(session)
    if written:
        made = setting()
        for one in written:
            _keep_what_a_stand_in_hides(one, made)
        service.close(session, written, made)


def _written(session: Any) -> list[model.Resource]:
    """Return the resources of entries that are about to be stored or to be shown otherwise."""
    found: dict[int, model.Resource] = {}
    for one in (*session.new, *session.dirty):
        if isinstance(one, model.Resource):
            found[id(one)] = one
        elif isinstance(one, model.Package) and one in session.dirty and _may_close(one):
            found.update((id(part), part) for part in one.resources_all)
    return [one for one in found.values() if one not in session.deleted and _has_ids(session, one)]


def _may_close(package: model.Package) -> bool:
    return any(get_history(package, name).has_changes() for name in ("state", "private", "extras"))


def _has_ids(session: Any, one: model.Resource) -> bool:
    """Give a resource the ids it will have; False where its dataset is no entry of ours."""
    package = one.package or session.get(model.Package, one.package_id)
    if package is None or (package.type or ENTRY) != ENTRY:
        return False
    one.package = package
    package.id = package.id or str(uuid.uuid4())
    one.id = one.id or str(uuid.uuid4())
    one.package_id = package.id
    return True


def _keep_what_a_stand_in_hides(one: model.Resource, made: Setting) -> None:
    """A form that was opened before the data were: its stand-ins must not replace the real places."""
    place = made.place(one.id, one.package_id or "")
    before = _before(one, "url")
    if (
        not before
        or vault.is_stand_in(before, place)
        or not vault.is_stand_in(one.url or "", place)
    ):
        return
    one.url = before
    for name in vault.COLUMNS:
        if value := _before(one, name):
            setattr(one, name, value)
    extras = _before(one, "extras") or {}
    lost = {name: extras[name] for name in vault.SECRET_FIELDS if name in extras}
    one.extras = {**(one.extras or {}), **lost}


def _before(one: model.Resource, name: str) -> Any:
    """Return what is in the database, where it is about to be replaced."""
    return next(iter(get_history(one, name).deleted or ()), None)
