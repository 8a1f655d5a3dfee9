"""What the tests inside CKAN do with less work than a site: the results are the same.

Measured on two cores over 55 tests of graded access: a fifth of their time, 56 s for 70. Where each test
changes the site, more: what CKAN asks the stack of calls for was 60 % of the time of making one.
"""

from __future__ import annotations

import gc

from ckanext.scigov.launcher import quick_start


def hurry() -> None:
    """Call once, when CKAN has been loaded."""
    quick_start.hurry()
    _hash_lightly()
    _collect_rarely()


def _hash_lightly() -> None:
    """A password's hash takes 30 ms for its rounds, and there are several users in most tests."""
    from ckan.model import user

    user.pbkdf2_sha512 = user.pbkdf2_sha512.using(rounds=1)


def _collect_rarely() -> None:
    """What the application is made of stays until the end: nobody has to look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
