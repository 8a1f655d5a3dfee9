"""Mail, webhook and a channel of one's own: in the person's language, guarded, repeated alike."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import responses

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.notices import service, trial
from ckanext.scigov.notices.domain import hook as rules
from ckanext.scigov.notices.domain.notices import Setting

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
MINUTE = dt.timedelta(minutes=1)
SECRET = "only-for-the-test-suite"
DOCS = Path(__file__).parents[3] / "docs" / "notices.md"
TEXT_ZH = "门户发送本通知，用于检查通知能否送达，无需处理。"
TEXT_EN = "The portal sends this message to see whether messages arrive. You need not do anything."

pytestmark = pytest.mark.usefixtures("clean_site")


def example():
    """Return the class of the documentation, as it stands there."""
    code = re.search(r"```python\n(import requests\n.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    made = {"__name__": __name__}
    exec(code[1], made)
    return made["ShortMessagesPlugin"]


def send_trial(user):
    trial.send(model.Session(), user["id"], NOW)
    model.Session.commit()


@pytest.fixture
def gateway(ckan_config, monkeypatch):
    """A system of the house that is called; ``gateway.status`` is what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.calls.append((body, dict(self.headers)))
            self.send_response(server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.calls, server.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    prefix = "ckanext.scigov.notices.webhook_"
    monkeypatch.setitem(
        ckan_config, f"{prefix}url", f"http://127.0.0.1:{server.server_address[1]}/in"
    )
    monkeypatch.setitem(ckan_config, f"{prefix}secret", SECRET)
    monkeypatch.setitem(ckan_config, f"{prefix}internal_hosts", "127.0.0.1")
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("language", "subject", "text", "prefix"),
    [
        ("", "门户测试通知", TEXT_ZH, ""),
        ("en", "A trial message of the portal", TEXT_EN, "/en"),
        ("xx", "门户测试通知", TEXT_ZH, ""),
    ],
)
def test_a_letter_is_in_the_persons_language(
    post_office, clerk, work, language, subject, text, prefix
):
    post_office.start()
    service.save_setting(model.Session(), clerk["id"], Setting(language=language))
    send_trial(clerk)
    assert work() == []
    ((to, letter),) = post_office.letters
    assert (to, letter["Subject"]) == ("clerk@example.org", subject)
    assert letter["To"] == "经办人 <clerk@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    page = f"http://test.scigov.localhost{prefix}/notices"
    lines = letter.get_content().splitlines()
    assert lines[:5] == [text, "", page, "", "-- "]
    assert lines[6].endswith(page)


@pytest.mark.parametrize("change", ["mail off", "account closed", "notice gone", "no address"])
def test_what_has_changed_meanwhile_counts(post_office, clerk, work, entries, rows, change):
    post_office.start()
    send_trial(clerk)
    session = model.Session()
    if change == "mail off":
        service.save_setting(session, clerk["id"], Setting(mail=False))
    elif change == "account closed":
        helpers.call_action("user_delete", id=clerk["id"])
    elif change == "notice gone":
        session.delete(rows()[0])
    else:
        model.User.get(clerk["id"]).email = None
    session.commit()
    assert work() == []
    assert (post_office.letters, [one.state for one in entries()]) == ([], ["done"])


def test_a_webhook_is_signed_and_repeated_alike(gateway, clerk, work, rows):
    gateway.status = 503
    send_trial(clerk)
    assert work() == ["ChannelDown: The webhook was not accepted: status 503"]
    gateway.status = 204
    assert work(NOW + 5 * MINUTE) == []
    (first, _), (body, headers) = gateway.calls
    assert first == body
    (notice,) = rows()
    told = json.loads(body)
    assert (told["id"], told["subject"]) == (notice.id, "门户测试通知")
    assert told["recipient"] == {"id": clerk["id"], "name": "clerk", "display_name": "经办人"}
    assert told["url"] == "http://test.scigov.localhost/notices"
    assert headers["Idempotency-Key"] == notice.id
    moment = headers["X-Scigov-Timestamp"]
    assert moment == str(int((NOW + 5 * MINUTE).timestamp()))
    assert headers["X-Scigov-Signature"] == rules.signature(body, SECRET, moment)


def test_a_webhook_that_is_refused_does_not_close_the_channel(gateway, clerk, colleague, work):
    gateway.status = 422
    send_trial(clerk)
    send_trial(colleague)
    refused = "NotDelivered: The webhook was not accepted: status 422"
    assert work() == [refused, refused]
    assert len(gateway.calls) == 2


def test_a_webhook_into_the_house_needs_its_name(gateway, clerk, work, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.notices.webhook_internal_hosts", "")
    send_trial(clerk)
    assert work() == ["ChannelDown: The webhook was not accepted: not_public"]
    assert gateway.calls == []


def test_channels_wait_for_themselves_alone(post_office, gateway, clerk, work, entries):
    send_trial(clerk)
    (error,) = work()
    assert error.startswith("ChannelDown: The mail server")
    assert len(gateway.calls) == 1
    assert [entry.state for entry in entries()] == ["waiting", "done"]


@pytest.mark.with_plugins({"example_short_messages": example()})
@pytest.mark.ckan_config("example.sms_gateway", "https://sms.example.org/send")
@responses.activate
def test_the_documentations_channel_works_as_it_stands(clerk, work, rows):
    responses.post("https://sms.example.org/send", status=500)
    responses.post("https://sms.example.org/send", status=200)
    send_trial(clerk)
    (error,) = work()
    assert error.startswith("HTTPError: 500 Server Error")
    assert work(NOW + MINUTE) == []
    assert work(NOW + 60 * MINUTE) == []
    sent = [json.loads(call.request.body) for call in responses.calls]
    text = "门户测试通知 http://test.scigov.localhost/notices"
    assert sent == [{"id": rows()[0].id, "account": "clerk", "text": text}] * 2
