"""Entries in the forms of others: schema.org, citations, sitemaps."""
