"""What is told of the use of one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.shared.session import Session
from ckanext.scigov.usage import queries
from ckanext.scigov.usage.domain.counting import Use, summed


def of_dataset(session: Session, dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return views and downloads in all, by month, and of the resources that the dict has.

    What was counted for a resource that is gone, or that the reader does not see, is in the other
    numbers: it was use of the dataset all the same.
    """
    rows = queries.of_dataset(session, dataset["id"])
    seen = {resource["id"] for resource in dataset.get("resources") or ()}
    months = sorted({month for _, month, _ in rows})
    resources = sorted({resource for resource, _, _ in rows} & seen)
    return {
        **told(summed(use for _, _, use in rows)),
        "months": [
            {"month": f"{month:%Y-%m}", **told(summed(use for _, m, use in rows if m == month))}
            for month in months
        ],
        "resources": {
            resource: told(summed(use for of, _, use in rows if of == resource))
            for resource in resources
        },
    }


def told(use: Use) -> dict[str, int]:
    return {"views": use.views, "downloads": use.downloads}
