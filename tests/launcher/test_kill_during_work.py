"""kill -9 of anything during a publish, an upload or a load; after ``up`` nothing is half.

A real site, real processes, real signals. What may have happened is decided by reading the site
again as a client would, and by counting what lies in the store.
"""

from __future__ import annotations

import contextlib
import csv
import io
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from thoroughly import every

from .conftest import Site, within

NOT_FOUND = 404
ROWS = 20_000
PUBLISHING = every(
    [
        ("postgres", 0.05), ("postgres", 0.2), ("web", 0.05), ("web", 0.2), ("redis", 0.1),
        ("worker", 0.1),
    ],
    else_=[("postgres", 0.05), ("web", 0.2)],
)  # fmt: skip
# A short delay meets the upload, a longer one the load in the background.
REPLACING = every(
    [
        ("postgres", 0.05), ("postgres", 1.0), ("web", 0.05), ("web", 0.4), ("worker", 0.6),
        ("worker", 1.5), ("redis", 0.3),
    ],
    else_=[("postgres", 1.0), ("web", 0.05), ("worker", 0.6)],
)  # fmt: skip
MAKING_WORDS = every(["worker", "postgres", "redis"], else_=["worker"])
WAIT = 300


def table(mark: str, rows: int = ROWS) -> bytes:
    """Return a CSV whose every row says which version of the file it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["编号", "版本", "金额"])
    writer.writerows([number, mark, number] for number in range(rows))
    return text.getvalue().encode()


class Client(Site):
    """A site under test, used as an administrator's client would."""

    def ask(self, action: str, files: Any = None, **data: Any) -> Any:
        """Call an action; raise ``requests.RequestException`` when it did not succeed."""
        sent: dict[str, Any] = {"data": data, "files": files} if files else {"json": data}
        answer = requests.post(
            f"http://127.0.0.1:{self.port}/api/3/action/{action}",
            headers={"Authorization": self.token},
            timeout=60,
            **sent,
        )
        answer.raise_for_status()
        return answer.json()["result"]

    def find(self, action: str, **data: Any) -> Any:
        """Return what an action answers, or None for what is not there."""
        try:
            return self.ask(action, **data)
        except requests.HTTPError as error:
            if error.response.status_code == NOT_FOUND:
                return None
            raise

    def is_searchable(self, resource_id: str) -> bool:
        """Say whether the rows of a table have their words and the words their index."""
        load = self.ask("scigov_tables_load_show", resource_id=resource_id)
        return load["state"] == "loaded" and load["search_ready"]

    def files(self) -> list[Path]:
        return [path for path in (self.home / "storage" / "objects").rglob("*") if path.is_file()]


def eventually(question: Callable[[], bool], what: str) -> None:
    assert within(WAIT, question), f"{what} did not happen within {WAIT} seconds."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    client = Client(tmp_path_factory.mktemp("kill") / "home")
    try:
        client.up()
        client.token = client.done("ckan", "user", "token", "add", "admin", "kill", "-q").split()[
            -1
        ]
        client.ask("organization_create", name="kejiting", title="省科学技术厅")
        yield client
    finally:
        client.run("reset", "--yes")


def during(work: Callable[[], Any], act: Callable[[], None], after: float) -> None:
    """Do ``act`` while ``work`` is under way; that ``work`` fails is expected."""

    def tolerant() -> None:
        with contextlib.suppress(requests.RequestException):
            work()

    thread = threading.Thread(target=tolerant)
    thread.start()
    time.sleep(after)
    act()
    thread.join()


def rows_of(site: Client, resource_id: str) -> set[tuple[str, int]]:
    """Return {(version, number of rows)} of a resource's table; empty without a table.

    The versions are asked for at once: between two questions one table may take another's place.
    """
    wanted = {"resource_id": resource_id, "fields": ["版本"], "distinct": True}
    found = site.find("datastore_search", **wanted)
    if found is None:
        return set()
    marks = {record["版本"] for record in found["records"]}
    total = site.ask("datastore_search", resource_id=resource_id, limit=0)["total"]
    return {(mark, total) for mark in marks}


