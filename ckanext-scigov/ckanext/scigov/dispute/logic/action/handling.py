"""Actions that take one step for the unit or the authority, and answer with the dispute."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import schema
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, taken
from ckanext.scigov.shared.toolkit_inputs import takes


@TRANSLATED
@takes(schema.step)
def scigov_dispute_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Accept a dispute: the data are annotated from now on until it is decided.

    Args:
        context: CKAN's; who handles it for the responsible unit.
        data_dict: ``id`` (or number), ``reason``; ``version``, the dispute's: a step that somebody has taken in the
            meantime is then noticed.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "accept", Event.ACCEPT)


@TRANSLATED
@takes(schema.step)
def scigov_dispute_verify(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that the data are being checked against their source.

    Args:
        context: CKAN's; who handles it for the responsible unit.
        data_dict: ``id`` (or number), ``reason``; ``version``, the dispute's: a step that somebody has taken in the
            meantime is then noticed.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "verify", Event.VERIFY)


@TRANSLATED
@takes(schema.step, reason=True)
def scigov_dispute_extend(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give more time for the answer, once.

    Args:
        context: CKAN's; the data authority.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "extend", Event.EXTEND)


@TRANSLATED
@takes(schema.step, reason=True)
def scigov_dispute_press(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Press the unit to act (督办).

    Args:
        context: CKAN's; the data authority.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "press", Event.PRESS)


@TRANSLATED
@takes(schema.step, reason=True)
def scigov_dispute_note(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write a note that only officials read.

    Args:
        context: CKAN's; who works on it, and the data authority.
        data_dict: ``id`` (or number), ``reason``, needed; ``version``, the dispute's: a step that somebody has taken
            in the meantime is then noticed.

    Returns:
        The dispute, as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step.
        ValidationError: it cannot be taken now.
    """
    return taken(context, data_dict, "note", Event.NOTE, is_internal=True)
