"""Puts the rules between fields (``domain.rules``) to an entry and its errors at the fields.

On an entry made by hand everything is refused. On a harvested one what is merely missing is
listed in ``missing_fields``; what contradicts itself is refused there too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain import grades, rules
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType
from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.gaps import list_gaps
from ckanext.scigov.catalogue.logic.judgement import (
    GRADE_FIELDS,
    Judgement,
    is_safeguarded,
    member,
)
from ckanext.scigov.catalogue.logic.resource_rules import (
    judge_resource,
    judge_untouched_tables,
)


@scheming_validator
def scigov_catalogue_rules(
    field: None, schema: dict[str, Any]
) -> Callable[[Key, Any, Any, Any], None]:
    def validator(key: Key, data: Any, errors: Any, context: Any) -> None:
        judgement = Judgement(Flat(data), errors, context.get("package"))
        grade = judge_grade(judgement)
        judge_entry(judgement, grade)
        judge_contact(judgement)
        judge_publication(judgement)
        for resource in judgement.entry.children("resources"):
            judge_resource(judgement, resource, grade)
        judge_untouched_tables(judgement, grade)
        list_gaps(judgement, schema["dataset_fields"])

    return validator


def judge_grade(judgement: Judgement) -> Grade | None:
    """Judge the three fields; return the grade when it is complete and legal."""
    entry = judgement.entry
    if judgement.has_errors(entry, *GRADE_FIELDS):
        return None
    level = member(Level, entry.text("security_level"))
    share = member(ShareType, entry.text("share_type"))
    open_type = member(OpenType, entry.text("open_type"))
    refusals = grades.judge(level, share, open_type)
    if judgement.is_gathered:
        missing = (grades.GradeReason.SHARE_MISSING, grades.GradeReason.OPEN_MISSING)
        judgement.gaps += [refusal.field for refusal in refusals if refusal.reason in missing]
        refusals = tuple(refusal for refusal in refusals if refusal.reason not in missing)
        if level is None:
            judgement.gaps.append("security_level")
    judgement.add(refusals)
    if level is None or share is None or open_type is None:
        return None
    grade = Grade(level, share, open_type)
    return grade if grades.is_legal(grade) else None


def judge_entry(judgement: Judgement, grade: Grade | None) -> None:
    entry = judgement.entry
    texts = entry.texts()
    open_type = member(OpenType, entry.text("open_type"))
    # The terms are asked for only when the grade stands: a wrong grade is one error, not five.
    if grade is not None:
        judgement.add(rules.sharing_terms(grade.share, texts))
        judgement.add(rules.opening_terms(grade.open, texts))
    judgement.add(
        rules.national_grade(
            entry.text("data_grade"),
            member(Level, entry.text("security_level")),
            needs_level_four=tk.config["ckanext.scigov.catalogue.important_needs_level_four"],
        )
    )
    judgement.add(
        rules.personal_data(
            personal=entry.flag("personal_info"),
            safeguarded=is_safeguarded(entry, entry),
            open_type=open_type,
        )
    )
    kinds = {one["value"]: one["kind"] for one in vocabularies.values("data_subkind")}
    judgement.add(rules.subkind(entry.text("data_kind"), entry.text("data_subkind"), kinds))
    judgement.add(rules.archive(non_electronic=entry.flag("non_electronic"), texts=texts))
    judgement.add(rules.secrecy(entry.text("secrecy_level")))
    notice = dt.timedelta(days=tk.config["ckanext.scigov.catalogue.retirement_notice_days"])
    days = [_day(entry.text(name)) for name in ("deprecated_at", "retired_at")]
    judgement.add(rules.retirement(days[0], days[1], notice))
    for period in entry.children("temporal_coverage"):
        judgement.add(rules.period(period.text("start"), period.text("end")), at=period)


def judge_contact(judgement: Judgement) -> None:
    """Somebody can be asked: a name, and a way to reach it."""
    entry = judgement.entry
    if judgement.has_errors(entry, "owner_org"):
        # Both would have come from the provider: its own error says what to do.
        judgement.errors.get(entry.key("authoritative_source"), []).clear()
        return
    contacts = [contact for contact in entry.children("contact") if contact.text("name")]
    ways = ("email", "phone", "url")
    if any(contact.text(way) for contact in contacts for way in ways):
        return
    if judgement.is_gathered:
        judgement.gaps.append("contact")
        return
    field = "email" if contacts else "name"
    message = tk._(
        "Give a contact with name and e-mail, telephone or web page, "
        "or enter it once in the provider's profile."
    )
    judgement.complain(("contact", 0, field), message)


def judge_publication(judgement: Judgement) -> None:
    """R7 is asked when an entry goes from draft to active, or calls itself published.

    CKAN's form saves the entry before its first file, and API clients attach files afterwards:
    until then an entry is a draft of the catalogue (``enforcement.settle_lifecycle``).
    """
    entry, package = judgement.entry, judgement.package
    was_draft = package is not None and str(package.state).startswith("draft")
    becomes_active = entry.text("state") == "active"
    stored = package.extras.get("lifecycle_status") if package is not None else None
    claims = entry.text("lifecycle_status") == "published" and stored != "published"
    attached = len(entry.rows("resources")) + (len(package.resources) if package else 0)
    refusals = rules.publication(
        publishes=(was_draft and becomes_active) or claims,
        resources=attached,
        reason=entry.text("no_resource_reason"),
        archived=rules.is_archived(entry.texts()),
    )
    if judgement.is_gathered:
        return
    judgement.add(refusals)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
