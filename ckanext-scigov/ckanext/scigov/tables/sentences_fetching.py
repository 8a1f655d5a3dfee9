"""How the fetch of a link ended, as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import fetching
from ckanext.scigov.shared.domain.addresses import Reason
from ckanext.scigov.tables.domain.schedules import INTERNAL, Result

_ = tk._

_RESULTS: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        Result.NEW.value: lambda: _("A new file came"),
        Result.UNCHANGED.value: lambda: _("The file is the same as before"),
        Result.FAILED.value: lambda: _("No file came"),
        Result.REFUSED.value: lambda: _("The file could not be loaded into the table"),
    }
)
_REASONS: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        Reason.NO_ADDRESS.value: lambda: _("The link is no address of the web. Correct it."),
        Reason.SCHEME.value: lambda: _(
            "The link must begin with http:// or https://, and so must every address it leads to."
        ),
        Reason.CREDENTIALS.value: lambda: _(
            "The link has a user's name or password in it. The portal does not send these; give an"
            " address that needs none."
        ),
        Reason.PORT.value: lambda: _(
            "The link, or an address it leads to, has a port that this site does not allow. Ask its"
            " administrator."
        ),
        Reason.NOT_PUBLIC.value: lambda: _(
            "The link, or an address it leads to, is no public place. If it is a system of the house,"
            " ask the administrator of this site to allow it."
        ),
        fetching.UNKNOWN_NAME: lambda: _("The name of the server in the link is not known."),
        fetching.NO_CONNECTION: lambda: _("The server of the link cannot be reached."),
        fetching.NOT_TRUSTED: lambda: _(
            "The server of the link cannot prove who it is: its certificate is not valid."
        ),
        fetching.TOO_SLOW: lambda: _("The server of the link took too long to send the file."),
        fetching.TOO_LARGE: lambda: _(
            "The file behind the link is larger than this site allows for an upload."
        ),
        fetching.BROKEN_OFF: lambda: _(
            "The server of the link broke off, or did not answer as a web server does."
        ),
        fetching.PACKED: lambda: _("The server of the link packed the file in a way unknown here."),
        fetching.REDIRECTED: lambda: _("The link leads on more than five times."),
        INTERNAL: lambda: _(
            "The site itself failed to fetch the file. If it happens again, tell the administrator."
        ),
    }
)


def result(code: str) -> str:
    """Return how a fetch ended; that there was none yet where it has no result."""
    return _RESULTS[code]() if code in _RESULTS else _("Not fetched yet")


def reason(code: str, status: int) -> str:
    """Return why no file came, and what to do; empty where one came."""
    if code == fetching.STATUS:
        return _("The server of the link answered with error {status} instead of a file.").format(
            status=status
        )
    return _REASONS[code]() if code in _REASONS else ""
