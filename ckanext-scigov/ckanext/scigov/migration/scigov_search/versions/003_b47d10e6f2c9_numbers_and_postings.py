"""A small number for each document, who wrote it, and the inverted index in packed form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import UserDefinedType

revision = "b47d10e6f2c9"
down_revision = "9c1e7a53b604"
branch_labels = None
depends_on = None

DOCUMENT = "scigov_search_document"
TABLES = ("scigov_search_posting", "scigov_search_base", "scigov_search_state",
          "scigov_search_deletion")  # fmt: skip


class Xid8(UserDefinedType[int]):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"


def written_by() -> sa.Column[int]:
    return sa.Column(
        "written_by",
        Xid8(),
        nullable=False,
        server_default=sa.func.pg_current_xact_id(),
        comment="transaction that wrote it: who is behind reads what is newer",
    )


def upgrade() -> None:
    op.add_column(
        DOCUMENT,
        sa.Column("number", sa.Integer(), sa.Identity(), nullable=False, comment="in packed lists"),
    )
    op.add_column(DOCUMENT, written_by())
    op.create_index(f"{DOCUMENT}_number", DOCUMENT, ["number"], unique=True)
    op.create_index(f"{DOCUMENT}_written_by", DOCUMENT, ["written_by"])
    op.create_table(
        "scigov_search_deletion",
        sa.Column("number", sa.Integer(), primary_key=True, comment="document that is gone"),
        written_by(),
        sa.Index("scigov_search_deletion_written_by", "written_by"),
    )
    op.create_table(
        "scigov_search_state",
        sa.Column("id", sa.Integer(), primary_key=True, comment="always 1"),
        sa.Column("epoch", sa.Integer(), nullable=False, comment="counts the rebuilds"),
        sa.Column(
            "forgotten", Xid8(), nullable=False, comment="deletions before it are not listed"
        ),
        sa.CheckConstraint("id = 1", name="scigov_search_state_one_row"),
    )
    op.create_table(
        "scigov_search_base",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("epoch", sa.Integer(), nullable=False, comment="of the numbers in it"),
        sa.Column("since", Xid8(), nullable=False, comment="documents written since are not in it"),
        sa.Column("documents", sa.Integer(), nullable=False, comment="how many are in it"),
        sa.Column(
            "built_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.now(),
        ),
    )
    op.create_table(
        "scigov_search_posting",
        sa.Column("base", sa.Integer(), primary_key=True),
        sa.Column("term", sa.Text(collation="C"), primary_key=True),
        sa.Column("documents", sa.Integer(), nullable=False, comment="how many hold the term"),
        sa.Column("numbers", sa.LargeBinary(), nullable=False, comment="int32, rising"),
        sa.Column("impacts", sa.LargeBinary(), nullable=False, comment="uint8, one a number"),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
    op.drop_index(f"{DOCUMENT}_written_by", DOCUMENT)
    op.drop_index(f"{DOCUMENT}_number", DOCUMENT)
    op.drop_column(DOCUMENT, "written_by")
    op.drop_column(DOCUMENT, "number")
