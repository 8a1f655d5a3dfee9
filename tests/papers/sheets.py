"""Every paper's sheet, out of which its shipped template is made."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.application.domain.papers import Paper
from papers import sheets_of_applicants as applicants
from papers import sheets_of_decisions as decisions
from papers import sheets_of_steps as steps
from papers.blocks import Sheet

SHEETS: Mapping[Paper, Sheet] = {
    Paper.APPLICATION: applicants.APPLICATION,
    Paper.RECEIPT: steps.RECEIPT,
    Paper.SUPPLEMENT: steps.SUPPLEMENT,
    Paper.EXTENSION: steps.EXTENSION,
    Paper.CONSULTATION: steps.CONSULTATION,
    Paper.REPLY_APPROVED: decisions.REPLY_APPROVED,
    Paper.REPLY_IN_PART: decisions.REPLY_IN_PART,
    Paper.REPLY_REFUSED: decisions.REPLY_REFUSED,
    Paper.UNDERTAKING: applicants.UNDERTAKING,
    Paper.REVOCATION: decisions.REVOCATION,
    Paper.APPEAL_REPLY: decisions.APPEAL_REPLY,
}
