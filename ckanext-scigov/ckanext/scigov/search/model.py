"""The search's tables, in CKAN's own database.

One row for each indexed document, and what is packed from them so that large results can be
counted and ranked outside of SQL (docs/search.md).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

import ckan.plugins.toolkit as tk

# Byte order everywhere: it is Solr's order of strings and the same on every machine.
BYTES = sa.Text(collation="C")


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id: it never wraps around."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class PgSnapshot(UserDefinedType[str]):
    """PostgreSQL's list of the transactions that are seen at one moment."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "pg_snapshot"


def _written_by() -> Mapped[int]:
    return mapped_column(
        Xid8(),
        server_default=sa.func.pg_current_xact_id(),
        comment="transaction that wrote it: who is behind reads what is newer",
    )


def _words_index(name: str, column: str) -> sa.Index:
    """Return an index without a list of pending rows (docs/decisions/0009-no-pending-list.md).

    While PostgreSQL empties that list, `a & !b` finds rows that hold both: their words come into
    the index one by one, and it does not look at the row again.
    """
    return sa.Index(name, column, postgresql_using="gin", postgresql_with={"fastupdate": "off"})


class SearchDocument(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_search_document"
    __table_args__ = (
        sa.Index("scigov_search_document_id", "id"),
        sa.Index("scigov_search_document_name", "name"),
        sa.Index("scigov_search_document_terms", "terms", postgresql_using="gin"),
        sa.Index("scigov_search_document_labels", "permission_labels", postgresql_using="gin"),
        _words_index("scigov_search_document_words", "words"),
        _words_index("scigov_search_document_field_words", "field_words"),
        sa.Index("scigov_search_document_number", "number", unique=True),
        sa.Index("scigov_search_document_written_by", "written_by"),
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
    number: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), comment="in packed lists")
    written_by: Mapped[int] = _written_by()


class SearchDeletion(tk.BaseModel):  # type: ignore[name-defined]
    """A document that is gone; those who know it read here that it is."""

    __tablename__ = "scigov_search_deletion"
    __table_args__ = (sa.Index("scigov_search_deletion_written_by", "written_by"),)

    number: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False, comment="document that is gone"
    )
    written_by: Mapped[int] = _written_by()


class SearchState(tk.BaseModel):  # type: ignore[name-defined]
    """One row, or none before the first rebuild."""

    __tablename__ = "scigov_search_state"
    __table_args__ = (sa.CheckConstraint("id = 1", name="scigov_search_state_one_row"),)

    id: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False, comment="always 1"
    )
    epoch: Mapped[int] = mapped_column(sa.Integer, comment="counts the rebuilds")
    forgotten: Mapped[int] = mapped_column(Xid8(), comment="deletions before it are not listed")


class SearchBase(tk.BaseModel):  # type: ignore[name-defined]
    """One packed inverted index; the newest of the present epoch is used."""

    __tablename__ = "scigov_search_base"

    id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
    epoch: Mapped[int] = mapped_column(sa.Integer, comment="of the numbers in it")
    snapshot: Mapped[str] = mapped_column(
        PgSnapshot(), comment="the transactions whose documents are in it"
    )
    documents: Mapped[int] = mapped_column(sa.Integer, comment="how many are in it")
    built_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now()
    )


class SearchPosting(tk.BaseModel):  # type: ignore[name-defined]
    """Where one term stands, in one base."""

    __tablename__ = "scigov_search_posting"

    base: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    term: Mapped[str] = mapped_column(BYTES, primary_key=True)
    documents: Mapped[int] = mapped_column(sa.Integer, comment="how many hold the term")
    numbers: Mapped[bytes] = mapped_column(sa.LargeBinary, comment="int32, rising")
    impacts: Mapped[bytes] = mapped_column(sa.LargeBinary, comment="uint8, one a number")


class SearchWord(tk.BaseModel):  # type: ignore[name-defined]
    """A word of what everybody may see; "did you mean" and pinyin look it up."""

    __tablename__ = "scigov_search_word"
    __table_args__ = (
        sa.Index("scigov_search_word_keys", "keys", postgresql_using="gin"),
        sa.Index("scigov_search_word_pinyin", "pinyin"),
        sa.Index("scigov_search_word_initials", "initials"),
    )

    text: Mapped[str] = mapped_column(BYTES, primary_key=True, comment="folded")
    number: Mapped[int] = mapped_column(sa.Integer, comment="how many texts hold it")
    alone: Mapped[bool] = mapped_column(sa.Boolean, comment="not always part of a longer word")
    pinyin: Mapped[str | None] = mapped_column(BYTES, comment="reading without tones")
    initials: Mapped[str | None] = mapped_column(BYTES, comment="of its syllables")
    keys: Mapped[list[str]] = mapped_column(ARRAY(BYTES), comment="by which slips find it")
    built_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="when the words were collected"
    )


TABLES = [
    table.__table__
    for table in (
        SearchDocument,
        SearchDeletion,
        SearchState,
        SearchBase,
        SearchPosting,
        SearchWord,
    )
]
