"""An upload's file outlives its transaction only as some resource's file."""

import io
import time

import pytest

KEY = "ab" * 16


@pytest.fixture
def unfinished(store, clean_site):
    from ckanext.scigov.tables import unfinished

    return unfinished


@pytest.fixture
def half_an_upload(unfinished, store):
    """Do what an upload does up to the commit, in a transaction of its own."""
    from ckan import model

    from ckanext.scigov.tables import config

    session = model.meta.create_local_session()
    unfinished.claim(session, KEY)
    config.file_store().write(KEY, io.BytesIO(b"bytes"))
    yield session
    session.close()


def test_a_file_of_an_open_transaction_is_left_alone(unfinished, half_an_upload, files_in):
    assert unfinished.settle() == 0
    assert files_in() == {KEY}


def settled(unfinished):
    """Return how many were settled once the server has noticed that the connection is gone."""
    until = time.monotonic() + 60
    while not (found := unfinished.settle()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_the_end_of_a_connection_settles_it(unfinished, half_an_upload, files_in, store):
    """As when the process was killed: no code of ours ran, the lock went with the connection."""
    half_an_upload.connection().invalidate()
    assert settled(unfinished) == 1
    assert files_in() == set()
    assert list((store.parent / "unfinished").iterdir()) == []


def test_a_half_written_file_goes_too(unfinished, half_an_upload, files_in, store):
    whole = store / "ab" / "ab" / KEY
    whole.rename(whole.with_name(f"{KEY}.part"))
    half_an_upload.connection().invalidate()
    settled(unfinished)
    assert files_in() == set()


def test_a_committed_upload_stays_and_leaves_no_mark(upload, unfinished, files_in, store):
    upload(b"a\n1\n", "表.csv")
    assert len(files_in()) == 1
    assert list((store.parent / "unfinished").iterdir()) == []


def test_a_mark_left_beside_a_committed_file_only_goes(upload, unfinished, files_in, store):
    """Killed between the commit and the removal of the mark."""
    upload(b"a\n1\n", "表.csv")
    (key,) = files_in()
    (store.parent / "unfinished" / key).touch()
    assert unfinished.settle() == 0
    assert files_in() == {key}
    assert list((store.parent / "unfinished").iterdir()) == []


def test_a_database_that_is_away_is_waited_for(unfinished, half_an_upload, files_in, monkeypatch):
    import sqlalchemy as sa

    from ckan import model

    gone = sa.create_engine("postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(model, "ensure_engine", lambda: gone)
    unfinished.settle_quietly()
    assert files_in() == {KEY}
