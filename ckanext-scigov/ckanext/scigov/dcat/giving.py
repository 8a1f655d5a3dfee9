"""What somebody gives to be checked: a text, a file, or the address of one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ckanext.scigov.dcat.checked_apart import Document
from ckanext.scigov.dcat.domain.incoming import Limits, Reason, Unreadable, form_of
from ckanext.scigov.shared import connecting, fetching
from ckanext.scigov.shared.connecting import Resolve
from ckanext.scigov.shared.domain.addresses import Rules
from ckanext.scigov.shared.fetching import Wanted
from ckanext.scigov.shared.unpacking import TOO_LARGE

PUBLIC = Rules()
"""Where anybody may send the portal: never to systems of the house, even those that harvesting may ask."""


def given(asked: Mapping[str, Any], upload: Any, limits: Limits, seconds: int) -> Document:
    """Return the document of a wish with ``text``, ``address`` or a file, in the form it names or shows.

    Raises:
        Unreadable: it is larger than what is taken.
        NotFetched: nothing came from the address, with the reason.
    """
    form = str(asked.get("form") or "")
    if upload:
        content = upload.stream.read(limits.most_bytes + 1)
        return Document(content, form or form_of(content, str(upload.filename or "")))
    if asked.get("address"):
        return fetched(str(asked["address"]), form, limits, seconds)
    content = str(asked["text"]).encode()
    return Document(content, form or form_of(content))


def fetched(  # noqa: PLR0913, PLR0917  (where, what, within which bounds)
    address: str,
    form: str,
    limits: Limits,
    seconds: int,
    rules: Rules = PUBLIC,
    resolve: Resolve = connecting.resolve,
) -> Document:
    """Return what lies at an address.

    Raises:
        Unreadable: it is larger than what is taken.
        NotFetched: nothing came, with the reason.
    """
    bounds = fetching.Limits(
        limits.most_bytes, connect_seconds=min(seconds, 10), silent_seconds=seconds, whole_seconds=seconds
    )  # fmt: skip
    target = io.BytesIO()
    try:
        came = fetching.fetch(Wanted(address, rules, bounds, resolve=resolve), target)
    except fetching.NotFetched as error:
        if error.reason == TOO_LARGE:
            most = limits.most_bytes
            raise Unreadable(Reason.TOO_LARGE, most=most, found=most + 1) from None
        raise
    content = target.getvalue()
    named = form or form_of(content, address.split("?", 1)[0], came.media_type)
    return Document(content, named, base=address.strip())
