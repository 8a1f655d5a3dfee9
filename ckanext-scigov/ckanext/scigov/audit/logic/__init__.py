"""CKAN actions of the audit log."""
