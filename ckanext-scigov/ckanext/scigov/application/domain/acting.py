"""Words of acts on applications beside the table of steps: grounds of refusal, what else is refused."""

from __future__ import annotations

import enum


class RefusalGround(str, enum.Enum):
    """The kind of ground of a refusal: what is counted in public, while the reasons are the applicant's."""

    PURPOSE_UNCLEAR = "purpose_unclear"
    MORE_THAN_NEEDED = "more_than_needed"
    LAW_FORBIDS = "law_forbids"
    SECRECY_OR_PRIVACY = "secrecy_or_privacy"
    RIGHTS_OF_OTHERS = "rights_of_others"
    SECURITY_NOT_ENOUGH = "security_not_enough"
    NOT_HELD = "not_held"
    OTHER = "other"


class IdentityKind(str, enum.Enum):
    PERSON = "person"
    COMPANY = "company"


class ActReason(enum.Enum):
    """Why something that is asked about an application is not done."""

    DATASET_UNKNOWN = "dataset_unknown"
    RESOURCE_GONE = "resource_gone"
    ITEM_GONE = "item_gone"
    """The dataset has not, or no longer, what is asked or given."""
    PART_NEEDED = "part_needed"
    NOT_BEING_WRITTEN = "not_being_written"
    """Neither a draft nor returned: nothing can be changed in it."""
    OTHER_DATASET = "other_dataset"
    """A returned application cannot ask for other datasets."""
    NOT_INSTANT = "not_instant"
    OUTSIDE_MISSING = "outside_missing"
    """The government decides outside of the portal: its decision has to be recorded."""
    OUTSIDE_LATER = "outside_later"
    NOT_LATER = "not_later"
    GROUND_MISSING = "ground_missing"
    ALL_IS_GIVEN = "all_is_given"
    """What is called an approval in part gives all that was asked."""
    NOT_ALL_IS_GIVEN = "not_all_is_given"
    ASSIGNEE_UNFIT = "assignee_unfit"
    THIRD_UNKNOWN = "third_unknown"
    THIRD_IS_PROVIDER = "third_is_provider"
    USER_UNKNOWN = "user_unknown"
    ONESELF = "oneself"
    CODE_WRONG = "code_wrong"
    NOT_VERIFIED = "not_verified"
    NOT_KEEPER = "not_keeper"
    NOT_PROVIDER = "not_provider"
