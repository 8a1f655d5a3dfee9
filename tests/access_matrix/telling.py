"""What people were told of the site's applications, as it leaves the portal: by mail and by a webhook."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mail_server import MailServer

from access_matrix import oracle
from access_matrix.parties import PREFIX
from access_matrix.site import Site

MAIL, WEBHOOK = "mail", "webhook"
HOOK = "ckanext.scigov.notices.webhook_"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.bodies.append(self.rfile.read(length).decode())  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Tests are quiet."""


def words(site: Site) -> Iterator[tuple[str, str, str]]:
    """Deliver every notice; yield of each message the channel, the persona, and a canary in it."""
    from ckan import model

    from ckanext.scigov.notices import jobs
    from ckanext.scigov.notices.model import NoticeRow

    with _servers() as (post_office, hook):
        ids = model.Session.query(NoticeRow.id, NoticeRow.user_id).order_by(NoticeRow.id).all()
        for id_, user_id in ids:
            persona = model.User.get(user_id).name.removeprefix(PREFIX)
            if persona not in site.people:
                continue  # CKAN's own account, which has made the providers and administers them.
            for channel in (MAIL, WEBHOOK):
                jobs.deliver({"notice": id_, "channel": channel})
            for channel, text in ((MAIL, _letter(post_office)), (WEBHOOK, hook.bodies.pop())):
                for word in sorted(oracle.words_in(text) & set(site.words)):
                    yield channel, persona, word


def _letter(post_office: MailServer) -> str:
    _to, letter = post_office.letters.pop()
    body = letter.get_body()
    assert body is not None
    return f"{letter.items()} {body.get_content()}"


@contextlib.contextmanager
def _servers() -> Iterator[tuple[MailServer, Any]]:
    import ckan.plugins.toolkit as tk

    post_office = MailServer()
    hook: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    hook.bodies = []
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    post_office.start()
    changed = {
        "smtp.server": post_office.address,
        "smtp.mail_from": "portal@example.org",
        f"{HOOK}url": f"http://127.0.0.1:{hook.server_address[1]}/in",
        f"{HOOK}secret": "only-for-the-test-suite",
        f"{HOOK}internal_hosts": "127.0.0.1",
    }
    before = {name: tk.config.get(name) for name in changed}
    tk.config.update(changed)
    try:
        yield post_office, hook
    finally:
        tk.config.update(before)
        post_office.stop()
        hook.shutdown()
        hook.server_close()
