"""Actions about the terms of a grant."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import grant_queries, sentences_terms
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import terms as domain
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.logic import schema_terms as schema
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
        context: CKAN's; whom the grant is for.
        data_dict: ``number`` of the grant.

    Returns:
        ``number``, ``dataset_id``, ``version``, ``terms`` (the articles), ``conditions`` (the
        grant's), ``items`` (only data items of these names; empty: all), ``must_accept``, ``accepted``.

    Raises:
        NotFound: there is no such grant, or it is not for the user.
    """
    data = checked("scigov_access_terms_show", context, data_dict)
    return _shown(context, data["number"])


@TRANSLATED
@takes(schema.terms_accept)
def scigov_access_terms_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Accept the terms of a grant: version, user and moment are put on record.

    Args:
        context: CKAN's; whom the grant is for, each of an agency's members for himself.
        data_dict: ``number`` of the grant, ``confirmed`` (true).

    Returns:
        As ``scigov_access_terms_show``.

    Raises:
        NotFound; ValidationError: it is not confirmed.
    """
    data = checked("scigov_access_terms_accept", context, data_dict)
    grant = grant_queries.find_grant(model.Session, data["number"])
    if grant is None:
        raise NotVisible
    service.accept(model.Session, grant, by(context), confirmed=data["confirmed"])
    done(context)
    return _shown(context, data["number"])


def _shown(context: Any, number: str) -> dict[str, Any]:
    grant = grant_queries.find_grant(model.Session, number)
    if grant is None:
        raise NotVisible
    obligations = Obligations(**grant.obligations)
    user_id = principal_from(context).user_id
    return {
        "number": grant.number,
        "dataset_id": grant.dataset_id,
        "version": domain.VERSION,
        "terms": sentences_terms.terms(),
        "conditions": sentences_terms.conditions(obligations),
        "items": list(grant.items),
        "must_accept": domain.must_accept(obligations),
        "accepted": service.accepted(model.Session, grant.number, user_id),
    }
