"""Passwords and tokens of sources, sealed and opened.

They are encrypted and authenticated by Fernet of the library cryptography, with a key that follows from
the site's SECRET_KEY. What is sealed says whose it is: a row that is copied to another source or another
name cannot be opened there.
"""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.site_keys import key_for, key_from

PURPOSE = "credentials of sources"
FORMER = "ckanext.scigov.intake.former_secret_keys"


class Secret(str):
    """A password in the open: a text that does not show itself where values are printed for people."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class NotOpened(Exception):
    """It was sealed with another key, or for another source or name, or is damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The credential {name} cannot be opened: SECRET_KEY has changed since it was kept. "
            f"Name the earlier value in {FORMER}, or set the credential anew."
        )
        self.name = name


def seal(source_id: str, name: str, secret: str) -> str:
    """Return what is stored."""
    said = json.dumps([source_id, name, str(secret)])
    return _sealer().encrypt(said.encode()).decode()


def unseal(source_id: str, name: str, sealed: str) -> Secret:
    """Return a secret in the open.

    Raises:
        NotOpened: no key that the site has, or had, opens it as what it is to be.
    """
    try:
        whose, called, secret = json.loads(_sealer().decrypt(sealed))
    except InvalidToken:
        raise NotOpened(name) from None
    if (whose, called) != (source_id, name):
        raise NotOpened(name)
    return Secret(secret)


def _sealer() -> MultiFernet:
    """Seal with the key of now; open with it and with those of earlier."""
    former = str(tk.config.get(FORMER) or "").split()
    keys = [key_for(PURPOSE), *(key_from(one, PURPOSE) for one in former)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
