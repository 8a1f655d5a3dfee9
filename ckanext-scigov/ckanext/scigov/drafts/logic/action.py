"""Actions on drafts of forms and templates of providers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.uploader import get_max_resource_size

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import reading
from ckanext.scigov.drafts import attaching, config, queries, sentences, service
from ckanext.scigov.drafts.domain import file_names
from ckanext.scigov.drafts.domain import values as rules
from ckanext.scigov.drafts.logic import schema
from ckanext.scigov.drafts.model import Draft, WaitingFile
from ckanext.scigov.shared import clock, ids
from ckanext.scigov.shared.interfaces import from_file
from ckanext.scigov.shared.storage import StoredFile, TooLargeError
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, nothing, takes, valid

TRANSLATED = translated(sentences.SENTENCES)
MB = 1 << 20


@tk.chained_action
def package_create(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create an entry together with the file that waits with its draft (``draft_id``), all or nothing.

    ``data_items`` and ``pasted_items`` are then the dictionary of that file.
    """
    file = attaching.waiting_file(context, str(data_dict.get("draft_id") or ""))
    if file is None:
        return up(context, data_dict)
    return attaching.create_with(up, context, data_dict, file)


@TRANSLATED
@takes(schema.file_create, uploads=("upload",))
def scigov_drafts_file_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Begin an entry with its file: a draft of what can be derived from it, with which it waits.

    Args:
        context: CKAN's.
        data_dict: ``upload``, the file; ``owner_org``, the provider the entry is to have.

    Returns:
        As ``scigov_drafts_save``, and ``file`` as ``scigov_drafts_show`` has it; ``remarks``, what is
        to be said of the file.

    Raises:
        NotAuthorized: the user edits entries of no provider.
        ValidationError: no file, one that is too large, or too many files wait already.
    """
    tk.check_access("scigov_drafts_file_create", context, {})
    upload = data_dict.get("upload")
    given = {name: value for name, value in data_dict.items() if name != "upload"}
    data = valid("scigov_drafts_file_create", context, given)
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    session, by, name = model.Session(), _by(context), ids.file_name(upload.filename)
    service.refuse_another_file(session, by)
    stored = _stored(upload)
    found = from_file(config.file_store().path(stored.key), name)
    told = {**found.values, **file_names.values_in(name)}
    told.setdefault("title", name.rpartition(".")[0] or name)
    if data.get("owner_org"):
        told["owner_org"] = data["owner_org"]
    draft = service.begin_with_file(session, _kept(told), by, stored=stored, file_name=name)
    file = _file_shown(queries.file_of(session, draft.id))
    return {**_done(context, draft), "file": file, "remarks": list(found.remarks)}


@takes(schema.draft)
def scigov_drafts_file_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Go on with a draft without the file that waits with it.

    Args:
        context: CKAN's.
        data_dict: ``id`` of the draft.

    Raises:
        NotAuthorized: the draft is somebody else's, or there is none.
    """
    draft = _found("scigov_drafts_file_delete", context, data_dict)
    service.leave_file_out(model.Session(), draft, _by(context))
    model.repo.commit()


@TRANSLATED
@takes(schema.save)
def scigov_drafts_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the form of an entry as it is now, for whoever fills it in.

    Args:
        context: CKAN's.
        data_dict: ``values``, input name → text or list of texts, as an object or JSON text;
            ``id`` of the draft that is saved again; ``dataset_id`` where the form is of an entry
            that exists.

    Returns:
        ``id``, ``title``, ``saved_at``, ``dataset_id``, ``organization_id`` (empty).

    Raises:
        NotAuthorized: the user edits entries of no provider.
        NotFound: the draft is somebody else's.
    """
    data = checked("scigov_drafts_save", context, data_dict)
    draft = service.save(
        model.Session(),
        _kept(data.get("values") or {}),
        _by(context),
        draft_id=data.get("id") or "",
        dataset_id=data.get("dataset_id") or "",
    )
    return _done(context, draft)


@TRANSLATED
@takes(schema.template_create)
def scigov_drafts_template_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep a form as a template for all who edit entries of a provider.

    Args:
        context: CKAN's.
        data_dict: ``organization_id``, ``title``, and ``values`` as for ``scigov_drafts_save``.

    Returns:
        As ``scigov_drafts_save``.

    Raises:
        NotAuthorized: the user does not edit entries of this provider.
        ValidationError: no title; the provider has as many templates as there may be.
    """
    data = checked("scigov_drafts_template_create", context, data_dict)
    kept = _kept(data.get("values") or {})
    template = service.save_template(
        model.Session(),
        {name: one for name, one in kept.items() if not rules.is_of_file(name)},
        _by(context),
        organization_id=data["organization_id"],
        title=data["title"],
    )
    return _done(context, template)


