"""Rules between the fields of an entry (docs/catalogue.md, R1 to R11).

Each rule is one function over plain values and returns refusals: a reason and a field. The
sentence shown to a person is made in the glue. Which fields are mandatory at all is the schema's
business, the matrix of grades is ``grades``'.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType
from ckanext.scigov.shared.errors import Refusal

RETIREMENT_NOTICE = dt.timedelta(days=30)
PERIODIC_CYCLES = (
    "realtime", "daily", "weekly", "tenday", "monthly", "quarterly", "semiannual", "annual",
)  # fmt: skip
"""Cycles that can be compared, fastest first."""
NEVER = "never"
ARCHIVE = ("archive_number", "storage_place")


class RuleReason(enum.Enum):
    ITEM_LEVEL_ABOVE_RESOURCE = "item_level_above_resource"
    GRADE_NEEDS_LEVEL_FOUR = "grade_needs_level_four"
    PERSONAL_DATA_OPEN = "personal_data_open"
    SHARE_CONDITION_MISSING = "share_condition_missing"
    SHARE_BASIS_MISSING = "share_basis_missing"
    OPEN_TERMS_MISSING = "open_terms_missing"
    OPEN_BASIS_MISSING = "open_basis_missing"
    LICENSE_MISSING = "license_missing"
    ITEM_FASTER_THAN_CYCLE = "item_faster_than_cycle"
    PUBLISHED_WITHOUT_RESOURCE = "published_without_resource"
    RETIREMENT_TOO_SOON = "retirement_too_soon"
    SECRET = "secret"  # noqa: S105  (a reason, not a password)
    PERIOD_ENDS_BEFORE_START = "period_ends_before_start"
    ITEM_DESCRIPTION_TOO_SHORT = "item_description_too_short"
    ITEM_DESCRIPTION_IS_TITLE = "item_description_is_title"
    ITEM_NAME_TWICE = "item_name_twice"
    ITEM_TITLE_TWICE = "item_title_twice"
    ITEM_RANGE_REVERSED = "item_range_reversed"
    SUBKIND_OF_OTHER_KIND = "subkind_of_other_kind"
    ARCHIVE_MISSING = "archive_missing"


GAPS = frozenset(
    {
        RuleReason.SHARE_CONDITION_MISSING,
        RuleReason.SHARE_BASIS_MISSING,
        RuleReason.OPEN_TERMS_MISSING,
        RuleReason.OPEN_BASIS_MISSING,
        RuleReason.LICENSE_MISSING,
        RuleReason.ARCHIVE_MISSING,
    }
)
"""What is missing rather than wrong: listed, not refused, on a harvested entry."""


def item_level(item: Level | None, resource: Level) -> tuple[Refusal, ...]:
    """R1: what holds the data has at least the level of each data item in it (就高从严)."""
    if item is None or item.value <= resource.value:
        return ()
    values = {"item": item.value, "resource": resource.value}
    return (Refusal(RuleReason.ITEM_LEVEL_ABOVE_RESOURCE, "security_level", values),)


def national_grade(
    data_grade: str, level: Level | None, *, needs_level_four: bool = True
) -> tuple[Refusal, ...]:
    """R2: important and core data (GB/T 43697) have level 4; a site may switch this off."""
    graded_high = data_grade in ("important", "core")
    if not needs_level_four or not graded_high or level is None or level is Level.FOUR:
        return ()
    return (Refusal(RuleReason.GRADE_NEEDS_LEVEL_FOUR, "security_level"),)


def personal_data(
    *, personal: bool, safeguarded: bool, open_type: OpenType | None, field: str = "open_type"
) -> tuple[Refusal, ...]:
    """R3: personal data are open without conditions only when masked or lawfully public.

    ``field`` is where the refusal is shown: a data item has it at its own ``personal_info``.
    """
    if personal and not safeguarded and open_type is OpenType.UNCONDITIONAL:
        return (Refusal(RuleReason.PERSONAL_DATA_OPEN, field),)
    return ()


def sharing_terms(share: ShareType | None, texts: Mapping[str, str]) -> tuple[Refusal, ...]:
    """R4, sharing: conditions are stated, a refusal to share has its basis."""
    if share is ShareType.CONDITIONAL:
        return _needed(texts, ("share_condition",), RuleReason.SHARE_CONDITION_MISSING)
    if share is ShareType.NONE:
        return _needed(texts, ("non_share_basis",), RuleReason.SHARE_BASIS_MISSING)
    return ()


def opening_terms(open_type: OpenType | None, texts: Mapping[str, str]) -> tuple[Refusal, ...]:
    """R4, opening: a licence, or conditions, way and safeguards, or the basis for not opening."""
    if open_type is OpenType.UNCONDITIONAL:
        return _needed(texts, ("license_id",), RuleReason.LICENSE_MISSING)
    if open_type is OpenType.CONDITIONAL:
        fields = ("open_condition", "open_method", "security_measure")
        return _needed(texts, fields, RuleReason.OPEN_TERMS_MISSING)
    if open_type is OpenType.NONE:
        return _needed(texts, ("non_open_basis",), RuleReason.OPEN_BASIS_MISSING)
    return ()


def loosens(old: Grade | None, new: Grade | None) -> bool:
    """R5: whether a change opens anything or lowers the level, which needs a new approval.

    None is 待定级, the strictest state: any first grade opens something.
    """
    if new is None or old == new:
        return False
    if old is None:
        return True
    shares, opens = list(ShareType), list(OpenType)
    return (
        new.level.value < old.level.value
        or shares.index(new.share) < shares.index(old.share)
        or opens.index(new.open) < opens.index(old.open)
    )


def item_cycle(item: str, dataset: str) -> tuple[Refusal, ...]:
    """R6: no data item changes faster than the update cycle of its dataset says.

    An empty item inherits. Irregular, as needed and other cannot be compared with a period.
    """
    refused = (Refusal(RuleReason.ITEM_FASTER_THAN_CYCLE, "update_frequency"),)
    if not item or not dataset or item == NEVER:
        return ()
    if dataset == NEVER:
        return refused
    if item in PERIODIC_CYCLES and dataset in PERIODIC_CYCLES:
        faster = PERIODIC_CYCLES.index(item) < PERIODIC_CYCLES.index(dataset)
        return refused if faster else ()
    return ()


def publication(
    *, publishes: bool, resources: int, reason: str, archived: bool = False
) -> tuple[Refusal, ...]:
    """R7: what is published has a resource, or says why none is attached (未挂接资源).

    ``archived`` records are not electronic: their file number and place say why.
    """
    if publishes and not (resources or reason or archived):
        return (Refusal(RuleReason.PUBLISHED_WITHOUT_RESOURCE, "no_resource_reason"),)
    return ()


def archive(*, non_electronic: bool, texts: Mapping[str, str]) -> tuple[Refusal, ...]:
    """R10: what is not electronic is found by its file number and its place."""
    return _needed(texts, ARCHIVE, RuleReason.ARCHIVE_MISSING) if non_electronic else ()


def is_archived(texts: Mapping[str, str]) -> bool:
    """Say whether an entry describes records that are not electronic, and where they are found."""
    non_electronic = texts.get("non_electronic") == "true"
    return non_electronic and not archive(non_electronic=True, texts=texts)


def early_lifecycle(texts: Mapping[str, str], *, state: str, resources: int) -> str | None:
    """R7: return draft or published; None where the lifecycle has gone further, or has ended.

    An entry is published when it is active and has a resource, says why it has none, or describes
    records that are not electronic.
    """
    if texts.get("lifecycle_status", "draft") not in ("draft", "published") or state == "deleted":
        return None
    is_complete = bool(resources or texts.get("no_resource_reason") or is_archived(texts))
    return "published" if state == "active" and is_complete else "draft"


def subkind(data_kind: str, data_subkind: str, kinds: Mapping[str, str]) -> tuple[Refusal, ...]:
    """R11: a sub-kind belongs to the kind; ``kinds`` says to which kind each does."""
    if not data_kind or kinds.get(data_subkind, data_kind) == data_kind:
        return ()
    allowed = ",".join(code for code, kind in kinds.items() if kind == data_kind)
    values = {"subkind": data_subkind, "kind": data_kind, "allowed": allowed}
    return (Refusal(RuleReason.SUBKIND_OF_OTHER_KIND, "data_subkind", values),)


def retirement(
    deprecated_on: dt.date | None,
    retired_on: dt.date | None,
    notice: dt.timedelta = RETIREMENT_NOTICE,
) -> tuple[Refusal, ...]:
    """R8: retirement is announced at least the notice period before."""
    if retired_on is None:
        return ()
    if deprecated_on is None or deprecated_on > retired_on - notice:
        values = {"days": notice.days}
        return (Refusal(RuleReason.RETIREMENT_TOO_SOON, "retired_at", values),)
    return ()


def secrecy(secrecy_level: str) -> tuple[Refusal, ...]:
    """R9: state secrets and work secrets never enter the system."""
    if secrecy_level in ("", "none"):
        return ()
    return (Refusal(RuleReason.SECRET, "secrecy_level"),)


def period(start: str, end: str) -> tuple[Refusal, ...]:
    """A period does not end before it starts; ISO dates of equal or lesser precision."""
    precision = min(len(start), len(end))
    if start and end and end[:precision] < start[:precision]:
        return (Refusal(RuleReason.PERIOD_ENDS_BEFORE_START, "end"),)
    return ()


def _needed(
    texts: Mapping[str, str], fields: tuple[str, ...], reason: RuleReason
) -> tuple[Refusal, ...]:
    return tuple(Refusal(reason, field) for field in fields if not texts.get(field, "").strip())
