"""An editor saves a dataset while the worker finishes one of its tables: nothing of either is lost."""

import threading

import pytest

PATIENCE = 120


@pytest.fixture
def saving(dataset):
    """A transaction that has changed the dataset and its resource and is not committed yet."""
    from ckan import model

    session = model.meta.create_local_session()
    package = session.get(model.Package, dataset["id"])
    package.title = "改过的标题"
    package.resources[0].extras = {**package.resources[0].extras, "sheet": "改过的表"}
    session.flush()
    yield session
    session.close()


@pytest.fixture
def loaded_once(upload, work):
    resource = upload(b"a\n1\n", "表.csv")
    work()
    return resource


@pytest.fixture
def loading(app, loaded_once):
    """The worker drops the resource's table, in a thread and with a Session of its own."""
    from ckan import model

    from ckanext.scigov.tables import jobs, service

    service.forget_load(model.Session, loaded_once["id"], now=_now())
    model.Session.commit()

    def work_here():
        with app.flask_app.test_request_context():
            jobs.drop_table({"resource_id": loaded_once["id"]})
            model.Session.remove()

    return threading.Thread(target=work_here)


def _now():
    from ckanext.scigov.shared import clock

    return clock.now()


def test_the_worker_waits_and_takes_over_what_was_saved(loaded_once, loading, saving, dataset):
    from ckan import model
    from ckan.lib import search

    loading.start()
    loading.join(1)
    assert loading.is_alive()  # it waits for the editor
    saving.commit()
    loading.join(PATIENCE)
    assert not loading.is_alive()
    model.Session.expire_all()
    extras = model.Session.get(model.Resource, loaded_once["id"]).extras
    assert (extras["sheet"], extras["datastore_active"]) == ("改过的表", False)
    assert search.show(dataset["name"])["title"] == "改过的标题"
