"""What another system is sent, and how it can tell that it is from this portal."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json

from ckanext.scigov.notices.domain.notices import Message

SIGNATURE = "X-Scigov-Signature"
MOMENT = "X-Scigov-Timestamp"
SHORTEST_SECRET = 16


def body(message: Message) -> bytes:
    """Return a message as JSON."""
    recipient = message.recipient
    told = {
        "id": message.id,
        "kind": message.kind,
        "created": message.created.isoformat(),
        "recipient": {
            "id": recipient.user_id,
            "name": recipient.name,
            "display_name": recipient.display_name,
        },
        "language": recipient.language,
        "subject": message.subject,
        "body": message.body,
        "url": message.url,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def headers(message: Message, content: bytes, secret: str, now: dt.datetime) -> dict[str, str]:
    """Return what goes with it. The signature covers the moment, so an old call cannot be sent again."""
    moment = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message.id,
        MOMENT: moment,
        SIGNATURE: signature(content, secret, moment),
    }


def signature(content: bytes, secret: str, moment: str) -> str:
    signed = hmac.new(secret.encode(), moment.encode() + b"." + content, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"
