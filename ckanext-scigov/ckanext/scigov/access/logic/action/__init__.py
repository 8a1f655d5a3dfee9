"""Actions of graded access."""

from __future__ import annotations

from ckanext.scigov.access.logic.action.agencies import (
    scigov_access_agency_approve,
    scigov_access_agency_list,
    scigov_access_agency_member_add,
    scigov_access_agency_member_list,
    scigov_access_agency_member_remove,
    scigov_access_agency_register,
    scigov_access_agency_show,
    scigov_access_agency_suspend,
)
from ckanext.scigov.access.logic.action.decisions import (
    scigov_access_decision_show,
)
from ckanext.scigov.access.logic.action.grades import (
    scigov_access_grade_approve,
    scigov_access_grade_history,
    scigov_access_grade_propose,
    scigov_access_grade_reject,
    scigov_access_grade_show,
    scigov_access_grade_tighten,
)
from ckanext.scigov.access.logic.action.grant_tokens import (
    scigov_access_grant_token_create,
    scigov_access_grant_token_list,
    scigov_access_grant_token_revoke,
)
from ckanext.scigov.access.logic.action.grants import (
    scigov_access_break_glass,
    scigov_access_grant_list,
    scigov_access_grant_renew,
    scigov_access_grant_revoke,
    scigov_access_grant_show,
)
from ckanext.scigov.access.logic.action.locations import (
    scigov_access_location_show,
)
from ckanext.scigov.access.logic.action.roles import (
    scigov_access_role_grant,
    scigov_access_role_list,
    scigov_access_role_revoke,
)
from ckanext.scigov.access.logic.action.terms import (
    scigov_access_terms_accept,
    scigov_access_terms_show,
)
from ckanext.scigov.access.logic.action.together import (
    scigov_access_grade_decide_many,
    scigov_access_grade_decided_show,
    scigov_access_grade_group_list,
    scigov_access_grade_group_show,
)
from ckanext.scigov.access.logic.action.worklists import scigov_access_grade_list

__all__ = [
    "scigov_access_agency_approve",
    "scigov_access_agency_list",
    "scigov_access_agency_member_add",
    "scigov_access_agency_member_list",
    "scigov_access_agency_member_remove",
    "scigov_access_agency_register",
    "scigov_access_agency_show",
    "scigov_access_agency_suspend",
    "scigov_access_break_glass",
    "scigov_access_decision_show",
    "scigov_access_grade_approve",
    "scigov_access_grade_decide_many",
    "scigov_access_grade_decided_show",
    "scigov_access_grade_group_list",
    "scigov_access_grade_group_show",
    "scigov_access_grade_history",
    "scigov_access_grade_list",
    "scigov_access_grade_propose",
    "scigov_access_grade_reject",
    "scigov_access_grade_show",
    "scigov_access_grade_tighten",
    "scigov_access_grant_list",
    "scigov_access_grant_renew",
    "scigov_access_grant_revoke",
    "scigov_access_grant_show",
    "scigov_access_grant_token_create",
    "scigov_access_grant_token_list",
    "scigov_access_grant_token_revoke",
    "scigov_access_location_show",
    "scigov_access_role_grant",
    "scigov_access_role_list",
    "scigov_access_role_revoke",
    "scigov_access_terms_accept",
    "scigov_access_terms_show",
]
