"""A letter is handed over once, and a server never holds the worker."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from mail_server import MailServer

import ckan.plugins as p
from ckan.lib.mailer import MailerException

from ckanext.scigov.shared import mail

LETTER = mail.Letter("m1", "office@example.org", "计划处", "主题", "正文")

pytestmark = pytest.mark.usefixtures("with_request_context")


class OtherWay(p.SingletonPlugin):
    p.implements(p.INotifier, inherit=True)

    def notify_recipient(self, already, name, address, subject, body, *rest):
        OtherWay.taken = (already, name, address, subject, body, rest[1]["Message-ID"])
        return True


@pytest.fixture
def office(ckan_config, monkeypatch):
    server = MailServer()
    monkeypatch.setitem(ckan_config, "smtp.server", server.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    monkeypatch.setitem(ckan_config, "smtp.reply_to", "office@example.org")
    yield server
    server.stop()


def test_a_letter_has_its_heads(office):
    office.start()
    mail.deliver(LETTER)
    ((to, letter),) = office.letters
    heads = {name: letter[name] for name in ("From", "To", "Subject", "Reply-To", "Message-ID")}
    assert to == "office@example.org"
    assert heads == {
        "From": "科技政务数据资源门户 <portal@example.org>",
        "To": "计划处 <office@example.org>",
        "Subject": "主题",
        "Reply-To": "office@example.org",
        "Message-ID": "<m1@test.scigov.localhost>",
    }
    assert letter.get_content() == "正文\n"


def test_a_server_that_is_away_is_said_to_be(office):
    with pytest.raises(mail.NoServer, match="is not reached"):
        mail.deliver(LETTER)


def test_a_letter_that_is_refused_is_not_sent(office):
    office.start()
    office.answer = "554 No"
    with pytest.raises(MailerException, match="did not take the letter") as refused:
        mail.deliver(LETTER)
    assert not isinstance(refused.value, mail.NoServer)


def test_encryption_that_is_wanted_and_not_offered_stops_the_letter(
    office, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, "smtp.starttls", "true")
    office.start()
    with pytest.raises(MailerException, match="no STARTTLS"):
        mail.deliver(LETTER)
    assert office.letters == []


def test_nothing_is_sent_without_a_sender(office, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "")
    assert not mail.is_configured()
    with pytest.raises(MailerException, match="No sender is configured"):
        mail.deliver(LETTER)


@pytest.mark.with_plugins({"other_way": OtherWay})
@pytest.mark.usefixtures("with_plugins")
def test_a_plugin_may_send_it_in_its_own_way(office):
    mail.deliver(LETTER)
    assert OtherWay.taken == (
        False, "计划处", "office@example.org", "主题", "正文", "<m1@test.scigov.localhost>",
    )  # fmt: skip


def answering(lines, hang_up_after):
    """Return the port of a server that says these lines, one for each it hears, and then goes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as stream:
            for line in lines:
                stream.write(line + b"\r\n")
                stream.flush()
                while (heard := stream.readline()) and lines.index(line) == 4 and heard != b".\r\n":
                    pass
            time.sleep(hang_up_after)
        listening.close()

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def test_a_server_that_goes_after_its_consent_has_the_letter(office, ckan_config, monkeypatch):
    """Taken for unsent, it would come twice."""
    says = [b"220 hello", b"250 hello", b"250 from", b"250 to", b"354 go on", b"250 taken"]
    port = answering(says, hang_up_after=0)
    monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{port}")
    mail.deliver(LETTER)


def test_a_silent_server_is_not_waited_for(office, ckan_config, monkeypatch):
    monkeypatch.setattr(mail, "SECONDS", 0.5)
    port = answering([], hang_up_after=60)
    monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{port}")
    began = time.monotonic()
    with pytest.raises(mail.NoServer):
        mail.deliver(LETTER)
    assert time.monotonic() - began < 30
