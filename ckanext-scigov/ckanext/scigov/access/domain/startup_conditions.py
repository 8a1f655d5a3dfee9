"""When a setting is unsafe: the conditions that the rules of ``startup`` consist of.

Each looks at a site and yields the words of a sentence for everything that is wrong with a setting.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import urlsplit

FOLDER = "folder"
TESTING = "ckanext.scigov.testing"
SITE_URL = "ckan.site_url"
OWNERS = ("package", "resource", "group", "organization")
"""What CKAN's files may belong to, and whose readers are not asked for more than its metadata."""
SHORTEST_SECRET = 16
PUBLISHED_SECRETS = ("only-for-the-test-suite",)
"""Beginnings of secrets that stand in this repository, for tests alone. Shorter ones that stand in
examples (replace-me, CHANGE_ME) are too short anyway."""


@dataclass(frozen=True, slots=True)
class Root:
    """Where files lie: the setting that says so, and the path without symbolic links.

    ``kind`` keeps stores of different kinds apart; ``but`` are paths inside that count as outside.
    """

    setting: str
    path: str
    kind: str = FOLDER
    but: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.setting} ({self.path})"


@dataclass(frozen=True, slots=True)
class Site:
    """What the rules look at: settings as CKAN has read them, plugins in CKAN's order."""

    settings: Mapping[str, object] = field(repr=False)
    """Secrets are among them."""
    label_plugins: tuple[str, ...] = ()
    """Those that say who finds an entry (IPermissionLabels)."""
    backend_plugins: tuple[str, ...] = ()
    """Those that bring a backend of the DataStore (IDatastoreBackend)."""
    ours: frozenset[str] = frozenset({"scigov_access"})
    token_plugins: tuple[str, ...] = ()
    """Those that have a say when a token is made (IApiToken)."""
    public_roots: tuple[Root, ...] = ()
    private_roots: tuple[Root, ...] = ()


Found = Iterable[Mapping[str, str]]
"""For everything that is wrong, the words a sentence needs."""


def is_true(site: Site, setting: str) -> Found:
    return [{}] if is_on(site.settings.get(setting)) else []


def is_true_or_unset(site: Site, setting: str) -> Found:
    """CKAN's own default is true."""
    return [{}] if is_on(site.settings.get(setting, True)) else []


def is_not_empty(site: Site, setting: str) -> Found:
    found = _words(site.settings.get(setting))
    return [{"found": ", ".join(found)}] if found else []


def is_above_zero(site: Site, setting: str) -> Found:
    """What is no number counts as one above 0."""
    value = str(site.settings.get(setting) or 0).strip()
    is_safe = value.removeprefix("-").isdecimal() and int(value) <= 0
    return [] if is_safe else [{"found": value}]


def names_an_owner(site: Site, setting: str) -> Found:
    """CKAN's own default names all four. A storage behind the name does not make it better."""
    words = _words(site.settings.get(setting, OWNERS))
    found = [owner for owner in OWNERS if owner in {word.partition(":")[0] for word in words}]
    return [{"found": ", ".join(found)}] if found else []


def is_true_on_a_public_address(site: Site, setting: str) -> Found:
    address = str(site.settings.get(SITE_URL) or "")
    if not is_on(site.settings.get(setting)) or is_loopback(address):
        return []
    return [{"address": address or "empty"}]


def is_a_poor_secret(site: Site, setting: str) -> Found:
    return _poor(str(site.settings.get(setting) or ""), site)


def is_a_poor_secret_of_its_own(site: Site, setting: str) -> Found:
    """Without one, CKAN takes SECRET_KEY. What lies in a file is not read here."""
    secret = str(site.settings.get(setting) or "")
    if not secret or secret.startswith("file:"):
        return []
    return _poor(secret.removeprefix("string:"), site)


def is_not_first_to_label(site: Site, _setting: str) -> Found:
    """CKAN asks the first plugin only."""
    names = site.label_plugins
    return [] if names and names[0] in site.ours else [{"found": names[0] if names else "others"}]


def is_not_last_backend(site: Site, _setting: str) -> Found:
    """Each plugin's backend replaces those of the plugins before it. Without one, no table is."""
    names = site.backend_plugins
    return [] if not names or names[-1] in site.ours else [{"found": names[-1]}]


def overlaps_a_public_folder(site: Site, _setting: str) -> Found:
    return [
        {"private": str(private), "public": str(public)}
        for private in site.private_roots
        for public in site.public_roots
        if _overlap(private, public)
    ]


def nothing_ends_tokens(site: Site, _setting: str) -> Found:
    return [] if site.token_plugins else [{}]


def is_on(value: object) -> bool:
    """Read a yes or no as CKAN does; what is neither counts as yes."""
    if isinstance(value, str):
        return value.strip().lower() not in ("", "false", "no", "off", "n", "f", "0", "none")
    return bool(value)


def is_loopback(address: str) -> bool:
    """Say whether a URL leads to this machine alone. Names below .localhost do (RFC 6761)."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _words(value: object) -> list[str]:
    """Read a list in any of the forms CKAN gives it; the keys of a mapping."""
    if isinstance(value, str):
        return value.split()
    if not isinstance(value, Iterable):
        return []
    return [str(word) for word in cast("Iterable[object]", value)]


def _poor(secret: str, site: Site) -> Found:
    if not secret.strip():
        return [{"found": "empty"}]
    if len(secret) < SHORTEST_SECRET:
        return [{"found": f"shorter than {SHORTEST_SECRET} characters"}]
    if secret.startswith(PUBLISHED_SECRETS) and not is_on(site.settings.get(TESTING)):
        return [{"found": "the test suite's, which everybody can read"}]
    return []


def _overlap(private: Root, public: Root) -> bool:
    if private.kind != public.kind:
        return False
    inside, outside = PurePosixPath(private.path), PurePosixPath(public.path)
    if inside.is_relative_to(outside):
        return True
    return outside.is_relative_to(inside) and not any(
        outside.is_relative_to(path) for path in private.but
    )
