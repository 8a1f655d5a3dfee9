"""Actions on one's own notices, and on how one wants to be told."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.notices import config, language, queries, registry, service
from ckanext.scigov.notices.domain import words
from ckanext.scigov.notices.domain.notices import MAIL, PORTAL, Notice, Setting
from ckanext.scigov.notices.domain.words import Told
from ckanext.scigov.notices.logic import schema
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import checked, nothing, takes


@tk.side_effect_free
@takes(schema.notice_list)
def scigov_notices_notice_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List one's own notices: those not read first, then the newest first.

    Args:
        context: CKAN's.
        data_dict: ``limit`` (20, at most 100), ``offset`` (0), ``unread`` (false): only those.

    Returns:
        ``count``, ``unread`` (how many are not read), and ``results``: ``id``, ``kind``, ``feature``,
        ``object_id``, ``subject`` and ``body`` in the language of the request, ``url`` of the page to
        go to, ``created_at``, ``read_at`` (or None).

    Raises:
        NotAuthorized: nobody is signed in.
        ValidationError: a number or a truth is none.
    """
    data = checked("scigov_notices_notice_list", context, data_dict)
    found = queries.page_of(
        model.Session(),
        actor_from(context).user_id,
        only_unread=data.get("unread", False),
        limit=data["limit"],
        offset=data["offset"],
    )
    return {
        "count": found.count,
        "unread": found.unread,
        "results": [_shown(notice) for notice in found.notices],
    }


@takes(schema.notice_read)
def scigov_notices_notice_read(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Mark one of one's own notices as read, or all of them.

    Args:
        context: CKAN's.
        data_dict: ``id`` of a notice, or ``all`` (true).

    Returns:
        ``marked``: how many were not read before. A notice that is somebody else's, or none, is none
        of one's own that could be marked: 0.

    Raises:
        NotAuthorized: nobody is signed in.
        ValidationError: neither is given.
    """
    data = checked("scigov_notices_notice_read", context, data_dict)
    notice_id = data.get("id")
    if not notice_id and not data.get("all"):
        raise tk.ValidationError({"id": [tk._("Say which notice, or all of them.")]})
    user_id = actor_from(context).user_id
    marked = service.mark_read(model.Session(), user_id, clock.now(), notice_id=notice_id)
    model.repo.commit()
    return {"marked": marked}


@tk.side_effect_free
@takes(nothing)
def scigov_notices_setting_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Tell how one is told of things.

    Args:
        context: CKAN's.
        data_dict: nothing.

    Returns:
        ``mail``: whether notices go out by mail, too; ``language`` of mail; ``languages`` to choose
        from; ``channels``, by which one is told now.

    Raises:
        NotAuthorized: nobody is signed in.
    """
    tk.check_access("scigov_notices_setting_show", context, data_dict)
    return _told_by(queries.setting_of(model.Session(), actor_from(context).user_id))


@takes(schema.setting_update)
def scigov_notices_setting_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Choose how one wants to be told of things.

    Args:
        context: CKAN's.
        data_dict: ``mail`` (true or false), ``language``; what is not given stays.

    Returns:
        As ``scigov_notices_setting_show``.

    Raises:
        NotAuthorized: nobody is signed in.
        ValidationError: the site does not offer this language, or ``mail`` is neither true nor false.
    """
    data = checked("scigov_notices_setting_update", context, data_dict)
    session, user_id = model.Session(), actor_from(context).user_id
    before = queries.setting_of(session, user_id)
    setting = Setting(
        mail=data.get("mail", before.mail),
        language=data.get("language", before.language),
    )
    service.save_setting(session, user_id, setting)
    model.repo.commit()
    return _told_by(setting)


def _told_by(setting: Setting) -> dict[str, Any]:
    ready = registry.channels()
    by_mail = {MAIL} & set(ready) if setting.mail else set()
    return {
        "mail": setting.mail,
        "language": language.chosen_or_default(setting.language),
        "languages": config.languages(),
        "channels": [PORTAL, *sorted((set(ready) - {MAIL}) | by_mail)],
    }


def _shown(notice: Notice) -> dict[str, Any]:
    told = _told(notice)
    return {
        "id": notice.id,
        "kind": notice.kind,
        "feature": notice.subject.feature,
        "object_id": notice.subject.object_id,
        "subject": told.subject,
        "body": told.body,
        "url": language.address(notice.path, _readers_language()),
        "created_at": notice.created_at.isoformat(),
        "read_at": notice.read_at.isoformat() if notice.read_at else None,
    }


def _readers_language() -> str:
    asked = tk.h.lang() if flask.has_request_context() else None
    return str(asked or config.default_language())


def _told(notice: Notice) -> Told:
    """Return a notice in the reader's words. A feature that was switched off has left it without."""
    try:
        return words.tell(registry.words_of(notice.kind), notice.params, tk._)
    except (registry.UnknownKind, KeyError):
        return Told(
            tk._("A notice of an earlier time"),
            tk._("The part of the portal that sent this notice is switched off."),
        )
