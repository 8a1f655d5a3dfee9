"""From a source's pages to entries: compare, judge, write, a page at a time, with one commit a page."""
