"""A dataset whose resources are uploads, the worker run by hand, and a look into both stores."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from source_server import Source

# The demonstration catalogue ships the real table; provenance: docs/demo.md.
NSFC = (
    Path(__file__).parents[3]
    / "ckanext-scigov/ckanext/scigov/demo/data/nsfc-management-science-projects-2017.csv.gz"
)


@pytest.fixture(scope="session")
def nsfc_bytes() -> bytes:
    return gzip.decompress(NSFC.read_bytes())


@pytest.fixture
def store(tmp_path: Path, app: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A storage folder of this test's own; returns the folder of the objects.

    Making the app reads the configuration again, so it comes first.
    """
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path / "objects"


@pytest.fixture
def files_in(store: Path) -> Callable[[], set[str]]:
    return lambda: {path.name for path in store.rglob("*") if path.is_file()}


@pytest.fixture
def uploads_in(files_in: Callable[[], set[str]]) -> Callable[[], set[str]]:
    """Name the stored files that are neither reports of loads nor dictionaries."""
    from ckan import model

    from ckanext.scigov.tables.model import DictionaryVersion, Load, Version

    others = (Load.report_key, Version.report_key, DictionaryVersion.storage_key)

    def uploads() -> set[str]:
        return files_in() - {key for one in others for (key,) in model.Session.query(one)}

    return uploads


@pytest.fixture
def context() -> dict[str, Any]:
    return {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}


@pytest.fixture
def dataset(provider: dict[str, Any]) -> dict[str, Any]:
    from ckan.plugins import toolkit as tk

    return tk.get_action("package_create")(
        {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True},
        {
            "name": "nsfc-projects",
            "title": "管理科学部资助项目",
            "owner_org": provider["id"],
            "catalogue_profile": "gathered",
            "security_level": "1",
            "share_type": "unconditional",
            "open_type": "unconditional",
            "source_portal": "test",
            "source_id": "1",
        },
    )


@pytest.fixture
def upload(dataset: dict[str, Any], context: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """``upload(b"…", "名称.csv", id=…, **fields)``: create a resource, or replace its file."""
    from werkzeug.datastructures import FileStorage

    from ckan.plugins import toolkit as tk

    def make(content: bytes, name: str, **fields: Any) -> dict[str, Any]:
        file = FileStorage(io.BytesIO(content), filename=name)
        action = "resource_patch" if "id" in fields else "resource_create"
        values = {"package_id": dataset["id"], "upload": file, **fields}
        return tk.get_action(action)(dict(context), values)

    return make


@pytest.fixture
def work() -> Callable[[], None]:
    """Run what waits in the outbox, as scheduler and worker do."""

    def run() -> None:
        from ckan import model

        from ckanext.scigov.shared import clock, dispatch, outbox

        while ids := outbox.claim_due(model.Session, clock.now()):
            model.Session.commit()
            for entry_id in ids:
                dispatch.run_entry(entry_id)
        model.Session.commit()

    return run


@pytest.fixture
def loaded(
    upload: Callable[..., dict[str, Any]], work: Callable[[], None]
) -> Callable[..., dict[str, Any]]:
    """As ``upload``, and what waits is done, so that the file is a table."""

    def make(content: bytes, name: str, **fields: Any) -> dict[str, Any]:
        made = upload(content, name, **fields)
        work()
        return made

    return make


@pytest.fixture
def page(app: Any) -> Callable[..., BeautifulSoup]:
    """Read a page about a resource, in English: ``page(resource, "/chart", by="单位")``."""

    def get(resource: dict[str, Any], below: str = "", *, token: str = "", **query: Any) -> Any:
        path = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}{below}"
        headers = {"Authorization": token} if token else {}
        answer = app.get(path, query_string=query, headers=headers)
        assert answer.status_code == 200
        return BeautifulSoup(answer.data, "html.parser")

    return get


@pytest.fixture
def call(context: dict[str, Any]) -> Callable[..., Any]:
    from ckan.plugins import toolkit as tk

    return lambda name, /, **values: tk.get_action(name)(dict(context), values)


@pytest.fixture
def state(call):
    return lambda resource: call("scigov_tables_load_show", resource_id=resource["id"])


@pytest.fixture
def rows(call):
    def read(resource, **values):
        return call("scigov_tables_rows_show", resource_id=resource["id"], **values)

    return read


@pytest.fixture
def datastore_tables() -> Callable[[], set[str]]:
    """Names of all tables of the DataStore but CKAN's own, staging tables included."""
    from ckanext.datastore.backend.postgres import get_write_engine

    def names() -> set[str]:
        found = set(sa.inspect(get_write_engine()).get_table_names())
        return {name for name in found if name != "_table_stats"}

    return names


@pytest.fixture(autouse=True)
def fresh_site(clean_site: None, store: Path) -> Iterator[None]:
    yield
    from ckan import model

    model.Session.rollback()


@pytest.fixture
def source(ckan_config: Any, app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    """A server elsewhere that the site may fetch from."""
    made = Source()
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_hosts", "127.0.0.1/32")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_ports", str(made.port))
    yield made
    made.close()


@pytest.fixture
def link(dataset: dict[str, Any], call: Any, source: Source) -> Callable[..., dict[str, Any]]:
    """Make a link to the source that is fetched daily, or otherwise."""

    def make(**fields: Any) -> dict[str, Any]:
        values = {"url": source.address(), "fetch_schedule": "daily", "name": "外部表"} | fields
        return call("resource_create", package_id=dataset["id"], **values)

    return make


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> Callable[..., None]:
    """``later(days)``: let time pass, then do what the scheduler does, and the worker."""
    from ckanext.scigov.shared import clock, dispatch

    def run(days: float = 1.0) -> None:
        moment = clock.now() + dt.timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)
        dispatch.run_scheduled("scigov_tables_fetch_due", moment)
        work()

    return run


@pytest.fixture
def fetch(state: Any) -> Callable[..., dict[str, Any]]:
    return lambda resource: state(resource)["fetch"]


@pytest.fixture
def version_count(call: Any) -> Callable[..., int]:
    return lambda resource: call("scigov_tables_version_list", resource_id=resource["id"])["count"]


@pytest.fixture
def fetches_on_record() -> Callable[..., list[Any]]:
    """Return the recorded acts by which new files came."""
    from ckan import model

    from ckanext.scigov.audit.model import AuditEvent

    def found(resource: dict[str, Any]) -> list[Any]:
        query = model.Session.query(AuditEvent)
        return query.filter_by(object_id=resource["id"], event="table.fetch").all()

    return found
