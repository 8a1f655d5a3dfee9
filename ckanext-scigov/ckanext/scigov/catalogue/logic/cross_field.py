"""Puts the rules between fields (``domain.rules``) to an entry and its errors at the fields.

On an entry made by hand everything is refused. On a harvested one what is merely missing is
listed in ``missing_fields``; what contradicts itself is refused there too.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.scheming.validation import scheming_validator

from ckanext.scigov.catalogue import sentences
from ckanext.scigov.catalogue.domain import advice, dictionary, grades, rules
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, PartialGrade, ShareType
from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.prepare import (
    GATHERED,
    find_stored_resource,
    stored_value,
)
from ckanext.scigov.shared.errors import Refusal

E = TypeVar("E", bound=enum.Enum)
GRADE_FIELDS = ("security_level", "share_type", "open_type")
SOURCE_IDENTITY = ("source_portal", "source_id")


class Judgement:
    """Collects refusals as error texts, and gaps, while the rules are asked one by one."""

    def __init__(self, entry: Flat, errors: dict[Key, list[str]], package: Any) -> None:
        self.entry = entry
        self.errors = errors
        self.package = package
        self.is_gathered = entry.text("catalogue_profile") == GATHERED
        self.gaps: list[str] = []

    def add(self, refusals: Iterable[Refusal], at: Flat | None = None) -> None:
        for refusal in refusals:
            if self.is_gathered and refusal.reason in rules.GAPS:
                self.gaps.append(refusal.field)
            else:
                place = (at or self.entry).key(refusal.field)
                self.errors.setdefault(place, []).append(sentences.sentence(refusal))

    def complain(self, place: Key, message: str) -> None:
        self.errors.setdefault(place, []).append(message)

    def has_errors(self, at: Flat, *fields: str) -> bool:
        return any(self.errors.get(at.key(field)) for field in fields)


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


def member(kind: type[E], value: str) -> E | None:
    """Return the enum member for a code; None for none (or one its own validator refused)."""
    return next((item for item in kind if item.value == value), None)


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
    judgement.add(rules.secrecy(entry.text("secrecy_level")))
    notice = dt.timedelta(days=tk.config["ckanext.scigov.catalogue.retirement_notice_days"])
    days = [_day(entry.text(name)) for name in ("deprecated_at", "retired_at")]
    judgement.add(rules.retirement(days[0], days[1], notice))
    for period in entry.children("temporal_coverage"):
        judgement.add(rules.period(period.text("start"), period.text("end")), at=period)


def is_safeguarded(part: Flat, entry: Flat) -> bool:
    return bool(part.text("mask_rule") or entry.text("publication_basis"))


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
    until then an entry is a draft of the catalogue (``service.settle_lifecycle``).
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
    )
    if judgement.is_gathered:
        return
    judgement.add(refusals)


def judge_resource(judgement: Judgement, resource: Flat, grade: Grade | None) -> None:
    stored = find_stored_resource(resource, judgement.package)
    if not judgement.is_gathered and resource.is_empty("url"):
        message = tk._("Choose a file or give a link.")
        judgement.complain(resource.key("url"), message)
    own = PartialGrade(*partial_grade(resource.text))
    is_new = stored is None or own != PartialGrade(
        *partial_grade(lambda name: str(stored_value(stored, name) or ""))
    )
    in_force = grade
    if grade is not None:
        in_force = grades.strictest(own.within(grade), grade)
        # A grade stored earlier may have become looser than the dataset's: the stricter one is in
        # force, and a job that only notes a file's size must not fail for it.
        if is_new:
            judgement.add(grades.judge_part(own, grade), at=resource)
    elif is_new and not own.is_empty and not judgement.has_errors(judgement.entry, *GRADE_FIELDS):
        message = tk._("The dataset is not yet classified. Grade it before its resources.")
        judgement.complain(resource.key("security_level"), message)
    judge_items(judgement, resource, in_force)


def partial_grade(
    read: Callable[[str], str],
) -> tuple[Level | None, ShareType | None, OpenType | None]:
    return (
        member(Level, read("security_level")),
        member(ShareType, read("share_type")),
        member(OpenType, read("open_type")),
    )


def judge_items(judgement: Judgement, resource: Flat, grade: Grade | None) -> None:
    entry = judgement.entry
    items = list(resource.children("data_items"))
    for item, refusals in zip(
        items, dictionary.judge_items([item.texts() for item in items]), strict=True
    ):
        judgement.add(refusals, at=item)
        cycle = rules.item_cycle(item.text("update_frequency"), entry.text("update_cycle"))
        judgement.add(cycle, at=item)
        if grade is None:
            continue
        own = PartialGrade(*partial_grade(item.text))
        too_high = rules.item_level(own.level, grade.level)
        judgement.add(too_high or grades.judge_part(own, grade), at=item)
        judgement.add(
            rules.personal_data(
                personal=item.flag("personal_info"),
                safeguarded=is_safeguarded(item, entry),
                open_type=own.within(grade).open,
                field="personal_info",
            ),
            at=item,
        )


def judge_untouched_tables(judgement: Judgement, grade: Grade | None) -> None:
    """Judge the dataset against tables the call did not send (R1, R6): say it at the dataset."""
    package, entry = judgement.package, judgement.entry
    if package is None:
        return
    sent = {resource.text("id") for resource in entry.children("resources")}
    for resource in package.resources:
        if resource.id in sent:
            continue
        own = PartialGrade(*partial_grade(lambda name, r=resource: str(r.extras.get(name) or "")))
        items: Sequence[Any] = resource.extras.get("data_items") or ()
        for item in items:
            refusals = [
                Refusal(refusal.reason, "update_cycle")
                for refusal in rules.item_cycle(
                    str(item.get("update_frequency") or ""), entry.text("update_cycle")
                )
            ]
            if grade is not None:
                level = member(Level, str(item.get("security_level") or ""))
                above = grades.strictest(own.within(grade), grade).level
                refusals += rules.item_level(level, above)
            if refusals:
                judgement.add(refusals)
                return


def list_gaps(judgement: Judgement, fields: list[dict[str, Any]]) -> None:
    """Store what is still missing. The list is the owner's worklist, in the form's order."""
    entry = judgement.entry
    gaps = set(judgement.gaps)
    if judgement.is_gathered:
        for name in SOURCE_IDENTITY:
            if entry.is_empty(name):
                message = tk._("Say where a harvested entry comes from.")
                judgement.complain((name,), message)
        gaps |= {
            field["field_name"]
            for field in fields
            if field.get("required")
            and field["field_name"] not in ("tag_string", "security_level")
            and entry.is_empty(field["field_name"])
        }
        if not entry.rows("tags"):
            gaps.add("tag_string")
        if entry.is_empty("retention_period") and entry.is_empty("retention_until"):
            gaps.add("retention_period")
    resources = _all_resources(judgement)
    if advice.lacks_dictionary(resources):
        gaps.add("data_items")
    if not resources and entry.is_empty("no_resource_reason"):
        gaps.add("resources")
    order = [field["field_name"] for field in fields]
    known = [name for name in order if name in gaps]
    rest = sorted(gaps - set(known))
    entry.keep("missing_fields", json.dumps(known + rest))


def _all_resources(judgement: Judgement) -> list[dict[str, Any]]:
    entry, package = judgement.entry, judgement.package
    sent = list(entry.children("resources"))
    found: list[dict[str, Any]] = [
        {"format": resource.text("format"), "data_items": resource.rows("data_items")}
        for resource in sent
    ]
    ids = {resource.text("id") for resource in sent}
    stored: Sequence[model.Resource] = package.resources if package is not None else ()
    found += [
        {"format": resource.format, "data_items": resource.extras.get("data_items")}
        for resource in stored
        if resource.id not in ids
    ]
    return found


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
