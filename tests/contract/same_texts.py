"""Pytest plugin: the texts that CKAN's factories make up are the same in every run.

They are of common English words, and some tests count what has a word: test_name_multiple_results looks
for ``record``, and in a run of a hundred the third dataset happens to speak of one.
"""

from __future__ import annotations

import pytest
from faker import Faker


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin anew with each test, whichever others run and in whichever order."""
    Faker.seed(item.nodeid)
