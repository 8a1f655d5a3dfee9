"""What the tests inside CKAN do with less work than a site: the results are the same.

Measured on two cores over 55 tests of graded access: a fifth of their time, 56 s for 70.
"""

from __future__ import annotations

import functools
import gc

import yaml


def hurry() -> None:
    """Call once, when CKAN has been loaded."""
    _hash_lightly()
    _read_yaml_in_c()
    _find_plugins_once()
    _collect_rarely()


def _hash_lightly() -> None:
    """A password's hash takes 30 ms for its rounds, and there are several users in most tests."""
    from ckan.model import user

    user.pbkdf2_sha512 = user.pbkdf2_sha512.using(rounds=1)


def _read_yaml_in_c() -> None:
    """The schemas are read whenever a test has changed which plugins are loaded."""
    yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc]


def _find_plugins_once() -> None:
    """CKAN asks every installed package for each plugin it loads, every time."""
    from ckan.plugins import core

    core.entry_points = functools.lru_cache(maxsize=None)(core.entry_points)


def _collect_rarely() -> None:
    """What the application is made of stays until the end: nobody has to look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
