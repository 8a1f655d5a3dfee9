"""Notices, and how people want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "c4f07a2be913"
down_revision = None
branch_labels = None
depends_on = None

NOTICE, SETTING = "scigov_notices_notice", "scigov_notices_setting"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        NOTICE,
        sa.Column(
            "id", sa.Text, primary_key=True,
            comment="random; also the id of its messages on every channel",
        ),
        sa.Column("user_id", sa.Text, nullable=False, comment="who is told"),
        sa.Column(
            "key", sa.Text, nullable=False, comment="the event: nobody is told of one twice"
        ),
        sa.Column("kind", sa.Text, nullable=False, comment="a code of INoticeWords"),
        sa.Column("feature", sa.Text, nullable=False, comment="whose object it is about"),
        sa.Column("object_id", sa.Text, nullable=False, comment="the object"),
        sa.Column("path", sa.Text, nullable=False, comment="the portal's page to go to"),
        sa.Column(
            "params", JSONB, nullable=False,
            comment="numbers, days, codes and titles; never protected data",
        ),
        sa.Column("created_at", MOMENT, nullable=False, comment="moment of the event"),
        sa.Column("read_at", MOMENT, comment="marked as read"),
    )  # fmt: skip
    op.create_index("scigov_notices_notice_event", NOTICE, ["user_id", "key"], unique=True)
    op.create_index("scigov_notices_notice_list", NOTICE, ["user_id", "created_at"])
    op.create_index(
        "scigov_notices_notice_unread", NOTICE, ["user_id"],
        postgresql_where=sa.text("read_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        "scigov_notices_notice_read", NOTICE, ["read_at"],
        postgresql_where=sa.text("read_at IS NOT NULL"),
    )  # fmt: skip
    op.create_table(
        SETTING,
        sa.Column("user_id", sa.Text, primary_key=True, comment="whose"),
        sa.Column(
            "mail", sa.Boolean, nullable=False, comment="whether notices go out by mail, too"
        ),
        sa.Column(
            "language", sa.Text, nullable=False,
            comment="of mail and other messages; empty for the site's",
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(SETTING)
    for index in ("read", "unread", "list", "event"):
        op.drop_index(f"scigov_notices_notice_{index}", NOTICE)
    op.drop_table(NOTICE)
