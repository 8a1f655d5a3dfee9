"""A second and a third opinion on what a search should find.

``oracle`` answers in plain Python what CKAN's schema and Lucene's rules say; ``strategies`` makes
searches of every kind; ``for_solr`` says the same searches to a real Solr in our own tokens.
Nothing here uses the product's parser, trees or SQL, only ``domain.tokens``: how a text is cut
is one decision, and all sides are to follow it.
"""
