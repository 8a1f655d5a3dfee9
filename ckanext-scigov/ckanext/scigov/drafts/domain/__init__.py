"""What of a form is kept; no CKAN, no database."""
