"""Writers: which entries may be made, whose an entry is, and who is let in beside its provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import auth_audit_exempt

from ckanext.scigov.access import queries, sentences_reasons
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Operation, Reason, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.access.existence import ids
from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from

Action = Callable[..., Any]
_SOURCE = "scigov_access_source"
"""In a context: it is ``harvest_source_create`` that makes the package."""
ENTRY, SOURCE = "dataset", "harvest"
RELATIONS = ("relationships_as_subject", "relationships_as_object")


@tk.chained_action
@auth_audit_exempt  # It leaves the question to package_create, as every plugin's action may.
def harvest_source_create(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    context[_SOURCE] = True
    return original(context, data_dict)


@tk.chained_action
def package_create(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Make entries of the catalogue only: of another type they would have none of its rules."""
    kind = data_dict.get("type", ENTRY)
    if kind != ENTRY and not (kind == SOURCE and context.pop(_SOURCE, False)):
        message = tk._("There is no such type of entry. Leave the type out.")
        raise tk.ValidationError({"type": [message]})
    _check_relations(data_dict)
    ids.check_package(data_dict)
    ids.check_resources(context, data_dict, None)
    return original(context, data_dict)


@tk.chained_action
def package_update(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    _check_relations(data_dict)
    package = model.Package.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if package is not None:
        _check_provider(context, package, data_dict.get("owner_org", package.owner_org))
        ids.check_resources(context, data_dict, package.id)
    return original(context, data_dict)


def _check_relations(data_dict: dict[str, Any]) -> None:
    """CKAN 2.12 cannot save an entry a second time that has relations, and shows hidden ones."""
    given = [name for name in RELATIONS if data_dict.get(name)]
    if given:
        message = tk._(
            "Relations between entries are not kept here. Name the other entry in the text."
        )
        raise tk.ValidationError({name: [message] for name in given})


@tk.chained_action
def package_owner_org_update(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    package = model.Package.get(str(data_dict.get("id") or ""))
    if package is not None:
        _check_provider(context, package, data_dict.get("organization_id"))
    return original(context, data_dict)


def _check_provider(context: Any, package: model.Package, wanted: Any) -> None:
    """Let an entry go to another provider, whose members get its data, by who may set its grade."""
    if context.get("ignore_auth") or package.type != ENTRY or not package.owner_org:
        return
    group = model.Group.get(str(wanted)) if wanted else None
    if wanted and (group is None or group.id == package.owner_org):
        return  # No change, or CKAN says that there is no such provider.
    obj = queries.objects(model.Session(), [package.id])[package.id]
    if not decide(whoever_asks(context), Operation.SET_GRADE, obj).allowed:
        raise tk.NotAuthorized(
            tk._("Only who may set its grade may hand an entry over to another provider.")
        )


@contextmanager
def _audited(context: Any, event: str, kind: str, object_id: str, **detail: Any) -> Iterator[None]:
    """Record an act in the transaction that CKAN's action commits."""
    audit.record(
        model.Session(),
        actor=actor_from(context),
        event=event,
        object_type=kind,
        object_id=object_id,
        now=clock.now(),
        detail=detail,
    )
    try:
        yield
    except Exception:
        model.Session.rollback()  # What was not done leaves no row.
        raise


def _collaborating(event: str, auth: str) -> Action:
    @tk.chained_action
    def act(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
        package = model.Package.get(str(data_dict.get("id") or ""))
        user = model.User.get(str(data_dict.get("user_id") or ""))
        if package is None or user is None:
            return original(context, data_dict)
        tk.check_access(auth, context, data_dict)
        detail = {"user_id": user.id, "capacity": str(data_dict.get("capacity") or "")}
        with _audited(context, event, ENTRY, package.id, **detail):
            return original(context, data_dict)

    return act


def _belonging(event: str, auth: str) -> Action:
    @tk.chained_action
    def act(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
        """Record who gets into a provider: its members get its data."""
        group = model.Group.get(str(data_dict.get("id") or ""))
        is_person = data_dict.get("object_type") == "user"
        user = model.User.get(str(data_dict.get("object") or "")) if is_person else None
        if group is None or user is None or not group.is_organization:
            return original(context, data_dict)
        tk.check_access(auth, context, data_dict)
        detail = {"user_id": user.id, "capacity": str(data_dict.get("capacity") or "")}
        with _audited(context, event, "organization", group.id, **detail):
            return original(context, data_dict)

    return act


def transferring(following: Action, context: Any, data_dict: Any) -> Any:
    """Keep the file of graded data where it is: who may read a new owner may read the file."""
    file = model.Session.get(model.File, str(data_dict.get("id") or ""))
    owner = file.owner if file is not None else None
    if owner is not None and not _is_open(owner.owner_type, owner.owner_id):
        return {"success": False, "msg": sentences_reasons.REASONS[Reason.NOT_YOURS_TO_CHANGE]()}
    return following(context, data_dict)


def _is_open(owner_type: str, owner_id: str) -> bool:
    """Say whether anybody gets the data of a file's owner; people's own files are no data."""
    if owner_type not in ("resource", "package"):
        return True
    argument = "resource_id" if owner_type == "resource" else "dataset_id"
    obj = queries.named(model.Session(), {argument: owner_id})
    return obj is not None and decide(ANONYMOUS, Operation.DATA, obj).allowed


ACTIONS = {
    "harvest_source_create": harvest_source_create,
    "package_create": package_create,
    "package_update": package_update,
    "package_owner_org_update": package_owner_org_update,
    "package_collaborator_create": _collaborating(
        "dataset.collaborator_add", "package_collaborator_create"
    ),
    "package_collaborator_delete": _collaborating(
        "dataset.collaborator_remove", "package_collaborator_delete"
    ),
    "member_create": _belonging("organization.member_add", "member_create"),
    "member_delete": _belonging("organization.member_remove", "member_delete"),
}
AUTH = {
    "file_ownership_transfer": tk.chained_auth_function(tk.auth_sysadmins_check(transferring)),
}
