"""Every grant by a decision has terms, of a version; who signs for an agency accepts them for its systems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c27d4f9013ab"
down_revision = "1f6a83c5d920"
branch_labels = None
depends_on = None

GRANT, ACCEPTANCE, ONCE = (
    "scigov_access_grant", "scigov_access_acceptance", "scigov_access_acceptance_once",
)  # fmt: skip
COLUMNS = ["grant_number", "user_id", "version"]


def upgrade() -> None:
    comment = "of the terms that are accepted first; empty: it has none"
    version = sa.Column(
        "terms_version", sa.Text, nullable=False, server_default="", comment=comment
    )
    op.add_column(GRANT, version)
    op.alter_column(GRANT, "terms_version", server_default=None)
    op.execute(
        "UPDATE scigov_access_grant SET terms_version = '1'"
        " WHERE (obligations ->> 'no_onward_transfer')::boolean"
    )
    comment = "user id: his, or a signer's"
    op.add_column(ACCEPTANCE, sa.Column("accepted_by", sa.Text, comment=comment))
    op.execute("UPDATE scigov_access_acceptance SET accepted_by = user_id")
    op.alter_column(ACCEPTANCE, "accepted_by", nullable=False)
    op.alter_column(ACCEPTANCE, "user_id", comment="user id of who gets the data")
    op.drop_constraint(ONCE, ACCEPTANCE)
    op.create_unique_constraint(ONCE, ACCEPTANCE, [*COLUMNS, "accepted_by"])


def downgrade() -> None:
    op.execute("DELETE FROM scigov_access_acceptance WHERE accepted_by <> user_id")
    op.drop_constraint(ONCE, ACCEPTANCE)
    op.create_unique_constraint(ONCE, ACCEPTANCE, COLUMNS)
    op.drop_column(ACCEPTANCE, "accepted_by")
    op.alter_column(ACCEPTANCE, "user_id", comment="CKAN user id")
    # Without the column only what must not be passed on would wait for terms.
    op.execute(
        "UPDATE scigov_access_grant SET obligations ="
        " jsonb_set(obligations, '{no_onward_transfer}', 'true') WHERE terms_version <> ''"
    )
    op.drop_column(GRANT, "terms_version")
