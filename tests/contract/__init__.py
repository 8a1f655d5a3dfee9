"""CKAN's own suites over both search engines, and the real Solr that this and other tests use."""
