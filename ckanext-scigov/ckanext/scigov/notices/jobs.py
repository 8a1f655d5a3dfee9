"""What is done later: notices on their ways out of the portal, and forgetting what was read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.notices import config, language, queries, registry, service
from ckanext.scigov.notices.domain import words
from ckanext.scigov.notices.domain.notices import Message, Notice, Recipient, channels_of
from ckanext.scigov.notices.interfaces import ChannelDown, NoticeChannel
from ckanext.scigov.shared import clock

log = logging.getLogger(__name__)

DOWN_FOR = dt.timedelta(minutes=2)
"""So long nobody asks a server that did not answer: each attempt may hold the worker for a while."""


def deliver(payload: dict[str, Any]) -> None:
    """Send one notice on one channel, in words of the recipient's language."""
    channel = registry.channels().get(payload["channel"])
    message = _message(payload["notice"], payload["channel"])
    # No transaction is open while another system is waited for.
    model.Session.commit()
    if channel is None or message is None:
        log.info("Notice %s is not sent by %s any more.", payload["notice"], payload["channel"])
        return
    _send(channel, message)


def forget(now: dt.datetime) -> None:
    service.forget(model.Session(), now - config.kept())


def _message(notice_id: str, channel: str) -> Message | None:
    """Return what is to be sent; None when nobody is to be told any more."""
    session = model.Session()
    notice = queries.find(session, notice_id)
    found = queries.person(session, notice.user_id) if notice else None
    if notice is None or found is None:
        return None
    recipient, setting = found
    return _in_words(notice, recipient) if channels_of(setting, [channel]) else None


def _in_words(notice: Notice, recipient: Recipient) -> Message:
    tongue = language.chosen_or_default(recipient.language)
    told = words.tell(registry.words_of(notice.kind), notice.params, language.translator(tongue))
    return Message(
        id=notice.id,
        kind=notice.kind,
        recipient=dataclasses.replace(recipient, language=tongue),
        subject=told.subject,
        body=told.body,
        url=language.address(notice.path, tongue),
        created=notice.created_at,
    )


def _send(channel: NoticeChannel, message: Message) -> None:
    """Send it, unless the channel's server did not answer another message a moment ago."""
    now = clock.now()
    redis: Any = connect_to_redis()  # redis-py's answers have no types
    mark = f"scigov:{tk.config['ckan.site_id']}:notices:{channel.name}:down_until"
    until = redis.get(mark)
    if until is not None and dt.datetime.fromisoformat(until.decode()) > now:
        raise ChannelDown(
            f"{channel.name} did not answer others. It is asked again {until.decode()}."
        )
    try:
        channel.send(message)
    except ChannelDown:
        redis.set(mark, (now + DOWN_FOR).isoformat(), ex=DOWN_FOR)
        raise
    redis.delete(mark)
