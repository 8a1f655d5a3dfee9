"""What the government decides on an appeal is recorded; a file that is withdrawn is one that was submitted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "7e10d2a94b5f"
down_revision = "b10f5e83ca47"
branch_labels = None
depends_on = None

PART, EVIDENCE = "scigov_application_part", "scigov_application_evidence"


def upgrade() -> None:
    comment = "the government's decision: whose, number, day, id of the file"
    op.add_column(PART, sa.Column("outside", JSONB, comment=comment))
    # The bytes of these went when they were taken out of a draft.
    op.execute(
        "DELETE FROM scigov_application_evidence AS file USING scigov_application_filing AS filing"
        " WHERE filing.id = file.filing_id AND file.removed_at IS NOT NULL"
        " AND (filing.submitted_at IS NULL OR file.removed_at < filing.submitted_at)"
    )
    comment = "when it was withdrawn; empty: the application rests on it"
    op.alter_column(EVIDENCE, "removed_at", comment=comment)


def downgrade() -> None:
    op.alter_column(EVIDENCE, "removed_at", comment="when; empty: it is there")
    op.drop_column(PART, "outside")
