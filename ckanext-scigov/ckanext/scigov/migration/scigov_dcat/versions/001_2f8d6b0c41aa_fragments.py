"""How each dataset of the feed reads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "2f8d6b0c41aa"
down_revision = None
branch_labels = None
depends_on = None

TABLE = "scigov_dcat_fragment"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column(
            "dataset_id", sa.Text(collation="C"), primary_key=True, comment="of which dataset"
        ),
        sa.Column("stamp", sa.Text, nullable=False, comment="of the document that it was made of"),
        sa.Column(
            "made_for", sa.Text, nullable=False, comment="address and vocabulary that it was made for"
        ),
        sa.Column("provider_id", sa.Text, nullable=False, comment="who publishes it"),
        sa.Column(
            "terms", ARRAY(sa.Text), nullable=False, comment="terms that a page with it has to describe"
        ),
        sa.Column("ttl", sa.Text, comment="its triples in Turtle"),
        sa.Column("rdf", sa.Text, comment="its triples in RDF/XML"),
        sa.Column("jsonld", sa.Text, comment="its triples in JSON-LD"),
        sa.Column("nt", sa.LargeBinary, comment="its triples in N-Triples, packed by gzip"),
        sa.Column("changed_at", moment, nullable=False, comment="when it came to read so"),
        sa.Column("gone_at", moment, comment="since when the feed holds it no more"),
    )  # fmt: skip
    # They are read far more often than they are written, and packing them takes longer than writing them.
    for form in ("ttl", "rdf", "jsonld", "nt"):
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {form} SET STORAGE EXTERNAL")
    op.create_index("scigov_dcat_fragment_changed", TABLE, ["changed_at"])
    gone = sa.text("gone_at IS NOT NULL")
    op.create_index("scigov_dcat_fragment_gone", TABLE, ["gone_at"], postgresql_where=gone)


def downgrade() -> None:
    op.drop_table(TABLE)
