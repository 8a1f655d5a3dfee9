"""How long each step may take: working days, each with what it rests on (``limits.yaml``)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.application.domain.clock import Limit
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


class LimitsReason(enum.Enum):
    UNKNOWN = "unknown"
    MISSING = "missing"
    NO_DAYS = "no_days"


@dataclass(frozen=True, slots=True)
class WrongLimit:
    key: str
    reason: LimitsReason


def read(values: Mapping[str, Mapping[str, Any]]) -> dict[LimitKey, Limit] | WrongLimit:
    """Return the limits of a file, or the first that is wrong: every key once, at least a day."""
    known = {key.value for key in LimitKey}
    for key, one in values.items():
        if key not in known:
            return WrongLimit(key, LimitsReason.UNKNOWN)
        if not isinstance(one.get("days"), int) or one["days"] < 1:
            return WrongLimit(key, LimitsReason.NO_DAYS)
    for key in LimitKey:
        if key.value not in values:
            return WrongLimit(key.value, LimitsReason.MISSING)
    return {
        key: Limit(
            key.value,
            values[key.value]["days"],
            str(values[key.value].get("basis", "")),
            bool(values[key.value].get("confirmed", False)),
        )
        for key in LimitKey
    }


def of_reply(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_REPLY if kind is Kind.SHARE else LimitKey.OPEN_REPLY


def of_extension(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_EXTENSION if kind is Kind.SHARE else LimitKey.OPEN_EXTENSION


def of_delivery(kind: Kind) -> LimitKey:
    return LimitKey.SHARE_DELIVER if kind is Kind.SHARE else LimitKey.OPEN_DELIVER


def of_appeal(level: AppealLevel) -> LimitKey:
    return LimitKey(f"appeal.{level.value}")
