"""The API's ``package_search``, answered without CKAN's detours where that changes nothing.

What is left out, and when CKAN's own way is taken instead: docs/search-api.md.
"""
