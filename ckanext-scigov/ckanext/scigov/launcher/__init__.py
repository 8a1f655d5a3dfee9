"""The launcher ``./scigov``: starts, watches, saves and restores a site (docs/operations.md).

Nothing here imports CKAN or any other package when it is loaded, because the script runs it
before anything is installed; the exceptions are the modules that run inside CKAN's processes
(``site_setup``, ``wsgi``, ``ckan_cli``). Modules of this folder import each other relatively: the
script loads them under another package name than CKAN's processes do.
"""
