"""Actions that take one step before the decision on one part, and answer with the application."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.application.domain.states import Event
from ckanext.scigov.application.logic import schema
from ckanext.scigov.application.logic.stepping import TRANSLATED, taken
from ckanext.scigov.shared.toolkit_inputs import takes


@TRANSLATED
@takes(schema.versioned, reason=False)
def scigov_application_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Accept an application for review.

    Args:
        context: CKAN's; editors, administrators and stewards of the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "accept", Event.ACCEPT)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_return(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an application for a supplement; its time begins anew when it is submitted again.

    Args:
        context: CKAN's; who handles it for the provider; the data authority while it checks.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "return", Event.RETURN)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_review(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Advise the decider. Only officials read it.

    Args:
        context: CKAN's; reviewers of the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "review", Event.ADVISE, is_internal=True)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_answer(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer as the third party that was asked; the clock goes on.

    Args:
        context: CKAN's; whoever belongs to the organisation that was asked; who handles it for the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "answer", Event.ANSWER)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_extend_ask(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask the data authority for more time, once.

    Args:
        context: CKAN's; who handles it or decides on it for the provider.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "extend_ask", Event.ASK_EXTENSION)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_extend(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Consent to more time; the applicant is told.

    Args:
        context: CKAN's; the data authority.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "extend", Event.EXTEND)


@TRANSLATED
@takes(schema.versioned, reason=False)
def scigov_application_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Confirm a decision as its second decider; an approval writes the grant.

    Args:
        context: CKAN's; deciders of the provider, but not who proposed it.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "confirm", Event.CONFIRM)


@TRANSLATED
@takes(schema.versioned)
def scigov_application_object(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Do not confirm a decision: the part is reviewed again.

    Args:
        context: CKAN's; deciders of the provider, but not who proposed it.
        data_dict: ``id`` (or number), ``part`` where the caller sees several, ``reason``, needed; ``version``,
            the part's: a step that somebody has taken in the meantime is then noticed.

    Returns:
        The application, as ``scigov_application_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "object", Event.OBJECT)
