"""CKAN's test client, that takes each answer to its end and closes it, as a server does.

Flask's own leaves that to whoever reads the answer. A test that fails at its status never does, and the
traceback keeps the answer alive: a file of rows then holds its transaction through the tests that follow.
"""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.tests import helpers


class ReadingClient(helpers.CKANTestClient):
    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


class ReadingApp(helpers.CKANTestApp):
    def test_client(self, use_cookies: bool = True, user: model.User | None = None) -> Any:
        return ReadingClient(
            self.flask_app, helpers.CKANResponse, use_cookies=use_cookies, user=user
        )
