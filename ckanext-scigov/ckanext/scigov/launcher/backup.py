"""``./scigov backup FILE``: both databases, the files and the settings, while the site runs.

The two databases are dumped as of one moment. Files are collected (as hard links) before and after
the dump, so every file a dumped row names is there: neither a file that is deleted meanwhile nor
one that is new can be missing. What waits in Redis is not saved: the outbox in the database is.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import archive, ini, layout, pgfiles, postgres
from .console import step
from .errors import LauncherError, explain
from .externals import Externals
from .paths import Home, project_version

ATTEMPTS = 3
HOME_FILES = ("ckan.ini", "launcher.json", "secrets/admin-password")
LEFT_OUT = ("webassets", "i18n")  # made anew by CKAN and by `up`


def run(home: Home, options: argparse.Namespace) -> int:
    if not home.exists:
        raise LauncherError(f"There is no site in {home.path} to save.")
    target = options.file.expanduser().absolute()
    if not target.parent.is_dir():
        raise LauncherError(f"There is no folder {target.parent} for the backup.")
    layout.check_owner(home)
    with layout.locked(home), database_running(home), work_folder(home, "backup-") as folder:
        step("Saving the databases and files")
        collect(home, folder)
        made_at = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
        step("Packing")
        manifest = archive.write(
            folder, target, version=project_version(home.root), made_at=made_at
        )
    size = target.stat().st_size / 1e6
    step(
        f"{target}: {len(manifest.files)} files, {size:.1f} MB. It contains secrets: keep it safe."
    )
    return 0


def collect(home: Home, folder: Path) -> None:
    """Fill a folder with everything a backup holds."""
    storage = storage_of(home)
    link_files(storage, folder / "storage")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _dump_both(home, folder)
            break
        except LauncherError:  # a table was dropped between the snapshot and its dump
            if attempt == ATTEMPTS:
                raise
    link_files(storage, folder / "storage")
    for name in HOME_FILES:
        if (home.path / name).exists():
            (folder / "home" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(home.path / name, folder / "home" / name)


def storage_of(home: Home) -> Path:
    """Return where the site really keeps its files."""
    given = os.environ.get("CKAN_STORAGE_PATH") or ini.read_option(home, "ckan.storage_path")
    return Path(given) if given else home.storage


def link_files(source: Path, target: Path) -> None:
    """Add every file that is not there yet, as a hard link where the file system can.

    The site replaces files and never writes into one, so a linked file stays as it was.
    """
    for path in _files_below(source):
        copy = target / path.relative_to(source)
        if copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # it was deleted this very moment
            try:
                os.link(path, copy)
            except FileNotFoundError:
                raise
            except OSError:
                shutil.copy2(path, copy)


def _files_below(source: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(source):
        if Path(folder) == source:
            subfolders[:] = [name for name in subfolders if name not in LEFT_OUT]
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path


def database_addresses(home: Home) -> tuple[str, str]:
    """Return the addresses of the main database and the DataStore for PostgreSQL's own tools."""
    externals = Externals.of_environment()
    if externals.database:
        return externals.database, externals.datastore
    first, second = (
        f"postgresql://{postgres.SUPERUSER}@/{name}?host={home.postgres_sockets}"
        for name in postgres.DATABASES
    )
    return first, second


def _dump_both(home: Home, folder: Path) -> None:
    """Dump both databases from snapshots taken at the same moment."""
    import psycopg2

    addresses = database_addresses(home)
    with contextlib.ExitStack() as stack, _explained(psycopg2.Error):
        snapshots = []
        connections = [psycopg2.connect(address) for address in addresses]
        for connection in connections:
            stack.callback(connection.close)
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        for connection in connections:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_export_snapshot()")
                snapshots += [row[0] for row in cursor.fetchall()]
        for name, address, snapshot in zip(postgres.DATABASES, addresses, snapshots, strict=True):
            _dump(address, snapshot, folder / f"{name}.dump")


@contextlib.contextmanager
def _explained(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind as error:
        raise explain("Saving the databases", str(error)) from error


def _dump(address: str, snapshot: str, target: Path) -> None:
    command = [
        pgfiles.client("pg_dump"), "--format=custom", "--no-owner", "--no-acl", "--compress=1",
        f"--snapshot={snapshot}", f"--file={target}", f"--dbname={address}",
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise explain("Saving a database", answer.stderr)


@contextlib.contextmanager
def database_running(home: Home) -> Iterator[None]:
    """Have PostgreSQL answer for the length of a block, also when the site is stopped."""
    external = Externals.of_environment().database
    if external or postgres.is_ready(home.postgres_sockets):
        yield
        return
    user = pgfiles.server_user()
    layout.prepare(home, user)
    data = postgres.data_directory(home)
    if not data.exists():
        raise LauncherError(f"The site in {home.path} has no database yet: ./scigov up")
    with postgres.running_aside(data, home.postgres_sockets, user):
        yield


@contextlib.contextmanager
def work_folder(home: Home, prefix: str) -> Iterator[Path]:
    """Give a private folder on the home's file system; it is gone afterwards.

    Folders of runs that were killed go too; the caller holds the home's lock.
    """
    for leftover in home.path.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=home.path))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
