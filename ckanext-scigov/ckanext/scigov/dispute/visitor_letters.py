"""Letters to visitors, put together when they are sent: in the language that they have used, with their link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan import model

from ckanext.scigov.dispute import config, queries, visiting, visitor_words
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.model import Dispute, Visitor
from ckanext.scigov.dispute.service.letters import CONFIRM
from ckanext.scigov.notices import language
from ckanext.scigov.notices.domain.words import Translate
from ckanext.scigov.shared import clock, mail
from ckanext.scigov.shared.session import Session


def send(payload: dict[str, Any]) -> None:
    """Job ``scigov_dispute_letter``: one letter; nothing where it is no longer wanted.

    Args:
        payload: ``dispute``, its id; ``about``: of ``service.letters``, or a step; ``entry_id``, the outbox's.
    """
    letter = _letter(model.Session(), payload, clock.now())
    # No transaction is open while another system is waited for.
    model.Session.commit()
    if letter is not None:
        mail.deliver(letter)


def path_of(dispute_id: str, token: str, page: str = "") -> str:
    """Return where a visitor sees his report; the token has only characters that a query may hold."""
    return f"/disputes/{dispute_id}{page}?token={token}"


def _letter(session: Session, payload: dict[str, Any], now: dt.datetime) -> mail.Letter | None:
    visitor = queries.visitors_of(session, [payload["dispute"]]).get(payload["dispute"])
    dispute = queries.find(session, payload["dispute"])
    if visitor is None or dispute is None or _is_over(dispute, payload["about"]):
        return None
    tongue = language.chosen_or_default(visitor.language)
    translate = language.translator(tongue)
    values = {
        "dataset": dispute.dataset_title,
        "number": dispute.number or "",
        "days": config.rules().confirm_within_days,
        "event": _event(payload["about"], translate),
        "url": _url(visitor, payload["about"], tongue, now),
    }
    subject, body = (translate(text) % values for text in _texts(payload["about"]))
    signed = f"-- \n{language.site_title(tongue)}\n{translate(visitor_words.FOOT)}"
    return mail.Letter(
        message_id=payload["entry_id"],
        to=visitor.email,
        to_name="",
        subject=subject,
        body=f"{body}\n\n{signed}\n",
    )


def _is_over(dispute: Dispute, about: str) -> bool:
    """Say whether nothing is left to be confirmed."""
    return about == CONFIRM and dispute.state != State.UNCONFIRMED.value


def _texts(about: str) -> tuple[str, str]:
    """Return subject and body, in English, with places."""
    if about in visitor_words.BODIES:
        return visitor_words.SUBJECTS[about], visitor_words.BODIES[about]
    return visitor_words.CHANGED.subject, visitor_words.CHANGED_BODY


def _event(about: str, translate: Translate) -> str:
    text = visitor_words.CHANGED.codes.get(about, "")
    return translate(text) if text else ""


def _url(visitor: Visitor, about: str, tongue: str, now: dt.datetime) -> str:
    token = visiting.token_for(visitor, now)
    page = "/confirm" if about == CONFIRM else ""
    return language.address(path_of(visitor.dispute_id, token, page), tongue)
