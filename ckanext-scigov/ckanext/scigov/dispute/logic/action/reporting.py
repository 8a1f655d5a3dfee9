"""Actions that take one step for the reporter, and answer with the dispute."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import schema
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, taken
from ckanext.scigov.shared.toolkit_inputs import takes


@TRANSLATED
@takes(schema.by_link)
def scigov_dispute_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Confirm a report: it enters the register. Whoever is signed in confirms by reporting.

    Args:
        context: CKAN's; the visitor who has reported.
        data_dict: ``id`` (or number), ``reason``; ``version``, the dispute's: a step that somebody has taken in the
            meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "confirm", Event.CONFIRM)


@TRANSLATED
@takes(schema.by_link, reason=True)
def scigov_dispute_escalate(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask the next level: negotiation with the unit, the data authority, its superior, the government.

    Args:
        context: CKAN's; the reporter; after an answer, or when it is overdue.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "escalate", Event.ESCALATE)


@TRANSLATED
@takes(schema.by_link, reason=True)
def scigov_dispute_reopen(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Contest an answer: the unit looks again. Once.

    Args:
        context: CKAN's; the reporter, in the time to contest.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "reopen", Event.REOPEN)


@TRANSLATED
@takes(schema.by_link)
def scigov_dispute_close(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that nothing is left to do.

    Args:
        context: CKAN's; the reporter, if nobody else has joined.
        data_dict: ``id`` (or number), ``reason``; ``version``, the dispute's: a step that somebody has taken in the
            meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "close", Event.CLOSE)


@TRANSLATED
@takes(schema.by_link)
def scigov_dispute_withdraw(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a report back.

    Args:
        context: CKAN's; the reporter, while nobody else has joined and it is not answered.
        data_dict: ``id`` (or number), ``reason``; ``version``, the dispute's: a step that somebody has taken in the
            meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "withdraw", Event.WITHDRAW)


@TRANSLATED
@takes(schema.by_link, reason=True)
def scigov_dispute_remark(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write something that the reporter and the officials read.

    Args:
        context: CKAN's; the reporter, who works on it, and the data authority.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed;
            ``token`` of the link by which a visitor has come.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "remark", Event.REMARK)
