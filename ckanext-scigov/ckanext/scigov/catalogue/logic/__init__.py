"""CKAN's side of the catalogue: validators."""
