"""From an entry to triples and back. Knows neither CKAN nor a database."""
