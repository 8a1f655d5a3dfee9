"""Actions of whoever applies: drafts, submission, withdrawal, data that are had at once."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.application import sentences
from ckanext.scigov.application.domain.states import Event, Kind
from ckanext.scigov.application.logic import schema, showing
from ckanext.scigov.application.logic.calls import doer, done
from ckanext.scigov.application.logic.wishes import wish
from ckanext.scigov.application.model import Filing
from ckanext.scigov.application.service import filings as service
from ckanext.scigov.application.service import submitting
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences.SENTENCES)


@TRANSLATED
@takes(schema.filing_create)
def scigov_application_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Begin a draft; it may lack anything.

    Args:
        context: CKAN's; everybody who is signed in.
        data_dict: ``kind`` (share: for an agency; open: for oneself); all else may be left out:
            ``purpose``, ``scene``, ``legal_basis``, ``security_measures``, ``contact_name``,
            ``contact_phone``, ``contact_email``, ``agency_id`` (an approved agency one belongs to),
            ``handlers`` (users of that agency, by name or id), ``answers`` ({question id: text}),
            ``datasets``: a list of {``dataset_id``, ``from_on``, ``until_on``, ``resource_ids``, ``items``,
            ``manner`` (query, api, download)}.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ValidationError: a dataset, an agency or a handler is not there for the caller.
    """
    data = checked("scigov_application_create", context, data_dict)
    who = doer(context)
    wanted = wish(data, local_day(who.now))
    return _shown(context, service.create(model.Session, Kind(data["kind"]), wanted, who))


@TRANSLATED
@takes(schema.filing_update)
def scigov_application_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Save a draft, or what was returned to its applicant; what is left out stays as it was.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number); as ``scigov_application_create`` without ``kind``; ``version``,
            the one that was read: another's later saving is then not overwritten.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: it has been submitted, or somebody has saved it in the meantime.
    """
    data = checked("scigov_application_update", context, data_dict)
    who = doer(context)
    wanted, version = wish(data, local_day(who.now)), data.get("version")
    return _shown(context, service.update(model.Session, data["id"], wanted, version, who))


@TRANSLATED
@takes(schema.submit)
def scigov_application_submit(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Submit an application, or submit it again after a supplement; it gets its number.

    What is shared unconditionally is granted at once.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number), ``version`` as in ``scigov_application_update``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: something is missing; the messages stand at their fields.
    """
    data = checked("scigov_application_submit", context, data_dict)
    found = submitting.submit(model.Session, data["id"], doer(context), data.get("version"))
    return _shown(context, found)


@TRANSLATED
@takes(schema.obtain)
def scigov_application_obtain(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Have data at once that are shared unconditionally (申请即享): purpose and scene of use are enough.

    Args:
        context: CKAN's; members of approved agencies.
        data_dict: ``agency_id``, ``datasets``, ``purpose``, ``scene`` as in
            ``scigov_application_create``; ``terms_version``: the version of the terms that the caller
            has read and accepts with it. Left out, he accepts them by ``scigov_access_terms_accept``.

    Returns:
        The application with its grants, as ``scigov_application_show``.

    Raises:
        ValidationError: something is missing, or a dataset is not shared unconditionally.
    """
    data = checked("scigov_application_obtain", context, data_dict)
    who = doer(context)
    wanted = wish(data, local_day(who.now), usual_days=who.rules.instant_days)
    version = data.get("terms_version") or ""
    return _shown(context, submitting.obtain(model.Session, wanted, who, version))


@TRANSLATED
@takes(schema.step)
def scigov_application_withdraw(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Withdraw an application, or one of its parts, before it is decided.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number), ``part``, ``reason``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: it is somebody else's.
        ValidationError: it has been decided.
    """
    return _taken(context, data_dict, "withdraw", Event.WITHDRAW)


@TRANSLATED
@takes(schema.step)
def scigov_application_sign(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sign an application of one's agency; it goes on to the providers.

    Args:
        context: CKAN's; approvers of the applying agency, but not who applies.
        data_dict: ``id`` (or number), ``part``, ``reason``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else signs it.
        ValidationError: it does not wait for a signature.
    """
    return _taken(context, data_dict, "sign", Event.SIGN)


@TRANSLATED
@takes(schema.step, reason=True)
def scigov_application_send_back(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Do not sign an application of one's agency: it is a draft again.

    Args:
        context: CKAN's; approvers of the applying agency, but not who applies.
        data_dict: ``id`` (or number), ``part``, ``reason``, needed.

    Returns:
        The caller's view of the application: its id and that it is a draft.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else signs it.
        ValidationError: it does not wait for a signature.
    """
    data = checked("scigov_application_send_back", context, data_dict)
    found = service.take_all(
        model.Session, data["id"], Event.SEND_BACK, doer(context),
        reason=data["reason"], part_id=data.get("part") or "",
    )  # fmt: skip
    done(context)
    # A draft is the applicant's alone: who has sent it back sees it no longer.
    return {"id": found.id, "number": found.number, "state": "draft"}


@TRANSLATED
@takes(schema.step)
def scigov_application_check(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let an application go on to the provider after the data authority's check (full flow).

    Args:
        context: CKAN's; the data authority.
        data_dict: ``id`` (or number), ``part``, ``reason``.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else checks it.
        ValidationError: it does not wait for a check.
    """
    return _taken(context, data_dict, "check", Event.CHECK)


def _taken(context: Any, data_dict: dict[str, Any], name: str, event: Event) -> dict[str, Any]:
    """Take a step on all parts, or on the one that is named."""
    data = checked(f"scigov_application_{name}", context, data_dict)
    found = service.take_all(
        model.Session, data["id"], event, doer(context),
        reason=data.get("reason") or "", part_id=data.get("part") or "",
    )  # fmt: skip
    return _shown(context, found)


def _shown(context: Any, filing: Filing) -> dict[str, Any]:
    shown = showing.filing(filing.id, doer(context))
    done(context)
    return shown
