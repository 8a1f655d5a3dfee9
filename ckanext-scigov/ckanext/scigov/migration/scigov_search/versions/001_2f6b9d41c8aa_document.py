"""The search's documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

revision = "2f6b9d41c8aa"
down_revision = None
branch_labels = None
depends_on = None

TABLE = "scigov_search_document"
BYTES = sa.Text(collation="C")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("index_id", BYTES, primary_key=True, comment="Solr's unique key"),
        sa.Column("id", BYTES, comment="dataset id"),
        sa.Column("name", BYTES, comment="dataset name"),
        sa.Column("site_id", BYTES, comment="which CKAN site wrote it"),
        sa.Column("title", BYTES, nullable=False, comment="folded title, for parts of words"),
        sa.Column("title_key", BYTES, nullable=False, comment="sort key: Latin, then pinyin"),
        sa.Column("metadata_created", MOMENT, comment="of the dataset"),
        sa.Column("metadata_modified", MOMENT, comment="of the dataset"),
        sa.Column(
            "permission_labels", ARRAY(BYTES), nullable=False,
            comment="who may see it: one of these labels",
        ),
        sa.Column(
            "terms", ARRAY(BYTES), nullable=False,
            comment="every exact value as field=value, in sortable form",
        ),
        sa.Column("fields", ARRAY(BYTES), nullable=False, comment="fields that have a value"),
        sa.Column("words", TSVECTOR, nullable=False, comment="words found without naming a field"),
        sa.Column(
            "field_words", TSVECTOR, nullable=False, comment="words as field, unit separator, word"
        ),
        sa.Column("stored", JSONB, nullable=False, comment="the fields an answer returns"),
        sa.Column("data_dict", sa.Text, comment="JSON for use_default_schema"),
        sa.Column("validated_data_dict", sa.Text, comment="JSON of package_show"),
    )  # fmt: skip
    op.create_index("scigov_search_document_id", TABLE, ["id"])
    op.create_index("scigov_search_document_name", TABLE, ["name"])
    for index, column in (
        ("scigov_search_document_terms", "terms"),
        ("scigov_search_document_labels", "permission_labels"),
        ("scigov_search_document_words", "words"),
        ("scigov_search_document_field_words", "field_words"),
    ):
        op.create_index(index, TABLE, [column], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table(TABLE)
