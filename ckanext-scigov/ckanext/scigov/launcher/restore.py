"""``./scigov restore FILE``: a site exactly as a backup has it, in this home.

Everything is unpacked, checked and loaded beside what is there; only then the old parts are put
aside and the new ones take their names. Until that moment a failure changes nothing.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import subprocess
from pathlib import Path

from . import archive, backup, children, down, ini, layout, pgfiles, postgres
from .console import step
from .errors import LauncherError, explain
from .paths import Home, project_version
from .state import State
from .up import Launch, version_parts

REBUILD = ("search-index", "rebuild", "--force", "--quiet")


def run(home: Home, options: argparse.Namespace) -> int:
    if home.exists and not options.yes:
        raise LauncherError(
            f"There is a site in {home.path}, which the backup would replace. "
            "If that is what you want: ./scigov restore FILE --yes"
        )
    layout.check_owner(home)
    with layout.locked(home):
        _restore(home, options.file.expanduser().absolute())
    return 0


def _restore(home: Home, source: Path) -> None:
    launch = Launch(home)
    was_running = launch.supervisor.running
    launch.prepare_home()
    with backup.work_folder(home, "restore-") as folder:
        step("Checking the backup")
        manifest = archive.read(source, folder)
        _check_version(manifest, home)
        if was_running:
            down.stop(home)
        if launch.user:
            _restore_embedded(home, launch.user, folder)
        else:
            _restore_external(home, folder)
        _put_files_in_place(home, folder)
    home.restoring.unlink()
    _set_going(home, was_running=was_running)
    step(f"The site is as it was on {manifest.made_at}")


def _check_version(manifest: archive.Manifest, home: Home) -> None:
    mine = project_version(home.root)
    if version_parts(manifest.version) > version_parts(mine):
        raise LauncherError(
            f"The backup was made by version {manifest.version}, which is newer than this one "
            f"({mine}). Restore it with that version. Nothing has been changed."
        )


def _restore_embedded(home: Home, user: pgfiles.ServerUser, folder: Path) -> None:
    """Load both dumps into a new data directory and let it take the old one's place."""
    step("Loading the databases")
    for leftover in home.path.glob("postgres.*"):
        postgres.end_leftovers(leftover.resolve())
        _discard(leftover)
    link = home.path / f"postgres.{secrets.token_hex(4)}"
    postgres.make_cluster(home, user, link)
    sockets = home.postgres_sockets
    try:
        with postgres.running_aside(link.resolve(), sockets, user):
            postgres.ensure_databases(sockets)
            for name in postgres.DATABASES:
                address = f"postgresql://{postgres.SUPERUSER}@/{name}?host={sockets}"
                _load(address, folder / f"{name}.dump", "--role", postgres.OWNER)
    except BaseException:
        _discard(link)
        raise
    home.restoring.touch()
    _swap(link, home.postgres, home.path / "postgres.old")


def _restore_external(home: Home, folder: Path) -> None:
    """Load both dumps over what somebody else's server holds."""
    step("Loading the databases")
    home.restoring.touch()
    for name, address in zip(postgres.DATABASES, backup.database_addresses(home), strict=True):
        _load(address, folder / f"{name}.dump", "--clean", "--if-exists", "--single-transaction")


def _put_files_in_place(home: Home, folder: Path) -> None:
    """Take over settings, secrets and files; addresses follow this home, not the old one."""
    here, saved = State.load(home), folder / "home"
    shutil.copy2(saved / "ckan.ini", home.ini)
    for path in (saved / "secrets").glob("*"):
        shutil.copy2(path, home.secrets / path.name)
        (home.secrets / path.name).chmod(0o600)
    shutil.copy2(saved / "launcher.json", home.path / "launcher.json")
    state = State.load(home)
    state.host, state.port = here.host or state.host, here.port or state.port
    state.prepared = ""  # tables, permissions and index are brought up to date with this code
    ini.ensure(home, state)
    state.save(home)
    storage = folder / "storage"
    storage.mkdir(exist_ok=True)
    storage.chmod(layout.PRIVATE)
    place = backup.storage_of(home)
    if place == home.storage:
        _swap(storage, place, home.path / "storage.old")
    else:
        shutil.copytree(storage, place, dirs_exist_ok=True)
    for path in home.redis.glob("*"):  # its jobs belong to rows that are gone; the outbox has ours
        path.unlink() if path.is_file() else shutil.rmtree(path)


def _set_going(home: Home, *, was_running: bool) -> None:
    """Bring tables and search index up to date; leave the site running only if it was."""
    launch = Launch(home)
    launch.prepare_home()
    try:
        launch.start_stores()
        launch.prepare_databases()
        step("Rebuilding the search index")
        launch.run_in_ckan("Rebuilding the search index", children.CKAN_COMMAND, *REBUILD)
        if was_running:
            launch.start_ckan()
    finally:
        if not was_running:
            launch.supervisor.stop()


def _load(address: str, dump: Path, *options: str) -> None:
    command = [
        pgfiles.client("pg_restore"), "--no-owner", "--no-acl", "--exit-on-error", *options,
        f"--dbname={address}", str(dump),
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise explain("Loading a database", answer.stderr)


def _swap(new: Path, place: Path, aside: Path) -> None:
    """Let a folder (or the link to one) take another's name; delete what had it before."""
    _discard(aside)
    if place.exists() or place.is_symlink():
        place.rename(aside)
    new.rename(place)
    _discard(aside)


def _discard(path: Path) -> None:
    if path.is_symlink():
        shutil.rmtree(path.resolve(), ignore_errors=True)
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
