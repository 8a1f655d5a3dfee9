"""What a feature implements so that its notices have words, and what a channel is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ckan.plugins as p

from ckanext.scigov.notices.domain.notices import Message
from ckanext.scigov.notices.domain.words import Words


class NotDelivered(Exception):
    """The message was not accepted; it is tried again."""


class ChannelDown(NotDelivered):
    """The channel's server is not reached: its other messages need not try for a while either."""


class NoticeChannel:
    """A way on which notices reach people. Subclass it, and offer it by ``INoticeChannel``."""

    name: str
    """What the outbox and the documentation call it."""

    def is_ready(self) -> bool:
        """Tell whether the site has it; a notice takes only the channels that are ready."""
        return True

    def send(self, message: Message) -> None:
        """Hand a message over. When this returns, it is never sent again.

        A message may come twice all the same, after a crash between the other side's consent and the
        database; its ``id`` is then the same.

        Raises:
            Exception: it was not accepted, and is tried again later.
        """
        raise NotImplementedError


class INoticeChannel(p.Interface):
    """Brings further channels."""

    def get_notice_channels(self) -> Iterable[NoticeChannel]:
        return ()


class INoticeWords(p.Interface):
    """Brings the words of a feature's notices."""

    def get_notice_words(self) -> Mapping[str, Words]:
        """Return kind → its words.

        Where the kinds are members of an enum of texts, every member needs words.
        """
        return {}
