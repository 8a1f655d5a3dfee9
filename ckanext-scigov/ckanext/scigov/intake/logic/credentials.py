"""Actions of credentials: set, removed, listed by name. None of them ever answers with a secret."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.intake import credential_queries, credential_showing, page_queries, reading
from ckanext.scigov.intake.credential_sentences import CREDENTIALS
from ckanext.scigov.intake.domain import parties
from ckanext.scigov.intake.page_queries import Wanted
from ckanext.scigov.intake.service import credentials
from ckanext.scigov.shared import clock
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes
from ckanext.scigov.shared.toolkit_shapes import Shape

TRANSLATED = translated(CREDENTIALS)


def _setting() -> Shape:
    # Not trimmed and not cut: a password may begin with a blank, a key ends with a line.
    secret = [fields.validator("not_missing"), fields.validator("unicode_only")]
    return {"source": fields.text(), "name": fields.text(), "secret": secret}


def _naming() -> Shape:
    return {"source": fields.text(), "name": fields.text()}


def _listing() -> Shape:
    return {"source": fields.text()}


def _overview() -> Shape:
    return {"source": fields.text(needed=False), **fields.page()}


@TRANSLATED
@takes(_setting)
def scigov_intake_credential_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep a password or token of a source, sealed; one of that name before is gone.

    Args:
        context: CKAN's; who may administer the source.
        data_dict: ``source`` (id); ``name``, by which its mapping calls it (``{secret: NAME}``);
            ``secret``, the password, token or private key itself.

    Returns:
        The credentials of the source, as ``scigov_intake_credential_list``.

    Raises:
        NotAuthorized: there is no such source, or the caller may not administer it.
        ValidationError: name or secret do not fit, or there are too many.
    """
    data = checked("scigov_intake_credential_set", context, data_dict)
    _present(data["source"])
    kept = data["source"], data["name"], data["secret"]
    credentials.keep(model.Session, *kept, actor=actor_from(context), now=clock.now())
    answer = _shown(data["source"])
    _done(context)
    return answer


@TRANSLATED
@takes(_naming)
def scigov_intake_credential_remove(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Forget a password or token of a source.

    Args:
        context: CKAN's; who may administer the source.
        data_dict: ``source`` (id) and ``name``.

    Returns:
        The credentials of the source, as ``scigov_intake_credential_list``.

    Raises:
        ObjectNotFound: it has none of that name, or there is no such source.
        NotAuthorized: there is no such source, or the caller may not administer it.
    """
    data = checked("scigov_intake_credential_remove", context, data_dict)
    _present(data["source"])
    who = actor_from(context)
    credentials.remove(model.Session, data["source"], data["name"], who, clock.now())
    answer = _shown(data["source"])
    _done(context)
    return answer


@tk.side_effect_free
@TRANSLATED
@takes(_listing)
def scigov_intake_credential_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the names of a source's credentials, and since when each is kept.

    Args:
        context: CKAN's; who may administer the source.
        data_dict: ``source`` (id).

    Returns:
        ``credentials``: ``name`` and ``set_at`` of each, by name.

    Raises:
        NotAuthorized: there is no such source, or the caller may not administer it.
    """
    data = checked("scigov_intake_credential_list", context, data_dict)
    _present(data["source"])
    return _shown(data["source"])


@tk.side_effect_free
@TRANSLATED
@takes(_overview)
def scigov_intake_credential_overview(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the names of the credentials of all sources that somebody administers, and of those that are wanting.

    Args:
        context: CKAN's; who edits for an organization, or administers the portal.
        data_dict: ``source`` (id): only that one's; ``limit``, ``offset`` of the sources.

    Returns:
        ``count`` and ``results``: the sources that keep credentials or name some in their mapping, by title: ``id``,
        ``title``, ``organization_title`` and ``credentials``: ``name``, whether it ``is_kept``, ``set_at``, ``set_by``,
        and ``used_at``, the settings of the mapping that name it.

    Raises:
        NotAuthorized: the caller administers no sources.
    """
    data = checked("scigov_intake_credential_overview", context, data_dict)
    session = model.Session
    ids = frozenset({data["source"]}) if data.get("source") else None
    wanted = Wanted(ids=ids, has_secrets=True)
    cut = {"limit": data["limit"], "offset": data["offset"]}
    mine = reading.operable(principal_from(context))
    found, count = page_queries.sources(session, mine, wanted, **cut)
    return {"count": count, "results": credential_showing.of_sources(session, found)}


def _present(source_id: str) -> None:
    """Raise ``NotVisible`` for what is no source; whoever administers the site is not asked before."""
    if HarvestSource.get(source_id) is None:
        raise NotVisible


def _shown(source_id: str) -> dict[str, Any]:
    rows = credential_queries.of_source(model.Session, source_id)
    return {"credentials": [{"name": one.name, "set_at": moment(one.set_at)} for one in rows]}


def _done(context: Any) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()


def _administers(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who may change the source. One that is hidden is refused as one that is not there."""
    source_id = str(data_dict.get("source") or "")
    try:
        _present(source_id)
        tk.check_access("harvest_source_update", context, {"id": source_id})
    except (NotVisible, tk.NotAuthorized, tk.ObjectNotFound):
        why = tk._("This source is not there, or you may not administer it.")
        return {"success": False, "msg": why}
    return {"success": True}


def _administers_some(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who may change sources of some organization; of which, the list asks."""
    if parties.makes_sources(principal_from(context)):
        return {"success": True}
    return {"success": False, "msg": tk._("You administer no sources.")}


ACTIONS = {
    one.__name__: one
    for one in (
        scigov_intake_credential_set,
        scigov_intake_credential_remove,
        scigov_intake_credential_list,
        scigov_intake_credential_overview,
    )
}
AUTH = {
    **dict.fromkeys(ACTIONS, _administers),
    "scigov_intake_credential_overview": _administers_some,
}
