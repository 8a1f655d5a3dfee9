"""Actions about the terms of a grant."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import grant_queries, sentences_terms
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.logic import schema_terms as schema
from ckanext.scigov.access.logic.auth.grant_tokens import user_meant
from ckanext.scigov.access.logic.calls import by, done
from ckanext.scigov.access.service import terms as service
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_terms.TERMS_REFUSED)


@tk.side_effect_free
@TRANSLATED
@takes(schema.terms_show)
def scigov_access_terms_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the terms of a grant, and whether the user has accepted them.

    Args:
        context: CKAN's; whom the grant is for, before it begins too.
        data_dict: ``number`` of the grant; ``user``, whom one answers for, as in
            ``scigov_access_terms_accept``.

    Returns:
        ``number``, ``dataset_id``, ``version``, ``terms`` (the articles), ``conditions`` (the
        grant's), ``items`` (only data items of these names; empty: all), ``must_accept`` (before that it
        gives no data), ``user_name``, ``accepted`` (by the caller for this user).

    Raises:
        NotFound: there is no such grant, or it is not for the user; NotAuthorized.
    """
    data = checked("scigov_access_terms_show", context, data_dict)
    return _shown(context, data)


@TRANSLATED
@takes(schema.terms_accept)
def scigov_access_terms_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Accept the terms of a grant: version, user and moment are put on record.

    Args:
        context: CKAN's; whom the grant is for, each of an agency's members for himself. Who signs for an
            agency, besides for a system account that is a member: it then fetches data by tokens of the
            grant; a person who signs in accepts for himself.
        data_dict: ``number`` of the grant, ``confirmed`` (true); ``version`` that was read; ``user`` by
            name or id, whom one answers for.

    Returns:
        As ``scigov_access_terms_show``.

    Raises:
        NotFound; NotAuthorized; ValidationError: it is not confirmed, another version was read, or the
            grant is not for that user.
    """
    data = checked("scigov_access_terms_accept", context, data_dict)
    grant = grant_queries.find_grant(model.Session, data["number"])
    if grant is None:
        raise NotVisible
    service.accept(
        model.Session,
        grant,
        by(context),
        confirmed=data["confirmed"],
        version=data.get("version") or "",
        user_id=_holder(context, data),
    )
    shown = _shown(context, data)
    done(context)
    return shown


def _holder(context: Any, data: dict[str, Any]) -> str:
    """Return the id of whom the terms are accepted for."""
    return user_meant(data, principal_from(context))


def _shown(context: Any, data: dict[str, Any]) -> dict[str, Any]:
    grant = grant_queries.find_grant(model.Session, data["number"])
    if grant is None:
        raise NotVisible
    caller, holder = principal_from(context).user_id, _holder(context, data)
    user = model.User.get(holder)
    version = service.version_of(grant)
    return {
        "number": grant.number,
        "dataset_id": grant.dataset_id,
        "version": version,
        "terms": sentences_terms.terms(version),
        "conditions": sentences_terms.conditions(Obligations(**grant.obligations)),
        "items": list(grant.items),
        "must_accept": bool(grant.terms_version),
        "user_name": user.name if user else "",
        "accepted": service.accepted(model.Session, grant, holder, by_id=caller),
    }