@tk.side_effect_free
@takes(nothing)
def scigov_drafts_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one's own drafts and the templates of one's providers, without their values.

    Args:
        context: CKAN's.
        data_dict: nothing.

    Returns:
        ``drafts`` and ``templates``, as ``scigov_drafts_save`` gives them.

    Raises:
        NotAuthorized: the user edits entries of no provider.
    """
    tk.check_access("scigov_drafts_list", context, {})
    mine = tk.get_action("organization_list_for_user")(
        tk.fresh_context(context), {"permission": "create_dataset"}
    )
    session = model.Session()
    return {
        "drafts": [_shown(one) for one in queries.of_user(session, actor_from(context).user_id)],
        "templates": [_shown(one) for one in queries.templates(session, [o["id"] for o in mine])],
    }


@tk.side_effect_free
@takes(schema.draft)
def scigov_drafts_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a draft of one's own, or a template of one's providers.

    Args:
        context: CKAN's.
        data_dict: ``id``.

    Returns:
        As ``scigov_drafts_save``, and ``values``; ``file`` that waits with it (``name``, ``size``,
        ``told``, the fields that were derived from it), or None.

    Raises:
        NotAuthorized: it is somebody else's, or there is none.
    """
    draft = _found("scigov_drafts_show", context, data_dict)
    file = _file_shown(queries.file_of(model.Session(), draft.id))
    return {**_shown(draft), "values": draft.values, "file": file}


@takes(schema.draft)
def scigov_drafts_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Delete a draft of one's own, or a template of one's providers.

    Args:
        context: CKAN's.
        data_dict: ``id``.

    Raises:
        NotAuthorized: it is somebody else's, or there is none.
    """
    service.delete(
        model.Session(), _found("scigov_drafts_delete", context, data_dict), _by(context)
    )
    model.repo.commit()


def _found(action: str, context: Any, data_dict: dict[str, Any]) -> Draft:
    data = checked(action, context, data_dict)
    draft = queries.find(model.Session(), data["id"])
    if draft is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return draft


def _kept(sent: Mapping[str, Any]) -> rules.Values:
    """Return what of a form is kept: its fields, and the dictionary of its file as one text."""
    names = {field["field_name"] for field in reading.schema()["dataset_fields"]}
    shaped = attaching.with_items(sent)
    if isinstance(shaped.get("data_items"), list):
        shaped["data_items"] = json.dumps(shaped["data_items"], ensure_ascii=False)
    return rules.kept(shaped, names | rules.OF_THE_FILE)


def _stored(upload: FileStorage) -> StoredFile:
    """Write a file to the store. Until its draft is committed nobody claims it: see ``jobs.forget``."""
    most = get_max_resource_size()
    try:
        return config.file_store().write(
            ids.random_key(), cast("BinaryIO", upload.stream), most=most * MB
        )
    except TooLargeError:
        message = tk._("The file is larger than %(size)s MB. Split it or give a link to it.")
        raise tk.ValidationError({"upload": [message % {"size": most}]}) from None


def _file_shown(file: WaitingFile | None) -> dict[str, Any] | None:
    return {"name": file.file_name, "size": file.size, "told": file.told} if file else None


def _by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def _done(context: Any, draft: Draft) -> dict[str, Any]:
    shown = _shown(draft)
    if not context.get("defer_commit"):
        model.repo.commit()
    return shown


def _shown(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "title": draft.title,
        "saved_at": draft.saved_at.isoformat(),
        "dataset_id": draft.dataset_id,
        "organization_id": draft.organization_id,
    }
