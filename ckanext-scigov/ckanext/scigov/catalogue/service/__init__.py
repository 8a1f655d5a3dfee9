"""The only writers of the catalogue's own tables; each act has its audit row."""
