"""Pytest plugin: run a suite of CKAN's or of an extension's against the PostgreSQL backend.

``python -m pytest -p search_backend`` with this folder on the path. Those suites load none of
our plugins, so nothing migrates our table: it is made whenever they make CKAN's.
"""

from __future__ import annotations

import functools

# Before anything of CKAN: the wheel of libmagic must be found first.
import pylibmagic  # noqa: F401
import pytest

from ckan import model

import ckanext.scigov.search  # noqa: F401 (importing it installs the backend)
from ckanext.scigov.search.model import TABLES

_init_db = model.Repository.init_db


@functools.wraps(_init_db)
def init_db(repository: model.Repository) -> None:
    """Make CKAN's tables, then ours."""
    _init_db(repository)
    for table in TABLES:
        table.create(model.ensure_engine(), checkfirst=True)


model.Repository.init_db = init_db


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    """Have the table before tests are collected: some ask for the backend while they load."""
    # What an earlier run left may be of an earlier version.
    for table in TABLES:
        table.drop(model.ensure_engine(), checkfirst=True)
    model.repo.init_db()
