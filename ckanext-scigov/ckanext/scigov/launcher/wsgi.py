"""The site as a WSGI application: ``ckanext.scigov.launcher.wsgi:application`` with CKAN_INI set."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal

import pylibmagic  # noqa: F401  (before anything imports magic: it brings the library)

from ckanext.scigov.launcher.identity import die_with_parent
from ckanext.scigov.launcher.quick_start import hurry
from ckanext.scigov.launcher.turnstile import Turnstile, places

_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    # A web server killed with -9 cannot end its workers, and they would keep the port.
    die_with_parent(signal.SIGKILL, _server.pid)

from ckan.cli import load_config  # noqa: E402
from ckan.config.middleware import make_app  # noqa: E402

hurry()
application = Turnstile(make_app(load_config(os.environ["CKAN_INI"])), *places(os.environ))
# What is here now stays until the end. Looking through all of it for garbage takes a hundredth of
# a second, again and again, in the middle of somebody's request.
gc.collect()
gc.freeze()
