"""Puts the rules to resources and their data items, and to the dataset above stored ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading
from ckanext.scigov.catalogue.domain import dictionary, grades, rules
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, PartialGrade, ShareType
from ckanext.scigov.catalogue.logic.flat import Flat
from ckanext.scigov.catalogue.logic.judgement import (
    GRADE_FIELDS,
    Judgement,
    is_safeguarded,
    member,
)
from ckanext.scigov.catalogue.logic.prepare import find_stored_resource, stored_value
from ckanext.scigov.shared.errors import Refusal


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
        items: Sequence[Any] = reading.stored_items(resource)
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
