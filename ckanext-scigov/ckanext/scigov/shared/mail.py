"""Send a message of the outbox by CKAN's mailer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan.lib import mailer


def send(payload: dict[str, Any]) -> None:
    """Deliver one message; the Message-ID is the entry's, so a repeat can be told from a new one."""
    if not tk.config.get("smtp.mail_from"):
        raise mailer.MailerException(
            "No sender is configured. Set smtp.server and smtp.mail_from, then the message goes out."
        )
    host = urlsplit(str(tk.config["ckan.site_url"])).hostname or "localhost"
    mailer.mail_recipient(
        payload["to_name"] or payload["to"],
        payload["to"],
        payload["subject"],
        payload["body"],
        headers={"Message-ID": f"<{payload['entry_id']}@{host}>"},
    )
