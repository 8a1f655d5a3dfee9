"""Put real records into a running site's index: ``python -m soak.fill COUNT`` with CKAN_INI."""

from __future__ import annotations

import itertools
import os
import sys

import pylibmagic  # noqa: F401  (before anything of CKAN: it brings the library)
from corpus import portals

BATCH = 500
SEED = 7


def main(count: int) -> int:
    """Return how many of them anybody may see."""
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    config = load_config(os.environ["CKAN_INI"])
    make_app(config)
    from ckanext.scigov.search.bases import build_base
    from ckanext.scigov.search.domain.documents import row_of
    from ckanext.scigov.search.moment import now
    from ckanext.scigov.search.storing import store

    made = portals.documents(portals.multiplied(count), seed=SEED, site_id=config["ckan.site_id"])
    public = 0
    while batch := list(itertools.islice(made, BATCH)):
        public += sum(not document["private"] for document in batch)
        with model.ensure_engine().begin() as connection:
            store(connection, [row_of(document, now()) for document in batch])
    build_base()
    return public


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
