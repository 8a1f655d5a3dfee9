"""Send mail by the server of CKAN's options ``smtp.*``.

CKAN's own sender waits for a silent server without an end, which would hold the worker, and takes a
letter for unsent when the connection breaks after the server has accepted it. So letters of the outbox
are handed over here; plugins that send mail in their own way (``INotifier``) are asked first all the same.
"""

from __future__ import annotations

import contextlib
import email.utils
import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.mailer import MailerException

from ckanext.scigov.shared.domain.patience import Patience, for_other_systems

SECONDS = 15
"""For a connection, and for each answer of the server."""


class NoServer(MailerException):
    """The mail server is not reached: no letter goes out at present."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words; ``message_id`` is the same at every attempt, so a repeat can be told."""

    message_id: str
    to: str
    to_name: str
    subject: str
    body: str


def send(payload: dict[str, Any]) -> None:
    """Deliver one message of the outbox (``enqueue_mail``); the Message-ID is the entry's."""
    deliver(
        Letter(
            message_id=payload["entry_id"],
            to=payload["to"],
            to_name=payload["to_name"],
            subject=payload["subject"],
            body=payload["body"],
        )
    )


def patience() -> Patience:
    """Return how long letters wait for a server that is away."""
    return for_other_systems(int(tk.config["ckanext.scigov.outbox.mail_days"]))


def is_configured() -> bool:
    """Tell whether the site sends mail at all."""
    return bool(tk.config.get("smtp.server") and tk.config.get("smtp.mail_from"))


def deliver(letter: Letter) -> None:
    """Hand a letter over; when this returns, the server has it.

    Raises:
        NoServer: the server is not reached.
        MailerException: no server is configured, or it does not take the letter.
    """
    if not is_configured():
        raise MailerException(
            "No sender is configured. Set smtp.server and smtp.mail_from, then the message goes out."
        )
    headers = {"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"}
    sent = False
    for plugin in p.PluginImplementations(p.INotifier):
        sent = plugin.notify_recipient(
            sent, letter.to_name or letter.to, letter.to, letter.subject, letter.body, None,
            headers, None,
        )  # fmt: skip
    if not sent:
        _by_smtp(letter.to, _message(letter, headers))


def _message_id(letter: Letter) -> str:
    host = urlsplit(str(tk.config["ckan.site_url"])).hostname or "localhost"
    return f"<{letter.message_id}@{host}>"


def _message(letter: Letter, headers: dict[str, str]) -> EmailMessage:
    message = EmailMessage()
    message.set_content(letter.body, cte="base64")
    for name, value in headers.items():
        message[name] = value
    message["Subject"] = letter.subject
    sender = (str(tk.config["ckan.site_title"]), str(tk.config["smtp.mail_from"]))
    message["From"] = email.utils.formataddr(sender)
    message["To"] = email.utils.formataddr((letter.to_name or letter.to, letter.to))
    message["Date"] = email.utils.formatdate()
    if tk.config.get("smtp.reply_to"):
        message["Reply-To"] = str(tk.config["smtp.reply_to"])
    return message


def _by_smtp(to: str, message: EmailMessage) -> None:
    server = _connected()
    try:
        _introduced(server)
        server.sendmail(str(tk.config["smtp.mail_from"]), [to], message.as_string())
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        server.close()
        raise NoServer(f"The mail server broke off: {error}") from error
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise MailerException(f"The mail server did not take the letter: {error!r}") from error
    # It has the letter now, whatever it says to a farewell.
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()


def _connected() -> smtplib.SMTP:
    address = str(tk.config["smtp.server"])
    parts = urlsplit(f"//{address}")
    try:
        return smtplib.SMTP(parts.hostname or "", parts.port or 25, None, SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise NoServer(f"The mail server {address} is not reached: {error}") from error


def _introduced(server: smtplib.SMTP) -> None:
    """Encrypt and sign in, as far as the options say."""
    server.ehlo()
    if tk.asbool(tk.config.get("smtp.starttls")):
        if not server.has_extn("STARTTLS"):
            raise smtplib.SMTPNotSupportedError("It offers no STARTTLS, and smtp.starttls is on.")
        server.starttls()
        server.ehlo()
    if tk.config.get("smtp.user"):
        server.login(str(tk.config["smtp.user"]), str(tk.config.get("smtp.password") or ""))
