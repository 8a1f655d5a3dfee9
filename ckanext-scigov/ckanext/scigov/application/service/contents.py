"""What is asked of a dataset, or given, against what the dataset has now."""

from __future__ import annotations

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

DATASETS = "datasets"
"""The field of an applicant's form."""


def refusals_of_asked(session: Session, dataset_id: str, asked: Scope) -> list[Refusal]:
    """Return a refusal for each resource and data item that an applicant asks for and nobody has.

    Names of a dictionary that is hidden from him are not compared: he could learn them by asking.
    """
    found = reading.dictionaries_of(session, dataset_id)
    resources, items = scopes.gone(asked, found.items)
    refused = _refusals(session, dataset_id, resources, [] if found.are_hidden else items)
    return [Refusal(one.reason, DATASETS, one.values) for one in refused]


def require(session: Session, dataset_id: str, given: Scope) -> None:
    """Refuse to give what is not there any more.

    Raises:
        Refused: with a refusal for each resource and data item.
    """
    found = reading.dictionaries_of(session, dataset_id)
    if refused := _refusals(session, dataset_id, *scopes.gone(given, found.items)):
        raise Refused(*refused)


def _refusals(
    session: Session, dataset_id: str, resources: list[str], items: list[str]
) -> list[Refusal]:
    if not resources and not items:
        return []
    titles = list_queries.titles_of_datasets(session, [dataset_id])
    about = {"dataset": titles.get(dataset_id, (dataset_id, ""))[0]}
    names = reading.names_of_resources(session, dataset_id, resources)
    return [
        *(
            Refusal(ActReason.RESOURCE_GONE, "resource_ids", {"name": names.get(one, one), **about})
            for one in resources
        ),
        *(Refusal(ActReason.ITEM_GONE, "items", {"name": one, **about}) for one in items),
    ]
