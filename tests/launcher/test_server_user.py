"""Several sites begin on a fresh machine at once, as the parts of the tests do: one system user for all."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

NAME = "scigov-user-test"
ASK = "from ckanext.scigov.launcher import pgfiles; print(pgfiles.server_user().uid)"


@pytest.fixture
def nobody_yet() -> Iterator[None]:
    """No such user before, and none afterwards; only root makes one at all."""
    yield
    userdel = shutil.which("userdel", path=os.environ["PATH"] + ":/usr/sbin")
    if userdel and NAME in {one.pw_name for one in pwd.getpwall()}:
        subprocess.run([userdel, NAME], check=True, capture_output=True)


@pytest.mark.usefixtures("nobody_yet")
def test_all_who_begin_at_once_get_the_same_user() -> None:
    env = {**os.environ, "SCIGOV_POSTGRES_USER": NAME}
    asking = [
        subprocess.Popen([sys.executable, "-c", ASK], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [one.communicate(timeout=300)[0].strip() for one in asking]
    assert [one.returncode for one in asking] == [0] * 6
    expected = pwd.getpwnam(NAME).pw_uid if os.geteuid() == 0 else os.geteuid()
    assert said == [str(expected)] * 6
