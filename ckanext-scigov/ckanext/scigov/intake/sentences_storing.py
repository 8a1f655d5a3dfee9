"""The sentences for what goes wrong with databases, files and credentials."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.causes import Cause

_ = tk._

CAUSES: dict[Cause, Callable[[], str]] = {
    Cause.TOO_MANY_FILES: lambda: _(
        "The folder holds more than {most} files. Name fewer by “files” in the mapping, or raise "
        "“limits.files”."
    ),
    Cause.HOST_KEY: lambda: _(
        "The server shows another host key than the mapping names: {shown}. Nothing was sent to it. Ask its "
        "operator whether its key was changed before you write the new one into the mapping."
    ),
    Cause.NO_DRIVER: lambda: _(
        "The program that speaks to this make of database is not installed. An administrator finds its "
        "name in the documentation of the connectors."
    ),
    Cause.NO_KEY: lambda: _(
        "More than {most} rows of the table {table} have the same value in its growing column, and nothing "
        "tells them apart. Name its key under “keys” in the mapping, or another growing column."
    ),
    Cause.CREDENTIAL_SEALED: lambda: _(
        "The credential {name} cannot be opened, because the key of this site has changed since it was "
        "kept. Enter it anew, or have an administrator name the earlier key."
    ),
    Cause.UNFINISHED: lambda: _("The file {file} is still being written. The next run takes it."),
}
