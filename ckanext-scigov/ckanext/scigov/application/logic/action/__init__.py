"""Actions of applications."""

from __future__ import annotations

from ckanext.scigov.application.logic.action.appeals import scigov_application_appeal_decide
from ckanext.scigov.application.logic.action.around import (
    scigov_application_identity_list,
    scigov_application_identity_revoke,
    scigov_application_identity_show,
    scigov_application_identity_verify,
    scigov_application_question_list,
    scigov_application_question_set,
)
from ckanext.scigov.application.logic.action.decisions import (
    scigov_application_assign,
    scigov_application_consult,
    scigov_application_decide,
    scigov_application_renew,
    scigov_application_renewal_ask,
    scigov_application_use_report_submit,
)
from ckanext.scigov.application.logic.action.evidence import (
    scigov_application_evidence_add,
    scigov_application_evidence_delete,
    scigov_application_evidence_show,
)
from ckanext.scigov.application.logic.action.filings import (
    scigov_application_check,
    scigov_application_create,
    scigov_application_obtain,
    scigov_application_send_back,
    scigov_application_sign,
    scigov_application_submit,
    scigov_application_update,
    scigov_application_withdraw,
)
from ckanext.scigov.application.logic.action.reading import (
    scigov_application_figures_show,
    scigov_application_history,
    scigov_application_inbox_list,
    scigov_application_list,
    scigov_application_register_list,
    scigov_application_show,
    scigov_application_similar_list,
)
from ckanext.scigov.application.logic.action.steps import (
    scigov_application_accept,
    scigov_application_answer,
    scigov_application_confirm,
    scigov_application_extend,
    scigov_application_extend_ask,
    scigov_application_object,
    scigov_application_return,
    scigov_application_review,
)
from ckanext.scigov.application.logic.action.steps_after import (
    scigov_application_appeal,
    scigov_application_close,
    scigov_application_correct,
    scigov_application_deliver,
    scigov_application_give_up,
    scigov_application_remark,
    scigov_application_revoke,
)

__all__ = [
    "scigov_application_accept",
    "scigov_application_answer",
    "scigov_application_appeal",
    "scigov_application_appeal_decide",
    "scigov_application_assign",
    "scigov_application_check",
    "scigov_application_close",
    "scigov_application_confirm",
    "scigov_application_consult",
    "scigov_application_correct",
    "scigov_application_create",
    "scigov_application_decide",
    "scigov_application_deliver",
    "scigov_application_evidence_add",
    "scigov_application_evidence_delete",
    "scigov_application_evidence_show",
    "scigov_application_extend",
    "scigov_application_extend_ask",
    "scigov_application_figures_show",
    "scigov_application_give_up",
    "scigov_application_history",
    "scigov_application_identity_list",
    "scigov_application_identity_revoke",
    "scigov_application_identity_show",
    "scigov_application_identity_verify",
    "scigov_application_inbox_list",
    "scigov_application_list",
    "scigov_application_object",
    "scigov_application_obtain",
    "scigov_application_question_list",
    "scigov_application_question_set",
    "scigov_application_register_list",
    "scigov_application_remark",
    "scigov_application_renew",
    "scigov_application_renewal_ask",
    "scigov_application_return",
    "scigov_application_review",
    "scigov_application_revoke",
    "scigov_application_send_back",
    "scigov_application_show",
    "scigov_application_sign",
    "scigov_application_similar_list",
    "scigov_application_submit",
    "scigov_application_update",
    "scigov_application_use_report_submit",
    "scigov_application_withdraw",
]
