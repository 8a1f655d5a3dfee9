"""Visitors without an account: the link in their mails makes them the reporter of one dispute."""

from __future__ import annotations

import datetime as dt
import hmac

from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.model import Visitor
from ckanext.scigov.shared import visitor_links
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.visitor_links import Link

PURPOSE = "dispute"
GOOD_FOR_DAYS = 365


def token_for(visitor: Visitor, now: dt.datetime) -> str:
    """Return the token of the link to a visitor's dispute."""
    return visitor_links.make(PURPOSE, Link(visitor.dispute_id, visitor.nonce), now, GOOD_FOR_DAYS)


def dispute_of(session: Session, token: str, now: dt.datetime) -> str:
    """Return the id of the dispute that a token opens; empty: it opens none, or none any more."""
    link = visitor_links.read(PURPOSE, token, now) if token else None
    if not isinstance(link, Link):
        return ""
    visitor = queries.visitors_of(session, [link.object_id]).get(link.object_id)
    known = visitor.nonce if visitor else ""
    return link.object_id if known and hmac.compare_digest(known, link.nonce) else ""
