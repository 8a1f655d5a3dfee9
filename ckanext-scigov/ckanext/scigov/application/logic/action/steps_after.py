"""Actions that take one step after the decision on one part, and remarks at any time."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.application.domain.states import Event
from ckanext.scigov.application.logic import schema
from ckanext.scigov.application.logic.stepping import TRANSLATED, stepped, taken
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.versioned)
def scigov_application_deliver(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that data which were not in the portal have been delivered.

    Args:
        context: CKAN's; who handles it for the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "deliver", Event.DELIVER)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_give_up(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give back what was granted: it ends at once.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "give_up", Event.GIVE_UP)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Revoke what was granted: it ends at once.

    Args:
        context: CKAN's; who handles it or decides on it for the provider; the data authority.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "revoke", Event.REVOKE)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_correct(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Undo a wrong decision: the part is reviewed again, and a grant ends.

    Args:
        context: CKAN's; deciders of the provider; the data authority.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "correct", Event.CORRECT)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_appeal(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Appeal against a refusal, or because the reply is overdue, to the next level.

    Args:
        context: CKAN's; whoever applies.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "appeal", Event.APPEAL)


@TRANSLATED
@takes(schema.versioned, reason=False)
def scigov_application_close(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Close what has ended or was not supplemented.

    Args:
        context: CKAN's; who handles it for the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "close", Event.CLOSE)


@TRANSLATED
@takes(schema.remark)
def scigov_application_remark(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Note something on a part.

    Args:
        context: CKAN's; everybody whom the part concerns, but auditors and third parties.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, the text;
            ``is_internal``: only officials read it. An applicant's remarks are read by all.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: the part does not concern the caller so.
        ValidationError: nothing can be noted on it any more.
    """
    data = checked("scigov_application_remark", context, data_dict)
    step = Step(Event.REMARK, data["reason"], is_internal=bool(data["is_internal"]))
    return stepped(context, data, step)
