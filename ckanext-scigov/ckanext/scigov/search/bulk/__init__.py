"""Documents of many datasets at once, and the copy of the index they are written into."""
