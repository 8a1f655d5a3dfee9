"""The words of the catalogue, for "did you mean" and for pinyin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "6e2d90b8f417"
down_revision = "b47d10e6f2c9"
branch_labels = None
depends_on = None

WORD = "scigov_search_word"
BYTES = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        WORD,
        sa.Column("text", BYTES, primary_key=True, comment="folded"),
        sa.Column("number", sa.Integer(), nullable=False, comment="how many texts hold it"),
        sa.Column(
            "alone", sa.Boolean(), nullable=False, comment="not always part of a longer word"
        ),
        sa.Column("pinyin", BYTES, comment="reading without tones"),
        sa.Column("initials", BYTES, comment="of its syllables"),
        sa.Column("keys", ARRAY(BYTES), nullable=False, comment="by which slips find it"),
        sa.Column(
            "built_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the words were collected",
        ),
        sa.Index(f"{WORD}_keys", "keys", postgresql_using="gin"),
        sa.Index(f"{WORD}_pinyin", "pinyin"),
        sa.Index(f"{WORD}_initials", "initials"),
    )


def downgrade() -> None:
    op.drop_table(WORD)
