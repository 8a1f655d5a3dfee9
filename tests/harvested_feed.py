"""The feed on a port of this machine, what a harvester must hold of it, and changes while somebody walks through it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from ckanext.scigov.dcat.domain.dataset import NO_ABSTRACT

Held = list[dict[str, Any]]
FIELDS = ("identifier", "title", "description", "modified", "resources")
"""What is equal when a harvester holds what everybody may see."""


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody reads what a test's server says."""


class Served:
    """A site (Flask's application) on a port; ``before`` is called once, with the address, before a question is answered that ``at`` is in."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self.asked: list[str] = []
        self.at, self.before = "", lambda: None
        self.address = ""

    def __call__(self, environ: Any, start: Any) -> Any:
        asked = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        if environ["REQUEST_METHOD"] == "GET":
            self.asked.append(asked)
            if self.at and self.at in asked:
                self.at = ""
                with self._application.test_request_context():
                    self.before()
        return self._application(environ, start)


@contextmanager
def served(application: Any) -> Iterator[Served]:
    site = Served(application)
    with make_server("127.0.0.1", 0, site, WSGIServer, Quiet) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def seen_by_everybody(ask: Callable[[str], Any], root: str) -> Held:
    """Return what the API tells nobody in particular of every dataset, as a harvester has to hold it.

    Of level four everybody may see that it is there, but it leaves by no feed.
    """
    answer = ask("/api/action/package_search?rows=100&fq=dataset_type:dataset")
    found = answer.get_json()["result"]
    assert found["count"] == len(found["results"])
    leaving = [one for one in found["results"] if one["security_level"] != "4"]
    return comparable(_expected(one, root) for one in leaving)


def _expected(entry: dict[str, Any], root: str) -> dict[str, Any]:
    address = f"{root}/dataset/{entry['id']}"
    return {
        "identifier": entry.get("identifier") or address,
        "title": entry["title"],
        "description": entry.get("notes") or NO_ABSTRACT,
        "modified": entry.get("modified") or entry["metadata_modified"],
        "resources": [[one["name"], _place(one, entry, address)] for one in entry["resources"]],
    }


def _place(resource: dict[str, Any], entry: dict[str, Any], address: str) -> str:
    """Return where a harvester leads to: the file where everybody may have it, else its page."""
    page = f"{address}/resource/{resource['id']}"
    own = resource.get("open_type") or entry["open_type"]
    is_given = (entry.get("lifecycle_status") or "published") in {"published", "deprecated"}
    is_open = {own, entry["open_type"]} == {"unconditional"} and is_given
    return f"{page}/access" if is_open else page


def comparable(held: Any) -> Held:
    """Return datasets in the order of their identifiers, moments in one form."""
    alike = [
        {**one, "modified": _moment(one["modified"]), "resources": sorted(one["resources"])}
        for one in held
    ]
    return sorted(alike, key=lambda one: one["identifier"])


def _moment(text: str) -> str:
    if "T" not in text:
        return text
    read = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    aware = read if read.tzinfo else read.replace(tzinfo=dt.timezone.utc)
    return aware.isoformat()
