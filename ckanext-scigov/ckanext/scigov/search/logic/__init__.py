"""CKAN actions of the search."""
