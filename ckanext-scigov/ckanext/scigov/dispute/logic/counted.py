"""Figures of disputes as actions answer them: with the names that everybody may read."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.dispute import figure_queries, list_queries
from ckanext.scigov.dispute.domain.figures import Figures, Recurring
from ckanext.scigov.dispute.figure_queries import ALL
from ckanext.scigov.shared.session import Session


def shown(session: Session, unit: str) -> dict[str, Any]:
    """Return the figures of all units by title, or of one by id or name; and altogether."""
    found = figure_queries.figures(session)
    total = found.pop(ALL, Figures())
    if unit:
        wanted = list_queries.ids_of_organizations(session, unit)
        found = {id_: one for id_, one in found.items() if id_ in wanted}
    titles = list_queries.titles_of_organizations(session, found)
    names = _Names(session, [total, *found.values()])
    units = [
        {"unit_id": id_, "unit_title": titles.get(id_, id_), **names.of(one)}
        for id_, one in found.items()
    ]
    units.sort(key=lambda one: (one["unit_title"], one["unit_id"]))
    return {"total": names.of(total), "units": units}


class _Names:
    """Titles of what recurs; everybody sees these datasets, or they would not be here."""

    def __init__(self, session: Session, figures: list[Figures]) -> None:
        items = [one.item for those in figures for one in those.recurring]
        self._datasets = list_queries.titles_of_datasets(session, {one.dataset_id for one in items})
        self._resources = list_queries.names_of_resources(
            session, {one.resource_id for one in items}
        )

    def of(self, figures: Figures) -> dict[str, Any]:
        return {
            "number": figures.number,
            "accepted": figures.accepted,
            "corrected_in_time": figures.corrected_in_time,
            "median_days": figures.median_days,
            "recurring": [self._recurring(one) for one in figures.recurring],
        }

    def _recurring(self, one: Recurring) -> dict[str, Any]:
        item = one.item
        title, name = self._datasets[item.dataset_id]
        return {
            "dataset_id": item.dataset_id,
            "dataset_name": name,
            "dataset_title": title,
            "resource_id": item.resource_id,
            "resource_name": self._resources[item.resource_id],
            "item": item.name,
            "disputes": one.disputes,
        }
