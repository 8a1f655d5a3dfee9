"""What differs between the makes of databases: drivers, and how a session is made to read only.

PostgreSQL, MariaDB and SQLite are tested with real servers; the others go by their SQLAlchemy dialects and
need the driver that is named here, which does not come with the product.
"""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import certifi
import sqlalchemy as sa
from sqlalchemy import event


@dataclass(frozen=True, slots=True)
class Dialect:
    driver: str
    """As in an address of SQLAlchemy."""
    port: int


DIALECTS: Mapping[str, Dialect] = {
    "postgresql": Dialect("postgresql+psycopg2", 5432),
    "mariadb": Dialect("mariadb+pymysql", 3306),
    "mysql": Dialect("mysql+pymysql", 3306),
    "sqlite": Dialect("sqlite+pysqlite", 0),
    "oracle": Dialect("oracle+oracledb", 1521),
    "sqlserver": Dialect("mssql+pymssql", 1433),
    "dameng": Dialect("dm+dmPython", 5236),
    "kingbase": Dialect("kingbase+ksycopg2", 54321),
}
POSTGRESQL = frozenset({"postgresql", "kingbase"})
MYSQL = frozenset({"mariadb", "mysql"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is, judged, and how it is spoken to."""

    dialect: str
    host: str
    address: str
    """One of the host's addresses, to which the connection goes; of SQLite the path of the file."""
    port: int
    database: str
    user: str
    password: str
    tls: str
    connect_seconds: int
    statement_seconds: int
    time_zone: str


def engine_of(place: Place) -> sa.Engine:
    """Return an engine whose connections read only; it keeps none.

    Raises:
        ImportError, sqlalchemy.exc.NoSuchModuleError: the driver is not installed.
    """
    options: dict[str, Any] = {"poolclass": sa.NullPool, "hide_parameters": True}
    options |= _OPTIONS.get(place.dialect, _of_others)(place)
    engine = sa.create_engine(_url(place), **options)
    event.listen(engine, "connect", lambda raw, record: _prepare(place, raw, record))
    event.listen(engine, "before_cursor_execute", _restart)
    return engine


def _url(place: Place) -> sa.URL:
    driver = DIALECTS[place.dialect].driver
    if place.dialect == "sqlite":
        return sa.URL.create(
            driver, database=f"file:{place.address}", query={"mode": "ro", "uri": "true"}
        )
    return sa.URL.create(
        driver,
        username=place.user or None,
        password=place.password or None,
        host=place.host if place.dialect in POSTGRESQL else place.address,
        port=place.port,
        database=place.database,
    )


def _of_postgresql(place: Place) -> dict[str, Any]:
    arguments = {
        "connect_timeout": place.connect_seconds,
        "application_name": "ckanext-scigov",
        "sslmode": {"verify": "verify-full"}.get(place.tls, place.tls),
        "options": f"-c statement_timeout={place.statement_seconds}s",
    }
    if place.tls == "verify":
        arguments["sslrootcert"] = certifi.where()
    if not place.host.startswith("/"):
        arguments["hostaddr"] = place.address
    # One picture of the tables for all of a reading.
    isolation = {
        "isolation_level": "REPEATABLE READ",
        "execution_options": {"postgresql_readonly": True},
    }
    return {"connect_args": arguments, **isolation}


def _of_mysql(place: Place) -> dict[str, Any]:
    import pymysql

    def connect() -> Any:
        raw = pymysql.connect(
            host=place.host,
            port=place.port,
            user=place.user,
            password=place.password,
            database=place.database,
            charset="utf8mb4",
            connect_timeout=place.connect_seconds,
            read_timeout=place.statement_seconds + 5,
            local_infile=False,
            ssl=_tls(place.tls),
            defer_connect=True,
        )
        # The certificate is the name's, the connection goes to the address that was judged.
        raw.connect(socket.create_connection((place.address, place.port), place.connect_seconds))
        return raw

    return {"creator": connect}


def _of_sqlite(_place: Place) -> dict[str, Any]:
    return {"connect_args": {"timeout": 10}}


def _of_others(_place: Place) -> dict[str, Any]:
    return {}


_OPTIONS: Mapping[str, Callable[[Place], dict[str, Any]]] = {
    "postgresql": _of_postgresql,
    "kingbase": _of_postgresql,
    "mariadb": _of_mysql,
    "mysql": _of_mysql,
    "sqlite": _of_sqlite,
}


def _tls(wanted: str) -> ssl.SSLContext | None:
    if wanted == "prefer":
        return None
    context = ssl.create_default_context(cafile=certifi.where())
    if wanted == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _prepare(place: Place, raw: Any, record: Any) -> None:
    """Make a session that was just opened one that changes nothing and answers in time."""
    if place.dialect == "sqlite":
        _bound_sqlite(raw, record, place.statement_seconds)
        return
    for statement in _STATEMENTS.get(place.dialect, _none)(place):
        with raw.cursor() as cursor:
            cursor.execute(statement)


def _bound_sqlite(raw: Any, record: Any, seconds: int) -> None:
    """SQLite has no limit of time: its machine asks every so many steps whether to go on."""
    raw.execute("PRAGMA query_only = ON")
    raw.set_progress_handler(
        lambda: time.monotonic() > record.info.get("ends_at", math.inf), 10_000
    )
    record.info["seconds"] = seconds


def _restart(connection: sa.Connection, *_rest: Any) -> None:
    seconds = connection.info.get("seconds")
    if seconds:
        connection.info["ends_at"] = time.monotonic() + seconds


def _none(_place: Place) -> tuple[str, ...]:
    return ()


_STATEMENTS: Mapping[str, Callable[[Place], tuple[str, ...]]] = {
    "mariadb": lambda place: (
        "SET SESSION TRANSACTION READ ONLY",
        f"SET SESSION max_statement_time = {place.statement_seconds}",
        f"SET SESSION time_zone = '{place.time_zone}'",
    ),
    "mysql": lambda place: (
        "SET SESSION TRANSACTION READ ONLY",
        f"SET SESSION max_execution_time = {place.statement_seconds * 1000}",
        f"SET SESSION time_zone = '{place.time_zone}'",
    ),
    "oracle": lambda _place: ("SET TRANSACTION READ ONLY",),
    "dameng": lambda _place: ("SET TRANSACTION READ ONLY",),
    "sqlserver": lambda place: (f"SET LOCK_TIMEOUT {place.statement_seconds * 1000}",),
}
