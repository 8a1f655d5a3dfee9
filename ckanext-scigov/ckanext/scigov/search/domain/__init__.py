"""Pure rules of the search: tokens, fields, Solr's query language, dates, sorting."""
