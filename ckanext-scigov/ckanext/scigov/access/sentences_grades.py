"""Grades, states and roles in words, for pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.domain.grades import Level, Sensitivity, sensitivity

_ = tk._
FIELDS = ("security_level", "share_type", "open_type")

OPENS: Mapping[str, Callable[[], str]] = {
    "unconditional": lambda: _("Open to the public without conditions"),
    "conditional": lambda: _("Open to the public on conditions"),
    "none": lambda: _("Not open to the public"),
}
SHARES: Mapping[str, Callable[[], str]] = {
    "unconditional": lambda: _("shared with departments without conditions"),
    "conditional": lambda: _("shared with departments on conditions"),
    "none": lambda: _("not shared with departments"),
}
IMPACTS: Mapping[Level, Callable[[], str]] = {
    Level.ONE: lambda: _("No harm"),
    Level.TWO: lambda: _("May affect others"),
    Level.THREE: lambda: _("Harms the normal running of persons, bodies or organs"),
    Level.FOUR: lambda: _("Serious harm"),
}
SENSITIVITIES: Mapping[Sensitivity, Callable[[], str]] = {
    Sensitivity.GENERAL: lambda: _("General data"),
    Sensitivity.SENSITIVE: lambda: _("Sensitive data"),
}
WORDS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("proposal", "waiting"): lambda: _("Waiting for approval"),
    ("proposal", "approved"): lambda: _("Approved"),
    ("proposal", "rejected"): lambda: _("Refused"),
    ("proposal", "replaced"): lambda: _("Replaced"),
    ("proposal", "withdrawn"): lambda: _("Withdrawn"),
    ("agency", "registered"): lambda: _("Waiting for approval"),
    ("agency", "approved"): lambda: _("Approved"),
    ("agency", "suspended"): lambda: _("Suspended"),
    ("capacity", "member"): lambda: _("Member"),
    ("capacity", "approver"): lambda: _("Signs applications"),
    ("role", "steward"): lambda: _("Data steward"),
    ("role", "approver"): lambda: _("Approver of grades"),
    ("role", "reviewer"): lambda: _("Reviewer of applications"),
    ("role", "decider"): lambda: _("Decider of applications"),
    ("role", "cdo"): lambda: _("Chief data officer"),
    ("role", "auditor"): lambda: _("Auditor"),
    ("role", "operator"): lambda: _("Operator"),
    ("scope", "platform"): lambda: _("Whole platform"),
    ("scope", "unit_tree"): lambda: _("Unit with all below it"),
    ("scope", "provider"): lambda: _("One provider"),
    ("term", "future"): lambda: _("Not yet begun"),
    ("term", "active"): lambda: _("In force"),
    ("term", "ended"): lambda: _("Ended"),
    ("term", "revoked"): lambda: _("Taken back"),
    ("kind", "resident_id"): lambda: _("Resident identity number"),
    ("kind", "mobile"): lambda: _("Mobile number"),
    ("kind", "bank_card"): lambda: _("Bank card number"),
    ("kind", "email"): lambda: _("E-mail address"),
    ("kind", "person_name"): lambda: _("Name of a person"),
    ("kind", "home_address"): lambda: _("Home address"),
    ("kind", "birth_date"): lambda: _("Date of birth"),
    ("kind", "passport"): lambda: _("Passport"),
    ("kind", "travel_permit"): lambda: _("Travel or residence permit"),
    ("kind", "social_security"): lambda: _("Social security number"),
    ("kind", "online_account"): lambda: _("Account of an online service"),
    ("kind", "licence_plate"): lambda: _("Licence plate"),
    ("answer", "masked"): lambda: _("The data are masked"),
    ("answer", "lawful_ground"): lambda: _("Published by law"),
    ("answer", "not_personal"): lambda: _("No personal data"),
}


def word(kind: str, code: str) -> str:
    """Return the word for a code; one that nobody has named is shown as it is."""
    found = WORDS.get((kind, code))
    return found() if found else code


def sentence(dataset: Mapping[str, Any], codes: Sequence[str]) -> str:
    """Return in one sentence how open something is, with the conditions its entry states."""
    level, share, open_type = codes
    if not level:
        return _("This data has not been graded yet. Until that is done only its provider gets it.")
    grounds = {
        "open": {"conditional": "open_condition", "none": "non_open_basis"},
        "share": {"conditional": "share_condition", "none": "non_share_basis"},
    }
    opened = _with(OPENS[open_type](), dataset.get(grounds["open"].get(open_type, "")))
    shared = _with(SHARES[share](), dataset.get(grounds["share"].get(share, "")))
    return _("{opened}; {shared}.").format(opened=opened, shared=shared)


def _with(text: str, ground: Any) -> str:
    said = str(ground or "").strip().rstrip("。.；;")
    return _("{text} ({ground})").format(text=text, ground=said) if said else text


def grade_text(codes: Mapping[str, Any] | Sequence[str | None] | None) -> str:
    """Return a grade in short; a resource's own names only what it does not inherit."""
    if isinstance(codes, Mapping):
        codes = [codes.get(name) or "" for name in FIELDS]
    given = [(name, code) for name, code in zip(FIELDS, codes or (), strict=False) if code]
    if not given:
        return _("Not yet classified")
    return " · ".join(labels.label(name, code) for name, code in given)


def impact(level: str) -> str:
    return IMPACTS[Level(level)]()


def sensitivity_of(level: str) -> str:
    return SENSITIVITIES[sensitivity(Level(level))]()
