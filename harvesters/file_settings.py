"""Settings of the kind ``files``: where files lie, which of them are read, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import NotAllowed, Rules
from ckanext.scigov.tables.reading import DELIMITERS, ENCODINGS
from ckanext.scigov_harvesters import guarding

PATTERNS = ("*.csv", "*.tsv", "*.xlsx", "*.json", "*.jsonl", "*.ndjson")
GB = 1 << 30

ONE_PLACE = N_("Give one of {folder}, {url} and {sftp}, not several: a source lies in one place.")
NO_ADDRESS = N_(
    "The setting {key} must hold addresses that begin with http:// or https://, without a user's name or "
    "password in them."
)
NO_HOST_KEY = N_(
    "The setting {key} must be the server's host key, as ssh-keyscan writes it (ssh-ed25519 AAAA…), or its "
    "fingerprint (SHA256:…)."
)
NO_LOGIN = N_("Give {password} or {private_key}: a server wants one of them.")


@dataclass(frozen=True, slots=True)
class Sftp:
    host: str
    port: int
    user: str
    password: str
    private_key: str
    passphrase: str
    host_key: str
    folder: str


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int
    files: int
    seconds: int
    """Of one transfer."""
    connect_seconds: int


@dataclass(frozen=True, slots=True)
class FileSettings:
    folder: str
    urls: tuple[str, ...]
    sftp: Sftp | None
    files: tuple[str, ...]
    """Patterns of names."""
    levels: int
    """Folders below the folder that are looked into."""
    archives: bool
    settle_seconds: int
    encoding: str
    delimiter: str
    sheet: str
    header_row: int | None
    records: str
    """Dotted path of the list in a JSON object; empty: it is looked for."""
    file_name_as: str
    """Under this name a record says which file it is of; empty: it does not."""
    limits: Limits

    @property
    def reading(self) -> str:
        """Return what decides how bytes become records."""
        said = (
            self.encoding, self.delimiter, self.sheet, self.header_row, self.records, self.file_name_as,
            self.files, self.archives,
        )  # fmt: skip
        return repr(said)


def read(wiring: Wiring) -> FileSettings:
    """Return the settings.

    Raises:
        WrongSetting: one is missing, unknown or does not fit.
    """
    return settings_of(wiring, Settings(wiring.settings))


def settings_of(wiring: Wiring, given: Settings) -> FileSettings:
    """Return what ``read`` does, of settings that are told afterwards which were asked for."""
    found = FileSettings(
        folder=given.text("folder", ""),
        urls=_urls(given),
        sftp=_sftp(given),
        files=tuple(given.texts("files", PATTERNS)),
        levels=given.whole("levels", 0, 0, 10),
        archives=given.flag("archives", default=False),
        settle_seconds=given.whole("settle_seconds", 10, 0, 3600),
        encoding=given.text("encoding", "", choices=("", *ENCODINGS)),
        delimiter=given.text("delimiter", "", choices=("", *DELIMITERS)),
        sheet=given.text("sheet", ""),
        header_row=given.whole("header_row", 1, 0, 1000)
        if "header_row" in given
        else _unset(given),
        records=given.text("records", ""),
        file_name_as=given.text("file_name_as", ""),
        limits=_limits(given.part("limits")),
    )
    given.done()
    if sum((bool(found.folder), bool(found.urls), found.sftp is not None)) > 1:
        places = {one: given.key(one) for one in ("folder", "url", "sftp")}
        raise WrongSetting(ONE_PLACE, **places)
    if not found.urls and found.sftp is None:
        guarding.inside(wiring.folder, found.folder, given.key("folder"))
    return found


def _unset(given: Settings) -> None:
    given.value("header_row")


def _urls(given: Settings) -> tuple[str, ...]:
    urls = tuple(given.texts("url"))
    for url in urls:
        try:
            ports = frozenset({80, 443, *map(int, addresses.port_in(url))})
            addresses.parse(url, Rules(ports=ports))
        except (NotAllowed, ValueError):
            raise WrongSetting(NO_ADDRESS, key=given.key("url")) from None
    return urls


def _sftp(given: Settings) -> Sftp | None:
    part = given.part("sftp")
    if "sftp" not in given:
        return None
    found = Sftp(
        host=part.text("host"),
        port=part.whole("port", 22, 1, 65_535),
        user=part.text("user"),
        password=_secret(part, "password"),
        private_key=part.text("private_key", ""),
        passphrase=_secret(part, "passphrase"),
        host_key=part.text("host_key"),
        folder=part.text("folder", "."),
    )
    if not found.password and not found.private_key:
        keys = {one: part.key(one) for one in ("password", "private_key")}
        raise WrongSetting(NO_LOGIN, **keys)
    words = found.host_key.split()
    is_key = len(words) >= 2 and words[0].startswith(("ssh-", "ecdsa-"))
    if not is_key and not found.host_key.startswith("SHA256:"):
        raise WrongSetting(NO_HOST_KEY, key=part.key("host_key"))
    return found


def _secret(part: Settings, name: str) -> str:
    # YAML makes a number of a password of digits.
    value: Any = part.value(name, "")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else part.text(name, "")


def _limits(part: Settings) -> Limits:
    return Limits(
        file_bytes=part.whole("file_bytes", 2 * GB, 1, 100 * GB),
        files=part.whole("files", 10_000, 1, 1_000_000),
        seconds=part.whole("seconds", 600, 1, 86_400),
        connect_seconds=part.whole("connect_seconds", 10, 1, 60),
    )
