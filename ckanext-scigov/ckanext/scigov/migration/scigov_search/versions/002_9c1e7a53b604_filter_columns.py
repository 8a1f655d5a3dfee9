"""Columns of their own for what every search of CKAN's filters by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "9c1e7a53b604"
down_revision = "2f6b9d41c8aa"
branch_labels = None
depends_on = None

TABLE = "scigov_search_document"
COLUMNS = ("entity_type", "dataset_type", "state", "capacity")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column(TABLE, sa.Column(name, sa.Text(collation="C"), comment="as in Solr's schema"))
    stored = sa.column("stored", JSONB)
    document = sa.table(TABLE, stored, *(sa.column(name) for name in COLUMNS))
    op.execute(document.update().values({name: stored[name].astext for name in COLUMNS}))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column(TABLE, name)
