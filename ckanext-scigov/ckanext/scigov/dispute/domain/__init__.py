"""The rules of disputes, without CKAN."""
