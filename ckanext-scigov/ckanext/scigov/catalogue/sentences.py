"""The sentences for the catalogue's refusals and remarks, in the reader's language."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.domain.advice import Advice
from ckanext.scigov.catalogue.domain.grades import GradeReason
from ckanext.scigov.catalogue.domain.rules import RuleReason
from ckanext.scigov.shared.errors import Refusal

_ = tk._

SENTENCES: dict[enum.Enum, Callable[[], str]] = {
    GradeReason.SHARE_MISSING: lambda: _("Choose a share type."),
    GradeReason.OPEN_MISSING: lambda: _("Choose an open type."),
    GradeReason.SHARE_NOT_ALLOWED: lambda: _(
        "Data of %(level)s may have only this share type: %(allowed)s. "
        "Choose it, or another security level."
    ),
    GradeReason.OPEN_NOT_ALLOWED: lambda: _(
        "Data of %(level)s may have only this open type: %(allowed)s. "
        "Choose it, or another security level."
    ),
    GradeReason.UNCLASSIFIED_WITH_TYPE: lambda: _(
        "Data not yet classified have neither share type nor open type. "
        "Leave this empty, or choose a security level."
    ),
    GradeReason.LOOSER_THAN_PARENT: lambda: _(
        "This may not be less strict than what it belongs to (%(parent)s). "
        "Choose a stricter value, or leave it empty."
    ),
    RuleReason.ITEM_LEVEL_ABOVE_RESOURCE: lambda: _(
        "A data item has level %(item)s, but what it belongs to has only level %(resource)s. "
        "Raise the level of the dataset or resource to that of its strictest data item."
    ),
    RuleReason.GRADE_NEEDS_LEVEL_FOUR: lambda: _(
        "Important and core data have security level 4. Choose level 4, or general data."
    ),
    RuleReason.PERSONAL_DATA_OPEN: lambda: _(
        "Personal data may be open without conditions only with a desensitisation rule or a "
        "lawful ground for publication. State one of them, or choose a stricter open type."
    ),
    RuleReason.SHARE_CONDITION_MISSING: lambda: _("State the condition of sharing."),
    RuleReason.SHARE_BASIS_MISSING: lambda: _(
        "State the law or decision by which the data are not shared."
    ),
    RuleReason.OPEN_TERMS_MISSING: lambda: _(
        "Data open on conditions need conditions, way of opening and safeguards. Fill this in."
    ),
    RuleReason.OPEN_BASIS_MISSING: lambda: _(
        "State the law or decision by which the data are not opened."
    ),
    RuleReason.LICENSE_MISSING: lambda: _("Choose the licence under which the data are open."),
    RuleReason.ITEM_FASTER_THAN_CYCLE: lambda: _(
        "A data item is updated more often than the dataset's update cycle says. "
        "The dataset takes the cycle of its fastest data item."
    ),
    RuleReason.PUBLISHED_WITHOUT_RESOURCE: lambda: _(
        "Nothing is attached to this entry yet. Attach a file or link, "
        "or state why no resource is attached."
    ),
    RuleReason.RETIREMENT_TOO_SOON: lambda: _(
        "Retirement must be announced at least %(days)s days before. "
        "Choose a later day, or an earlier announcement."
    ),
    RuleReason.SECRET: lambda: _(
        "State secrets and work secrets must not be entered in this system. Do not save this entry."
    ),
    RuleReason.PERIOD_ENDS_BEFORE_START: lambda: _(
        "The period ends before it starts. Correct one of the two dates."
    ),
    RuleReason.ITEM_DESCRIPTION_TOO_SHORT: lambda: _(
        "Describe the data item in at least %(length)s characters."
    ),
    RuleReason.ITEM_DESCRIPTION_IS_TITLE: lambda: _(
        "The description only repeats the title. Say what the values mean."
    ),
    RuleReason.ITEM_NAME_TWICE: lambda: _(
        "The field name “%(value)s” is used twice. Give each data item a name of its own."
    ),
    RuleReason.ITEM_TITLE_TWICE: lambda: _(
        "The title “%(value)s” is used twice. Give each data item a title of its own."
    ),
    RuleReason.ITEM_RANGE_REVERSED: lambda: _(
        "The maximum is below the minimum, or one of them is not a number. Correct the range."
    ),
    RuleReason.SUBKIND_OF_OTHER_KIND: lambda: _(
        "“%(subkind)s” does not belong to %(kind)s. Choose %(allowed)s, or leave it empty."
    ),
    RuleReason.ARCHIVE_MISSING: lambda: _(
        "Records that are not electronic are found by file number and place. Fill this in."
    ),
}

ADVICE: dict[Advice, Callable[[], str]] = {
    Advice.LONG_TITLE: lambda: _(
        "The title has more than 50 characters. A shorter one is easier to find and to read."
    ),
    Advice.REPEATED_TITLE: lambda: _(
        "The provider has another entry with this title. Tell the two apart by their titles."
    ),
    Advice.THIN_ABSTRACT: lambda: _(
        "The abstract is very short. Say what the data contain, their scope and their use."
    ),
    Advice.LONG_ABSTRACT: lambda: _(
        "The abstract has more than 256 characters. Catalogues elsewhere may cut it."
    ),
    Advice.NO_DICTIONARY: lambda: _(
        "A table has no data items yet. Describe its columns so that others can use it."
    ),
}


def sentence(refusal: Refusal) -> str:
    """Return the reader's sentence; codes among the values become their labels."""
    values = {name: _readable(name, value, refusal) for name, value in refusal.values.items()}
    return SENTENCES[refusal.reason]() % values


def _readable(name: str, value: str | int, refusal: Refusal) -> str | int:
    if name == "level":
        return labels.label("security_level", str(value))
    if name in ("kind", "subkind"):
        return labels.label(f"data_{name}", str(value))
    if name in ("allowed", "parent"):
        found = [labels.label(refusal.field, code) for code in str(value).split(",")]
        return _(" or ").join(found)
    return value
