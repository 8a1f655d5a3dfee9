"""By what visitors are counted: the network they come from, and their mailbox."""

from __future__ import annotations

import ipaddress
import unicodedata

UNKNOWN = "unknown"
"""All whose address the server does not tell are counted together."""
_IPV6_PREFIX = 64
"""One household or office has at least so much of IPv6: single addresses in it cost nothing."""


def network_of(address: str | None) -> str:
    """Return what stands for an address: IPv4 whole, of IPv6 the /64, else ``UNKNOWN``."""
    try:
        found = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found.packed, _IPV6_PREFIX), strict=False))


def mailbox_of(mail: str) -> str:
    """Return what stands for a mail address: one mailbox under its usual spellings.

    Case, width of characters and what follows a ``+`` do not make another one. It is for counting
    only: letters go to what the visitor has written.
    """
    text = unicodedata.normalize("NFKC", mail).strip().casefold()
    local, at, host = text.rpartition("@")
    return f"{local.partition('+')[0]}{at}{host.rstrip('.')}"
