"""Words go into their indexes at once: a list of pending ones lets forbidden words be found."""

from __future__ import annotations

from alembic import op

revision = "a1c47f20d9e3"
down_revision = "d83f50a1c6be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER INDEX scigov_search_document_words SET (fastupdate = off);
        ALTER INDEX scigov_search_document_field_words SET (fastupdate = off);
        SELECT gin_clean_pending_list('scigov_search_document_words'),
            gin_clean_pending_list('scigov_search_document_field_words');
    """)


def downgrade() -> None:
    op.execute("""
        ALTER INDEX scigov_search_document_words RESET (fastupdate);
        ALTER INDEX scigov_search_document_field_words RESET (fastupdate);
    """)
