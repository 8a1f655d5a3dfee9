"""The public's pages: what they show, gathered in a bounded number of queries."""
