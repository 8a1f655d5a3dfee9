"""Actions of disputes."""

from __future__ import annotations

from ckanext.scigov.dispute.logic.action.bulk import scigov_dispute_bulk
from ckanext.scigov.dispute.logic.action.comparing import (
    scigov_dispute_comparison_end,
    scigov_dispute_comparison_list,
    scigov_dispute_comparison_run,
    scigov_dispute_comparison_set,
    scigov_dispute_comparison_show,
)
from ckanext.scigov.dispute.logic.action.correcting import (
    scigov_dispute_correct,
    scigov_dispute_correction_show,
)
from ckanext.scigov.dispute.logic.action.deciding import (
    scigov_dispute_assign,
    scigov_dispute_decide,
    scigov_dispute_forward,
    scigov_dispute_merge,
    scigov_dispute_moderate,
    scigov_dispute_reject,
)
from ckanext.scigov.dispute.logic.action.evidence import (
    scigov_dispute_evidence_add,
    scigov_dispute_evidence_delete,
    scigov_dispute_evidence_show,
)
from ckanext.scigov.dispute.logic.action.filing import scigov_dispute_create
from ckanext.scigov.dispute.logic.action.handling import (
    scigov_dispute_accept,
    scigov_dispute_extend,
    scigov_dispute_note,
    scigov_dispute_press,
    scigov_dispute_verify,
)
from ckanext.scigov.dispute.logic.action.listing import (
    scigov_dispute_figures_show,
    scigov_dispute_list,
)
from ckanext.scigov.dispute.logic.action.reading import (
    scigov_dispute_alike_list,
    scigov_dispute_history,
    scigov_dispute_present_show,
    scigov_dispute_show,
)
from ckanext.scigov.dispute.logic.action.reporting import (
    scigov_dispute_close,
    scigov_dispute_confirm,
    scigov_dispute_escalate,
    scigov_dispute_remark,
    scigov_dispute_reopen,
    scigov_dispute_withdraw,
)
from ckanext.scigov.dispute.logic.action.sources import (
    scigov_dispute_source_end,
    scigov_dispute_source_list,
    scigov_dispute_source_set,
    scigov_dispute_verification_list,
)
from ckanext.scigov.dispute.logic.action.templating import (
    scigov_dispute_template_list,
    scigov_dispute_template_remove,
    scigov_dispute_template_set,
)

__all__ = [
    "scigov_dispute_accept",
    "scigov_dispute_alike_list",
    "scigov_dispute_assign",
    "scigov_dispute_bulk",
    "scigov_dispute_close",
    "scigov_dispute_comparison_end",
    "scigov_dispute_comparison_list",
    "scigov_dispute_comparison_run",
    "scigov_dispute_comparison_set",
    "scigov_dispute_comparison_show",
    "scigov_dispute_confirm",
    "scigov_dispute_correct",
    "scigov_dispute_correction_show",
    "scigov_dispute_create",
    "scigov_dispute_decide",
    "scigov_dispute_escalate",
    "scigov_dispute_evidence_add",
    "scigov_dispute_evidence_delete",
    "scigov_dispute_evidence_show",
    "scigov_dispute_extend",
    "scigov_dispute_figures_show",
    "scigov_dispute_forward",
    "scigov_dispute_history",
    "scigov_dispute_list",
    "scigov_dispute_merge",
    "scigov_dispute_moderate",
    "scigov_dispute_note",
    "scigov_dispute_present_show",
    "scigov_dispute_press",
    "scigov_dispute_reject",
    "scigov_dispute_remark",
    "scigov_dispute_reopen",
    "scigov_dispute_show",
    "scigov_dispute_source_end",
    "scigov_dispute_source_list",
    "scigov_dispute_source_set",
    "scigov_dispute_template_list",
    "scigov_dispute_template_remove",
    "scigov_dispute_template_set",
    "scigov_dispute_verification_list",
    "scigov_dispute_verify",
    "scigov_dispute_withdraw",
]
