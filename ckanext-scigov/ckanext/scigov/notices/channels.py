"""The channels the portal has itself: mail, and one other system that is called by HTTP.

The portal's own list needs none: a notice is there when the act that it tells of is committed.
"""

from __future__ import annotations

from ckanext.scigov.notices import config, language
from ckanext.scigov.notices.domain import hook
from ckanext.scigov.notices.domain.notices import MAIL, WEBHOOK, Message
from ckanext.scigov.notices.domain.words import N_
from ckanext.scigov.notices.interfaces import ChannelDown, NotDelivered, NoticeChannel
from ckanext.scigov.shared import clock, mail, posting
from ckanext.scigov.shared.connecting import NotFetched

FOOT = N_("This message was sent automatically. Which messages you get is your choice: %(url)s")
BUSY = frozenset({429, 500, 502, 503, 504})
"""What a server says that is there and cannot work now."""


class MailChannel(NoticeChannel):
    name = MAIL

    def is_ready(self) -> bool:
        return mail.is_configured()

    def send(self, message: Message) -> None:
        recipient = message.recipient
        if not recipient.mail:
            return
        try:
            mail.deliver(
                mail.Letter(
                    message_id=message.id,
                    to=recipient.mail,
                    to_name=recipient.display_name,
                    subject=message.subject,
                    body=_letter(message),
                )
            )
        except mail.NoServer as error:
            raise ChannelDown(str(error)) from error


class WebhookChannel(NoticeChannel):
    name = WEBHOOK

    def is_ready(self) -> bool:
        return bool(config.webhook_url())

    def send(self, message: Message) -> None:
        content = hook.body(message)
        headers = hook.headers(message, content, config.webhook_secret(), clock.now())
        call = posting.Posted(config.webhook_url(), content, headers, config.webhook_rules())
        try:
            posting.post(call)
        except NotFetched as error:
            told = f"The webhook was not accepted: {error.reason} {error.status or ''}".rstrip()
            is_down = error.reason != posting.STATUS or error.status in BUSY
            raise (ChannelDown if is_down else NotDelivered)(told) from error


def _letter(message: Message) -> str:
    tongue = message.recipient.language
    translate = language.translator(tongue)
    foot = translate(FOOT) % {"url": language.address("/notices", tongue)}
    signed = f"-- \n{language.site_title(tongue)}\n{foot}"
    return f"{message.body}\n\n{message.url}\n\n{signed}\n"
