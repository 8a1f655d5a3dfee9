"""How long each step may take: working days, each with what it rests on (``limits.yaml``)."""

from __future__ import annotations

import enum

from ckanext.scigov.application.domain.states import AppealLevel, Kind


class LimitKey(str, enum.Enum):
    SHARE_CHECK = "share.check"
    SHARE_REPLY = "share.reply.conditional"
    SHARE_EXTENSION = "share.reply.extension"
    SHARE_DELIVER = "share.deliver"
    SHARE_NOT_IN_CATALOGUE = "share.not_in_catalogue"
    OPEN_REPLY = "open.reply.conditional"
    OPEN_EXTENSION = "open.reply.extension"
    OPEN_DELIVER = "open.deliver"
    SUPPLEMENT = "request.supplement"
    CONSULT = "request.consult"
    REPORT = "report.use"
    NEGOTIATE = "appeal.negotiate"
    AUTHORITY = "appeal.authority"
    GOVERNMENT = "appeal.government"
    REVIEW = "appeal.review"


def of_reply(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_REPLY if kind is Kind.SHARE else LimitKey.OPEN_REPLY


def of_extension(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_EXTENSION if kind is Kind.SHARE else LimitKey.OPEN_EXTENSION


def of_delivery(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_DELIVER if kind is Kind.SHARE else LimitKey.OPEN_DELIVER


def of_appeal(level: AppealLevel) -> LimitKey:
    return LimitKey(f"appeal.{level.value}")
