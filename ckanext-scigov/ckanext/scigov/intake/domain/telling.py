"""After which runs somebody is told."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.intake.domain.sources import MailPolicy
from ckanext.scigov.intake.domain.states import RunState

STOPPED = frozenset({RunState.FINISHED, RunState.FAILED, RunState.ASKING, RunState.LOST})
"""Where a run stands that has something to tell; who cancels or pauses one knows."""
ERRORS = "errors"
"""The count of records with errors."""


def is_told(policy: MailPolicy, state: RunState, counts: Mapping[str, int]) -> bool:
    """Say whether the operators of a source are told of a run that stands so."""
    if policy is MailPolicy.NEVER or state not in STOPPED:
        return False
    if policy is MailPolicy.ALWAYS or state is not RunState.FINISHED:
        return True
    return counts.get(ERRORS, 0) > 0