@pytest.mark.parametrize(("victim", "after"), PUBLISHING)
def test_a_publish_is_whole_or_absent(site, entry_fields, victim, after):
    name = f"publish-{victim}-{int(after * 1000)}"
    resources = [{"name": f"链接{n}", "url": f"https://example.org/{n}"} for n in range(3)]
    fields = {**entry_fields, "name": name, "title": f"中断测试{name}", "owner_org": "kejiting"}
    del fields["no_resource_reason"]
    during(
        lambda: site.ask("package_create", **fields, resources=resources),
        lambda: site.kill(victim),
        after,
    )
    site.up()
    dataset = site.find("package_show", id=name)
    found = site.ask("package_search", q=f"name:{name}")["count"]
    assert found == (1 if dataset else 0)
    assert dataset is None or len(dataset["resources"]) == 3


@pytest.fixture
def loaded(site, entry_fields) -> Callable[[str], str]:
    """Return the id of a resource whose table holds version ``old``."""

    def make(name: str) -> str:
        dataset = site.find("package_show", id=name) or site.ask(
            "package_create",
            **{**entry_fields, "name": name, "title": f"中断测试{name}", "owner_org": "kejiting"},
        )
        resource = site.ask(
            "resource_create",
            files={"upload": ("表.csv", table("old"))},
            package_id=dataset["id"],
            name="表",
        )
        eventually(lambda: rows_of(site, resource["id"]) == {("old", ROWS)}, "the first load")
        return resource["id"]

    return make


@pytest.mark.parametrize(("victim", "after"), REPLACING)
def test_a_replaced_file_is_the_old_one_or_the_new_one(site, loaded, victim, after):
    resource_id = loaded(f"upload-{victim}-{int(after * 1000)}")
    during(
        lambda: site.ask(
            "resource_patch",
            files={"upload": ("表.csv", table("new"))},
            id=resource_id,
        ),
        lambda: site.kill(victim),
        after,
    )
    site.up()
    bytes_now = requests.get(
        site.ask("resource_show", id=resource_id)["url"],
        headers={"Authorization": site.token},
        timeout=60,
    ).content
    assert bytes_now in (table("old"), table("new"))
    version = "old" if bytes_now == table("old") else "new"
    assert rows_of(site, resource_id) in ({("old", ROWS)}, {("new", ROWS)})
    eventually(lambda: rows_of(site, resource_id) == {(version, ROWS)}, "the table of the file")
    eventually(lambda: site.is_searchable(resource_id), "the search of the table")


@pytest.mark.parametrize("victim", MAKING_WORDS)
def test_the_words_of_rows_are_made_after_all(site, loaded, victim):
    """The rows are there already; their words are under way when something is killed."""
    resource_id = loaded(f"words-{victim}")
    site.kill(victim)
    site.up()
    assert rows_of(site, resource_id) == {("old", ROWS)}
    eventually(lambda: site.is_searchable(resource_id), "the search of a table")
    found = site.ask("datastore_search", resource_id=resource_id, q="old", limit=0)
    assert found["total"] == ROWS


def test_no_file_is_orphaned_by_all_that(site):
    """Runs last in this module: each version has its file, byte for byte, and its report."""
    datasets = site.ask("package_search", rows=1000)["results"]
    uploads = [r for d in datasets for r in d["resources"] if r["url_type"] == "upload"]
    assert len(uploads) == len(REPLACING) + len(MAKING_WORDS)
    lists = [site.ask("scigov_tables_version_list", resource_id=one["id"]) for one in uploads]
    versions = sum(one["has_file"] for found in lists for one in found["versions"])
    assert versions >= len(uploads)
    eventually(lambda: len(site.files()) == 2 * versions, "the removal of orphaned files")
    sizes = [path.stat().st_size for path in site.files()]
    assert sizes.count(len(table("old"))) == versions
