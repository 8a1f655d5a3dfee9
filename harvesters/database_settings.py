"""Settings of the kind ``database``: what stands in a mapping file, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import guarding
from ckanext.scigov_harvesters.database_dialects import DIALECTS

MOST_ROWS = 5_000_000
_ZONE = re.compile(r"[+-]\d{2}:\d{2}")

NO_ZONE = N_("The setting {key} must be an offset such as +08:00.")
NOT_ONE_QUERY = N_(
    "The setting {key} must be one statement that begins with SELECT or WITH, without a semicolon."
)
TWO_DICTIONARIES = N_("Give either {key} or {other}, not both.")
COLUMN_UNKNOWN = N_("The setting {key} is not known. What a dictionary can say: {known}.")
NO_COLUMN = N_("The setting {key} is missing: a dictionary needs at least table and name.")
NO_NAME = N_("The setting {key} must be the name of a column.")
SOCKET_OF_OTHERS = N_("The setting {key} can be a path only for postgresql.")
ONLY_INTERNAL = N_(
    "The setting {key} is a path of this machine: an administrator has to mark the source as internal."
)

SAID = (
    "table", "table_title", "table_description", "name", "title", "description", "type", "length",
    "precision", "key",
)  # fmt: skip
"""What a dictionary can say of a column: the settings ``connector.dictionary.columns.…``."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Where the system's own dictionary lies."""

    table: str
    query: str
    columns: Mapping[str, str]
    """What is said → the column that says it; always ``table`` and ``name``."""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    dialect: str
    host: str
    port: int
    database: str
    user: str
    password: str
    schema: str
    tls: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    views: bool
    dictionary: Dictionary | None
    growing: Mapping[str, str]
    """Pattern of table names → column that grows with each change of a row."""
    keys: Mapping[str, tuple[str, ...]]
    row_counts: bool
    most_rows: int
    statement_seconds: int
    rows_seconds: int
    connect_seconds: int
    time_zone: str

    def is_wanted(self, table: str) -> bool:
        return _fits(table, self.include) and not _fits(table, self.exclude)

    @staticmethod
    def fits(table: str, pattern: str) -> bool:
        return fnmatchcase(table, pattern)


def read(wiring: Wiring) -> DatabaseSettings:
    """Return the settings.

    Raises:
        WrongSetting: one is missing, unknown or does not fit.
    """
    return settings_of(wiring, Settings(wiring.settings))


def settings_of(wiring: Wiring, given: Settings) -> DatabaseSettings:
    """Return what ``read`` does, of settings that are told afterwards which were asked for."""
    dialect = given.text("dialect", choices=tuple(DIALECTS))
    found = DatabaseSettings(
        dialect=dialect,
        host=given.text("host", "" if dialect == "sqlite" else None),
        port=given.whole("port", DIALECTS[dialect].port, 0, 65_535),
        database=given.text("database"),
        user=given.text("user", ""),
        password=_password(given),
        schema=given.text("schema", ""),
        tls=given.text("tls", "prefer", choices=("prefer", "require", "verify")),
        include=tuple(given.texts("include", ["*"])),
        exclude=tuple(given.texts("exclude")),
        views=given.flag("views", default=False),
        dictionary=_dictionary(given),
        growing=_growing(given),
        keys=_keys(given),
        row_counts=given.flag("row_counts", default=True),
        most_rows=given.whole("most_rows", MOST_ROWS, 1, 1_000_000_000),
        statement_seconds=given.whole("statement_seconds", 60, 1, 3600),
        rows_seconds=given.whole("rows_seconds", 3600, 1, 86_400),
        connect_seconds=given.whole("connect_seconds", 10, 1, 60),
        time_zone=_zone(given),
    )
    given.done()
    _check_place(found, given, wiring)
    return found


def _fits(table: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(table, one) for one in patterns)


def _password(given: Settings) -> str:
    # YAML makes a number of a password of digits.
    value = given.value("password", "")
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else given.text("password", "")
    )


def _zone(given: Settings) -> str:
    zone = given.text("time_zone", "+08:00")
    if not _ZONE.fullmatch(zone):
        raise WrongSetting(NO_ZONE, key=given.key("time_zone"))
    return zone


def _growing(given: Settings) -> dict[str, str]:
    found = given.mapping("growing")
    for name, column in found.items():
        if not isinstance(column, str) or not column:
            raise WrongSetting(NO_NAME, key=f"{given.key('growing')}.{name}")
    return found


def _keys(given: Settings) -> dict[str, tuple[str, ...]]:
    part = Settings(given.mapping("keys"), given.key("keys"))
    return {name: tuple(part.texts(name)) for name in given.mapping("keys")}


def _dictionary(given: Settings) -> Dictionary | None:
    if "dictionary" not in given:
        given.part("dictionary")
        return None
    part = given.part("dictionary")
    table, query = part.text("table", ""), part.text("query", "").strip()
    if bool(table) == bool(query):
        raise WrongSetting(TWO_DICTIONARIES, key=part.key("table"), other=part.key("query"))
    if query and (";" in query or not re.match(r"(?i)(select|with)\s", query)):
        raise WrongSetting(NOT_ONE_QUERY, key=part.key("query"))
    return Dictionary(table, query, _columns(part))


def _columns(part: Settings) -> dict[str, str]:
    columns, place = part.mapping("columns"), part.key("columns")
    for name, column in columns.items():
        if name not in SAID:
            raise WrongSetting(COLUMN_UNKNOWN, key=f"{place}.{name}", known=", ".join(SAID))
        if not isinstance(column, str) or not column:
            raise WrongSetting(NO_NAME, key=f"{place}.{name}")
    for name in ("table", "name"):
        if name not in columns:
            raise WrongSetting(NO_COLUMN, key=f"{place}.{name}")
    return columns


def _check_place(found: DatabaseSettings, given: Settings, wiring: Wiring) -> None:
    if found.dialect == "sqlite":
        guarding.inside(wiring.folder, found.database, given.key("database"))
    elif found.host.startswith("/"):
        if found.dialect != "postgresql":
            raise WrongSetting(SOCKET_OF_OTHERS, key=given.key("host"))
        if not wiring.is_internal:
            raise WrongSetting(ONLY_INTERNAL, key=given.key("host"))
