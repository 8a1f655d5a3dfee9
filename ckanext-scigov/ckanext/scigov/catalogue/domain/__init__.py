"""Pure rules of the catalogue: no CKAN, no database, no clock, no prose."""
