"""Actions about what stands around applications: identities of applicants, questions of providers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries, queries
from ckanext.scigov.application.domain.acting import ActReason, IdentityKind
from ckanext.scigov.application.logic import schema
from ckanext.scigov.application.logic.calls import doer, done
from ckanext.scigov.application.logic.stepping import TRANSLATED
from ckanext.scigov.application.model import Identity, Question
from ckanext.scigov.application.service import identities, questions
from ckanext.scigov.application.service.identities import Seen
from ckanext.scigov.application.service.questions import Asked
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import Denied, NotVisible
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.identity_verify)
def scigov_application_identity_verify(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put on record who a user is, after having seen his papers; an earlier identity ends.

    Args:
        context: CKAN's; the office that keeps the register of agencies, but not for oneself.
        data_dict: ``user`` by name or id; ``kind`` (person, company); ``name``; ``code``, of a company the
            unified social credit code, of a person the number of a document, of which the last four
            characters are kept.

    Returns:
        The identity, as ``scigov_application_identity_show``.

    Raises:
        NotAuthorized: the caller keeps no register.
        ValidationError: there is no such user, or the code is none.
    """
    data = checked("scigov_application_identity_verify", context, data_dict)
    seen = Seen(data["user"], IdentityKind(data["kind"]), data["name"], data["code"])
    shown = _identities([identities.verify(model.Session, seen, doer(context))])[0]
    done(context)
    return shown


@TRANSLATED
@takes(schema.identity_revoke)
def scigov_application_identity_revoke(context: Any, data_dict: dict[str, Any]) -> None:
    """Take an identity back.

    Args:
        context: CKAN's; the office that keeps the register of agencies.
        data_dict: ``user`` by name or id, ``reason``.

    Raises:
        NotAuthorized: the caller keeps no register.
        ValidationError: there is no such user, or he is not verified.
    """
    data = checked("scigov_application_identity_revoke", context, data_dict)
    identities.revoke(model.Session, data["user"], data["reason"], doer(context))
    done(context)


@tk.side_effect_free
@TRANSLATED
@takes(schema.identity_show)
def scigov_application_identity_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one's own verified identity, or, for the office, another's.

    Args:
        context: CKAN's; everybody who is signed in.
        data_dict: ``user`` by name or id; left out: oneself.

    Returns:
        ``user_id``, ``user_name``, ``display_name``, ``kind``, ``name``, ``code``, ``verified_at``.

    Raises:
        ObjectNotFound: there is none, or it is somebody else's.
    """
    data = checked("scigov_application_identity_show", context, data_dict)
    who = doer(context)
    user_id = who.user_id
    if data.get("user"):
        user_id = reading.user_named(model.Session, data["user"]) or ""
    is_told = user_id == who.user_id or identities.keeps_identities(who)
    found = queries.identity_of(model.Session, user_id) if user_id and is_told else None
    if found is None:
        raise NotVisible
    return _identities([found])[0]


@tk.side_effect_free
@TRANSLATED
@takes(schema.identity_list)
def scigov_application_identity_list(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the identities that have been verified, the newest first.

    Args:
        context: CKAN's; the office that keeps the register of agencies.
        data_dict: ``q`` (in name, code and the user's names), ``limit``, ``offset``.

    Returns:
        As ``scigov_application_identity_show``.

    Raises:
        NotAuthorized: the caller keeps no register.
    """
    data = checked("scigov_application_identity_list", context, data_dict)
    if not identities.keeps_identities(doer(context)):
        raise Denied(ActReason.NOT_KEEPER)
    page = {"limit": data["limit"], "offset": data["offset"]}
    return _identities(queries.identities(model.Session, data.get("q") or "", **page))


@TRANSLATED
@takes(schema.question_set)
def scigov_application_question_set(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Settle what is asked besides of who applies for a dataset; earlier questions go.

    Args:
        context: CKAN's; editors, administrators and stewards of the provider.
        data_dict: ``dataset_id``; ``questions``: a list of {``text``, ``is_needed``}.

    Returns:
        As ``scigov_application_question_list``.

    Raises:
        ObjectNotFound: the dataset is not there, or not visible to the caller.
        NotAuthorized: it is another provider's.
        ValidationError: a question has no text, or too long a one.
    """
    data = checked("scigov_application_question_set", context, data_dict)
    asked = [Asked(one["text"], one["is_needed"]) for one in data["questions"]]
    found = questions.replace(model.Session, data["dataset_id"], asked, doer(context))
    shown = _questions(found)
    done(context)
    return shown


@tk.side_effect_free
@TRANSLATED
@takes(schema.questions)
def scigov_application_question_list(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return what is asked besides of who applies for a dataset, in the order of the form.

    Args:
        context: CKAN's; whoever may see the entry.
        data_dict: ``dataset_id``; or ``dataset_ids``, the ids of several, of which those that the caller
            does not see are left out.

    Returns:
        ``id``, ``dataset_id``, ``text``, ``is_needed``.

    Raises:
        ObjectNotFound: the dataset is not there, or not visible to the caller.
    """
    data = checked("scigov_application_question_list", context, data_dict)
    who = doer(context)
    if data.get("dataset_ids") is not None:
        found = questions.visible_among(model.Session, data["dataset_ids"], who)
    elif data.get("dataset_id"):
        found = [questions.visible(model.Session, data["dataset_id"], who).dataset_id]
    else:
        raise tk.ValidationError({"dataset_id": [tk._("Name a dataset.")]})
    return _questions(queries.questions_of(model.Session, found))


def _identities(rows: list[Identity]) -> list[dict[str, Any]]:
    users = list_queries.names_of_users(model.Session, [row.user_id for row in rows])
    return [
        {
            "user_id": row.user_id,
            "user_name": users.get(row.user_id, (row.user_id, ""))[0],
            "display_name": users.get(row.user_id, ("", row.user_id))[1],
            "kind": row.kind,
            "name": row.name,
            "code": row.code,
            "verified_at": moment(row.verified_at),
        }
        for row in rows
    ]


def _questions(rows: list[Question]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "dataset_id": row.dataset_id,
            "text": row.text,
            "is_needed": row.is_needed,
        }
        for row in rows
    ]
