"""SELECTs of whom a correction concerns."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ckan import model
from ckan.model.follower import UserFollowingDataset

from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session


def followers(session: Session, dataset_id: str) -> frozenset[str]:
    """Return the ids of the users who follow a dataset."""
    one = UserFollowingDataset
    return frozenset(session.scalars(sa.select(one.follower_id).where(one.object_id == dataset_id)))


def resources_ever(session: Session, dataset_id: str) -> list[str]:
    """Return the ids of the resources of a dataset; those that are gone were read, too."""
    resource = model.Resource
    return list(session.scalars(sa.select(resource.id).where(resource.package_id == dataset_id)))


def first_filed_at(session: Session, dispute_id: str) -> dt.datetime | None:
    """Return when a dispute, or the first that was merged into it, was reported."""
    is_meant = sa.or_(Dispute.id == dispute_id, Dispute.merged_into == dispute_id)
    return session.scalar(sa.select(sa.func.min(Dispute.filed_at)).where(is_meant))
