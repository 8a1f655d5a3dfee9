"""The sentences for what goes wrong while a source is read over a network, and for wrong settings."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.domain.causes import Cause

_ = tk._

CAUSES: dict[Cause, Callable[[], str]] = {
    Cause.NOT_TRUSTED: lambda: _(
        "The source cannot prove who it is: its certificate is not valid. Ask its operator, and do "
        "not send it credentials meanwhile."
    ),
    Cause.ASKS_TO_WAIT: lambda: _(
        "The source asks to be left alone for {seconds} seconds, which is longer than a run waits. "
        "Resume the run later, or lower “requests_per_second” in the mapping."
    ),
    Cause.ENDED_EARLY: lambda: _(
        "The source says it has {total} records and gave {given}. Nothing is taken as vanished. If "
        "its total is known to be wrong, set “total_is_exact” to false in the mapping."
    ),
    Cause.END_UNKNOWN: lambda: _(
        "The source does not say how long its answer is, so that one that was cut off could not be "
        "told from a complete one. Have it send the length, or JSON instead of lines."
    ),
    Cause.REMOTE_CONTEXT: lambda: _(
        "The source's JSON-LD leaves its terms to a file at another address, which is not fetched. "
        "Write that file's content under “contexts” in the mapping, or take another format."
    ),
    Cause.RUN_TOO_LARGE: lambda: _(
        "The source has sent more than a run may take, {most_mb} MB. Resume the run, or raise "
        "“limits.run_mb” in the mapping."
    ),
    Cause.RUN_TOO_LONG: lambda: _(
        "The run has taken longer than it may, {most_hours} hours. Resume the run, or raise "
        "“limits.run_hours” in the mapping."
    ),
    Cause.OTHER_CHARSET: lambda: _(
        "The source's text is in another encoding than it says, and was read in the one that fits. "
        "Have the source corrected."
    ),
    Cause.READ_AGAIN: lambda: _(
        "The source's list changed while it was read, and was read again from its beginning. "
        "Nothing is lost; a quieter time spares the second reading."
    ),
    Cause.TOTAL_WRONG: lambda: _(
        "The source says it has another number of records than it gives. Tell its operator."
    ),
}


def setting(wrong: WrongSetting) -> str:
    """Return what is wrong with a connector's settings, in the reader's language."""
    return _(wrong.sentence).format(**wrong.values)
