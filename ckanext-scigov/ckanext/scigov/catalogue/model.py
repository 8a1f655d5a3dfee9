"""Tables of the catalogue: registers of each provider, and what is internal to it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

import ckan.plugins.toolkit as tk

MOMENT = sa.DateTime(timezone=True)


class Registered:
    """What both registers say. A title counts once for a provider among what is not retired."""

    __tablename__: str

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[sa.Index, ...]:
        in_use = sa.text("retired_at IS NULL")
        name = f"{cls.__tablename__}_title"
        index = sa.Index(name, "organization_id", "title", unique=True, postgresql_where=in_use)
        return (index,)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    organization_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN organisation it belongs to")
    title: Mapped[str] = mapped_column(sa.Text, comment="name, as entries of the catalogue have it")
    code: Mapped[str] = mapped_column(sa.Text, comment="the provider's own, may be empty")
    note: Mapped[str] = mapped_column(sa.Text, comment="what it is for, may be empty")
    changed_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    changed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the last change")
    retired_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="no longer proposed since"
    )


class InformationSystem(Registered, tk.BaseModel):  # type: ignore[name-defined,misc]
    __tablename__ = "scigov_catalogue_system"


class BusinessItem(Registered, tk.BaseModel):  # type: ignore[name-defined,misc]
    __tablename__ = "scigov_catalogue_business_item"

    update_cycle: Mapped[str] = mapped_column(sa.Text, comment="code of update_cycle")


class UnitInternal(tk.BaseModel):  # type: ignore[name-defined,misc]
    """What only staff may know of a provider: it is in no dictionary that CKAN gives out."""

    __tablename__ = "scigov_catalogue_unit_internal"

    organization_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN organisation"
    )
    security_owner: Mapped[str] = mapped_column(sa.Text, comment="who answers for data security")
    security_contact: Mapped[str] = mapped_column(sa.Text, comment="how to reach that person")
    changed_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    changed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the last change")
