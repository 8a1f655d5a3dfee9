"""Connectors and mappings for source systems; they write through ``ckanext.scigov``."""
