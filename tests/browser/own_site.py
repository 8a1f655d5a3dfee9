"""A site of its own for one story, with settings that the shared one does not have."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser.conftest import MAIL, Site, _free_port, _launcher, keep_logs

from ckanext.scigov.launcher import ini
from ckanext.scigov.launcher.arguments import DEFAULT_HOST
from ckanext.scigov.launcher.paths import Home, project_root
from ckanext.scigov.launcher.state import State


def _write_settings(home: Home, port: int, settings: Sequence[str]) -> None:
    """Make the ``ckan.ini`` that ``up`` would make, with more lines: it keeps what it finds."""
    state = State(host=DEFAULT_HOST, port=port)
    ini.ensure(home, state)
    state.save(home)
    with home.ini.open("a", encoding="utf-8") as lines:
        lines.write("\n" + "\n".join(settings) + "\n")


@contextmanager
def own_site(session: pytest.Session, *settings: str) -> Iterator[tuple[Site, Callable[..., str]]]:
    """Start an empty site with lines added to its ``ckan.ini``; yield it and what runs ``./scigov`` on it."""
    home = Path(tempfile.mkdtemp(prefix="scigov-story-"))
    home.chmod(0o711)  # PostgreSQL's own user must come through where root runs the tests
    # What the environment says is stronger than the file.
    mail = {} if any(one.startswith("smtp.") for one in settings) else MAIL
    scigov, port = _launcher(home, mail), _free_port()
    try:
        _write_settings(Home(home, project_root()), port, settings)
        scigov("up", "--port", str(port), "--no-demo")
        token = scigov("ckan", "user", "token", "add", "admin", "tests", "-q").split()[-1]
        yield Site(f"http://127.0.0.1:{port}", token), scigov
    finally:
        keep_logs(home, session)
        scigov("reset", "--yes")
        shutil.rmtree(home, ignore_errors=True)
