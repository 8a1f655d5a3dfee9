"""A base says exactly which transactions it has seen, not only which was the oldest running."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import UserDefinedType

revision = "d83f50a1c6be"
down_revision = "6e2d90b8f417"
branch_labels = None
depends_on = None

BASE, POSTING = "scigov_search_base", "scigov_search_posting"


class PostgresType(UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return self.name


def _replace(old: str, new: str, kind: str, comment: str) -> None:
    """Put one column in the place of another; the bases in between are built anew."""
    for table in (POSTING, BASE):
        op.execute(sa.delete(sa.table(table)))
    op.drop_column(BASE, old)
    op.add_column(BASE, sa.Column(new, PostgresType(kind), nullable=False, comment=comment))


def upgrade() -> None:
    _replace("since", "snapshot", "pg_snapshot", "the transactions whose documents are in it")


def downgrade() -> None:
    _replace("snapshot", "since", "xid8", "documents written since are not in it")
