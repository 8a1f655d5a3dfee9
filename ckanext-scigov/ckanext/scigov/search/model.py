"""The search's table: one row per indexed document, in CKAN's own database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

# Byte order everywhere: it is Solr's order of strings and the same on every machine.
BYTES = sa.Text(collation="C")


class SearchDocument(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_search_document"
    __table_args__ = (
        sa.Index("scigov_search_document_id", "id"),
        sa.Index("scigov_search_document_name", "name"),
        sa.Index("scigov_search_document_terms", "terms", postgresql_using="gin"),
        sa.Index("scigov_search_document_labels", "permission_labels", postgresql_using="gin"),
        sa.Index("scigov_search_document_words", "words", postgresql_using="gin"),
        sa.Index("scigov_search_document_field_words", "field_words", postgresql_using="gin"),
    )

    index_id: Mapped[str] = mapped_column(BYTES, primary_key=True, comment="Solr's unique key")
    id: Mapped[str | None] = mapped_column(BYTES, comment="dataset id")
    name: Mapped[str | None] = mapped_column(BYTES, comment="dataset name")
    site_id: Mapped[str | None] = mapped_column(BYTES, comment="which CKAN site wrote it")
    entity_type: Mapped[str | None] = mapped_column(BYTES, comment="as in Solr's schema")
    dataset_type: Mapped[str | None] = mapped_column(BYTES, comment="as in Solr's schema")
    state: Mapped[str | None] = mapped_column(BYTES, comment="as in Solr's schema")
    capacity: Mapped[str | None] = mapped_column(BYTES, comment="as in Solr's schema")
    title: Mapped[str] = mapped_column(BYTES, comment="folded title, for parts of words")
    title_key: Mapped[str] = mapped_column(BYTES, comment="sort key: Latin, then pinyin")
    metadata_created: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="of the dataset"
    )
    metadata_modified: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="of the dataset"
    )
    permission_labels: Mapped[list[str]] = mapped_column(
        ARRAY(BYTES), comment="who may see it: one of these labels"
    )
    terms: Mapped[list[str]] = mapped_column(
        ARRAY(BYTES), comment="every exact value as field=value, in sortable form"
    )
    fields: Mapped[list[str]] = mapped_column(ARRAY(BYTES), comment="fields that have a value")
    words: Mapped[str] = mapped_column(TSVECTOR, comment="words found without naming a field")
    field_words: Mapped[str] = mapped_column(
        TSVECTOR, comment="words as field, unit separator, word"
    )
    stored: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="the fields an answer returns")
    data_dict: Mapped[str | None] = mapped_column(sa.Text, comment="JSON for use_default_schema")
    validated_data_dict: Mapped[str | None] = mapped_column(sa.Text, comment="JSON of package_show")
